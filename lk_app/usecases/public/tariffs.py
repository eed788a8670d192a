"""/tariffs: prices of a day, what comes next, a calculator, and how the price has moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from lk_app.db import site_files, tariffs
from lk_app.db.engine import Database
from lk_app.documents.site import PublicPage, Site, graph, organisation, render, trail
from lk_app.documents.site.prices import cards, category_name, meter_name
from lk_app.domain.meters import SINGLE
from lk_app.domain.price_questions import (
    MOST_KWH,
    MonthAsked,
    PriceStep,
    month_cost,
    price_steps,
)
from lk_app.domain.tariffs import PriceList, TariffBook
from lk_app.usecases.publishing.tariff_documents import KIND
from lk_app.wording import CATEGORIES

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
TITLE = "Тарифы на электроэнергию"
LEAD = "Цена киловатт-часа для населения, НДС внутри."
USUAL = {"kwh": 150, "night": 30, "peak": 25}  # what the calculator starts with


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the form, read from the address; `error` says what could not be read."""

    day: date
    category: str
    month: MonthAsked
    error: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What the asked month costs with one kind of meter; `saved` against the one-zone one."""

    meter: str
    cost: int
    saved: int


def page(*, db: Database, query: Mapping[str, str], site: Site, now: datetime) -> PublicPage:
    """Public: it asks for nobody."""
    with db.read() as session:
        book = tariffs.book(session)
        documents = site_files.disclosed(session)
    asked = _asked(query, book, now.astimezone(site.zone).date())
    lists = _on(book, asked.day)
    shown = cards(lists)
    following = _following(book, asked.day)
    own = {zones: prices for category, zones, prices in lists if category == asked.category}
    return PublicPage(
        path="/tariffs",
        title=TITLE,
        description="Сколько стоит киловатт-час: по категориям, зонам суток и дням.",
        html=render(
            "tariffs",
            site,
            lead=LEAD,
            asked=asked,
            following=following,
            cards=shown,
            demo=any(
                row.is_demo for _, _, one in lists for b in one.bands for row in b.rows.values()
            ),
            categories=[(one, category_name(one)) for one in CATEGORIES if one in book.categories],
            offers=_offers(asked.month, own),
            steps=_drawn(price_steps(book.lists.get((asked.category, 1), ()), SINGLE)),
            most=MOST_KWH,
            documents=[one for one in documents if one.kind == KIND],
        ),
        data=graph(organisation(site), trail(site, (TITLE, "/tariffs"))),
    )


def _asked(query: Mapping[str, str], book: TariffBook, today: date) -> Asked:
    chosen, error = today, ""
    if typed := query.get("day", ""):
        try:
            chosen = date.fromisoformat(typed)
        except ValueError:
            error = "Выберите дату: день, месяц и год."
        if not EARLIEST <= chosen < LATEST:
            chosen, error = today, "Выберите дату: день, месяц и год."
    category = query.get("category", "")
    known = [one for one in CATEGORIES if one in book.categories]
    night = _whole(query, "night", 100)
    month = MonthAsked(_whole(query, "kwh", MOST_KWH), night, _whole(query, "peak", 100 - night))
    return Asked(chosen, category if category in known else (known or [""])[0], month, error)


def _whole(query: Mapping[str, str], name: str, most: int) -> int:
    typed = query.get(name, "").strip()
    usable = typed.isascii() and typed.isdigit() and len(typed) < 10
    return min(int(typed) if usable else USUAL[name], most)


def _on(book: TariffBook, day: date) -> list[tuple[str, int, PriceList]]:
    ordered = sorted(book.lists.items(), key=lambda item: item[0][1])
    return [
        (category, zones, prices)
        for (category, zones), lists in ordered
        for prices in lists
        if prices.valid_from <= day < prices.valid_to
    ]


def _following(book: TariffBook, day: date) -> date | None:
    """The first later day of new prices."""
    later = (one.valid_from for lists in book.lists.values() for one in lists)
    return min((since for since in later if since > day), default=None)


def _offers(month: MonthAsked, own: Mapping[int, PriceList]) -> list[Offer]:
    costs = {zones: month_cost(month, zones, prices) for zones, prices in sorted(own.items())}
    single = costs.get(1)
    return [
        Offer(meter_name(zones), cost, single - cost if single is not None else 0)
        for zones, cost in costs.items()
    ]


def _drawn(steps: list[PriceStep]) -> list[tuple[PriceStep, int, str]]:
    """Each with its length, per cent of the dearest, and «+7,1 %»; the latest first."""
    dearest = max((step.price for step in steps), default=1)
    return [(step, step.price * 100 // dearest, _per_cent(step.change)) for step in reversed(steps)]


def _per_cent(change: Fraction | None) -> str:
    if change is None:
        return ""
    tenths = round(change * 1000)
    sign = "+" if tenths >= 0 else "−"
    return f"{sign}{abs(tenths) // 10},{abs(tenths) % 10}\u00a0%"
