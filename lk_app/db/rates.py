"""Late-fee rates, as dated rows."""

from fractions import Fraction

from sqlmodel import Session, col, select

from lk_app.db.tables import RateRow
from lk_app.domain.late_fees import LateFeeRate

PER_UNIT = 10_000  # a rate is kept in hundredths of a per cent: 950 is 9.5 %


def published(session: Session) -> list[LateFeeRate]:
    """Every late-fee rate, oldest first, as a fraction of a year's debt."""
    rows = session.exec(select(RateRow).order_by(col(RateRow.valid_from)))
    return [LateFeeRate(row.valid_from, Fraction(row.late_fee_rate, PER_UNIT)) for row in rows]


def put(session: Session, rate: LateFeeRate) -> bool:
    """Store a rate; whether anything changed."""
    value = int(rate.rate * PER_UNIT)
    row = session.exec(select(RateRow).where(RateRow.valid_from == rate.valid_from)).first()
    if row and row.late_fee_rate == value:
        return False
    row = row or RateRow(valid_from=rate.valid_from, late_fee_rate=0)
    row.late_fee_rate = value
    session.add(row)
    return True
