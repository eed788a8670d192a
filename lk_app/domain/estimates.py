"""What a reading would come to, said before it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from lk_app.domain.charges import charge, total
from lk_app.domain.consumption import CountedSet, metered
from lk_app.domain.metering import beginning
from lk_app.domain.meters import Meter
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period, span
from lk_app.domain.readings import ReadingSet, counted_sets
from lk_app.domain.tariffs import TariffBook
from lk_app.domain.windows import SubmissionWindow, counted_period


@dataclass(frozen=True, slots=True)
class Estimate:
    """kWh of all registers since the last counted set, and their price over `periods` months."""

    kwh: int
    amount: Kopecks
    periods: int


def last_counted(
    meter: Meter,
    history: Sequence[ReadingSet],
    period: Period,
    windows: Sequence[SubmissionWindow],
    tz: tzinfo,
    before: Meter | None = None,
) -> CountedSet:
    """The set that counts for the latest month before `period`; the initial one at the least.

    `before` is the meter this one was hung in place of: it begins where that one's act ends.
    """
    sets = counted_sets(history, windows, tz)
    latest = max((one for one in sets if one < period), default=None)
    if latest is None:
        act = counted_period(before.removed_on, windows) if before and before.removed_on else None
        start = beginning(meter, before, act).at
        return start._replace(period=min(start.period, period - 1))
    return CountedSet(latest, meter, sets[latest].values, sets[latest].id)


def estimate(last: CountedSet, new: CountedSet, *, book: TariffBook, category: str) -> Estimate:
    """The energy between two counted sets, each month's share at its own prices.

    Raises ConsumptionRefused and TariffRefused as a bill does.
    """
    months = span(last.period + 1, new.period)
    uses = metered(last, new)
    amount = sum(
        total(charge(use, book.parts(month, category, use.zones)))
        for month, use in zip(months, uses, strict=True)
    )
    return Estimate(sum(use.total for use in uses), amount, len(months))


def missed_before(last: CountedSet, period: Period) -> int:
    """How many months between the last counted set and `period` had none."""
    return last.period.until(period) - 1


def values_now(
    meter: Meter,
    history: Sequence[ReadingSet],
    windows: Sequence[SubmissionWindow],
    tz: tzinfo,
) -> Mapping[str, int]:
    """What the meter showed when it was last read, whichever month that counts for."""
    sets = counted_sets(history, windows, tz)
    return sets[max(sets)].values if sets else meter.initial_readings
