"""Norms of consumption, as dated rows by category."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from sqlmodel import Session, col, select, update

from lk_app.db.dated import in_force
from lk_app.db.tables import NormRow as Row
from lk_app.domain.consumption import NormRow


def published(
    session: Session, at: datetime | None = None, *, ids: Sequence[int] | None = None
) -> list[NormRow]:
    """The norms in force (or at a past moment, or these), oldest first, kWh a person a month."""
    rows = session.exec(
        select(Row).where(in_force(Row, at, ids)).order_by(col(Row.valid_from), col(Row.id))
    )
    return [NormRow(row.valid_from, row.category, Fraction(row.norm_kwh)) for row in rows]


def put(session: Session, norm: NormRow, *, now: datetime) -> bool:
    """Publish a norm of whole kWh, superseding the one of its date; whether anything changed."""
    if norm in published(session):
        return False
    session.exec(
        update(Row)
        .where(
            col(Row.valid_from) == norm.valid_from,
            col(Row.category) == norm.category,
            col(Row.superseded_at).is_(None),
        )
        .values(superseded_at=now)
    )
    session.add(
        Row(
            valid_from=norm.valid_from,
            category=norm.category,
            norm_kwh=int(norm.norm_kwh),
            published_at=now,
        )
    )
    return True
