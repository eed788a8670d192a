"""What the months of an account would be with everything known in time (CONTRACT 1 to 6)."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from tests.domain.calculator.fees import Debtor
from tests.domain.calculator.months import day_of, half_up, month_of
from tests.domain.calculator.points import Counted, Kwh, Windows, count
from tests.domain.calculator.prices import Line, Prices


@dataclass
class Month:
    """One month of a replay; `settled` says what each missed month really cost."""

    lines: list[Line]
    charges: int
    settled: dict[int, int]
    late_fee: int


class Rules:
    """What was announced: prices, windows, norms, rates; and the policy of missing readings."""

    def __init__(self, world: dict[str, Any], hits: Counter[str]) -> None:
        self.hits = hits
        self.prices = Prices(world["tariffs"], hits)
        self.windows = Windows(world["windows"])
        self.norms = sorted(world["norms"])
        self.rates = world["rates"]
        self.policy = world["policy"]


def replay(account: dict[str, Any], rules: Rules, last: int) -> dict[int, Month]:
    """Every month from the first meter's to `last`; the account holds only what is known."""
    hits = rules.hits
    counted = count(
        account["meters"], account["readings"], account["closed_on"], rules.windows, hits
    )
    first = month_of(account["meters"][0]["installed_on"])
    closing = None if account["closed_on"] is None else month_of(account["closed_on"])
    metered, settling = _shares(counted, hits)
    debtor = Debtor(rules.rates, hits)
    debtor.post(first - 1, account["opening"], 0)
    hits["opening debt"] += account["opening"] > 0
    hits["opened overpaid"] += account["opening"] < 0
    months: dict[int, Month] = {}
    for month in range(first, last + 1):
        lines: list[Line] = []
        settled: dict[int, int] = {}
        if closing is not None and month > closing:
            pass
        elif month in metered:
            for zones, kwh in metered[month]:
                lines += rules.prices.lines(month, account["category"], zones, kwh, "METERED")
            hits["metered"] += 1
            hits["metered by two meters of other zones"] += len(metered[month]) > 1
            for missed, zones, kwh in settling[month]:
                real = rules.prices.lines(missed, account["category"], zones, kwh, "METERED")
                settled[missed] = sum(line[4] for line in real)
        else:
            zones, kwh, basis = _missing(account, rules, counted, month)
            lines = rules.prices.lines(month, account["category"], zones, kwh, basis)
        charges = sum(line[4] for line in lines)
        paid = _of_month(account["payments"], month, first)
        late_fee = debtor.through(month, [(day, p["amount"], p["period"]) for day, p in paid])
        principal = charges + sum(real - months[m].charges for m, real in settled.items())
        principal += sum(c["amount"] for _, c in _of_month(account["corrections"], month, first))
        debtor.post(month, principal, late_fee)
        months[month] = Month(lines, charges, settled, late_fee)
    return months


def _of_month(
    facts: list[dict[str, Any]], month: int, first: int
) -> list[tuple[dt.date, dict[str, Any]]]:
    """Facts of this month by day; what is older than the account counts on its first day."""
    dated = [(max(fact["on"], day_of(first, 1)), fact) for fact in facts]
    return [(day, fact) for day, fact in dated if month_of(day) == month]


def _shares(
    counted: Counted, hits: Counter[str]
) -> tuple[dict[int, list[tuple[int, Kwh]]], dict[int, list[tuple[int, int, Kwh]]]]:
    """By month: its metered parts, and what each month missed before it really took."""
    metered: dict[int, list[tuple[int, Kwh]]] = {}
    settling: dict[int, list[tuple[int, int, Kwh]]] = {}
    for one in counted.stretches:
        parts = max(one.until - one.since, 1)
        shares: list[Kwh] = [{} for _ in range(parts)]
        for r, whole in one.kwh.items():
            for index in range(parts):
                extra = index >= parts - whole % parts
                shares[index][r] = whole // parts + extra
        hits["metered after missed months"] += parts > 1
        settling.setdefault(one.until, [])
        settling[one.until] += [
            (one.since + 1 + index, one.zones, share) for index, share in enumerate(shares[:-1])
        ]
        here = metered.setdefault(one.until, [])
        if here and here[-1][0] == one.zones:
            hits["two meters of the same zones in one month"] += 1
            here[-1] = (one.zones, {r: here[-1][1][r] + shares[-1][r] for r in one.kwh})
        else:
            here.append((one.zones, shares[-1]))
    return metered, settling


def _missing(
    account: dict[str, Any], rules: Rules, counted: Counted, month: int
) -> tuple[int, Kwh, str]:
    """CONTRACT 3, 0007.5: the average of the last counted point's history, or the norm."""
    latest, history, zones = [point for point in counted.points if point[0] < month][-1]
    months = [at for at, of, _ in counted.points if of == history and at < month]
    far = [at for at in months if latest - at >= 6]
    base = max(far) if far else min(months)
    between = latest - base
    hits = rules.hits
    if rules.policy == "norm" or month - latest > 3 or between < 3:
        hits["norm: policy"] += rules.policy == "norm"
        hits["norm: fourth missed month or later"] += month - latest > 3
        hits["norm: less than three months of history"] += between < 3
        hits["norm: new history after a replacement"] += between < 3 and history > 0
        return 1, {"single": _norm(account, rules, month)}, "NORM"
    hits["average over six months or more"] += bool(far)
    hits["average over three to five months"] += not far
    kwh: Kwh = {}
    for one in counted.stretches:
        if one.history == history and base < one.until <= latest:
            kwh = {r: kwh.get(r, 0) + one.kwh[r] for r in one.kwh}
    hits["average through a replacement"] += _passes_a_replacement(account, base, latest)
    return zones, {r: half_up(whole, between) for r, whole in kwh.items()}, "AVERAGE"


def _passes_a_replacement(account: dict[str, Any], base: int, latest: int) -> bool:
    days = [meter["installed_on"] for meter in account["meters"][1:]]
    return any(base < month_of(day) < latest for day in days)


def _norm(account: dict[str, Any], rules: Rules, month: int) -> int:
    """The account's own norm until one is published for a later date."""
    opened = account["meters"][0]["installed_on"]
    norm = account["norm_kwh"]
    for since, category, published in rules.norms:
        if category == account["category"] and opened < since <= day_of(month, 1):
            rules.hits["norm: published later than the account's own"] += 1
            norm = published
    exact = norm * account["residents"]
    return half_up(exact.numerator, exact.denominator)
