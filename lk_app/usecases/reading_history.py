"""What was received of an account's meters, newest first: sets of readings, and acts of removal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo

from lk_app.domain.accounts import Link
from lk_app.domain.late_readings import LateReading
from lk_app.domain.metering import act_counts_for
from lk_app.domain.meters import Meter
from lk_app.domain.periods import Period
from lk_app.domain.reading_checks import Check, CheckState
from lk_app.domain.readings import ReadingSet, counted_sets
from lk_app.domain.windows import SubmissionWindow, counted_period


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A set that was received, the month it is for, and whether a later one took its place.

    `too_late`: the meter was off the wall by then, so it is no reading. `late`: it was taken in
    time and came after, so an operator decides or has decided. `check`: an employee looks at it.
    """

    meter: Meter
    reading: ReadingSet
    counts_for: Period
    superseded: bool
    too_late: bool = False
    late: LateReading | None = None
    check: Check | None = None


@dataclass(frozen=True, slots=True)
class ActLine:
    """A meter's removal: its final readings count like a set (docs/decisions/0007)."""

    meter: Meter
    removed_on: date
    values: Mapping[str, int]
    counts_for: Period


Line = HistoryLine | ActLine


def history(
    fitted: Sequence[Meter],
    received: Mapping[int, Sequence[ReadingSet]],
    link: Link,
    *,
    windows: Sequence[SubmissionWindow],
    zone: tzinfo,
    late: Mapping[int, LateReading],
    checks: Mapping[int, Check],
) -> tuple[Line, ...]:
    """All lines the link may see; `received` are the sets by meter, in the order they came.

    `late` are those that came late, `checks` those an employee looks at, by the reading. What was
    refused, and sent rightly after that, is left out.
    """
    dated: list[tuple[tuple[datetime, int], Line]] = []
    for meter in fitted:
        act = _act(meter, link, windows)
        if act is not None and act.removed_on >= link.visible_from:
            dated.append(((datetime.combine(act.removed_on, time(23, 59), zone), 0), act))
        for line in _sets(meter, received[meter.id], act, link, windows, zone):
            check = checks.get(line.reading.id)
            if check is not None and check.state is CheckState.DROPPED:
                continue
            known = replace(line, late=late.get(line.reading.id), check=check)
            dated.append(((line.reading.received_at, line.reading.id), known))
    return tuple(line for _, line in sorted(dated, key=lambda one: one[0], reverse=True))


def _act(meter: Meter, link: Link, windows: Sequence[SubmissionWindow]) -> ActLine | None:
    if meter.removed_on is None or meter.final_readings is None:
        return None
    counts_for = act_counts_for(meter.removed_on, closed_on=link.account.closed_on, windows=windows)
    return ActLine(meter, meter.removed_on, meter.final_readings, counts_for)


def _sets(
    meter: Meter,
    received: Sequence[ReadingSet],
    act: ActLine | None,
    link: Link,
    windows: Sequence[SubmissionWindow],
    zone: tzinfo,
) -> list[HistoryLine]:
    counted = counted_sets(received, windows, zone)
    lines = []
    for reading in received:
        day = reading.received_on(zone)
        if day < link.visible_from:
            continue
        period = counted_period(day, windows)
        superseded = reading.is_usable and counted[period].id != reading.id
        overtaken = act is not None and period >= act.counts_for
        too_late = meter.removed_on is not None and day >= meter.removed_on
        lines.append(HistoryLine(meter, reading, period, superseded or overtaken, too_late))
    return lines
