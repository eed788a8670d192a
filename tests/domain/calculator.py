"""A second calculator, written from the text of the contract alone: slow, day by day, no lk_app.

It takes and returns plain dictionaries, and knows nothing of posted bills: everything is known in
time. Money is whole kopecks.
"""

from __future__ import annotations

import calendar
import datetime as dt
from fractions import Fraction
from typing import Any

NAMES = {1: ["single"], 2: ["day", "night"], 3: ["peak", "half-peak", "night"]}
Month = tuple[int, int]


def shift(month: Month, by: int) -> Month:
    year, number = divmod(month[0] * 12 + month[1] - 1 + by, 12)
    return year, number + 1


def apart(a: Month, b: Month) -> int:
    return (b[0] - a[0]) * 12 + b[1] - a[1]


def half_up(x: Fraction) -> int:
    return int((x + Fraction(1, 2)) // 1)


def due(month: Month) -> dt.date:
    year, number = shift(month, 1)
    tenth = dt.date(year, number, 10)
    return tenth if tenth < dt.date(2026, 3, 1) else dt.date(year, number, 15)


def month_counted(day: dt.date, last_day_of_window: int) -> Month:
    here = (day.year, day.month)
    return here if day.day <= max(25, last_day_of_window) else shift(here, 1)


def prices(tariffs: list[dict[str, Any]], day: dt.date, category: str, zones: int) -> list[Any]:
    found = [
        t
        for t in tariffs
        if t["category"] == category
        and t["zones"] == zones
        and t["valid_from"] <= day
        and (t["valid_to"] is None or day < t["valid_to"])
    ]
    bands = sorted({t["band"] for t in found})
    return [
        (
            b,
            next(t["up_to_kwh"] for t in found if t["band"] == b),
            {t["register"]: t["price"] for t in found if t["band"] == b},
        )
        for b in bands
    ]


def lay(kwh: dict[str, int], bands: list[Any], basis: str) -> list[dict[str, Any]]:
    out = []
    rest = dict(kwh)
    placed = 0
    for number, limit, price in bands:
        size = sum(rest.values())
        if limit is not None:
            size = max(min(limit - placed, size), 0)
        pool = sum(rest.values())
        part = {}
        if pool:
            exact = {r: Fraction(size * rest[r], pool) for r in rest}
            part = {r: int(exact[r] // 1) for r in rest}
            spare = size - sum(part.values())
            names = list(rest)
            names.sort(key=lambda r: (-(exact[r] - part[r]), list(rest).index(r)))
            for r in names[:spare]:
                part[r] += 1
        for r, amount in part.items():
            rest[r] -= amount
            if amount:
                out.append(
                    {
                        "register": r,
                        "band": number,
                        "kwh": amount,
                        "price": price[r],
                        "amount": amount * price[r],
                        "basis": basis,
                    }
                )
        placed += size
    return out


def price_month(
    tariffs: list[dict[str, Any]],
    month: Month,
    category: str,
    zones: int,
    kwh: dict[str, int],
    basis: str,
) -> list[dict[str, Any]]:
    length = calendar.monthrange(*month)[1]
    runs: list[list[Any]] = []
    for number in range(1, length + 1):
        list_of_day = prices(tariffs, dt.date(*month, number), category, zones)
        if runs and runs[-1][1] == list_of_day:
            runs[-1][0] += 1
        else:
            runs.append([1, list_of_day])
    left = dict(kwh)
    lines = []
    for index, (days, bands) in enumerate(runs):
        last = index == len(runs) - 1
        part = {r: left[r] if last else kwh[r] * days // length for r in kwh}
        left = {r: left[r] - part[r] for r in kwh}
        lines += lay(part, bands, basis)
    return lines


def bills(
    account: dict[str, Any],
    tariffs: list[dict[str, Any]],
    last: Month,
    window_last_day: int = 25,
    policy: str = "decree354",
) -> list[dict[str, Any]]:
    zones, names = account["zones"], NAMES[account["zones"]]
    first: Month = (account["installed_on"].year, account["installed_on"].month)
    sets = {shift(first, -1): account["initial"]}
    for day, values in sorted(account["readings"]):
        sets[month_counted(day, window_last_day)] = values

    def step(a: dict[str, int], b: dict[str, int], r: str) -> int:
        return (b[r] - a[r]) % 10 ** account["digits"] * account["ratio"]

    def price(month: Month, kwh: dict[str, int], basis: str) -> list[dict[str, Any]]:
        z = 1 if basis == "NORM" else zones
        return price_month(tariffs, month, account["category"], z, kwh, basis)

    def missing(month: Month) -> tuple[dict[str, int], str]:
        before = sorted(m for m in sets if m < month)
        latest = before[-1]
        old = [m for m in before if apart(m, latest) >= 6]
        base = old[-1] if old else before[0]
        gap = apart(base, latest)
        if policy == "norm" or apart(latest, month) > 3 or gap < 3:
            return {"single": half_up(account["norm_kwh"] * account["residents"])}, "NORM"
        return {
            r: half_up(Fraction(step(sets[base], sets[latest], r), gap)) for r in names
        }, "AVERAGE"

    result: list[dict[str, Any]] = []
    billed: dict[Month, int] = {}
    debts: list[dict[str, Any]] = []  # due, owed, month
    fees, waiting = 0, 0

    def settle(amount: int) -> None:
        nonlocal fees, waiting
        for debt in debts:
            part = min(amount, debt["owed"])
            debt["owed"] -= part
            amount -= part
        part = min(amount, fees)
        fees -= part
        waiting += amount - part

    def post(month: Month, principal: int, fee: int) -> None:
        nonlocal fees, waiting
        debts.append({"month": month, "due": due(month), "owed": max(principal, 0)})
        fees += fee
        money, waiting = waiting + max(-principal, 0), 0
        settle(money)

    post(shift(first, -1), account["opening"], 0)
    balance = account["opening"]
    month = first
    while month <= last:
        adjustments = []
        if month in sets:
            previous = max(m for m in sets if m < month)
            count = apart(previous, month)
            shares: list[dict[str, int]] = [{} for _ in range(count)]
            for r in names:
                whole = step(sets[previous], sets[month], r)
                for i in range(count):
                    shares[i][r] = whole // count + (1 if i >= count - whole % count else 0)
            for i in range(count - 1):
                m = shift(previous, i + 1)
                real = sum(x["amount"] for x in price(m, shares[i], "METERED"))
                adjustments.append({"kind": "reading", "period": m, "amount": real - billed[m]})
            lines = price(month, shares[-1], "METERED")
        else:
            lines = price(month, *missing(month))
        billed[month] = sum(x["amount"] for x in lines)

        paid = 0
        fee_of = {id(d): Fraction() for d in debts}
        for number in range(1, calendar.monthrange(*month)[1] + 1):
            today = dt.date(*month, number)
            for on, amount in account["payments"]:
                if max(on, dt.date(*first, 1)) == today:
                    settle(amount)
                    paid += amount
            for debt in debts:
                late = (today - debt["due"]).days
                if late > 30:
                    part = Fraction(1, 300) if late <= 90 else Fraction(1, 130)
                    fee_of[id(debt)] += debt["owed"] * Fraction("0.095") * part
        fee = sum(half_up(f) for f in fee_of.values())

        extra = sum(a["amount"] for a in adjustments)
        post(month, billed[month] + extra, fee)
        opening, balance = balance, balance + billed[month] + extra + fee - paid
        result.append(
            {
                "period": month,
                "opening_balance": opening,
                "lines": lines,
                "charges": billed[month],
                "adjustments": adjustments,
                "adjustment_total": extra,
                "late_fee": fee,
                "payments": paid,
                "closing_balance": balance,
                "due_date": due(month),
            }
        )
        month = shift(month, 1)
    return result
