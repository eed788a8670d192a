"""Late-fee rates, as dated rows."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from sqlmodel import Session, col, select, update

from lk_app.db.dated import in_force
from lk_app.db.tables import RateRow
from lk_app.domain.late_fees import LateFeeRate

PER_UNIT = 10_000  # a rate is kept in hundredths of a per cent: 950 is 9.5 %


def published(
    session: Session, at: datetime | None = None, *, ids: Sequence[int] | None = None
) -> list[LateFeeRate]:
    """The late-fee rates in force (or at a past moment, or these), oldest first, as fractions."""
    rows = session.exec(
        select(RateRow)
        .where(in_force(RateRow, at, ids))
        .order_by(col(RateRow.valid_from), col(RateRow.id))
    )
    return [LateFeeRate(row.valid_from, Fraction(row.late_fee_rate, PER_UNIT)) for row in rows]


def put(session: Session, rate: LateFeeRate, *, now: datetime) -> bool:
    """Publish a rate, superseding the one of its date; whether anything changed."""
    if rate in published(session):
        return False
    session.exec(
        update(RateRow)
        .where(col(RateRow.valid_from) == rate.valid_from, col(RateRow.superseded_at).is_(None))
        .values(superseded_at=now)
    )
    session.add(
        RateRow(
            valid_from=rate.valid_from,
            late_fee_rate=int(rate.rate * PER_UNIT),
            published_at=now,
        )
    )
    return True
