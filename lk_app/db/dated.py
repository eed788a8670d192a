"""Rows that are never edited, only superseded: which of them were in force at a moment."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select


def ids_in_force(session: Session, row: Any) -> list[int]:
    """The rows in force now, to be read again later by their ids, whatever happened since."""
    return list(session.exec(select(row.id).where(in_force(row, None)).order_by(row.id)))


def in_force(
    row: Any, at: datetime | None, ids: Sequence[int] | None = None
) -> ColumnElement[bool]:
    """Rows in force now, or at a past moment, or these.

    What was superseded at that very moment still counts: in a tie the row published first stands,
    so read them by id.
    """
    if ids is not None:
        return col(row.id).in_(ids)
    if at is None:
        return col(row.superseded_at).is_(None)
    later = or_(col(row.superseded_at).is_(None), col(row.superseded_at) >= at)
    return and_(col(row.published_at) <= at, later)
