"""Random accounts for comparing calculators: gaps, rollovers, bands, zones, late payments."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from lk_app.domain.bills import AccountForBilling, PaymentForBilling
from lk_app.domain.meters import REGISTERS, Meter
from lk_app.domain.readings import ReadingSet, ReadingSource
from tests.domain.worked import SARATOV

MONTHS = [(y, m) for y in (2024, 2025, 2026) for m in range(1, 13)]


def plain_account(random: Random, months: int = 20) -> dict[str, Any]:
    """One account in the plain form of `calculator.bills`."""
    start = random.randrange(len(MONTHS) - months)
    year, month = MONTHS[start]
    zones, digits = random.choice([1, 1, 2, 3]), random.choice([4, 5, 6, 7])
    ratio = random.choice([1, 1, 1, 15, 40])
    names = REGISTERS[zones]
    near_zero = random.random() < 0.3
    low = 10**digits - 400 if near_zero else 0
    initial = {r: random.randrange(low, 10**digits) for r in names}
    account = {
        "zones": zones,
        "digits": digits,
        "ratio": ratio,
        "category": random.choice(["urban_gas", "urban_electric", "rural"]),
        "residents": random.randrange(0, 6),
        "norm_kwh": Fraction(random.choice(["96", "78.5", "1800"])),
        "installed_on": date(year, month, random.randrange(1, 20)),
        "initial": initial,
        "opening": random.choice([0, 0, 250_000, -180_033, 99]),
    }
    account["readings"] = _readings(random, initial, digits, start, months)
    account["payments"] = _payments(random, start, months)
    return account


def _readings(
    random: Random, initial: dict[str, int], digits: int, start: int, months: int
) -> list[tuple[date, dict[str, int]]]:
    keep = random.choice([1.0, 0.9, 0.6, 0.3])
    found, values = [], dict(initial)
    for year, month in MONTHS[start : start + months]:
        for r in values:
            values[r] = (values[r] + random.randrange(0, 300)) % 10**digits
        if random.random() < keep:
            day = random.choice([20, 24, 25, 26, calendar.monthrange(year, month)[1]])
            found.append((date(year, month, day), dict(values)))
    return found


def _payments(random: Random, start: int, months: int) -> list[tuple[date, int]]:
    begin = date(*MONTHS[start], 1)
    return [
        (begin + timedelta(days=random.randrange(-10, months * 30)), random.randrange(1, 400_000))
        for _ in range(random.choice([0, 3, 10, 20]))
    ]


def for_billing(account: dict[str, Any]) -> AccountForBilling:
    """The same account as the domain takes it."""
    meter = Meter(
        id=1,
        serial="1",
        model="",
        digits=account["digits"],
        ratio=account["ratio"],
        zones=account["zones"],
        installed_on=account["installed_on"],
        removed_on=None,
        verified_until=None,
        initial_readings=account["initial"],
    )
    return AccountForBilling(
        account_number="1",
        category=account["category"],
        residents=account["residents"],
        norm_kwh=account["norm_kwh"],
        meters=(meter,),
        readings=tuple(
            ReadingSet(
                n,
                1,
                day,
                datetime.combine(day, time(12), SARATOV).astimezone(UTC),
                values,
                ReadingSource.SUPPLIER,
            )
            for n, (day, values) in enumerate(account["readings"], 1)
        ),
        payments=tuple(PaymentForBilling(day, amount) for day, amount in account["payments"]),
        opening_balance=account["opening"],
    )
