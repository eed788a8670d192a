"""Prices on a chosen day, for anyone; what another process publishes shows at once."""

import dataclasses
from datetime import date, timedelta

import reflex as rx

from lk_app import wiring
from lk_app.domain.tariffs import FOREVER, Band, PriceList
from lk_app.states import live
from lk_app.states.session import SessionState
from lk_app.usecases import tariffs
from lk_app.usecases.changes import TARIFFS
from lk_app.usecases.tariffs import Announced, Prices
from lk_app.wording import CATEGORIES, ZONES, day, name_of, number, roubles

HOURS = {  # each stretch stays on one line
    "day": ["7–23\u00a0ч"],
    "night": ["23–7\u00a0ч"],
    "peak": ["7–10,", "17–21\u00a0ч"],
    "half-peak": ["10–17,", "21–23\u00a0ч"],
}
REGISTERS = {
    "single": "Круглые сутки",
    "day": "День",
    "night": "Ночь",
    "peak": "Пик",
    "half-peak": "Полупик",
}
MARKS = {"day": "day", "night": "night", "peak": "peak", "half-peak": "half"}
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


@dataclasses.dataclass(frozen=True)
class PriceRow:
    """A register's prices, one a band."""

    register: str
    hours: list[str]
    zone: str
    prices: list[str]


@dataclasses.dataclass(frozen=True)
class PriceGroup:
    """What one kind of meter pays; `bands`, `since`, `demo` only where its category's differ."""

    title: str
    bands: list[str]
    rows: list[PriceRow]
    since: str
    demo: bool
    width: int  # columns of the table


@dataclasses.dataclass(frozen=True)
class CategoryCard:
    """What one category pays with each kind of meter; empty what its meters do not share."""

    title: str
    bands: list[str]
    groups: list[PriceGroup]
    since: str
    demo: bool


class TariffsState(SessionState):
    """Finished strings of the price list."""

    ready: bool = False
    day: str = ""  # as the date field holds it: 2026-10-24
    shown_on: str = ""
    error: str = ""
    next_day: str = ""
    next_text: str = ""
    demo: bool = False
    cards: list[CategoryCard] = []  # noqa: RUF012

    @rx.event
    async def open(self):
        """Today's prices."""
        self.day = ""
        return await self._show()

    @rx.event
    async def load(self):
        """The chosen day again: something was published."""
        return await self._show()

    @rx.event
    async def choose(self, day: str):
        """Prices of another day; what is no date leaves the list as it stands."""
        chosen = _day(day)
        if chosen is None:
            self.error = "Выберите дату: день, месяц и год."
            return
        self.day = chosen.isoformat()
        await self._show()

    async def _show(self) -> None:
        chosen = _day(self.day) or wiring.business_now().date()
        found = await wiring.in_thread(tariffs.announced, db=wiring.database(), day=chosen)
        self.day, self.error, self.ready = chosen.isoformat(), "", True
        self.shown_on = day(chosen)
        self.cards = _cards(found)
        self.demo = any(
            card.demo or any(group.demo for group in card.groups) for card in self.cards
        )
        self.next_day = found.changes_on.isoformat() if found.changes_on else ""
        self.next_text = f"С\u00a0{day(found.changes_on)} — новые цены" if found.changes_on else ""


live.refresh_on(TARIFFS, route="/tariffs", handler=TariffsState.load)


def _day(text: object) -> date | None:
    try:
        found = date.fromisoformat(str(text))
    except ValueError:
        return None
    return found if EARLIEST <= found < LATEST else None


def _cards(found: Announced) -> list[CategoryCard]:
    by_category: dict[str, list[PriceGroup]] = {category: [] for category in CATEGORIES}
    for one in found.prices:
        if one.on_the_day:
            by_category.setdefault(one.category, []).append(_group(one, one.on_the_day))
    return [_card(category, groups) for category, groups in by_category.items() if groups]


def _card(category: str, groups: list[PriceGroup]) -> CategoryCard:
    """What all meters share is said once, above them."""
    first = groups[0]
    bands = first.bands if all(group.bands == first.bands for group in groups) else []
    since = first.since if all(group.since == first.since for group in groups) else ""
    demo = all(group.demo for group in groups)
    own = [
        dataclasses.replace(
            group,
            bands=[] if bands else group.bands,
            since="" if since else group.since,
            demo=group.demo and not demo,
        )
        for group in groups
    ]
    return CategoryCard(_capital(name_of(CATEGORIES, category)), bands, own, since, demo)


def _group(one: Prices, prices: PriceList) -> PriceGroup:
    bands = prices.bands
    return PriceGroup(
        title=f"{_capital(ZONES[one.zones])} счётчик",
        bands=[_band(band, bands) for band in bands] if len(bands) > 1 else [],
        rows=[
            PriceRow(
                REGISTERS[register],
                HOURS.get(register, []),
                MARKS.get(register, ""),
                [roubles(band.rows[register].price) for band in bands],
            )
            for register in bands[0].rows
        ],
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


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
