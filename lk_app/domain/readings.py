"""Readings: what was sent, what it means, and whether to take it, to ask, or to refuse."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import NamedTuple

from lk_app.domain.doubts import Doubts, Mark, Question, ReadingRefused
from lk_app.domain.meters import Meter, advance
from lk_app.domain.periods import Period
from lk_app.domain.windows import SubmissionWindow, counted_period


class ReadingSource(StrEnum):
    """Who a reading came from; every reading shows it."""

    SUBSCRIBER = "subscriber"
    CONTROLLER = "controller"
    SMART_METER = "smart_meter"
    SUPPLIER = "supplier"
    GUEST = "guest"
    LATE = "late"  # a subscriber's that an operator counts as of the day it was taken


OWN = frozenset({ReadingSource.SUBSCRIBER, ReadingSource.LATE})


class ReadingState(StrEnum):
    """RECEIVED → COUNTED in a posted bill; a guest's waits as PROPOSED; REFUSED is kept to show."""

    RECEIVED = "received"
    COUNTED = "counted"
    PROPOSED = "proposed"
    REFUSED = "refused"


class ReadingSet(NamedTuple):
    """All registers of a meter at one time. `counted_in` is set once a bill used it."""

    id: int
    meter_id: int
    taken_on: date
    received_at: datetime
    values: Mapping[str, int]
    source: ReadingSource
    state: ReadingState = ReadingState.RECEIVED
    receipt_number: str | None = None
    counted_in: Period | None = None

    def received_on(self, tz: tzinfo) -> date:
        """The day that decides which bill it goes into.

        The server's clock decides for people; a supplier's register was received when it was taken,
        and so was what an operator accepted as late.
        """
        if self.source in (ReadingSource.SUPPLIER, ReadingSource.LATE):
            return self.taken_on
        return self.received_at.astimezone(tz).date()

    @property
    def is_usable(self) -> bool:
        return self.state in (ReadingState.RECEIVED, ReadingState.COUNTED)


@dataclass(frozen=True, slots=True)
class Accepted:
    """May be stored. `repeat_of` is the set that already says exactly this, if there is one."""

    values: Mapping[str, int]
    kwh: Mapping[str, int]
    counts_for: Period
    repeat_of: ReadingSet | None = None


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Ask first; ask again with the codes of the questions in `confirmed` to take it as typed."""

    values: Mapping[str, int]
    kwh: Mapping[str, int]
    counts_for: Period
    questions: tuple[Question, ...]


def accept(
    *,
    meter: Meter,
    values: Mapping[str, str | int],
    received_on: date,
    history: Sequence[ReadingSet],
    windows: Sequence[SubmissionWindow],
    tz: tzinfo,
    confirmed: frozenset[str] = frozenset(),
) -> Accepted | Doubtful:
    """Decide about one submission of a person, typed as it stands in `values`.

    `history` are the meter's stored sets in any order. The reading is held against the last one
    that counts for an earlier month, so a person may correct what was sent this month.
    Raises ReadingRefused: reading.remote, .meter_removed, .before_installation, .registers, .empty,
    .not_a_number, .fraction, .too_many_digits, .below_last.
    """
    check_meter(meter, received_on)
    parsed = parse_values(meter, values)
    counts_for = counted_period(received_on, windows)
    marks = marks_before(meter, history, counts_for, windows, tz)
    kwh = {r: advance(meter, r, marks[-1].values[r], parsed[r]) for r in meter.registers}
    repeat = _repeat_of(history, parsed, counts_for, windows, tz)
    if repeat is not None:
        return Accepted(parsed, kwh, counts_for, repeat)
    doubts = Doubts.about(meter, marks, received_on)
    questions = doubts.questions(parsed, confirmed)
    if questions:
        return Doubtful(parsed, kwh, counts_for, questions)
    return Accepted(parsed, kwh, counts_for)


def accept_imported(
    meter: Meter, taken_on: date, values: Mapping[str, str | int]
) -> Mapping[str, int]:
    """Whole values of a set from the supplier's own register, where nobody is there to ask.

    Raises ReadingRefused as `accept` does, except that a remote meter is welcome and a step
    backwards is left to the bill, which knows the neighbours.
    """
    check_in_service(meter, taken_on)
    return parse_values(meter, values)


def meter_to_read(meter: Meter | None, day: date, *, closed_on: date | None) -> Meter:
    """The meter in service, if a person may read it; raises ReadingRefused with why not.

    Codes: reading.account_closed, .no_meter, .remote, .meter_removed, .before_installation.
    """
    if closed_on is not None:
        raise ReadingRefused("reading.account_closed", closed_on=closed_on)
    if meter is None:
        raise ReadingRefused("reading.no_meter")
    check_meter(meter, day)
    return meter


def why_unread(meter: Meter | None, day: date, *, closed_on: date | None) -> ReadingRefused | None:
    """Why nobody can read the meter by hand on this day; None when they can."""
    try:
        meter_to_read(meter, day, closed_on=closed_on)
    except ReadingRefused as refused:
        return refused
    return None


def check_meter(meter: Meter, day: date) -> None:
    """Whether a person may read this meter at all; raises ReadingRefused with why not."""
    if meter.remote:
        raise ReadingRefused("reading.remote", serial=meter.serial)
    check_in_service(meter, day)


def check_in_service(meter: Meter, day: date) -> None:
    """Whether the meter counted on this day; raises ReadingRefused."""
    if meter.removed_on is not None and day >= meter.removed_on:
        raise ReadingRefused(
            "reading.meter_removed", serial=meter.serial, removed_on=meter.removed_on
        )
    if day < meter.installed_on:
        raise ReadingRefused(
            "reading.before_installation", serial=meter.serial, installed_on=meter.installed_on
        )


def parse_values(meter: Meter, typed: Mapping[str, str | int]) -> dict[str, int]:
    """Whole kWh of every register, in the meter's order; raises ReadingRefused."""
    if set(typed) != set(meter.registers):
        raise ReadingRefused("reading.registers", expected=meter.registers)
    return {register: _whole(meter, register, typed[register]) for register in meter.registers}


def _whole(meter: Meter, register: str, typed: str | int) -> int:
    text = re.sub(r"\s", "", str(typed))
    if not text:
        raise ReadingRefused("reading.empty", field=register)
    if re.fullmatch(r"\d+[.,]\d*", text, re.ASCII):
        raise ReadingRefused("reading.fraction", field=register, text=text[:20])
    if not re.fullmatch(r"\d+", text, re.ASCII):
        raise ReadingRefused("reading.not_a_number", field=register, text=text[:20])
    digits = text.lstrip("0") or "0"
    if len(digits) > meter.digits:
        raise ReadingRefused(
            "reading.too_many_digits", field=register, digits=meter.digits, typed=len(digits)
        )
    return int(digits)


def marks_before(
    meter: Meter,
    history: Sequence[ReadingSet],
    period: Period,
    windows: Sequence[SubmissionWindow],
    tz: tzinfo,
) -> list[Mark]:
    """What the meter is known to have shown, for months before `period`, ascending.

    Begins with the initial readings; the last one is what a new reading is held against.
    """
    latest = counted_sets(history, windows, tz)
    earlier = (latest[p] for p in sorted(latest) if p < period)
    start = Mark(meter.installed_on, meter.initial_readings)
    return [start, *(Mark(s.received_on(tz), s.values) for s in earlier)]


def counted_sets(
    history: Iterable[ReadingSet], windows: Sequence[SubmissionWindow], tz: tzinfo
) -> dict[Period, ReadingSet]:
    """The set that counts for each month: of several, the one received last.

    What a bill has used keeps its month, whatever the windows say since.
    """
    return latest_sets(history, tz, lambda one: counted_period(one.received_on(tz), windows))


def latest_sets(
    history: Iterable[ReadingSet], tz: tzinfo, counts_for: Callable[[ReadingSet], Period]
) -> dict[Period, ReadingSet]:
    """The same by a rule of one's own for the month a set counts for."""
    latest: dict[Period, ReadingSet] = {}
    usable = [s for s in history if s.is_usable]
    if len(usable) > 1:
        usable.sort(key=lambda s: (s.received_on(tz), s.received_at, s.id))
    for one in usable:
        latest[one.counted_in or counts_for(one)] = one
    return latest


def _repeat_of(
    history: Sequence[ReadingSet],
    values: Mapping[str, int],
    counts_for: Period,
    windows: Sequence[SubmissionWindow],
    tz: tzinfo,
) -> ReadingSet | None:
    """The set that counts for this month now, when it already holds the same values."""
    current = counted_sets(history, windows, tz).get(counts_for)
    return current if current is not None and dict(current.values) == dict(values) else None
