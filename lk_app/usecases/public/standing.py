"""Standing pages: «О компании», «Потребителям», «Раскрытие информации»; site map; search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from lk_app.db import articles, questions, site_files
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
from lk_app.domain.articles import Article, Heading, Section
from lk_app.domain.search_words import asked, stems
from lk_app.domain.site_files import Document
from lk_app.usecases import articles as texts
from lk_app.usecases import questions as replies


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the site: what it is called where nothing was written for it yet."""

    section: Section
    title: str
    lead: str

    @property
    def path(self) -> str:
        return f"/{self.section}"


PARTS = {
    part.path: part
    for part in (
        Part(Section.ABOUT, "О компании", "Чем занимаемся и как с нами связаться."),
        Part(
            Section.CONSUMERS, "Потребителям", "Как передать показания, платить и менять счётчик."
        ),
        Part(Section.DISCLOSURE, "Раскрытие информации", "Документы по годам и видам."),
    )
}
PLACES = (  # of the site map, in its order; what needs signing in is one line
    ("Главная", "/"),
    ("Новости", "/news"),
    ("Тарифы", "/tariffs"),
    *((part.title, path) for path, part in PARTS.items()),
    ("Личный кабинет", "/cabinet"),
    ("Без входа в кабинет", "/guest"),
    ("Регистрация", "/register"),
)


def part(
    *, db: Database, path: str, site: Site, now: datetime, filled: Filled = UNTOUCHED
) -> PublicPage | None:
    """A part's own page, or a text under it."""
    own = PARTS["/" + path.split("/")[1]]
    with db.read() as session:
        found = articles.at(session, path, now=now)
        others = _in_order(articles.headings(session, own.section, now=now))
        documents = site_files.disclosed(session) if own.section is Section.DISCLOSURE else []
        asked = questions.answered(session, path) if found else []
    if path == own.path:
        return _front(own, found, [one for one in others if one.path != path], documents, site)
    facts = {"questions": asked, "filled": filled}
    return written(own, found, others, site, facts) if found else None


def site_map(*, db: Database, site: Site, now: datetime) -> PublicPage:
    """Everything there is, for people."""
    with db.read() as session:
        texts = {
            part.path: articles.headings(session, part.section, now=now) for part in PARTS.values()
        }
        news = articles.headings(session, Section.NEWS, now=now)
    years = months_of([one.published_at for one in news if one.published_at], site.zone)
    facts = {"places": PLACES, "texts": texts, "years": years}
    title, lead = "Карта сайта", "Все разделы и новости по месяцам."
    return PublicPage("/sitemap", title, lead, render("sitemap", site, **facts))


def finding(*, db: Database, query: Mapping[str, str], site: Site, now: datetime) -> PublicPage:
    """What has the words asked for: texts, answered questions, documents, places of the site."""
    typed = " ".join(query.get("q", "")[:200].split())
    with db.read() as session:
        documents = site_files.disclosed(session) if typed else []
    words, found = asked(typed), texts.search(db=db, query=typed, now=now)
    return PublicPage(
        "/search",
        f"Поиск: {typed}" if typed else "Поиск по сайту",
        "Поиск по новостям и страницам сайта.",
        render(
            "search",
            site,
            typed=typed,
            places=[(name, path) for name, path in PLACES if _fits(words, name)],
            found=found,
            capped=len(found) == texts.MOST_FOUND,
            questions=replies.search(db=db, query=typed, now=now),
            documents=[one for one in documents if _fits(words, f"{one.title} {one.kind}")],
        ),
    )


def _fits(words: Sequence[str], text: str) -> bool:
    """Whether every word asked for begins one of the text, as the index has it."""
    known = stems(text)
    return bool(words) and all(any(one.startswith(word) for one in known) for word in words)


def _front(
    own: Part,
    found: Article | None,
    others: Sequence[Heading],
    documents: Sequence[Document],
    site: Site,
) -> PublicPage:
    title = found.heading.title if found else own.title
    return PublicPage(
        path=own.path,
        title=title,
        description=described(found.heading.summary if found else "", own.lead),
        html=render(
            "part", site, part=own, title=title, text=found.html if found else "",
            lead=found.heading.summary if found else own.lead, others=others,
            years=_by_year(documents),
        ),
        data=graph(organisation(site), trail(site, (title, own.path))),
    )  # fmt: skip


def written(
    own: Part,
    found: Article,
    others: Sequence[Heading],
    site: Site,
    facts: Mapping[str, object],
) -> PublicPage:
    """The page of a text under a part; `facts` are its questions and their form."""
    heading = found.heading
    steps = ((own.title, own.path),)
    return PublicPage(
        path=heading.path,
        title=heading.title,
        description=described(heading.summary, heading.title),
        html=render(
            "text", site, steps=steps, heading=heading, text=found.html, **facts,
            others=[one for one in others if one.path not in {heading.path, own.path}],
        ),
        data=graph(organisation(site), trail(site, *steps, (heading.title, heading.path))),
    )  # fmt: skip


def _by_year(
    documents: Sequence[Document],
) -> list[tuple[int, list[tuple[str, list[Document]]]]]:
    """Years, their kinds, and the documents of each."""
    return [
        (year, [(kind, list(group)) for kind, group in groupby(of_year, lambda one: one.kind)])
        for year, of_year in groupby(documents, lambda one: one.year)
    ]


def _in_order(headings: Sequence[Heading]) -> list[Heading]:
    """Standing texts stand in the order in which they were first published."""
    return sorted(headings, key=lambda one: (not one.pinned, one.id))
