"""The public site's pages as finished HTML: what search engines, feed readers and open pages show.

One function a page; its template in templates/ has the same name. The result goes into the built
frame by api/public and into the state of the open page, so both say the same.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import cache
from typing import Any

from jinja2 import Environment

from lk_app import wording
from lk_app.documents.markup import environment
from lk_app.settings import Supplier

ANSWER = "answer"  # the version of what no other version takes the place of (island.js)
DESCRIPTION_LIMIT = 200  # characters: search engines cut longer ones


@dataclass(frozen=True, slots=True)
class Site:
    """Whose site it is, where it stands and by which clock it speaks."""

    supplier: Supplier
    origin: str
    zone: tzinfo
    demo: bool
    otherwise: str  # how a month without readings is billed: «по среднему», «по нормативу»
    ways: tuple[tuple[str, str], ...] = ()  # to pay, with their words
    moving_until: date | None = None  # the old cabinet works until this day


@dataclass(frozen=True, slots=True)
class Filled:
    """A form of a page as it came back: what was typed, what is wrong, and what came of it.

    `asks` is a sum for who sent it without JavaScript: its words and its token.
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)  # by field, "" for the whole form
    done: Any = None
    asks: Mapping[str, str] = field(default_factory=dict)


UNTOUCHED = Filled()


@dataclass(frozen=True, slots=True)
class PublicPage:
    """One page: its head in plain words, its content as HTML, and what machines read of it."""

    path: str
    title: str
    description: str
    html: str
    beside: str = ""  # of the front page: what stands apart from its first thing
    status: int = 200
    published_at: datetime | None = None
    image: str = ""  # of the share card; the supplier's mark where there is none
    data: Mapping[str, Any] = field(default_factory=dict)
    hidden: bool = False  # nothing for search engines
    answers: bool = False  # what one person sent: the open page keeps it as it came

    @property
    def version(self) -> str:
        """Changes with the content."""
        if self.answers:
            return ANSWER
        return hashlib.sha256((self.html + self.beside).encode()).hexdigest()[:16]

    @property
    def data_json(self) -> str:
        """schema.org, safe inside a script element."""
        return json.dumps(self.data, ensure_ascii=False).replace("<", "\\u003c")


def render(name: str, site: Site, **facts: object) -> str:
    """The content of the page `name`; raises jinja2.UndefinedError when a fact is missing."""
    return _environment().get_template(_file(name)).render(site=site, **facts).strip()


def _file(name: str) -> str:
    """A page is HTML; another kind says so: «feed.atom»."""
    return f"{name}.j2" if "." in name else f"{name}.html.j2"


def described(*texts: str) -> str:
    """The first of these that says anything, cut at a word."""
    words = next((text for text in texts if text), "")
    if len(words) <= DESCRIPTION_LIMIT:
        return words
    return words[:DESCRIPTION_LIMIT].rsplit(" ", 1)[0].rstrip(" ,.;:—–-") + "…"


def trail(site: Site, *steps: tuple[str, str]) -> dict[str, Any]:
    """schema.org's BreadcrumbList of (words, path)."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": words, "item": site.origin + path}
            for place, (words, path) in enumerate(steps, 1)
        ],
    }


def graph(*nodes: Mapping[str, Any]) -> dict[str, Any]:
    """Several schema.org things on one page."""
    return {"@context": "https://schema.org", "@graph": list(nodes)}


def organisation(site: Site) -> dict[str, Any]:
    """Who speaks."""
    supplier = site.supplier
    return {
        "@type": "Organization",
        "@id": f"{site.origin}/#supplier",
        "name": supplier.short_name,
        "legalName": supplier.name,
        "url": f"{site.origin}/",
        "telephone": supplier.phone,
        "email": supplier.email,
        "taxID": supplier.inn,
        "address": supplier.address,
    }


def months_of(moments: Sequence[datetime], zone: tzinfo) -> list[tuple[int, list[int]]]:
    """Years with their months, the latest first."""
    seen = {(at.astimezone(zone).year, at.astimezone(zone).month) for at in moments}
    years = sorted({year for year, _ in seen}, reverse=True)
    return [(y, sorted((m for year, m in seen if year == y), reverse=True)) for y in years]


@cache
def _environment() -> Environment:
    filters: dict[str, Callable[..., object]] = {
        "day": wording.day,
        "roubles": wording.roubles,
        "number": wording.number,
        "size": wording.size,
        "tied": wording.tied,
        "brief": described,
        "month": lambda number: wording.dates.MONTHS[number - 1][0],
        "capital": lambda words: words[:1].upper() + words[1:],
    }
    return environment(__name__, filters)
