"""The price list of a day as its page shows it: finished words, no arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from lk_app.domain.tariffs import FOREVER, Band, PriceList
from lk_app.wording import CATEGORIES, ZONES, day, name_of, number, roubles

HOURS = {  # each stretch stays on one line
    "day": ("7–23\u00a0ч",),
    "night": ("23–7\u00a0ч",),
    "peak": ("7–10,", "17–21\u00a0ч"),
    "half-peak": ("10–17,", "21–23\u00a0ч"),
}
REGISTERS = {
    "single": "Круглые сутки",
    "day": "День",
    "night": "Ночь",
    "peak": "Пик",
    "half-peak": "Полупик",
}
MARKS = {"day": "day", "night": "night", "peak": "peak", "half-peak": "half"}


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A register's prices, one a band."""

    register: str
    hours: tuple[str, ...]
    zone: str
    prices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PriceGroup:
    """What one kind of meter pays; `bands`, `since`, `demo` only where its category's differ."""

    title: str
    bands: tuple[str, ...]
    rows: tuple[PriceRow, ...]
    since: str
    demo: bool
    width: int  # columns of the table


@dataclass(frozen=True, slots=True)
class CategoryCard:
    """What one category pays with each kind of meter; empty what its meters do not share."""

    title: str
    bands: tuple[str, ...]
    groups: tuple[PriceGroup, ...]
    since: str
    demo: bool


def cards(lists: Sequence[tuple[str, int, PriceList]]) -> list[CategoryCard]:
    """Of (category, zones, prices), by category in the order the supplier names them."""
    by_category: dict[str, list[PriceGroup]] = {category: [] for category in CATEGORIES}
    for category, zones, prices in lists:
        by_category.setdefault(category, []).append(_group(zones, prices))
    return [_card(category, groups) for category, groups in by_category.items() if groups]


def category_name(category: str) -> str:
    """«Город, газовая плита»."""
    words = name_of(CATEGORIES, category)
    return words[:1].upper() + words[1:]


def meter_name(zones: int) -> str:
    """«Двухтарифный счётчик»."""
    return f"{ZONES[zones][:1].upper()}{ZONES[zones][1:]} счётчик"


def _card(category: str, groups: list[PriceGroup]) -> CategoryCard:
    """What all meters share is said once, above them."""
    first = groups[0]
    bands = first.bands if all(group.bands == first.bands for group in groups) else ()
    since = first.since if all(group.since == first.since for group in groups) else ""
    demo = all(group.demo for group in groups)
    own = tuple(
        replace(
            group,
            bands=() if bands else group.bands,
            since="" if since else group.since,
            demo=group.demo and not demo,
        )
        for group in groups
    )
    return CategoryCard(category_name(category), bands, own, since, demo)


def _group(zones: int, prices: PriceList) -> PriceGroup:
    bands = prices.bands
    return PriceGroup(
        title=meter_name(zones),
        bands=tuple(_band(band, bands) for band in bands) if len(bands) > 1 else (),
        rows=tuple(
            PriceRow(
                REGISTERS[register],
                HOURS.get(register, ()),
                MARKS.get(register, ""),
                tuple(roubles(band.rows[register].price) for band in bands),
            )
            for register in bands[0].rows
        ),
        since=_since(prices),
        demo=any(row.is_demo for band in bands for row in band.rows.values()),
        width=len(bands) + 1,
    )


def _band(band: Band, bands: tuple[Band, ...]) -> str:
    """«до 3 900», «до 6 000», «свыше 6 000»: kWh of the month."""
    if band.up_to_kwh is not None:
        return f"до\u00a0{number(band.up_to_kwh)}"
    return f"свыше {number(bands[-2].up_to_kwh or 0)}"


def _since(prices: PriceList) -> str:
    """«С 1 октября 2026», and until when if that is known."""
    since = f"С\u00a0{day(prices.valid_from)}"
    if prices.valid_to == FOREVER:
        return since
    return f"{since} по\u00a0{day(prices.valid_to - timedelta(days=1))}"
