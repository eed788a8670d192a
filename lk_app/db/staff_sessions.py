"""Browsers at work."""

from datetime import datetime

from sqlmodel import Session, col, delete, or_, select, update

from lk_app.db.tables import StaffSessionRow
from lk_app.domain.staff import StaffSession, open_since


def add(session: Session, opened: StaffSession, *, secret_hash: str) -> StaffSession:
    """Store a new session; the given id is ignored."""
    row = StaffSessionRow(
        staff_id=opened.staff_id,
        secret_hash=secret_hash,
        created_at=opened.created_at,
        last_seen_at=opened.last_seen_at,
        user_agent=opened.user_agent,
        address=opened.address,
    )
    session.add(row)
    session.flush()
    return _session(row)


def open_by_secret(session: Session, secret_hash: str, *, now: datetime) -> StaffSession | None:
    """The session of a cookie, if it was not ended and somebody has been at the desk."""
    made_after, used_after = open_since(now)
    row = session.exec(
        select(StaffSessionRow).where(
            StaffSessionRow.secret_hash == secret_hash,
            col(StaffSessionRow.ended_at).is_(None),
            StaffSessionRow.created_at > made_after,
            StaffSessionRow.last_seen_at > used_after,
        )
    ).first()
    return _session(row) if row else None


def touch(session: Session, session_id: int, *, now: datetime) -> None:
    """Note that somebody is at the desk."""
    session.exec(
        update(StaffSessionRow)
        .where(col(StaffSessionRow.id) == session_id)
        .values(last_seen_at=now)
    )


def end(session: Session, *, staff_id: int, only: int | None = None, now: datetime) -> None:
    """End an employee's sessions: all of them, or one."""
    query = update(StaffSessionRow).where(
        col(StaffSessionRow.staff_id) == staff_id, col(StaffSessionRow.ended_at).is_(None)
    )
    query = query if only is None else query.where(col(StaffSessionRow.id) == only)
    session.exec(query.values(ended_at=now))


def forget_ended(session: Session, *, before: datetime) -> int:
    """Forget sessions that were ended or last used before then; returns how many."""
    gone = delete(StaffSessionRow).where(
        or_(
            col(StaffSessionRow.ended_at) < before,
            col(StaffSessionRow.last_seen_at) < before,
        )
    )
    return session.exec(gone).rowcount


def _session(row: StaffSessionRow) -> StaffSession:
    assert row.id is not None
    return StaffSession(
        id=row.id,
        staff_id=row.staff_id,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        user_agent=row.user_agent,
        address=row.address,
    )
