"""Tariffs: every row ever published; the current ones make the book."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, insert, select, update

from lk_app.db.dated import in_force
from lk_app.db.tables import TariffRow as Row
from lk_app.domain.tariffs import FOREVER, TariffBook, TariffRow


def current(session: Session) -> list[TariffRow]:
    """The rows in force, future ones too; superseded ones are left out."""
    rows = session.exec(
        select(Row).where(col(Row.superseded_at).is_(None)).order_by(col(Row.valid_from))
    )
    return [_domain(row) for row in rows]


def book(session: Session) -> TariffBook:
    """The current rows as a price list of every date."""
    return TariffBook.of(current(session))


def book_at(session: Session, at: datetime, category: str) -> TariffBook:
    """One category's price list as it stood at a past moment, superseded rows included."""
    rows = session.exec(
        select(Row).where(in_force(Row, at), Row.category == category).order_by(col(Row.id))
    )
    found: list[Row] = []
    for row in rows:
        if not any(_gave_way(earlier, row, at) for earlier in found):
            found.append(row)
    return TariffBook.of(map(_domain, found))


def _gave_way(earlier: Row, later: Row, at: datetime) -> bool:
    """Whether `later` came into the place of `earlier` at that very moment, so after the bill."""
    if earlier.superseded_at != at or later.published_at != at:
        return False
    starts = max(earlier.valid_from, later.valid_from)
    ends = min(earlier.valid_to or FOREVER, later.valid_to or FOREVER)
    return _cell(earlier) == _cell(later) and starts < ends


def _cell(row: Row) -> tuple[int, str, int]:
    return row.zones, row.register_name, row.band


def by_ids(session: Session, ids: Iterable[int]) -> dict[int, TariffRow]:
    """Rows that posted bills used, superseded or not."""
    rows = session.exec(select(Row).where(col(Row.id).in_(list(ids))))
    return {row.id: _domain(row) for row in rows if row.id is not None}


def supersede(session: Session, ids: Sequence[int], *, now: datetime) -> None:
    """Take rows out of force without touching what they said."""
    if ids:
        session.exec(update(Row).where(col(Row.id).in_(ids)).values(superseded_at=now))


def add(session: Session, rows: Sequence[TariffRow], *, now: datetime) -> None:
    """Publish rows; their ids are given by the database."""
    if rows:
        session.execute(insert(Row), [_values(row, now) for row in rows])


def _values(row: TariffRow, now: datetime) -> dict[str, Any]:
    return {
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "category": row.category,
        "zones": row.zones,
        "register_name": row.register,
        "band": row.band,
        "up_to_kwh": row.up_to_kwh,
        "price": row.price,
        "source": row.source,
        "published_at": now,
    }


def _domain(row: Row) -> TariffRow:
    assert row.id is not None
    return TariffRow(
        id=row.id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        category=row.category,
        zones=row.zones,
        register=row.register_name,
        band=row.band,
        up_to_kwh=row.up_to_kwh,
        price=row.price,
        source=row.source,
    )
