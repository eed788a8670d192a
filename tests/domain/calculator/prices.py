"""From kWh to lines of a bill (CONTRACT 4)."""

from collections import Counter
from typing import Any

from tests.domain.calculator.months import day_of, length_of

Kwh = dict[str, int]
Line = tuple[str, int, int, int, int, str]  # register, band, kwh, price, amount, basis
Band = tuple[int, int | None, dict[str, int]]  # number, upper limit, price by register
ORDER = ["single", "peak", "half-peak", "day", "night"]


class Prices:
    """Price lists of every month, found once."""

    def __init__(self, tariffs: list[dict[str, Any]], hits: Counter[str]) -> None:
        self.tariffs = tariffs
        self.hits = hits
        self.found: dict[tuple[int, str, int], list[tuple[int, list[Band]]]] = {}

    def lines(self, month: int, category: str, zones: int, kwh: Kwh, basis: str) -> list[Line]:
        """The lines of one part of a month's consumption."""
        runs = self.of_month(month, category, zones)
        length = length_of(month)
        left = dict(kwh)
        lines: list[Line] = []
        for index, (days, bands) in enumerate(runs):
            last = index == len(runs) - 1
            part = {r: left[r] if last else kwh[r] * days // length for r in kwh}
            left = {r: left[r] - part[r] for r in kwh}
            lines += lay(part, bands, basis)
        if len(runs) > 1:
            self.hits["tariff changes inside the month"] += 1
        if any(line[1] > 1 for line in lines):
            self.hits["consumption reaches the second band or further"] += 1
        if sum(kwh.values()) == 0:
            self.hits["zero kWh: no lines"] += 1
        return lines

    def of_month(self, month: int, category: str, zones: int) -> list[tuple[int, list[Band]]]:
        """Runs of days with one price list each."""
        key = (month, category, zones)
        if key not in self.found:
            runs: list[tuple[int, list[Band]]] = []
            for number in range(1, length_of(month) + 1):
                bands = self.of_day(month, number, category, zones)
                if runs and runs[-1][1] == bands:
                    runs[-1] = (runs[-1][0] + 1, bands)
                else:
                    runs.append((1, bands))
            self.found[key] = runs
        return self.found[key]

    def of_day(self, month: int, number: int, category: str, zones: int) -> list[Band]:
        day = day_of(month, number)
        rows = [
            row
            for row in self.tariffs
            if (row["category"], row["zones"]) == (category, zones)
            and row["valid_from"] <= day
            and (row["valid_to"] is None or day < row["valid_to"])
        ]
        bands = sorted({row["band"] for row in rows})
        assert bands, f"no price for {category}, {zones} zones on {day}"
        return [
            (
                band,
                next(row["up_to_kwh"] for row in rows if row["band"] == band),
                {row["register"]: row["price"] for row in rows if row["band"] == band},
            )
            for band in bands
        ]


def lay(kwh: Kwh, bands: list[Band], basis: str) -> list[Line]:
    """Band after band, each shared over the registers in proportion to what is not yet placed."""
    rest = {r: kwh[r] for r in ORDER if r in kwh}
    lines: list[Line] = []
    placed = 0
    for number, limit, price in bands:
        pool = sum(rest.values())
        size = pool if limit is None else max(min(limit - placed, pool), 0)
        if size == 0:
            continue
        part = {r: size * rest[r] // pool for r in rest}
        spare = size - sum(part.values())
        by_remainder = sorted(rest, key=lambda r: -(size * rest[r] % pool))  # ties keep the order
        for r in by_remainder[:spare]:
            part[r] += 1
        for r, amount in part.items():
            rest[r] -= amount
            if amount:
                lines.append((r, number, amount, price[r], amount * price[r], basis))
        placed += size
    return lines
