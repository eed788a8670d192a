"""How many kWh a period is billed for, and on what ground: METERED, AVERAGE or NORM."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from lk_app.domain.meters import SINGLE, Meter, advance, runs_backwards
from lk_app.domain.money import round_half_up
from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal

AVERAGE_PERIODS_LIMIT = 3  # ПП РФ 354, п. 59 «б»: at most three periods in a row by the average
AVERAGE_BASE_PERIODS = 6  # п. 59 «б»: of at least six months…
AVERAGE_BASE_LEAST = 3  # …or of the time the meter worked, when that is three months at least


class Basis(StrEnum):
    METERED = "METERED"
    AVERAGE = "AVERAGE"
    NORM = "NORM"


class Policy(StrEnum):
    """What the supplier bills without readings (LK_MISSING_READING_POLICY)."""

    DECREE354 = "decree354"
    NORM = "norm"


class ConsumptionRefused(Refusal):
    """The readings or the norm do not say how much to bill."""


class CountedSet(NamedTuple):
    """One meter's values that count for a period.

    `set_id` is None for what no reading says: the initial readings, and the act of a removal.
    """

    period: Period
    meter: Meter
    values: Mapping[str, int]
    set_id: int | None = None


class Consumption(NamedTuple):
    """Whole kWh of each register in one period, and how many zones its tariff has."""

    basis: Basis
    kwh: Mapping[str, int]
    zones: int

    @property
    def total(self) -> int:
        return sum(self.kwh.values())


@dataclass(frozen=True, slots=True)
class NormRow:
    """One line of norms.csv: kWh a person a month of a category, from a day on."""

    valid_from: date
    category: str
    norm_kwh: Fraction


def metered(since: CountedSet, until: CountedSet) -> list[Consumption]:
    """What one meter took in each period after `since` up to `until`: the last item is `until`'s.

    The total of a register is shared evenly in whole kWh, the extra ones going to the latest. Two
    sets of one period (a meter installed and read in the same month) leave it all to that period.
    Raises ConsumptionRefused (consumption.backwards) when a register went down.
    """
    meter = until.meter
    periods = max(since.period.until(until.period), 1)
    if periods == 1:
        return [Consumption(Basis.METERED, _took(since, until), meter.zones)]
    parts = {register: spread(kwh, periods) for register, kwh in _took(since, until).items()}
    return [
        Consumption(Basis.METERED, {r: parts[r][i] for r in parts}, meter.zones)
        for i in range(periods)
    ]


def _took(since: CountedSet, until: CountedSet) -> dict[str, int]:
    meter, kwh = until.meter, {}
    for register in meter.registers:
        old, value = since.values[register], until.values[register]
        if runs_backwards(meter, old, value):
            raise ConsumptionRefused(
                "consumption.backwards",
                register=register,
                last=old,
                value=value,
                since=since.period,
            )
        kwh[register] = advance(meter, register, old, value)
    return kwh


def together(uses: Sequence[Consumption]) -> Sequence[Consumption]:
    """The uses of one period, those of neighbours with the same zones added up: one tariff each."""
    if len(uses) == 1:
        return uses
    found: list[Consumption] = []
    for use in uses:
        if found and found[-1].zones == use.zones:
            kwh = {r: found[-1].kwh[r] + use.kwh[r] for r in use.kwh}
            found[-1] = Consumption(use.basis, kwh, use.zones)
        else:
            found.append(use)
    return found


def spread(total: int, count: int) -> tuple[int, ...]:
    """`total` in `count` whole parts as even as they come, the larger ones last."""
    share, extra = divmod(total, count)
    return (share,) * (count - extra) + (share + 1,) * extra


def estimated(
    counted: Sequence[CountedSet],
    period: Period,
    *,
    policy: Policy,
    norm_kwh: Fraction | None,
    residents: int,
) -> Consumption:
    """What a period without readings is billed for (ПП РФ 354, п. 59, 60).

    `counted` are the sets before it, ascending, of every meter with the zones of the last one, the
    initial one first; `norm_kwh` is a month's norm of one
    person. Raises ConsumptionRefused (consumption.norm) when the norm is needed and missing.
    """
    if policy is Policy.DECREE354 and counted[-1].period.until(period) <= AVERAGE_PERIODS_LIMIT:
        base = average_base(counted)
        if base is not None:
            return by_average(base, counted)
    return by_norm(norm_kwh, residents)


def average_base(counted: Sequence[CountedSet]) -> CountedSet | None:
    """The set the average reaches back to; None when the history is too short for one.

    A new meter read in the very period it begins in is averaged from that reading on.
    """
    at = base_at(tuple([one.period for one in counted]))
    return None if at is None else counted[at]


@lru_cache(maxsize=4096)  # a region misses its readings in a few dozen ways
def base_at(periods: tuple[Period, ...]) -> int | None:
    """The same by the periods of the counted sets, ascending: which of them it is."""
    last = periods[-1]
    base = None
    for at, one in enumerate(periods):
        if one.until(last) < AVERAGE_BASE_PERIODS:
            break
        base = at
    if base is not None:
        return base
    earliest = periods.count(periods[0]) - 1
    return earliest if periods[earliest].until(last) >= AVERAGE_BASE_LEAST else None


def by_average(base: CountedSet, counted: Sequence[CountedSet]) -> Consumption:
    """What was taken a month from `base`, one of `counted`, to the last of them.

    Each register is rounded half up.
    """
    last = counted[-1]
    periods = base.period.until(last.period)
    kwh = {
        register: (2 * total + periods) // (2 * periods)
        for register, total in kwh_since(base, counted).items()
    }
    return Consumption(Basis.AVERAGE, kwh, last.meter.zones)


def kwh_since(base: CountedSet, counted: Sequence[CountedSet]) -> dict[str, int]:
    """kWh of each register from `base` to the last of `counted`, over the meters between them.

    A replaced meter went on to its final readings; the set after it in `counted` is the beginning
    of the next one (docs/decisions/0007).
    """
    since, kwh = base, dict.fromkeys(base.meter.registers, 0)
    for one in counted[counted.index(base) + 1 :]:
        if one.meter.id != since.meter.id:
            final = since.meter.final_readings or since.values
            for r in kwh:
                kwh[r] += advance(since.meter, r, since.values[r], final[r])
            since = one
    last = counted[-1]
    return {r: kwh[r] + advance(last.meter, r, since.values[r], last.values[r]) for r in kwh}


def by_norm(norm_kwh: Fraction | None, residents: int) -> Consumption:
    """The norm of everyone who lives there, as one register at the one-zone price."""
    if norm_kwh is None:
        raise ConsumptionRefused("consumption.norm")
    return Consumption(Basis.NORM, {SINGLE: round_half_up(norm_kwh * residents)}, 1)


def norm_in_force(
    own: Fraction | None, own_since: Period, rows: Iterable[NormRow], category: str, period: Period
) -> Fraction | None:
    """kWh a person a month: the account's own norm until a later one is published for its category.

    A published norm from before the account was opened here stands only where the account has none.
    """
    published = [
        row
        for row in rows
        if row.category == category
        and row.valid_from <= period.first_day
        and (own is None or row.valid_from > own_since.first_day)
    ]
    latest = max(published, key=lambda row: row.valid_from, default=None)
    return latest.norm_kwh if latest else own
