"""Due dates and late fees (ЖК РФ, ст. 155, ч. 1 и 14), counted by stretches of days, exactly."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from lk_app.domain.money import Kopecks, round_half_up
from lk_app.domain.periods import Period

GRACE_DAYS = 30  # ст. 155, ч. 14: no fee for the first thirty days overdue
MILD_DAYS = 90  # …1/300 of the rate a day up to the ninetieth, 1/130 after it
MILD_PART = Fraction(1, 300)
FULL_PART = Fraction(1, 130)


@dataclass(frozen=True, slots=True)
class DueDay:
    """The day of the following month a bill is due on, for due days from `valid_from` on."""

    valid_from: date
    day: int


DUE_DAYS = (
    DueDay(date(1900, 1, 1), 10),  # ст. 155, ч. 1, before 1 March 2026
    DueDay(date(2026, 3, 1), 15),  # …and since
)


@dataclass(frozen=True, slots=True)
class LateFeeRate:
    """The yearly rate as a fraction (9.5 % is 19/200) from a day on, until a later row."""

    valid_from: date
    rate: Fraction


# The central bank's rate, but at most 9.5 % until 31.12.2026 (ПП РФ 474 of 2022, prolonged [?])
RATES = (LateFeeRate(date(1900, 1, 1), Fraction(95, 1000)),)


@dataclass(frozen=True, slots=True)
class Debt:
    """The principal of one bill that is still unpaid, in kopecks."""

    period: Period
    due: date
    principal: Kopecks


@dataclass(frozen=True, slots=True)
class MoneyIn:
    """A payment on its value date; `named` is the period its payer asked it for, if any."""

    day: date
    amount: Kopecks
    named: Period | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What an account owes at one moment: principal by bill, oldest first; fees; money waiting."""

    debts: tuple[Debt, ...] = ()
    fees: Kopecks = 0
    credit: Kopecks = 0

    def billed(self, period: Period, due: date, principal: Kopecks, fee: Kopecks) -> "Standing":
        """After a bill is posted: its debt or credit counts from the 1st of the next month.

        Money given back beyond what was waiting (a negative credit) is owed with this bill.
        """
        owed = principal - min(self.credit, 0)
        waiting = max(self.credit, 0) + max(-owed, 0)
        debts = (*self.debts, Debt(period, due, owed)) if owed > 0 else self.debts
        return Standing(debts, self.fees + fee).paid(waiting)

    def paid(self, amount: Kopecks, named: Period | None = None) -> "Standing":
        """After money came: the named bill, then the oldest principal, then fees; the rest waits.

        What once went to a fee stays there.
        """
        if amount <= 0:
            return replace(self, credit=self.credit + amount)
        left = amount
        order = sorted(self.debts, key=lambda debt: debt.period != named) if named else self.debts
        unpaid: dict[Period, Debt] = {}
        for debt in order:
            part = min(left, debt.principal)
            left -= part
            if part < debt.principal:
                unpaid[debt.period] = replace(debt, principal=debt.principal - part)
        to_fees = min(left, self.fees)
        debts = tuple(unpaid[d.period] for d in self.debts if d.period in unpaid)
        return Standing(debts, self.fees - to_fees, self.credit + left - to_fees)


def due_date(period: Period, rows: Sequence[DueDay] = DUE_DAYS) -> date:
    """The last day to pay the bill of a period without being late."""
    following = period + 1
    for row in sorted(rows, key=lambda row: row.valid_from, reverse=True):
        if following.day(row.day) >= row.valid_from:
            return following.day(row.day)
    raise ValueError(f"no due day for {period}")


def through_month(
    standing: Standing, period: Period, money: Iterable[MoneyIn], rates: Sequence[LateFeeRate]
) -> tuple[dict[Period, Kopecks], Standing]:
    """The late fee of each overdue bill for the days of `period`, and how the account stands after.

    A payment counts from its own day on: that day bears no fee on what it paid. Each bill's fee is
    summed exactly and rounded half up to a kopeck on its own.
    """
    day, end = period.first_day, (period + 1).first_day
    fees: dict[Period, Fraction] = {}
    for payment in sorted(money, key=lambda one: one.day):
        _accrue(fees, standing.debts, day, payment.day, rates)
        standing = standing.paid(payment.amount, payment.named)
        day = payment.day
    _accrue(fees, standing.debts, day, end, rates)
    return {bill: round_half_up(fee) for bill, fee in fees.items()}, standing


def _accrue(
    fees: dict[Period, Fraction],
    debts: Sequence[Debt],
    start: date,
    end: date,
    rates: Sequence[LateFeeRate],
) -> None:
    for debt in debts:
        begins = debt.due + timedelta(days=GRACE_DAYS + 1)
        if begins < end and start < end:
            fee = _fee(debt, max(start, begins), end, rates)
            fees[debt.period] = fees.get(debt.period, Fraction()) + fee


def _fee(debt: Debt, start: date, end: date, rates: Sequence[LateFeeRate]) -> Fraction:
    """The exact fee on one unchanged principal for the days from `start` until before `end`."""
    hardens = debt.due + timedelta(days=MILD_DAYS + 1)
    mild = _rate_days(start, min(end, hardens), rates) * MILD_PART
    full = _rate_days(max(start, hardens), end, rates) * FULL_PART
    return debt.principal * (mild + full)


def _rate_days(start: date, end: date, rates: Sequence[LateFeeRate]) -> Fraction:
    """The yearly rate summed over the days of a stretch."""
    if start >= end:
        return Fraction()
    changes = {row.valid_from for row in rates if start < row.valid_from < end}
    return sum(
        (
            rate_on(day, rates) * (until - day).days
            for day, until in pairwise([start, *sorted(changes), end])
        ),
        Fraction(),
    )


def rate_on(day: date, rates: Sequence[LateFeeRate]) -> Fraction:
    """The yearly rate in force on a day; ValueError where no row reaches."""
    known = (row for row in rates if row.valid_from <= day)
    return max(known, key=lambda row: row.valid_from).rate
