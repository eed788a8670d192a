"""Signed-in browsers."""

from datetime import datetime

from sqlmodel import Session as DbSession
from sqlmodel import col, delete, or_, select, update

from lk_app.db import notice_wishes
from lk_app.db.tables import SessionRow
from lk_app.domain.customers import Session


def add(db: DbSession, session: Session, *, secret_hash: str) -> Session:
    """Store a new session; the given id is ignored."""
    row = SessionRow(
        customer_id=session.customer_id,
        secret_hash=secret_hash,
        created_at=session.created_at,
        last_seen_at=session.last_seen_at,
        expires_at=session.expires_at,
        remembered=session.remembered,
        user_agent=session.user_agent,
        address=session.address,
    )
    db.add(row)
    db.flush()
    return _session(row)


def open_by_secret(db: DbSession, secret_hash: str, *, now: datetime) -> Session | None:
    """The session of a cookie, if it was not ended and has not expired."""
    row = db.exec(
        select(SessionRow).where(
            SessionRow.secret_hash == secret_hash,
            col(SessionRow.ended_at).is_(None),
            SessionRow.expires_at > now,
        )
    ).first()
    return _session(row) if row else None


def open_of(db: DbSession, customer_id: int, *, now: datetime) -> list[Session]:
    """A customer's open sessions, the latest used first."""
    rows = db.exec(
        select(SessionRow)
        .where(
            SessionRow.customer_id == customer_id,
            col(SessionRow.ended_at).is_(None),
            SessionRow.expires_at > now,
        )
        .order_by(col(SessionRow.last_seen_at).desc())
    )
    return [_session(row) for row in rows]


def touch(db: DbSession, session_id: int, *, now: datetime) -> None:
    """Note that the session was used."""
    db.exec(update(SessionRow).where(col(SessionRow.id) == session_id).values(last_seen_at=now))


def end(
    db: DbSession,
    *,
    customer_id: int,
    now: datetime,
    only: int | None = None,
    except_for: int | None = None,
) -> None:
    """End one session of a customer, or all of them but one; their devices hear nothing more."""
    query = update(SessionRow).where(
        col(SessionRow.customer_id) == customer_id, col(SessionRow.ended_at).is_(None)
    )
    if only is not None:
        query = query.where(col(SessionRow.id) == only)
    if except_for is not None:
        query = query.where(col(SessionRow.id) != except_for)
    db.exec(query.values(ended_at=now))
    notice_wishes.remove_of_sessions(db, customer_id, only=only, except_for=except_for)


def forget_ended(db: DbSession, *, before: datetime) -> int:
    """Delete sessions that ended or expired before then; returns how many."""
    over = or_(col(SessionRow.ended_at) < before, col(SessionRow.expires_at) < before)
    return db.exec(delete(SessionRow).where(over)).rowcount


def _session(row: SessionRow) -> Session:
    assert row.id is not None
    return Session(
        id=row.id,
        customer_id=row.customer_id,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        expires_at=row.expires_at,
        remembered=row.remembered,
        user_agent=row.user_agent,
        address=row.address,
    )
