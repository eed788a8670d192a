"""Due dates and late fees (ЖК РФ, ст. 155, ч. 1 и 14), counted by stretches of days, exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from lk_app.domain.money import Kopecks, round_half_up
from lk_app.domain.periods import Period

GRACE_DAYS = 30  # ст. 155, ч. 14: no fee for the first thirty days overdue
MILD_DAYS = 90  # …1/300 of the rate a day up to the ninetieth, 1/130 after it
UNITS = 3900  # a common measure of 1/300 and 1/130, so that days add up as whole numbers
MILD_UNITS = UNITS // 300
FULL_UNITS = UNITS // 130


class DueDay(NamedTuple):
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


class Debt(NamedTuple):
    """The principal of one bill that is still unpaid, in kopecks."""

    period: Period
    due: date
    principal: Kopecks


class MoneyIn(NamedTuple):
    """A payment on its value date; `named` is the period its payer asked it for, if any."""

    day: date
    amount: Kopecks
    named: Period | None = None


class Standing(NamedTuple):
    """What an account owes at one moment: principal by bill, oldest first; fees; money waiting."""

    debts: tuple[Debt, ...] = ()
    fees: Kopecks = 0
    credit: Kopecks = 0

    def billed(self, period: Period, due: date, principal: Kopecks, fee: Kopecks) -> "Standing":
        """After a bill is posted: its debt or credit counts from the 1st of the next month.

        Money given back beyond what was waiting (a negative credit) is owed with this bill.
        """
        if principal > 0 and not self.credit:  # most bills
            return Standing((*self.debts, Debt(period, due, principal)), self.fees + fee)
        owed = principal - min(self.credit, 0)
        waiting = max(self.credit, 0) + max(-owed, 0)
        debts = (*self.debts, Debt(period, due, owed)) if owed > 0 else self.debts
        return Standing(debts, self.fees + fee).paid(waiting)

    def paid(self, amount: Kopecks, named: Period | None = None) -> "Standing":
        """After money came: the named bill, then the oldest principal, then fees; the rest waits.

        What once went to a fee stays there.
        """
        if amount <= 0:
            return self._replace(credit=self.credit + amount) if amount else self
        debts, left = self.debts, amount
        if named:
            asked = tuple([debt for debt in debts if debt.period == named])
            asked, left = _pay(asked, left)
            others, left = _pay(tuple([debt for debt in debts if debt.period != named]), left)
            debts = tuple(sorted(asked + others))
        else:
            debts, left = _pay(debts, left)
        to_fees = min(left, self.fees)
        return Standing(debts, self.fees - to_fees, self.credit + left - to_fees)


def _pay(debts: tuple[Debt, ...], amount: Kopecks) -> tuple[tuple[Debt, ...], Kopecks]:
    """What is unpaid after the first of them were paid, and what is left of the money."""
    for index, debt in enumerate(debts):
        if amount < debt.principal:
            rest = Debt(debt.period, debt.due, debt.principal - amount)
            return (rest, *debts[index + 1 :]), 0
        amount -= debt.principal
    return (), amount


def lasting(money: Sequence[MoneyIn]) -> list[MoneyIn]:
    """The movements in order of days, without payments that were taken back whole on their own day
    (a bank's register undone): nothing was ever paid with them.
    """
    ordered = sorted(money, key=lambda one: one.day) if len(money) > 1 else list(money)
    if len(ordered) < 2 or all(one.amount >= 0 for one in ordered):
        return ordered
    kept: list[MoneyIn] = []
    for one in ordered:
        opposite = one._replace(amount=-one.amount)
        if one.amount and opposite in kept:
            kept.remove(opposite)
        else:
            kept.append(one)
    return kept


def due_date(period: Period, rows: Sequence[DueDay] = DUE_DAYS) -> date:
    """The last day to pay the bill of a period without being late."""
    return _due_date(period, tuple(rows))


@cache
def _due_date(period: Period, rows: tuple[DueDay, ...]) -> date:
    following = period + 1
    for row in sorted(rows, key=lambda row: row.valid_from, reverse=True):
        if following.day(row.day) >= row.valid_from:
            return following.day(row.day)
    raise ValueError(f"no due day for {period}")


def through_month(
    standing: Standing, period: Period, money: Sequence[MoneyIn], rates: Sequence[LateFeeRate]
) -> tuple[dict[Period, Kopecks], Standing]:
    """The late fee of each overdue bill for the days of `period`, and how the account stands after.

    A payment counts from its own day on: that day bears no fee on what it paid. Each bill's fee is
    summed exactly and rounded half up to a kopeck on its own.
    """
    start, end = period.first_day, (period + 1).first_day
    if not _is_late(standing.debts, end):
        for one in lasting(money) if money else ():
            standing = standing.paid(one.amount, one.named)
        return {}, standing
    turns = [MoneyIn(row.valid_from, 0) for row in rates if start < row.valid_from < end]
    owed: Owed = {}
    for turn in lasting([*money, *turns]) if money or turns else ():
        _accrue(owed, standing.debts, start, turn.day, rates)
        standing = standing.paid(turn.amount, turn.named) if turn.amount else standing
        start = turn.day
    _accrue(owed, standing.debts, start, end, rates)
    return {bill: _rounded(by_rate) for bill, by_rate in owed.items()}, standing


Owed = dict[Period, dict[Fraction, int]]  # of each bill: kopecks × units, by the yearly rate


def _rounded(by_rate: Mapping[Fraction, int]) -> Kopecks:
    """Exactly, half up; one rate a month nearly always."""
    if len(by_rate) == 1:
        ((rate, units),) = by_rate.items()
        whole = UNITS * rate.denominator
        return (2 * units * rate.numerator + whole) // (2 * whole)
    return round_half_up(sum((rate * units for rate, units in by_rate.items()), Fraction()) / UNITS)


def _is_late(debts: Sequence[Debt], end: date) -> bool:
    """Whether any bill bears a fee before `end`; the oldest is first."""
    return bool(debts) and (end - debts[0].due).days > GRACE_DAYS + 1


def _accrue(
    owed: Owed,
    debts: Sequence[Debt],
    start: date,
    end: date,
    rates: Sequence[LateFeeRate],
) -> None:
    """Add the exact fees of days on which nothing changed, from `start` until before `end`."""
    if start >= end or not _is_late(debts, end):
        return
    rate = rate_on(start, rates)
    for debt in debts:
        units = _units(debt.due, start, end)
        if units:
            of_bill = owed.setdefault(debt.period, {})
            of_bill[rate] = of_bill.get(rate, 0) + debt.principal * units


@cache  # of a few thousand days
def _units(due: date, start: date, end: date) -> int:
    """The days of a stretch on which a bill due on `due` bears a fee, each by its weight."""
    first, after = (start - due).days, (end - due).days
    mild = min(after, MILD_DAYS + 1) - max(first, GRACE_DAYS + 1)
    full = after - max(first, MILD_DAYS + 1)
    return max(mild, 0) * MILD_UNITS + max(full, 0) * FULL_UNITS


def rate_on(day: date, rates: Sequence[LateFeeRate]) -> Fraction:
    """The yearly rate in force on a day; 9.5 % until the first row."""
    known = (row for row in rates if row.valid_from <= day)
    return max(known, key=lambda row: row.valid_from, default=RATES[0]).rate
