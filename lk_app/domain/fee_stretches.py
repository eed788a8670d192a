"""A late fee laid out by stretches of days, so that whoever pays it can check each kopeck."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from lk_app.domain.late_fees import (
    FULL_UNITS,
    GRACE_DAYS,
    MILD_DAYS,
    MILD_UNITS,
    UNITS,
    Debt,
    LateFeeRate,
    MoneyIn,
    Standing,
    lasting,
    rate_on,
)
from lk_app.domain.money import Kopecks, round_half_up
from lk_app.domain.periods import Period


@dataclass(frozen=True, slots=True)
class FeeStretch:
    """Days, both ends included, on which one unpaid sum bore the same fee: `rate` a year over
    `divisor` (300 or 130) a day."""

    principal: Kopecks
    first: date
    last: date
    rate: Fraction
    divisor: int

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def fee(self) -> Fraction:
        """Exact kopecks."""
        return self.principal * self.days * self.rate / self.divisor


@dataclass(frozen=True, slots=True)
class BillFee:
    """What one overdue bill cost in a period; `due` is the day it was to be paid by."""

    period: Period
    due: date
    stretches: tuple[FeeStretch, ...]

    @property
    def amount(self) -> Kopecks:
        """Each bill is summed exactly and rounded half up on its own (CONTRACT 6)."""
        return round_half_up(sum((one.fee for one in self.stretches), Fraction()))


def fees_of_month(
    standing: Standing, period: Period, money: Iterable[MoneyIn], rates: Sequence[LateFeeRate]
) -> tuple[BillFee, ...]:
    """The fee of each overdue bill for the days of `period`, oldest first: see `through_month`."""
    found: dict[Period, BillFee] = {}
    start, end = period.first_day, (period + 1).first_day
    turns = [MoneyIn(row.valid_from, 0) for row in rates if start < row.valid_from < end]
    for turn in [*lasting([*money, *turns]), MoneyIn(end, 0)]:
        for debt in standing.debts:
            _lengthen(found, debt, tuple(_stretches(debt, start, turn.day, rates)))
        standing = standing.paid(turn.amount, turn.named) if turn.amount else standing
        start = turn.day
    return tuple(found[key] for key in sorted(found))


def _stretches(
    debt: Debt, start: date, end: date, rates: Sequence[LateFeeRate]
) -> Iterator[FeeStretch]:
    """From `start` until before `end`, cut where 1/300 becomes 1/130."""
    mild, full = (debt.due + timedelta(days=days + 1) for days in (GRACE_DAYS, MILD_DAYS))
    for since, until, units in (
        (max(start, mild), min(end, full), MILD_UNITS),
        (max(start, full), end, FULL_UNITS),
    ):
        if since < until:
            last = until - timedelta(days=1)
            yield FeeStretch(debt.principal, since, last, rate_on(since, rates), UNITS // units)


def _lengthen(found: dict[Period, BillFee], debt: Debt, stretches: tuple[FeeStretch, ...]) -> None:
    """Add stretches to a bill's fee; one that only goes on becomes longer."""
    if not stretches:
        return
    known = found.get(debt.period, BillFee(debt.period, debt.due, ()))
    *before, last = known.stretches or (None,)
    first, *rest = stretches
    if last is not None and replace(last, last=first.last) == replace(first, first=last.first):
        joined = (*before, replace(last, last=first.last), *rest)
    else:
        joined = (*known.stretches, *stretches)
    found[debt.period] = replace(known, stretches=joined)
