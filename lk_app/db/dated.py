"""Rows that are never edited, only superseded: which of them were in force at a moment."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col


def in_force(row: Any, at: datetime | None) -> ColumnElement[bool]:
    """Rows in force now, or at a past moment.

    What was superseded at that very moment still counts: in a tie the row published first stands,
    so read them by id.
    """
    if at is None:
        return col(row.superseded_at).is_(None)
    later = or_(col(row.superseded_at).is_(None), col(row.superseded_at) >= at)
    return and_(col(row.published_at) <= at, later)
