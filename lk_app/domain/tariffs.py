"""Tariffs: dated rows, and the price list they make on a day."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Self

from lk_app.domain.meters import REGISTERS
from lk_app.domain.money import Kopecks, parse_roubles
from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal

FOREVER = date.max


class TariffRefused(Refusal):
    """There is no price, or not one price, for what must be priced."""


@dataclass(frozen=True, slots=True)
class TariffRow:
    """One line of tariffs.csv; `price` in kopecks a kWh, НДС inside; `valid_to` is exclusive.

    `up_to_kwh` is the upper limit of the month's cumulative kWh in this band, None for no limit.
    """

    id: int
    valid_from: date
    valid_to: date | None
    category: str
    zones: int
    register: str
    band: int
    up_to_kwh: int | None
    price: Kopecks
    source: str

    @property
    def ends(self) -> date:
        return self.valid_to or FOREVER

    @property
    def is_demo(self) -> bool:
        """Made up for the demonstration; every screen that shows it says so."""
        return self.source == "demo"


@dataclass(frozen=True, slots=True)
class Band:
    """One step of consumption: its limit and its row for every register, in the meter's order."""

    number: int
    up_to_kwh: int | None
    rows: Mapping[str, TariffRow]


@dataclass(frozen=True, slots=True)
class PriceList:
    """What one category with one number of zones pays from `valid_from` until `valid_to`."""

    valid_from: date
    valid_to: date
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class PricedDays:
    """A price list and how many days of a period it holds for."""

    days: int
    prices: PriceList


@dataclass(frozen=True, slots=True)
class BookProblem:
    """What is wrong with a book of rows: tariff.hole, .overlap, .bands, .registers, .dates,
    .price."""

    code: str
    category: str
    zones: int
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True, eq=False)
class TariffBook:
    """Every row of every date, ready to be asked for prices many times."""

    lists: Mapping[tuple[str, int], Sequence[PriceList]]
    problems: tuple[BookProblem, ...]
    _parts: dict[tuple[str, int, Period], tuple[PricedDays, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[TariffRow]) -> Self:
        """A book of these rows. Faulty stretches are left out of it: pricing them is refused."""
        groups: defaultdict[tuple[str, int], list[TariffRow]] = defaultdict(list)
        for row in rows:
            groups[row.category, row.zones].append(row)
        lists: dict[tuple[str, int], Sequence[PriceList]] = {}
        problems: list[BookProblem] = []
        for (category, zones), group in groups.items():
            good, bad = _stretches(category, zones, group)
            lists[category, zones] = good
            problems += bad
        return cls(lists, tuple(problems))

    @property
    def categories(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(category for category, _ in self.lists))

    def on(self, day: date, category: str, zones: int) -> PriceList:
        """The prices of this day; raises TariffRefused: tariff.category, tariff.hole."""
        known = self.lists.get((category, zones))
        if known is None:
            raise TariffRefused("tariff.category", category=category, zones=zones)
        index = bisect_right(known, day, key=lambda prices: prices.valid_from) - 1
        if index < 0 or day >= known[index].valid_to:
            raise TariffRefused("tariff.hole", day=day, category=category, zones=zones)
        return known[index]

    def parts(self, period: Period, category: str, zones: int) -> tuple[PricedDays, ...]:
        """The price lists that hold in a period, in order, with their days; refuses as `on`."""
        key = (category, zones, period)
        if key not in self._parts:
            self._parts[key] = tuple(self._split(period, category, zones))
        return self._parts[key]

    def _split(self, period: Period, category: str, zones: int) -> Iterable[PricedDays]:
        day, end = period.first_day, (period + 1).first_day
        while day < end:
            prices = self.on(day, category, zones)
            until = min(prices.valid_to, end)
            yield PricedDays((until - day).days, prices)
            day = until


def _stretches(
    category: str, zones: int, rows: Sequence[TariffRow]
) -> tuple[list[PriceList], list[BookProblem]]:
    """The timeline of one category cut where any row begins or ends."""
    good: list[PriceList] = []
    bad: list[BookProblem] = []
    cuts = sorted({row.valid_from for row in rows} | {row.ends for row in rows})
    for start, end in pairwise(cuts):
        there = [row for row in rows if row.valid_from <= start < row.ends]
        code = _fault(zones, there)
        if code:
            bad.append(BookProblem(code, category, zones, start, end))
        else:
            good.append(PriceList(start, end, _bands(zones, there)))
    bad += [
        BookProblem("tariff.dates", category, zones, row.valid_from, row.ends)
        for row in rows
        if row.ends <= row.valid_from
    ]
    return good, bad


def _fault(zones: int, rows: Sequence[TariffRow]) -> str:
    """Why these rows, all in force at once, are no price list; empty when they are one."""
    registers = REGISTERS.get(zones, ())
    if {row.register for row in rows} - set(registers):
        return "tariff.registers"
    cells = [(row.register, row.band) for row in rows]
    if len(set(cells)) < len(cells):
        return "tariff.overlap"
    bands = sorted({row.band for row in rows})
    if not rows or len(cells) < len(registers) * len(bands):
        return "tariff.hole"
    if any(row.price <= 0 for row in rows):
        return "tariff.price"
    return "" if _is_ladder(bands, rows) else "tariff.bands"


def _is_ladder(bands: Sequence[int], rows: Sequence[TariffRow]) -> bool:
    """Bands 1, 2, 3… with one rising limit each, the last without."""
    limits = [{row.up_to_kwh for row in rows if row.band == band} for band in bands]
    if list(bands) != list(range(1, len(bands) + 1)) or any(len(one) > 1 for one in limits):
        return False
    *closed, last = (one.pop() for one in limits)
    heights = [0, *(limit for limit in closed if limit is not None)]
    rising = all(low < high for low, high in pairwise(heights))
    return last is None and len(heights) == len(bands) and rising


def _bands(zones: int, rows: Sequence[TariffRow]) -> tuple[Band, ...]:
    cells = {(row.band, row.register): row for row in rows}
    bands = sorted({row.band for row in rows})
    return tuple(
        Band(
            number=band,
            up_to_kwh=cells[band, REGISTERS[zones][0]].up_to_kwh,
            rows={register: cells[band, register] for register in REGISTERS[zones]},
        )
        for band in bands
    )


def parse_price(text: str) -> Kopecks:
    """Kopecks a kWh; raises AmountRefused, or TariffRefused (tariff.price) when not above zero."""
    price = parse_roubles(text, field="price")
    if price <= 0:
        raise TariffRefused("tariff.price", field="price")
    return price
