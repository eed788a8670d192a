"""/news and everything under it: the archive by year and month, and the articles."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from lk_app.db import articles, houses, questions
from lk_app.db.engine import Database
from lk_app.documents.site import (
    UNTOUCHED,
    Filled,
    PublicPage,
    Site,
    described,
    graph,
    months_of,
    organisation,
    render,
    trail,
)
from lk_app.domain.accounts import House, search_words
from lk_app.domain.articles import Article, Heading, Section
from lk_app.domain.questions import Question
from lk_app.wording.dates import MONTHS

ADDRESS = re.compile(r"/news(?:/(?P<year>\d{4})(?:/(?P<month>\d{2})(?:/(?P<slug>[\w-]+))?)?)?")
PICTURE = re.compile(r'<img [^>]*?src="(/api/files/[^"]+)"')
LATEST = 12  # on the first page; the rest is in the archive
MOST_HOUSES, MOST_RELATED = 12, 3
ROOT = ("Новости", "/news")
LEAD = "Отключения, тарифы, сроки и работа компании."


def page(
    *,
    db: Database,
    path: str,
    query: Mapping[str, str],
    site: Site,
    now: datetime,
    filled: Filled = UNTOUCHED,
) -> PublicPage | None:
    """The page at an address under /news, or None."""
    found = ADDRESS.fullmatch(path)
    if found is None:
        return None
    if found["slug"]:
        return article(db=db, path=path, site=site, now=now, filled=filled)
    with db.read() as session:
        every = articles.headings(session, Section.NEWS, now=now)
    year, month = int(found["year"] or 0), int(found["month"] or 0)
    if not year:
        return _front(db, every, query, site, now)
    there = [one for one in every if _is_of(one, year, month, site)]
    return _shelf(there, every, year, month, site) if there else None


def article(
    *, db: Database, path: str, site: Site, now: datetime, filled: Filled = UNTOUCHED
) -> PublicPage | None:
    """One article with what is about the same, and what readers asked."""
    with db.read() as session:
        found = articles.at(session, path, now=now)
        every = articles.headings(session, Section.NEWS, now=now) if found else []
        asked = questions.answered(session, path) if found else []
    return written(found, every, asked, site, filled) if found else None


def written(
    found: Article,
    every: Sequence[Heading],
    asked: Sequence[Question],
    site: Site,
    filled: Filled = UNTOUCHED,
) -> PublicPage:
    """The page of an article that has its moment; `every` are the news, `asked` its questions."""
    own, path = found.heading, found.heading.path
    assert own.published_at is not None
    at = own.published_at.astimezone(site.zone)
    steps = (ROOT, (str(at.year), f"/news/{at:%Y}"), (MONTHS[at.month - 1][0], f"/news/{at:%Y/%m}"))
    summary = described(own.summary, _words(found.html), own.title)
    return PublicPage(
        path=path,
        title=own.title,
        description=summary,
        html=render(
            "article",
            site,
            article=found,
            published=at,
            steps=steps,
            streets=streets(found),
            related=related(own, every),
            questions=asked,
            filled=filled,
        ),
        published_at=own.published_at,
        image=_picture(found.html),
        data=graph(
            _news_article(found, site, summary),
            trail(site, *steps, (own.title, path)),
            organisation(site),
        ),
    )


def related(own: Heading, every: Sequence[Heading]) -> list[Heading]:
    """The latest others that share a word of the title, else simply the latest."""
    words = _title_words(own)
    others = sorted(
        (one for one in every if one.path != own.path),
        key=lambda one: (len(words & _title_words(one)), one.published_at),
        reverse=True,
    )
    return others[:MOST_RELATED]


def streets(found: Article) -> list[tuple[str, list[str]]]:
    """«Саратов, ул. Плякина» with its houses, as the announcement names them."""
    return [
        (f"{city}, {street}", [one.house for one in group])
        for (city, street), group in groupby(found.houses, key=lambda one: (one.city, one.street))
    ]


def _front(
    db: Database,
    every: Sequence[Heading],
    query: Mapping[str, str],
    site: Site,
    now: datetime,
) -> PublicPage:
    typed = query.get("house", "")[:100].strip()
    return PublicPage(
        path="/news",
        title="Новости",
        description=f"Новости {site.supplier.short_name}: {LEAD[0].lower()}{LEAD[1:]}",
        html=render(
            "news",
            site,
            lead=LEAD,
            latest=every[:LATEST],
            years=_tree(every, site),
            typed=typed,
            found=_of_houses(db, typed, now) if typed else [],
        ),
        data=graph(organisation(site)),
    )


def _shelf(
    there: Sequence[Heading], every: Sequence[Heading], year: int, month: int, site: Site
) -> PublicPage:
    """The news of a year or a month."""
    name = f"{MONTHS[month - 1][0]} {year}" if month else f"{year} год"
    path = f"/news/{year}/{month:02}" if month else f"/news/{year}"
    steps = (ROOT, (str(year), f"/news/{year}")) if month else (ROOT,)
    return PublicPage(
        path=path,
        title=f"Новости: {name}",
        description=f"Новости {site.supplier.short_name} за {name}.",
        html=render(
            "shelf",
            site,
            heading=f"Новости: {name}",
            steps=steps,
            months=[
                (number, list(group))
                for number, group in groupby(there, lambda one: _month(one, site))
            ],
            year=year,
            years=_tree(every, site),
        ),
        data=graph(trail(site, *steps, (name, path))),
    )


def _of_houses(db: Database, typed: str, now: datetime) -> list[tuple[House, list[Heading]]]:
    """The houses that fit what was typed, each with what was announced to it."""
    with db.read() as session:
        fitting = houses.search(session, search_words(typed), limit=MOST_HOUSES)
        return [(house, articles.about_house(session, [house.id], now=now)) for house in fitting]


def _tree(every: Sequence[Heading], site: Site) -> list[tuple[int, list[tuple[int, int]]]]:
    """Years, their months, and how many news each has; the latest first."""
    moments = [one.published_at for one in every if one.published_at]
    return [
        (year, [(month, sum(_is_of(one, year, month, site) for one in every)) for month in months])
        for year, months in months_of(moments, site.zone)
    ]


def _is_of(one: Heading, year: int, month: int, site: Site) -> bool:
    at = one.published_at.astimezone(site.zone) if one.published_at else None
    return at is not None and at.year == year and month in (0, at.month)


def _month(one: Heading, site: Site) -> int:
    assert one.published_at is not None
    return one.published_at.astimezone(site.zone).month


def _title_words(one: Heading) -> set[str]:
    return {word for word in one.title.lower().split() if len(word) > 4}


def _words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def _picture(html: str) -> str:
    """The address of the first picture, ours by the cleaning of the text; "" without one."""
    found = PICTURE.search(html)
    return found[1] if found else ""


def _news_article(found: Article, site: Site, summary: str) -> dict[str, object]:
    own = found.heading
    assert own.published_at is not None
    return {
        "@type": "NewsArticle",
        "headline": own.title,
        "description": summary,
        "datePublished": own.published_at.astimezone(site.zone).isoformat(),
        "dateModified": found.updated_at.astimezone(site.zone).isoformat(),
        "mainEntityOfPage": site.origin + own.path,
        "author": {"@id": f"{site.origin}/#supplier"},
        "publisher": {"@id": f"{site.origin}/#supplier"},
    }
