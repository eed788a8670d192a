"""Articles as they stand, their editions, the houses they are for, and addresses that moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import defer
from sqlmodel import Session, col, delete, exists, func, or_, select

from lk_app.db import site_words
from lk_app.db.site_words import Index
from lk_app.db.tables import (
    AccountLinkRow,
    AccountRow,
    ArticleHouseRow,
    ArticleRow,
    EditionRow,
    HouseRow,
    MovedAddressRow,
)
from lk_app.domain.articles import Article, Edition, Heading, Manuscript, NamedHouse, Section

if TYPE_CHECKING:
    from sqlmodel.sql.expression import Select

FOR_HOUSES = exists().where(col(ArticleHouseRow.article_id) == ArticleRow.id)


def put(session: Session, at: str, text: Manuscript, html: str, *, now: datetime) -> int:
    """Make the article at this address say this; the id. Its houses and editions are put apart."""
    row = session.exec(select(ArticleRow).where(ArticleRow.path == at)).first()
    row = row or ArticleRow(path=at, section=text.section, title="", html="", updated_at=now)
    row.title, row.summary, row.html = text.title, text.summary, html
    row.published_at, row.pinned, row.updated_at = text.published_at, text.pinned, now
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def remove(session: Session, at: str) -> None:
    """Take an article away for good, with its editions."""
    found = session.exec(select(ArticleRow).where(ArticleRow.path == at)).first()
    if found is not None:
        session.execute(delete(EditionRow).where(col(EditionRow.article_id) == found.id))
        session.execute(delete(ArticleHouseRow).where(col(ArticleHouseRow.article_id) == found.id))
        site_words.forget(session, Index.ARTICLES, found.id or 0)
        session.delete(found)
        session.flush()


def editions(session: Session, at: str) -> list[Edition]:
    """Everything this address ever said, the newest last."""
    rows = session.exec(
        select(EditionRow)
        .join(ArticleRow, col(ArticleRow.id) == EditionRow.article_id)
        .where(ArticleRow.path == at)
        .order_by(col(EditionRow.number))
    )
    return [Edition(row.number, row.saved_at, row.source) for row in rows]


def add_edition(session: Session, article_id: int, number: int, source: str, now: datetime) -> None:
    """Keep the whole file."""
    session.add(EditionRow(article_id=article_id, number=number, source=source, saved_at=now))


def house_ids(session: Session, houses: Iterable[NamedHouse]) -> dict[NamedHouse, int]:
    """The ids of those houses that the supplier serves."""
    found: dict[NamedHouse, int] = {}
    for house in houses:
        known = session.exec(
            select(HouseRow.id).where(
                HouseRow.city == house.city,
                HouseRow.street == house.street,
                HouseRow.house == house.house,
            )
        ).first()
        if known is not None:
            found[house] = known
    return found


def put_houses(session: Session, article_id: int, ids: Sequence[int]) -> None:
    """Name the houses of an article anew."""
    session.execute(delete(ArticleHouseRow).where(col(ArticleHouseRow.article_id) == article_id))
    session.add_all(ArticleHouseRow(article_id=article_id, house_id=each) for each in set(ids))


def headings(
    session: Session, section: Section, *, now: datetime, newest: int | None = None
) -> list[Heading]:
    """What is visible of a section: pinned first, then the newest."""
    query = (
        _headings()
        .where(ArticleRow.section == section, col(ArticleRow.published_at) <= now)
        .order_by(
            col(ArticleRow.pinned).desc(),
            col(ArticleRow.published_at).desc(),
            col(ArticleRow.id).desc(),
        )
    )
    return [_heading(*row) for row in session.exec(query.limit(newest) if newest else query)]


def listed(session: Session, typed: str, *, limit: int, offset: int) -> list[Heading]:
    """Every article, drafts too, the last saved first; of this address or title, if asked."""
    query = _headings().order_by(col(ArticleRow.updated_at).desc(), col(ArticleRow.id).desc())
    if typed:
        named = col(ArticleRow.title).contains(typed, autoescape=True)
        query = query.where(or_(named, col(ArticleRow.path).startswith(typed, autoescape=True)))
    return [_heading(*row) for row in session.exec(query.limit(limit).offset(offset))]


def by_ids(session: Session, ids: Sequence[int], *, now: datetime) -> list[Heading]:
    """The visible ones of these, in the given order."""
    rows = session.exec(
        _headings().where(col(ArticleRow.id).in_(ids), col(ArticleRow.published_at) <= now)
    )
    found = {heading.id: heading for heading in (_heading(*row) for row in rows)}
    return [found[each] for each in ids if each in found]


def with_words(
    session: Session, stems: Sequence[str], *, now: datetime, limit: int
) -> list[Heading]:
    """What is visible and has all of these words, the best first and then the newest."""
    found = site_words.having(session, Index.ARTICLES, stems)
    rows = session.exec(
        _headings()
        .join(found, found.c.id == ArticleRow.id)
        .where(col(ArticleRow.published_at) <= now)
        .order_by(found.c.place, col(ArticleRow.id).desc())
        .limit(limit)
    )
    return [_heading(*row) for row in rows]


def about_house(session: Session, house_ids: Sequence[int], *, now: datetime) -> list[Heading]:
    """Visible announcements that name any of these houses, the newest first."""
    rows = session.exec(
        _headings()
        .where(
            col(ArticleRow.published_at) <= now,
            col(ArticleRow.id).in_(
                select(ArticleHouseRow.article_id).where(
                    col(ArticleHouseRow.house_id).in_(house_ids)
                )
            ),
        )
        .order_by(col(ArticleRow.published_at).desc())
    )
    return [_heading(*row) for row in rows]


def houses_of_customer(session: Session, customer_id: int) -> list[int]:
    """The houses of the accounts a customer sees."""
    return list(
        session.exec(
            select(AccountRow.house_id)
            .join(AccountLinkRow, col(AccountLinkRow.account_id) == AccountRow.id)
            .where(AccountLinkRow.customer_id == customer_id)
            .distinct()
        )
    )


def at(session: Session, path: str, *, now: datetime) -> Article | None:
    """The visible article at this address."""
    row = session.exec(
        select(ArticleRow).where(ArticleRow.path == path, col(ArticleRow.published_at) <= now)
    ).first()
    return _article(session, row) if row else None


def _article(session: Session, row: ArticleRow) -> Article:
    assert row.id is not None
    houses = _houses(session, row.id)
    heading = _heading(row, bool(houses))
    return Article(heading, row.html, row.updated_at, houses)


def latest_due(session: Session, *, now: datetime) -> int:
    """When the latest visible article came due, in seconds of POSIX time; 0 while there is none."""
    query = select(func.max(ArticleRow.published_at)).where(
        # by section for the sake of the index: this is asked twice a second
        col(ArticleRow.section).in_(list(Section)),
        col(ArticleRow.published_at) <= now,
    )
    latest = session.exec(query).one()
    return int(latest.timestamp()) if latest else 0


def draft(session: Session, path: str) -> Article | None:
    """The article at this address, visible or not, for who may see it before others."""
    row = session.exec(select(ArticleRow).where(ArticleRow.path == path)).first()
    return _article(session, row) if row else None


def changed(session: Session, *, now: datetime) -> dict[str, datetime]:
    """The address of every visible article and when it last changed, the oldest first."""
    rows = session.exec(
        select(ArticleRow.path, ArticleRow.updated_at)
        .where(col(ArticleRow.published_at) <= now)
        .order_by(col(ArticleRow.id))
    )
    return dict(rows.all())


def move(session: Session, old: str, new: str) -> None:
    """Lead from an old address to a new one from now on."""
    session.merge(MovedAddressRow(old=old, new=new))


def moved_to(session: Session, old: str) -> str | None:
    """Where an old address leads."""
    row = session.get(MovedAddressRow, old)
    return row.new if row else None


def _houses(session: Session, article_id: int) -> tuple[NamedHouse, ...]:
    rows = session.exec(
        select(HouseRow)
        .join(ArticleHouseRow, col(ArticleHouseRow.house_id) == HouseRow.id)
        .where(ArticleHouseRow.article_id == article_id)
        .order_by(
            col(HouseRow.city), col(HouseRow.street), func.length(HouseRow.house), HouseRow.house
        )
    )
    return tuple(NamedHouse(row.city, row.street, row.house) for row in rows)


def _headings() -> Select[ArticleRow, bool]:
    """Without the text, which no list shows."""
    return select(ArticleRow, FOR_HOUSES).options(defer(ArticleRow.html))  # type: ignore[arg-type]


def _heading(row: ArticleRow, for_houses: bool) -> Heading:
    assert row.id is not None
    return Heading(
        row.id,
        Section(row.section),
        row.path,
        row.title,
        row.summary,
        row.published_at,
        row.pinned,
        for_houses,
    )
