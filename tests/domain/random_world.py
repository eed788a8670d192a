"""What is announced in the world of the random accounts: every row changes on some odd day."""

import datetime as dt
from fractions import Fraction
from typing import Any

from tests.domain.random_accounts import NAMES

DAY = dt.date
SPANS = [
    (DAY(2025, 1, 1), DAY(2025, 10, 11), 100),
    (DAY(2025, 10, 11), DAY(2026, 1, 1), 104),
    (DAY(2026, 1, 1), DAY(2026, 7, 16), 109),
    (DAY(2026, 7, 16), None, 121),
]
LIMITS: dict[str, list[int | None]] = {
    "urban_gas": [None],
    "urban_electric": [350, None],
    "rural": [150, 600, None],
}
BASE = {"single": 475, "day": 546, "night": 238, "peak": 618, "half-peak": 475}
WINDOWS = [(DAY(2020, 1, 1), 15, 25), (DAY(2026, 1, 1), 15, 28), (DAY(2026, 5, 1), 1, 23)]
NORMS = [(DAY(2020, 1, 1), category, 96) for category in LIMITS] + [
    (DAY(2026, 3, 1), "rural", 120),
    (DAY(2026, 6, 1), "urban_gas", 71),
]
RATES = [(DAY(2019, 1, 1), 950), (DAY(2026, 4, 12), 825)]


def tariffs() -> list[dict[str, Any]]:
    """Rows as in tariffs.csv; the rural limits grow once."""
    return [
        {
            "valid_from": since,
            "valid_to": until,
            "category": category,
            "zones": zones,
            "register": register,
            "band": band,
            "up_to_kwh": limit and limit + (50 if category == "rural" and percent > 104 else 0),
            "price": BASE[register] * percent * (80 + 20 * band) // 10_000,
        }
        for since, until, percent in SPANS
        for category, limits in LIMITS.items()
        for zones, registers in NAMES.items()
        for band, limit in enumerate(limits, 1)
        for register in registers
    ]


def world(policy: str = "decree354") -> dict[str, Any]:
    """The same as `calculator.bills` takes it."""
    return {
        "tariffs": tariffs(),
        "windows": [(since, last_day) for since, _, last_day in WINDOWS],
        "norms": [(since, category, Fraction(kwh)) for since, category, kwh in NORMS],
        "rates": RATES,
        "policy": policy,
    }
