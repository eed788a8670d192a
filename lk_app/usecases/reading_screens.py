"""What the screen of readings shows: the window, the meter, the last values, the history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlmodel import Session

from lk_app.db import accounts, ledger, meters, readings, windows
from lk_app.db.engine import Database
from lk_app.domain.accounts import Link
from lk_app.domain.doubts import ReadingRefused
from lk_app.domain.estimates import last_counted, missed_before
from lk_app.domain.meters import Meter, serving
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSet, check_meter, counted_sets
from lk_app.domain.windows import SubmissionWindow, counted_period
from lk_app.usecases.accounts import require_link
from lk_app.usecases.windows import WindowNow, standing

INITIAL = "initial"  # the source of values written down when the meter was installed


@dataclass(frozen=True, slots=True)
class LastValues:
    """What a new reading is held against, from when, and who it came from."""

    day: date
    values: Mapping[str, int]
    source: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A set that was received, the month it is for, and whether a later one took its place."""

    reading: ReadingSet
    counts_for: Period
    superseded: bool


@dataclass(frozen=True, slots=True)
class MeterScreen:
    """The meter of one account; `refused` says why it takes no reading by hand.

    `sent` is what was already received for the month that a reading sent now would count for;
    `missed` are the months before it without any. `history` is the newest first and begins where
    the link's sight begins.
    """

    meter: Meter
    refused: ReadingRefused | None
    last: LastValues
    sent: ReadingSet | None
    missed: int
    history: tuple[HistoryLine, ...]


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
        return _screens(session, [link], now, zone)[0]


def screens(*, db: Database, customer_id: int, now: datetime, zone: tzinfo) -> list[Screen]:
    """Every account of a customer in the order they were attached."""
    with db.read() as session:
        return _screens(session, accounts.links(session, customer_id), now, zone)


def _screens(session: Session, links: Sequence[Link], now: datetime, zone: tzinfo) -> list[Screen]:
    today = now.astimezone(zone).date()
    ids = [link.account.id for link in links]
    rows = windows.published(session)
    owned = meters.of_accounts(session, ids)
    current = {account_id: serving(owned.get(account_id, []), today) for account_id in ids}
    received = readings.of_meters(session, [meter.id for meter in current.values() if meter])
    owed = ledger.balances(session, ids)
    window = standing(rows, now, zone)

    def one(link: Link) -> Screen:
        meter = current[link.account.id]
        at = _at(meter, received[meter.id], rows, link, today, zone) if meter else None
        return Screen(link, window, owed[link.account.id], at)

    return [one(link) for link in links]


def _at(
    meter: Meter,
    history: list[ReadingSet],
    rows: Sequence[SubmissionWindow],
    link: Link,
    today: date,
    zone: tzinfo,
) -> MeterScreen:
    counts_for = counted_period(today, rows)
    sets = counted_sets(history, rows, zone)
    last = last_counted(meter, history, counts_for, rows, zone)
    return MeterScreen(
        meter=meter,
        refused=_refused(meter, today),
        last=_last(meter, sets.get(last.period), zone),
        sent=sets.get(counts_for),
        missed=missed_before(last, counts_for),
        history=_history(history, sets, rows, link, zone),
    )


def _refused(meter: Meter, today: date) -> ReadingRefused | None:
    try:
        check_meter(meter, today)
    except ReadingRefused as refused:
        return refused
    return None


def _last(meter: Meter, counted: ReadingSet | None, zone: tzinfo) -> LastValues:
    """Shown whatever the link's sight: a refusal quotes it, and it hangs on the meter anyway."""
    if counted is None:
        return LastValues(meter.installed_on, meter.initial_readings, INITIAL)
    return LastValues(counted.received_on(zone), counted.values, counted.source)


def _history(
    history: list[ReadingSet],
    sets: Mapping[Period, ReadingSet],
    rows: Sequence[SubmissionWindow],
    link: Link,
    zone: tzinfo,
) -> tuple[HistoryLine, ...]:
    lines = []
    for reading in reversed(history):
        received_on = reading.received_on(zone)
        if received_on < link.visible_from:
            continue
        period = counted_period(received_on, rows)
        superseded = reading.is_usable and sets[period].id != reading.id
        lines.append(HistoryLine(reading, period, superseded))
    return tuple(lines)
