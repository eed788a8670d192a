"""Random accounts for comparing calculators: every rule of a bill, met often.

An account is the plain dictionary of `calculator.bills`, with a few more words for the files. It
grows day by day: readings, a replaced meter, moving out, payments; each fact may become known late.
"""

import datetime as dt
from fractions import Fraction
from random import Random
from typing import Any

from tests.domain.calculator import Calculator, month_of
from tests.domain.calculator.months import day_of, length_of

NAMES = {1: ("single",), 2: ("day", "night"), 3: ("peak", "half-peak", "night")}
FIRST, LAST = 2025 * 12 + 7, 2026 * 12 + 8  # August 2025 to September 2026
READING_DAYS = (2, 11, 17, 19, 21, 22, 23, 24, 24, 25, 25, 26, 27, 28)
Plain = dict[str, Any]


def households(
    seed: object, number: int, *, first: int = FIRST, last: int = LAST, judge: Calculator
) -> list[Plain]:
    """The account of this number and, when its people move out and others in, the next one.

    `judge` finds the credit that is paid back after moving out.
    """
    random = Random(f"{seed}/{number}")
    one = _opened(random, number, first, last)
    _live(random, one, last)
    found = [one]
    if one["closed_on"] is not None:
        _pay_back(random, one, last, judge)
        if random.random() < 0.6:
            found.append(_moved_in(random, one, number, last, judge))
    return found


def in_time(account: Plain) -> Plain:
    """The same account with every fact known in its own month."""

    def own(fact: Plain) -> Plain:
        return {**fact, "known": max(month_of(fact["on"]), first)}

    first = month_of(account["meters"][0]["installed_on"])
    return {
        **account,
        "known": first,
        "closing_known": account["closed_on"] and month_of(account["closed_on"]),
        "meters": [
            {
                **meter,
                "known": month_of(meter["installed_on"]),
                "removal_known": meter["removed_on"] and month_of(meter["removed_on"]),
            }
            for meter in account["meters"]
        ],
        **{name: list(map(own, account[name])) for name in ("readings", "payments", "corrections")},
    }


def corrected(random: Random, account: Plain, last: int) -> Plain:
    """With some corrections by hand, known at once or late; no file brings them."""
    start = month_of(account["meters"][0]["installed_on"])
    corrections = [
        {
            "id": f"C{account['number']}-{number}",
            "on": (day := day_of(random.randrange(start, last + 1), random.randrange(1, 29))),
            "about": random.randrange(start, month_of(day) + 1),
            "amount": random.randrange(-200_000, 200_000),
            "known": max(_when_known(random, day, 0.4), account["known"]),
        }
        for number in range(random.choice([0, 1, 3]))
    ]
    return {**account, "corrections": corrections}


def _opened(random: Random, number: int, first: int, last: int) -> Plain:
    start = max(last + 1 - random.choice([2, 3, 4, 4, 5, 5, 6, 7, 9, 14]), first)
    private = random.random() < 0.25
    account = _account(random, f"64{number:08}", "rural" if private else _category(random))
    account |= {
        "private": private,
        "house": number if private else number // 60,
        "norm_kwh": Fraction(random.choice([96, 79, 150, 1800])),
        "opening": random.choice([0, 0, 0, 250_000, 1_234_567, -180_033, 99]),
        "known": start + (random.randrange(1, 3) if random.random() < 0.03 else 0),
    }
    installed = day_of(start, random.randrange(1, length_of(start) + 1))
    account["meters"] = [_meter(random, number, 0, installed, random.choice([1, 1, 2, 3]))]
    account["meters"][0]["known"] = account["known"]
    return account


def _category(random: Random) -> str:
    return random.choice(["urban_gas", "urban_electric", "rural"])


def _account(random: Random, number: str, category: str) -> Plain:
    return {
        "number": number,
        "category": category,
        "residents": random.choice([0, 1, 1, 2, 2, 3, 4, 7]),
        "opening": 0,
        "closed_on": None,
        "closing_known": None,
        "successor": None,
        "meters": [],
        "readings": [],
        "payments": [],
        "corrections": [],
        "pace": random.choice([3, 90, 90, 300, 1000]),
    }


def _meter(random: Random, number: int, index: int, installed: dt.date, zones: int) -> Plain:
    digits = random.choice([4, 5, 5, 6, 7])
    low = 10**digits - 300 if random.random() < 0.3 else 0
    return {
        "serial": f"{number:08}-{index}",
        "zones": zones,
        "digits": digits,
        "ratio": random.choice([1, 1, 1, 1, 15, 40]),
        "installed_on": installed,
        "initial": {r: random.randrange(low, 10**digits) for r in NAMES[zones]},
        "removed_on": None,
        "final": None,
        "known": month_of(installed),
        "removal_known": None,
    }


# — the life of an account: its days in order ———————————————————————————————————————————————


def _live(random: Random, account: Plain, last: int) -> None:
    """Days of readings, replacements and moving out, in order; then payments."""
    meter = account["meters"][-1]
    start = month_of(meter["installed_on"])
    account["_dial"] = dict(meter["initial"])
    keep = random.choice([1.0, 0.95, 0.8, 0.6, 0.3, 0.05])
    silent = _silence(random, start, last)
    closes = _some_day(random, start, last) if random.random() < 0.22 else None
    replaced = sorted(
        _some_day(random, start, last)
        for _ in range(random.choice([0, 0, 0, 1, 1, 2]) if random.random() < 0.7 else 0)
    )
    days: dict[dt.date, str] = {}
    for month in range(start, last + 1):
        days |= dict.fromkeys(_reading_days(random, month, keep, silent), "read")
    for day in replaced:
        if random.random() < 0.5:  # and the new one is read at once
            days.setdefault(day + dt.timedelta(random.randrange(1, 6)), "read")
        days[day] = "replace"
    if closes is not None:
        days[closes] = "close"
    for day in sorted(day for day in days if month_of(day) <= last):
        if account["closed_on"] is None:
            _pass(random, account, day, days[day])
    _pay(random, account, start, last)


def _silence(random: Random, start: int, last: int) -> range:
    if random.random() < 0.6:
        return range(0)
    begin = random.randrange(start, last + 1)
    return range(begin, begin + random.choice([2, 3, 4, 5, 7]))


def _some_day(random: Random, start: int, last: int) -> dt.date:
    month = random.randrange(start, last + 1)
    late = random.random() < 0.25
    return day_of(month, random.randrange(26, length_of(month) + 1) if late else _day(random))


def _day(random: Random) -> int:
    return random.choice(READING_DAYS)


def _reading_days(random: Random, month: int, keep: float, silent: range) -> list[dt.date]:
    if month in silent or random.random() > keep:
        return []
    return [day_of(month, _day(random)) for _ in range(1 if random.random() < 0.9 else 2)]


def _pass(random: Random, account: Plain, day: dt.date, what: str) -> None:
    """One day: the dial moves on, and something happens to it."""
    meter = account["meters"][-1]
    if day <= meter["installed_on"] or (what != "read" and meter["removed_on"] is not None):
        return
    if meter["removed_on"] is not None:
        return
    dial, whole = account["_dial"], 10 ** meter["digits"]
    for r in dial:  # so slowly that going round once is never taken for going backwards
        dial[r] = (dial[r] + random.randrange(min(account["pace"], whole // 40))) % whole
    if what == "read":
        known = max(_when_known(random, day, 0.04), meter["known"], account["known"])
        place = len(account["meters"]) - 1
        account["readings"].append(
            {"on": day, "values": dict(dial), "meter": place, "known": known}
        )
        return
    known = max(_when_known(random, day, 0.1), meter["known"], account["known"])
    meter |= {"removed_on": day, "final": dict(dial), "removal_known": known}
    if what == "close":
        account["closed_on"], account["closing_known"] = day, known
    else:
        _replace(random, account, day, known)
        if known > month_of(day) and random.random() < 0.5:
            _read_the_gone_one(random, account, day, known)


def _read_the_gone_one(random: Random, account: Plain, day: dt.date, known: int) -> None:
    """A reading of the removed meter from after its removal, while nobody knew of it yet."""
    later = day + dt.timedelta(random.randrange(3))
    place = next(n for n, meter in enumerate(account["meters"]) if meter["removed_on"] == day)
    if account["meters"][place]["known"] <= month_of(later) < known:
        values = dict(account["meters"][place]["final"])
        account["readings"].append(
            {"on": later, "values": values, "meter": place, "known": month_of(later)}
        )


def _replace(random: Random, account: Plain, day: dt.date, known: int) -> None:
    """Set the next meter on the same day, or after a gap, or never."""
    old = account["meters"][-1]
    chance = random.random()
    if chance < 0.05:
        return
    installed = day if chance < 0.7 else day + dt.timedelta(random.choice([1, 3, 9, 25, 40, 70]))
    zones = old["zones"] if random.random() < 0.6 else random.choice([1, 2, 3])
    number, index = int(account["number"][2:]), len(account["meters"])
    new = _meter(random, number, index, installed, zones)
    if zones != old["zones"] and random.random() < 0.3 and installed == day:
        new["serial"] = old["serial"]  # programmed to other zones
    new["known"] = max(known, month_of(installed))
    account["meters"].append(new)
    account["_dial"] = dict(new["initial"])


def _when_known(random: Random, day: dt.date, late: float) -> int:
    return month_of(day) + (random.choice([1, 1, 2, 4]) if random.random() < late else 0)


# — money ———————————————————————————————————————————————————————————————————————————————————


def _pay(random: Random, account: Plain, start: int, last: int) -> None:
    """Payments on different days, so that no order among them matters."""
    often = random.choice([0, 0.2, 0.5, 1, 2])
    largest = random.choice([500, 60_000, 400_000, 3_000_000])
    names = random.random() < 0.15
    days = (last + 1 - start) * 30 + 10
    chosen = {random.randrange(-10, days) for _ in range(int(often * (last + 1 - start)))}
    for offset in sorted(chosen):
        day = day_of(start, 1) + dt.timedelta(offset)
        if month_of(day) > last:
            continue
        month = max(month_of(day), start)
        named = random.randrange(start, month + 1) if names and random.random() < 0.6 else None
        known = max(_when_known(random, day, 0.1), account["known"], start)
        account["payments"].append(
            {
                "id": f"{account['number']}-{len(account['payments'])}",
                "on": day,
                "amount": random.randrange(1, largest),
                "period": named,
                "known": known,
            }
        )


def _pay_back(random: Random, account: Plain, last: int, judge: Calculator) -> None:
    """All or a part of the credit that stands after the run that knew of the moving out."""
    after = max(account["closing_known"], account["known"])
    if after >= last:
        return
    bill = judge.bills(account, after)[-1]
    credit = -int(bill["closing_balance"].replace(".", ""))
    if credit <= 0 or random.random() < 0.3:
        return
    account["payments"].append(
        {
            "id": f"R{account['number']}",
            "on": day_of(after + 1, random.randrange(1, 29)),
            "amount": -(credit if random.random() < 0.7 else random.randrange(1, credit + 1)),
            "period": None,
            "known": after + 1,
        }
    )


def _moved_in(random: Random, old: Plain, number: int, last: int, judge: Calculator) -> Plain:
    """The next people: the meter goes on with the final readings as its initial ones."""
    new = _account(random, f"65{number:08}", old["category"])
    meter = old["meters"][-1]
    new |= {
        "private": old["private"],
        "house": old["house"],
        "norm_kwh": old["norm_kwh"],
        "known": old["closing_known"],
        "meters": [
            {
                **meter,
                "installed_on": old["closed_on"],
                "initial": meter["final"],
                "removed_on": None,
                "final": None,
                "known": old["closing_known"],
                "removal_known": None,
            }
        ],
    }
    old["successor"] = new
    _live(random, new, last)
    if new["closed_on"] is not None:
        _pay_back(random, new, last, judge)
    return new
