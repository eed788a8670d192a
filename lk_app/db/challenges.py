"""Captcha challenges that were spent."""

from datetime import datetime

from sqlmodel import Session, col, delete

from lk_app.db.engine import insert
from lk_app.db.tables import UsedChallengeRow


def spend(session: Session, signature: str, *, expires_at: datetime, now: datetime) -> bool:
    """Spend a challenge; False if it was spent before. What has expired is forgotten meanwhile."""
    session.exec(delete(UsedChallengeRow).where(col(UsedChallengeRow.expires_at) < now))
    # ON CONFLICT, not a look beforehand: a replay may arrive at the same moment
    spent = session.connection().execute(
        insert(session, UsedChallengeRow)
        .values(signature=signature, expires_at=expires_at)
        .on_conflict_do_nothing(index_elements=["signature"])
        .returning(col(UsedChallengeRow.signature))
    )
    return spent.first() is not None
