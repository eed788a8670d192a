"""Publish a Markdown file, take an edition back, and read what is published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from sqlmodel import Session

from lk_app.db import articles, audit, changes, questions, site_files, site_words
from lk_app.db.engine import Database
from lk_app.db.site_words import Index
from lk_app.documents.site.markdown import Picture, pictures_of, to_html, to_text
from lk_app.domain import front_matter
from lk_app.domain.articles import (
    ArticleRefused,
    Edition,
    Heading,
    Manuscript,
    NamedHouse,
    Outcome,
    Published,
)
from lk_app.domain.audit import COMMAND_LINE, Action, Actor, Deed
from lk_app.domain.search_words import asked, stems
from lk_app.usecases.changes import ARTICLES
from lk_app.usecases.site_files import described

MOST_FOUND = 20
MOST_ANNOUNCED = 3
LATELY = timedelta(days=30)  # an announcement is of no use to a cabinet after that
TITLE_WEIGHT = 5  # a word of the title counts as often in the search


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as it would stand on the site, and which edition of its address it would be."""

    path: str
    title: str
    html: str
    published_at: datetime | None
    houses: int
    edition: int


def publish(
    *,
    db: Database,
    source: str,
    now: datetime,
    tz: tzinfo,
    pictures: Mapping[str, bytes] | None = None,
    by: Actor = COMMAND_LINE,
) -> Published:
    """Put a file on the site as it is; the same file again changes nothing.

    `pictures` are the files that the text shows, by the names it writes: its editions name them by
    their content. Raises ArticleRefused with what is wrong in the file, or the house nobody knows;
    FileRefused for a picture.
    """
    source = front_matter.printable(source)
    files = {name: described(name, content) for name, content in (pictures or {}).items()}
    for name, file in files.items():
        source = source.replace(f"]({name}", f"]({file.address}")
    text = front_matter.read(source, tz=tz)
    path = text.path(tz)
    with db.write() as session:
        known = articles.editions(session, path)
        visible = text.published_at is not None and text.published_at <= now
        if known and known[-1].source == source:
            return Published(path, Outcome.SAME, known[-1].number, visible)
        number = known[-1].number + 1 if known else 1
        for file in files.values():
            site_files.put(session, file)
        _save(session, text, path, number, source, now=now)
        before = {"edition": number - 1} if known else {}
        after = {"edition": number, "title": text.title}
        audit.note(session, by, Deed(Action.NEWS_PUBLISHED, path, before, after), at=now)
    return Published(path, Outcome.EDITED if known else Outcome.NEW, number, visible)


def preview(*, db: Database, source: str, tz: tzinfo) -> Preview:
    """How a file would look, without keeping anything; raises ArticleRefused as publishing does."""
    text = front_matter.read(source, tz=tz)
    path = text.path(tz)
    with db.read() as session:
        houses = _houses(session, text)
        html = to_html(text.body, pictures=_pictures(session, text.body))
        known = articles.editions(session, path)
    edition = known[-1].number + 1 if known else 1
    return Preview(path, text.title, html, text.published_at, len(houses), edition)


def undo(
    *, db: Database, path: str, now: datetime, tz: tzinfo, by: Actor = COMMAND_LINE
) -> Published:
    """Put back what an address said before its latest edition, as an edition of its own.

    Raises ArticleRefused: article.unknown, article.first_edition.
    """
    known = history(db=db, path=path)
    if len(known) < 2:
        raise ArticleRefused("article.first_edition", path=path)
    return publish(db=db, source=known[-2].source, now=now, tz=tz, by=by)


def history(*, db: Database, path: str) -> list[Edition]:
    """Everything an address ever said, the newest last; raises ArticleRefused: article.unknown."""
    with db.read() as session:
        known = articles.editions(session, path)
    if not known:
        raise ArticleRefused("article.unknown", path=path[:200])
    return known


def listed(*, db: Database, typed: str, limit: int, offset: int = 0) -> list[Heading]:
    """Everything that was saved, drafts too, the last saved first; with these words, if any."""
    with db.read() as session:
        return articles.listed(session, typed, limit=limit, offset=offset)


def is_known(*, db: Database, path: str) -> bool:
    """Whether anything was ever saved for this address, or it has moved."""
    with db.read() as session:
        return bool(articles.editions(session, path) or articles.moved_to(session, path))


def path_of(source: str, *, tz: tzinfo) -> str:
    """The address a file goes to; raises ArticleRefused."""
    return front_matter.read(source, tz=tz).path(tz)


def search(*, db: Database, query: str, now: datetime) -> list[Heading]:
    """What is visible and has every word asked for, in any form of it; the best first."""
    words = asked(query)
    if not words:
        return []
    with db.read() as session:
        return articles.with_words(session, words, now=now, limit=MOST_FOUND)


def for_customer(*, db: Database, customer_id: int, now: datetime) -> list[Heading]:
    """What was lately announced to the houses of the customer's accounts, the newest first."""
    with db.read() as session:
        houses = articles.houses_of_customer(session, customer_id)
        found = articles.about_house(session, houses, now=now)
    fresh = [one for one in found if one.published_at and one.published_at > now - LATELY]
    return fresh[:MOST_ANNOUNCED]


def _save(
    session: Session,
    text: Manuscript,
    path: str,
    number: int,
    source: str,
    *,
    now: datetime,
) -> None:
    houses = _houses(session, text)
    for old in text.was:
        _give_way(session, old, path)
    html = to_html(text.body, pictures=_pictures(session, text.body))
    article_id = articles.put(session, path, text, html, now=now)
    articles.add_edition(session, article_id, number, source, now)
    articles.put_houses(session, article_id, list(houses.values()))
    words = [*stems(text.title) * TITLE_WEIGHT, *stems(text.summary), *stems(to_text(text.body))]
    named = [stem for house in houses for stem in stems(str(house))]
    site_words.put(session, Index.ARTICLES, article_id, [*words, *named])
    changes.announce(session, ARTICLES)


def _pictures(session: Session, body: str) -> dict[str, Picture]:
    """The site's own pictures that a text shows, with their sizes."""
    found: dict[str, Picture] = {}
    for address in pictures_of(body):
        parts = address.split("/")
        file = site_files.by_key(session, parts[3]) if len(parts) == 5 else None
        if file is not None and file.address == address and file.width:
            found[address] = Picture(address, file.width, file.height)
    return found


def _houses(session: Session, text: Manuscript) -> Mapping[NamedHouse, int]:
    """A house that is not in the books is a slip of the pen: nobody of it would be told."""
    known = articles.house_ids(session, text.houses)
    for house in text.houses:
        if house not in known:
            raise ArticleRefused("article.house_unknown", house=str(house)[:100])
    return known


def _give_way(session: Session, old: str, path: str) -> None:
    if old == path:
        raise ArticleRefused("article.was", value=old)
    articles.remove(session, old)
    articles.move(session, old, path)
    questions.move(session, old, path)
