"""What the screen of readings shows: the window, the meter, the last values, the history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from fractions import Fraction

from sqlmodel import Session

from lk_app.db import (
    accounts,
    guest_readings,
    late_readings,
    ledger,
    meters,
    reading_checks,
    readings,
    windows,
)
from lk_app.db.engine import Database
from lk_app.domain.accounts import Link
from lk_app.domain.doubts import ReadingRefused, daily_ceiling
from lk_app.domain.estimates import last_counted, missed_before
from lk_app.domain.guest_readings import Proposal
from lk_app.domain.late_readings import LateReading
from lk_app.domain.meters import Meter, predecessor, serving
from lk_app.domain.money import Kopecks
from lk_app.domain.reading_checks import Check
from lk_app.domain.readings import ReadingSet, counted_sets, marks_before, why_unread
from lk_app.domain.windows import SubmissionWindow, counted_period
from lk_app.usecases.accounts import require_link
from lk_app.usecases.reading_history import Line, history
from lk_app.usecases.windows import WindowNow, standing

INITIAL = "initial"  # the source of values written down when the meter was installed
REPLACED = "replaced"  # …in place of another one
REZONED = "rezoned"  # …or when the same one was programmed to other zones


@dataclass(frozen=True, slots=True)
class LastValues:
    """What a new reading is held against, from when, and where it comes from."""

    day: date
    values: Mapping[str, int]
    source: str


@dataclass(frozen=True, slots=True)
class MeterScreen:
    """The meter of one account; `refused` says why it takes no reading by hand.

    `sent` is what was already received for the month that a reading sent now would count for;
    `ceiling` is what a register uses in a day without anybody being asked, in kWh.
    `missed` are the months before it without any. `history` is of all meters the account had, the
    newest first, and begins where the link's sight begins. So do `proposed`: what guests sent for
    months without another reading, and nobody has decided about.
    """

    meter: Meter
    refused: ReadingRefused | None
    last: LastValues
    sent: ReadingSet | None
    missed: int
    ceiling: Mapping[str, Fraction]
    history: tuple[Line, ...]
    proposed: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One account on the screen of readings; `at` is None for an account without a meter."""

    link: Link
    window: WindowNow
    balance: Kopecks
    at: MeterScreen | None


def screen(
    *, db: Database, customer_id: int, account_number: str, now: datetime, zone: tzinfo
) -> Screen:
    """One account. Raises LinkRefused (link.not_yours)."""
    with db.read() as session:
        link = require_link(session, customer_id, account_number)
        return of_links(session, [link], now, zone)[0]


def screens(*, db: Database, customer_id: int, now: datetime, zone: tzinfo) -> list[Screen]:
    """Every account of a customer in the order they were attached."""
    with db.read() as session:
        return of_links(session, accounts.links(session, customer_id), now, zone)


def of_links(session: Session, links: Sequence[Link], now: datetime, zone: tzinfo) -> list[Screen]:
    """The screens of these links, in their order."""
    today = now.astimezone(zone).date()
    ids = [link.account.id for link in links]
    rows = windows.published(session)
    owned = meters.of_accounts(session, ids)
    current = {account_id: serving(owned.get(account_id, []), today) for account_id in ids}
    received = readings.of_meters(session, [m.id for mine in owned.values() for m in mine])
    ids_of_sets = [one.id for sets in received.values() for one in sets]
    late = late_readings.of_readings(session, ids_of_sets)
    checks = reading_checks.of_readings(session, ids_of_sets)
    guests = guest_readings.open_of_meters(session, [m.id for m in current.values() if m])
    owed = ledger.balances(session, ids)
    window = standing(rows, now, zone)

    def one(link: Link) -> Screen:
        meter = current[link.account.id]
        fitted = owned.get(link.account.id, [])
        at = (
            _at(meter, fitted, received, late, checks, guests, rows, link, today, zone)
            if meter
            else None
        )
        return Screen(link, window, owed[link.account.id], at)

    return [one(link) for link in links]


def _at(
    meter: Meter,
    fitted: Sequence[Meter],
    received: Mapping[int, Sequence[ReadingSet]],
    late: Mapping[int, LateReading],
    checks: Mapping[int, Check],
    guests: Sequence[Proposal],
    rows: Sequence[SubmissionWindow],
    link: Link,
    today: date,
    zone: tzinfo,
) -> MeterScreen:
    own, before = received[meter.id], predecessor(fitted, meter)
    counts_for = counted_period(today, rows)
    sets = counted_sets(own, rows, zone)
    last = last_counted(meter, own, counts_for, rows, zone, before)
    return MeterScreen(
        meter=meter,
        refused=why_unread(meter, today, closed_on=link.account.closed_on),
        last=_last(meter, before, sets.get(last.period) if last.set_id else None, zone),
        sent=sets.get(counts_for),
        missed=missed_before(last, counts_for),
        ceiling=daily_ceiling(meter, marks_before(meter, own, counts_for, rows, zone)),
        history=history(fitted, received, link, windows=rows, zone=zone, late=late, checks=checks),
        proposed=tuple(
            one
            for one in reversed(guests)
            if one.meter_id == meter.id
            and one.counts_for not in sets
            and one.received_at.astimezone(zone).date() >= link.visible_from
        ),
    )


def _last(
    meter: Meter, before: Meter | None, counted: ReadingSet | None, zone: tzinfo
) -> LastValues:
    """Shown whatever the link's sight: a refusal quotes it, and it hangs on the meter anyway."""
    if counted is not None:
        return LastValues(counted.received_on(zone), counted.values, counted.source)
    same = before is not None and before.serial == meter.serial
    source = INITIAL if before is None else REZONED if same else REPLACED
    return LastValues(meter.installed_on, meter.initial_readings, source)
