"""Debts, money and late fees (CONTRACT 5 and 6)."""

import datetime as dt
from collections import Counter
from typing import Any

from tests.domain.calculator.months import day_of, due, half_up, length_of

WHOLE = 10_000 * 3_900  # a rate in hundredths of a per cent; 3900 = lcm(300, 130)


class Debtor:
    """What an account owes for which bill, what fees, and what money waits."""

    def __init__(self, rates: list[tuple[dt.date, int]], hits: Counter[str]) -> None:
        self.rates = sorted(rates)
        self.hits = hits
        self.debts: list[dict[str, Any]] = []
        self.fees = 0
        self.waiting = 0

    def pay(self, amount: int, named: int | None = None) -> None:
        """The named bill, then the oldest principal, then fees; the rest waits.

        Money given back (negative) leaves what waits, or is owed with the next bill.
        """
        if amount < 0:
            self.hits["refund"] += 1
            self.waiting += amount
            return
        theirs = [debt for debt in self.debts if debt["month"] == named]
        self.hits["payment names a month that owes"] += sum(debt["owed"] > 0 for debt in theirs)
        for debt in theirs + self.debts:
            part = min(amount, debt["owed"])
            debt["owed"] -= part
            amount -= part
        part = min(amount, self.fees)
        self.hits["money reaches fees"] += part > 0
        self.fees -= part
        self.waiting += amount - part

    def post(self, month: int, principal: int, fee: int) -> None:
        """At the end of the month: its debt, or its credit, counts from the next day."""
        self.hits["bill with a credit"] += principal < 0
        self.hits["overpayment waits for the next bill"] += self.waiting > 0
        self.fees += fee
        money = self.waiting - principal if principal < 0 else self.waiting
        owed = max(principal, 0)
        self.waiting = 0
        if money < 0:
            owed, money = owed - money, 0
        self.debts = [debt for debt in self.debts if debt["owed"]]
        if owed:
            self.debts.append({"month": month, "due": due(month), "owed": owed})
        if money:
            self.pay(money)

    def through(self, month: int, paid: list[tuple[dt.date, int, int | None]]) -> int:
        """Take the month's payments, each from its day on; give the late fee of the month."""
        first, end = day_of(month, 1), day_of(month, length_of(month)) + dt.timedelta(1)
        parts: dict[int, int] = {}
        day = first
        for on, amount, named in sorted(paid, key=lambda one: one[0]):
            self._run(day, on, parts)
            self.pay(amount, named)
            day = on
        self._run(day, end, parts)
        return sum(half_up(part, WHOLE) for part in parts.values())

    def _run(self, day: dt.date, end: dt.date, parts: dict[int, int]) -> None:
        """Days from `day` up to before `end`, in which nothing is paid."""
        for debt in self.debts:
            if debt["owed"] and (end - debt["due"]).days > 31:
                added = self._fee(debt, day, end)
                parts[debt["month"]] = parts.get(debt["month"], 0) + added

    def _fee(self, debt: dict[str, Any], day: dt.date, end: dt.date) -> int:
        total = 0
        later = [*(since for since, _ in self.rates[1:]), dt.date.max]
        for (_, rate), until in zip(self.rates, later, strict=True):
            if len(self.rates) > 1 and day < until < end:
                self.hits["late-fee rate changes inside the month"] += 1
            stop = min(end, until)
            if day < stop:
                soft = _days(day, stop, debt["due"] + dt.timedelta(31), 60)
                hard = _days(day, stop, debt["due"] + dt.timedelta(91), 10**5)
                self.hits["late fee, days 31-90"] += soft > 0
                self.hits["late fee, day 91 and later"] += hard > 0
                total += debt["owed"] * rate * (soft * 13 + hard * 30)
                day = stop
        return total


def _days(day: dt.date, end: dt.date, since: dt.date, length: int) -> int:
    """How many of the days [day, end) lie in the `length` days from `since` on."""
    start = max(day, since)
    stop = min(end, since + dt.timedelta(length))
    return max((stop - start).days, 0)
