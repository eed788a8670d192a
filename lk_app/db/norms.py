"""Norms of consumption, as dated rows by category."""

from datetime import date
from fractions import Fraction

from sqlmodel import Session, col, select

from lk_app.db.tables import NormRow as Row
from lk_app.domain.consumption import NormRow


def published(session: Session) -> list[NormRow]:
    """Every norm, oldest first, kWh a person a month."""
    rows = session.exec(select(Row).order_by(col(Row.valid_from)))
    return [NormRow(row.valid_from, row.category, Fraction(row.norm_kwh)) for row in rows]


def put(session: Session, valid_from: date, category: str, norm_kwh: int) -> bool:
    """Store a norm; whether anything changed."""
    row = session.exec(
        select(Row).where(Row.valid_from == valid_from, Row.category == category)
    ).first()
    if row and row.norm_kwh == norm_kwh:
        return False
    row = row or Row(valid_from=valid_from, category=category, norm_kwh=0)
    row.norm_kwh = norm_kwh
    session.add(row)
    return True
