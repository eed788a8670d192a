"""Prices as anyone may see them: what is in force on a day, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lk_app.db import tariffs
from lk_app.db.engine import Database
from lk_app.domain.tariffs import PriceList


@dataclass(frozen=True, slots=True)
class Prices:
    """What a category with so many zones pays on the day, and its next list if one is announced."""

    category: str
    zones: int
    on_the_day: PriceList | None
    following: PriceList | None


@dataclass(frozen=True, slots=True)
class Announced:
    """Every category and number of zones; `changes_on` is the first later day of new prices."""

    day: date
    prices: tuple[Prices, ...]
    changes_on: date | None


def announced(*, db: Database, day: date) -> Announced:
    """Public: it asks for nobody."""
    with db.read() as session:
        book = tariffs.book(session)
    prices = tuple(
        Prices(category, zones, *_around(lists, day))
        for (category, zones), lists in sorted(book.lists.items(), key=lambda item: item[0][1])
    )
    coming = (one.following.valid_from for one in prices if one.following)
    return Announced(day, prices, min(coming, default=None))


def _around(lists: Sequence[PriceList], day: date) -> tuple[PriceList | None, PriceList | None]:
    now = next((one for one in lists if one.valid_from <= day < one.valid_to), None)
    later = (one for one in lists if one.valid_from > day)
    return now, min(later, key=lambda one: one.valid_from, default=None)
