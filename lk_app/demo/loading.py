"""What `lk demo load` puts in, and how it stays alive.

The first load moves the sample files by whole months, so that their last bill is last month's. A
load in a later month carries the households on (`living`) up to last month and bills them; nothing
is taken back, so what a visitor did stays. A load in the same month changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, tzinfo
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from lk_app.db import marks
from lk_app.db.engine import Database
from lk_app.demo import announcements, living, moving, newsroom, people, tenants
from lk_app.domain.consumption import Policy
from lk_app.domain.periods import Period, span
from lk_app.domain.refusals import Refusal
from lk_app.usecases import billing
from lk_app.usecases.imports import accounts, closings, meters, payments, readings
from lk_app.usecases.imports.loading import Books
from lk_app.usecases.installation import DEMO_LOAD, MADE_BY

MOVED_TO = "demo_moved_to"  # the last month of the sample files as they were moved
LIVED_TO = "demo_lived_to"  # the last month that is billed
ALIVE_FROM = Period(2024, 10)  # the first month of the sample files


class DemoRefused(Refusal):
    """The demonstration does not go into this database or this world."""


@dataclass(frozen=True, slots=True)
class World:
    """Where the demonstration is loaded. `today` is business time, `now` the real one."""

    is_production: bool
    today: datetime
    now: datetime
    tz: tzinfo
    account_number_digits: int

    @property
    def books(self) -> Books:
        return Books(self.today, self.tz, self.account_number_digits)

    @property
    def last_month(self) -> Period:
        return Period.at(self.today, self.tz) - 1


Tell = Callable[[str], None]
Write = Callable[[Database, Period, Path], None]
TENANCIES: tuple[tuple[ModuleType, Write], ...] = (
    (meters, tenants.write_meters),
    (readings, tenants.write_readings),
    (closings, tenants.write_closings),
)


def load(*, db: Database, world: World, tell: Tell = lambda step: None) -> None:
    """Load the demonstration or carry it on; raises DemoRefused: demo.production, demo.foreign."""
    moved_to = _claim(db, world)
    months = moving.SAMPLE_LAST.until(moved_to)
    tell("tariffs")
    announcements.publish(db, world.books)
    for noun in (accounts, readings, payments):
        tell(noun.FORMAT.kind)
        _bring_in(db, noun, months, world)
    for noun, write in TENANCIES:
        tell(noun.FORMAT.kind)
        _bring_in_written(db, noun, write, moved_to, world)
    tell("news")
    newsroom.publish(db, world.books)
    newsroom.disclose(db, world.books)
    tell("bills")
    _bill(db, ALIVE_FROM + months, moved_to, world)
    for period in span(_lived_to(db, moved_to) + 1, world.last_month):
        tell(str(period))
        _live(db, period, world)
    for person in people.PEOPLE:
        people.welcome(db, person, now=world.now)


def _claim(db: Database, world: World) -> Period:
    """Mark an untouched database as the demonstration's; the month its files were moved to."""
    if world.is_production:
        raise DemoRefused("demo.production")
    with db.write() as session:
        if marks.read(session, MADE_BY) != DEMO_LOAD:
            if not marks.is_untouched(session):
                raise DemoRefused("demo.foreign")
            marks.write(session, MADE_BY, DEMO_LOAD)
            marks.write(session, MOVED_TO, str(world.last_month))
        return Period.parse(marks.read(session, MOVED_TO) or "")


def _bring_in(db: Database, noun: ModuleType, months: int, world: World) -> None:
    with moving.moved(noun.FORMAT.kind, months) as path:
        noun.run(db=db, path=path, books=world.books, skip_bad=False)


def _bring_in_written(
    db: Database, noun: ModuleType, write: Write, month: Period, world: World
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{noun.FORMAT.kind}.csv"
        write(db, month, path)
        noun.run(db=db, path=path, books=world.books, skip_bad=False)


def _bill(db: Database, first: Period, last: Period, world: World) -> None:
    billing.run(
        db=db, first=first, last=last, policy=Policy.DECREE354, tz=world.tz, now=world.today,
        early=True,
    )  # fmt: skip


def _lived_to(db: Database, moved_to: Period) -> Period:
    with db.read() as session:
        return Period.parse(marks.read(session, LIVED_TO) or str(moved_to))


def _live(db: Database, period: Period, world: World) -> None:
    """One month: the households read their meters, pay the bill before, and are billed."""
    end = datetime.combine(period.last_day, time(23, 59), world.tz)
    books = replace(world.books, now=min(end, world.today))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{period}.csv"
        living.write_payments(db, period, path)
        payments.run(db=db, path=path, books=books, skip_bad=False)
        living.write_readings(db, period, path, world.tz)
        readings.run(db=db, path=path, books=books, skip_bad=False)
    _bill(db, period, period, world)
    with db.write() as session:
        marks.write(session, LIVED_TO, str(period))
