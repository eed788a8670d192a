"""What an account used month by month, read off its posted bills: kWh, roubles, and on what ground.

Nothing is counted anew, so every month is equal to its bill. Late fees and their adjustments are
left out: they tell how somebody paid, not what they used.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lk_app.domain.bills import AdjustmentKind, Bill
from lk_app.domain.consumption import Basis
from lk_app.domain.meters import DAY, HALF_PEAK, NIGHT, PEAK, SINGLE
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period, span

MONTHS_SHOWN = 12
ORDER = (SINGLE, DAY, PEAK, HALF_PEAK, NIGHT)
OF_CONSUMPTION = (AdjustmentKind.READING, AdjustmentKind.CORRECTION)


@dataclass(frozen=True, slots=True)
class RegisterUse:
    """What one register took in a month: kWh, and kopecks of its lines in all bands."""

    register: str
    kwh: int
    amount: Kopecks


@dataclass(frozen=True, slots=True)
class MonthUse:
    """One bill's consumption; registers in the order day, peak, half-peak, night.

    `adjustments` are kopecks this bill added for other months; `corrected_later` what later bills
    added for this one. `basis` is None where nothing was used.
    """

    period: Period
    basis: Basis | None
    registers: tuple[RegisterUse, ...]
    adjustments: Kopecks
    corrected_later: Kopecks

    @property
    def kwh(self) -> int:
        return sum(one.kwh for one in self.registers)

    @property
    def charges(self) -> Kopecks:
        return sum(one.amount for one in self.registers)

    @property
    def amount(self) -> Kopecks:
        """The bill's charges with its adjustments."""
        return self.charges + self.adjustments

    @property
    def is_estimated(self) -> bool:
        """Whether no reading stood behind it when it was billed (ПП РФ 354, п. 59, 60)."""
        return self.basis in (Basis.AVERAGE, Basis.NORM)


@dataclass(frozen=True, slots=True)
class Place:
    """One month of a chart beside the same month a year before; None where there was no bill."""

    period: Period
    now: MonthUse | None
    before: MonthUse | None


def by_month(bills: Sequence[Bill]) -> tuple[MonthUse, ...]:
    """Every billed month, in the order of the bills."""
    later: Counter[Period] = Counter()
    for bill in bills:
        for one in bill.adjustments:
            if one.kind in OF_CONSUMPTION:
                later[one.period] += one.amount
    return tuple(_month(bill, later[bill.period]) for bill in bills)


def last_year(months: Iterable[MonthUse]) -> tuple[Place, ...]:
    """The twelve months up to the newest billed one, ascending; empty without bills."""
    known = {month.period: month for month in months}
    if not known:
        return ()
    newest = max(known)
    return tuple(
        Place(period, known.get(period), known.get(period - MONTHS_SHOWN))
        for period in span(newest - (MONTHS_SHOWN - 1), newest)
    )


def in_both_years(places: Iterable[Place]) -> tuple[tuple[MonthUse, MonthUse], ...]:
    """(now, a year before) of the months that can be compared."""
    return tuple((one.now, one.before) for one in places if one.now and one.before)


def _month(bill: Bill, corrected: Kopecks) -> MonthUse:
    own = sum(one.amount for one in bill.adjustments if one.kind in OF_CONSUMPTION)
    grounds = {line.basis for line in bill.lines}
    estimated = grounds - {Basis.METERED}  # said of the month as soon as a part of it was
    return MonthUse(
        period=bill.period,
        basis=min(estimated or grounds, default=None),
        registers=_registers(bill),
        adjustments=own,
        corrected_later=corrected,
    )


def _registers(bill: Bill) -> tuple[RegisterUse, ...]:
    kwh: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    for line in bill.lines:
        kwh[line.register] += line.kwh
        amounts[line.register] += line.amount
    return tuple(RegisterUse(one, kwh[one], amounts[one]) for one in ORDER if one in kwh)
