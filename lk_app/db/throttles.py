"""Failures counted per key."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from lk_app.db.engine import insert
from lk_app.db.tables import ThrottleRow
from lk_app.domain.customers import Throttle

FORGET_AFTER = timedelta(hours=24)


def blocked_until(session: Session, keys: list[str], *, now: datetime) -> datetime | None:
    """When the last of these keys opens again, or None if all are open."""
    rows = session.exec(
        select(ThrottleRow).where(col(ThrottleRow.key).in_(keys), ThrottleRow.blocked_until > now)
    ).all()
    return max((row.blocked_until for row in rows), default=None)


def hold(session: Session, key: str, *, now: datetime) -> None:
    """Let one transaction at a time look at this key, and then `fail`, `forget` or `release` it."""
    _held(session, key, now)


def fail(session: Session, key: str, throttle: Throttle, *, now: datetime) -> None:
    """Count one more failure and pause the key accordingly; a day without failures forgets."""
    row = _held(session, key, now)
    row.failures = row.failures + 1 if row.forget_at > now else 1
    row.blocked_until = now + throttle.pause(row.failures)
    row.forget_at = now + FORGET_AFTER
    session.add(row)


def forget(session: Session, key: str) -> None:
    """A success opens the key and clears its count."""
    session.exec(delete(ThrottleRow).where(col(ThrottleRow.key) == key))


def release(session: Session, key: str) -> None:
    """What was held and counts nothing leaves no trace of who came by."""
    session.exec(delete(ThrottleRow).where(col(ThrottleRow.key) == key, ThrottleRow.failures == 0))  # type: ignore[arg-type]


def forget_all(session: Session, *, before: datetime) -> int:
    """Forget the counts whose day came before then; returns how many."""
    return session.exec(delete(ThrottleRow).where(col(ThrottleRow.forget_at) < before)).rowcount


def _held(session: Session, key: str, now: datetime) -> ThrottleRow:
    """The row of a key, made where there is none, locked until the transaction ends."""
    # ON CONFLICT, not a look beforehand: two first failures may come at the same moment, and a
    # success forget the row between the look and the lock
    session.connection().execute(
        insert(session, ThrottleRow)
        .values(key=key, failures=0, blocked_until=now, forget_at=now)
        .on_conflict_do_update(index_elements=["key"], set_={"key": key})
    )
    fresh = select(ThrottleRow).where(ThrottleRow.key == key)
    return session.exec(fresh.execution_options(populate_existing=True)).one()
