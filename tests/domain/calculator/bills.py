"""The bills of an account as they were posted, run after run, each with what was known then.

Plain data. `world`: tariffs (rows as tariffs.csv), windows [(valid_from, last_day)], norms
[(valid_from, category, kWh)], rates [(valid_from, hundredths of a per cent)], policy. An account:
number, category, residents, norm_kwh, opening, known, closed_on, closing_known, meters [zones,
digits, ratio, installed_on, initial, removed_on, final, known, removal_known], readings [on,
values, meter, known], payments [on, amount, period, known], corrections [on, about, amount,
known]. `known` is the month of the first run that knows it; a refund is a negative payment.
"""

import datetime as dt
from collections import Counter
from typing import Any

from tests.domain.calculator.months import due, month_of, written_month
from tests.domain.calculator.replay import Month, Rules, replay


def first_month(account: dict[str, Any]) -> int:
    """The month of `installed_on`."""
    return month_of(account["meters"][0]["installed_on"])


class Calculator:
    """All bills of any account of one world; `hits` counts how often each rule was met."""

    def __init__(self, world: dict[str, Any]) -> None:
        self.hits: Counter[str] = Counter()
        self.rules = Rules(world, self.hits)

    def bills(self, account: dict[str, Any], last: int) -> list[dict[str, Any]]:
        """What `lk billing show --json` prints of each bill when a run was made every month."""
        first = first_month(account)
        opened = max(first, account["known"])
        books = _Books(account, first, self.hits)
        moments = sorted({opened, *_late_moments(account, opened, last)})
        for number, moment in enumerate(moments):
            until = moments[number + 1] - 1 if number + 1 < len(moments) else last
            known = as_known(account, until)
            months = replay(known, self.rules, until) if moment <= last else {}
            for run in range(moment, until + 1):
                books.run(run, months, known["closed_on"], late=number > 0)
        return books.bills


def _facts(account: dict[str, Any]) -> list[tuple[int, int]]:
    """Of each fact, the month it concerns first and the month of the run that knows it."""
    pairs = [
        (month_of(fact["on"]), fact["known"])
        for kind in ("readings", "payments", "corrections")
        for fact in account[kind]
    ]
    for meter in account["meters"]:
        if meter["removed_on"] is not None:
            pairs.append((month_of(meter["removed_on"]), meter["removal_known"]))
        pairs.append((month_of(meter["installed_on"]), meter["known"]))
    return pairs


def _late_moments(account: dict[str, Any], opened: int, last: int) -> set[int]:
    return {known for own, known in _facts(account) if own < known and opened < known <= last}


def as_known(account: dict[str, Any], month: int) -> dict[str, Any]:
    """The account without what only later runs know."""
    meters = []
    for meter in account["meters"]:
        if meter["known"] <= month:
            standing = meter["removed_on"] is None or meter["removal_known"] > month
            meters.append({**meter, "removed_on": None} if standing else meter)
    kept = {
        kind: [fact for fact in account[kind] if fact["known"] <= month]
        for kind in ("readings", "payments", "corrections")
    }
    closed_on = account["closed_on"]
    if closed_on is not None and account["closing_known"] > month:
        closed_on = None
    return {**account, **kept, "meters": meters, "closed_on": closed_on}


class _Books:
    """What was posted so far; each new bill brings it up to the replay (CONTRACT 7 and 8)."""

    def __init__(self, account: dict[str, Any], first: int, hits: Counter[str]) -> None:
        self.account = account
        self.first = first
        self.hits = hits
        self.next = first  # the first open month
        self.balance = account["opening"]
        self.charged: dict[int, int] = {}  # by the month it is about, adjustments included
        self.fees: dict[int, int] = {}
        self.booked: dict[str, dict[int, list[dict[str, Any]]]] = {
            "payments": {},
            "corrections": {},
        }
        self.known = 0  # facts are booked up to this run
        self.bills: list[dict[str, Any]] = []
        self.late = False

    def run(
        self, run: int, months: dict[int, Month], closed_on: dt.date | None, *, late: bool
    ) -> None:
        """Every open month up to this one; after moving out, none while nothing is to be said.

        When something is to be said again, the silent months before it are posted with it.
        """
        self.late = late
        self._book(run)
        silent: list[dict[str, Any]] = []
        for month in range(self.next, run + 1):
            over = closed_on is not None and month > month_of(closed_on)
            bill, idle = self._bill(month, months)
            silent.append(bill)
            if over and idle:
                self.hits["no bill after moving out, nothing owed"] += month == run
                continue
            self.hits["bill after moving out"] += over
            self.hits["silent months posted later"] += len(silent) > 1
            final = closed_on is not None and month == month_of(closed_on)
            self.hits["final bill"] += final
            self.hits["final bill with a credit"] += final and self.balance < 0
            self.bills += silent
            silent = []
            self.next = month + 1

    def _book(self, run: int) -> None:
        """What this run knows first belongs to its own month, or to the first open one."""
        for kind, by_month in self.booked.items():
            for fact in self.account[kind]:
                if self.known < fact["known"] <= run:
                    month = max(month_of(fact["on"]), self.next)
                    self.hits[f"{kind} booked late"] += month > max(
                        month_of(fact["on"]), self.first
                    )
                    by_month.setdefault(month, []).append(fact)
        self.known = run

    def _bill(self, month: int, months: dict[int, Month]) -> tuple[dict[str, Any], bool]:
        """The bill of a month, and whether it says nothing at all."""
        here = months[month]
        payments = self.booked["payments"].get(month, [])
        corrections = self.booked["corrections"].get(month, [])
        adjustments = self._readings(month, months)
        adjustments += sorted(("correction", c["about"], c["amount"]) for c in corrections)
        adjustments += self._late_fees(month, months)
        idle = not (self.balance or here.lines or here.late_fee or adjustments or payments)
        total = sum(amount for _, _, amount in adjustments)
        paid = sum(one["amount"] for one in payments)
        opening = self.balance
        self.balance += here.charges + total + here.late_fee - paid
        self.charged[month] = here.charges
        self.fees[month] = here.late_fee
        bill = {
            "account_number": self.account["number"],
            "period": written_month(month),
            "opening_balance": roubles(opening),
            "lines": [
                {
                    "register": register,
                    "band": band,
                    "kwh": kwh,
                    "price": roubles(price),
                    "amount": roubles(amount),
                    "basis": basis,
                }
                for register, band, kwh, price, amount, basis in here.lines
            ],
            "charges": roubles(here.charges),
            "adjustments": [
                {"kind": kind, "period": written_month(about), "amount": roubles(amount)}
                for kind, about, amount in adjustments
            ],
            "adjustment_total": roubles(total),
            "late_fee": roubles(here.late_fee),
            "payments": roubles(paid),
            "closing_balance": roubles(self.balance),
            "due_date": due(month).isoformat(),
        }
        return bill, idle

    def _readings(self, month: int, months: dict[int, Month]) -> list[tuple[str, int, int]]:
        """Missed months that this month settles, and posted ones that late news changed."""
        found = []
        settled = months[month].settled
        if self.late:
            real = {m: months[m].charges for m in range(self.first, month)}
            for m in range(self.first, month + 1):
                real.update(months[m].settled)
            about = [m for m in real if m in settled or real[m] != self.charged[m]]
            self.hits["late news changes a posted month's kWh"] += len(set(about) - set(settled))
        else:
            real, about = settled, sorted(settled)
        for m in about:
            found.append(("reading", m, real[m] - self.charged[m]))
            self.charged[m] = real[m]
        self.hits["adjustment of zero"] += sum(amount == 0 for _, _, amount in found)
        return found

    def _late_fees(self, month: int, months: dict[int, Month]) -> list[tuple[str, int, int]]:
        found = []
        for m in range(self.first, month) if self.late else ():
            if months[m].late_fee != self.fees[m]:
                found.append(("fee", m, months[m].late_fee - self.fees[m]))
                self.fees[m] = months[m].late_fee
        self.hits["late news changes a posted late fee"] += bool(found)
        return found


def roubles(kopecks: int) -> str:
    sign = "-" if kopecks < 0 else ""
    return f"{sign}{abs(kopecks) // 100}.{abs(kopecks) % 100:02}"
