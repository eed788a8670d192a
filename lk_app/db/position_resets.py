"""How often positions were thrown away, so that what was computed from them is not kept."""

from sqlmodel import Session, col, select, update

from lk_app.db.tables import PositionResetRow

ACCOUNT, RULES = "account", "rules"  # single accounts; all that posted months were reckoned by


def count(session: Session, reason: str) -> None:
    """Once more, as of this transaction."""
    session.exec(
        update(PositionResetRow)
        .where(col(PositionResetRow.reason) == reason)
        .values(times=col(PositionResetRow.times) + 1)
    )


def times(session: Session, reason: str, *, hold: bool = False) -> int:
    """How often until now; `hold` lets nobody count another one before this transaction ends."""
    query = select(PositionResetRow.times).where(PositionResetRow.reason == reason)
    return session.exec(query.with_for_update(read=True) if hold else query).one()
