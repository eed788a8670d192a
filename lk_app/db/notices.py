"""Notices: noted once for each person, thing and way; claimed and sent afterwards."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, delete, select, update

from lk_app.db.engine import insert, mention
from lk_app.db.tables import ArticleHouseRow, ArticleRow, NoticeRow
from lk_app.domain.letters import CLAIM_LIFE
from lk_app.domain.notices import Notice, NoticeKind, WaitingNotice

TOPIC = "notices"  # mentioned to whoever listens once a notice is committed
BY_MAIL = 0  # the device of a notice that goes to the mailbox


def announced(session: Session, *, since: datetime, until: datetime) -> list[tuple[int, int]]:
    """Article and house of every announcement that appeared between two moments."""
    rows = session.exec(
        select(ArticleHouseRow.article_id, ArticleHouseRow.house_id)
        .join(ArticleRow, col(ArticleRow.id) == ArticleHouseRow.article_id)
        .where(col(ArticleRow.published_at) > since, col(ArticleRow.published_at) <= until)
    )
    return list(rows)


def known(
    session: Session, customer_ids: Collection[int], kinds: Collection[NoticeKind]
) -> set[tuple[int, str, str, int]]:
    """What these people were told of these kinds: (person, kind, subject, device)."""
    rows = session.exec(
        select(NoticeRow.customer_id, NoticeRow.kind, NoticeRow.subject, NoticeRow.device_id).where(
            col(NoticeRow.customer_id).in_(customer_ids), col(NoticeRow.kind).in_(kinds)
        )
    )
    return set(rows)


def add(
    session: Session, customer_id: int, notice: Notice, *, device_id: int, at: datetime
) -> bool:
    """Note a notice that is to go; False if this was told before, in this way."""
    if not _insert(session, customer_id, notice.kind, notice, device_id, at, waits=True):
        return False
    for weaker in notice.also:  # said along with it: kept, so that they do not follow
        _insert(session, customer_id, weaker, notice, device_id, at, waits=False)
    mention(session, TOPIC)
    return True


def _insert(
    session: Session,
    customer_id: int,
    kind: NoticeKind,
    notice: Notice,
    device_id: int,
    at: datetime,
    *,
    waits: bool,
) -> bool:
    # ON CONFLICT, not a look beforehand: two workers may look at the same moment
    added = session.connection().execute(
        insert(session, NoticeRow)
        .values(
            customer_id=customer_id,
            kind=kind,
            subject=notice.subject,
            device_id=device_id,
            title=notice.title,
            text=notice.text,
            path=notice.path,
            created_at=at,
            until=notice.until,
            sent_at=None if waits else at,
            next_attempt_at=at if waits else None,
            attempts=0,
            last_error="",
        )
        .on_conflict_do_nothing(index_elements=["customer_id", "kind", "subject", "device_id"])
        .returning(col(NoticeRow.id))
    )
    return added.first() is not None


def claim_due(session: Session, *, now: datetime, limit: int) -> list[WaitingNotice]:
    """Notices to send now, oldest first; for CLAIM_LIFE no other worker is given the same ones."""
    rows = session.exec(
        select(NoticeRow)
        .where(col(NoticeRow.sent_at).is_(None), col(NoticeRow.next_attempt_at) <= now)
        .order_by(col(NoticeRow.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.attempts += 1
        row.next_attempt_at = now + CLAIM_LIFE
        session.add(row)
    return [_waiting(row) for row in rows]


def mark_sent(session: Session, notice_id: int, *, at: datetime) -> None:
    """Note that it was taken."""
    _set(session, notice_id, sent_at=at, next_attempt_at=None, last_error="")


def mark_failed(session: Session, notice_id: int, *, error: str, retry_at: datetime | None) -> None:
    """Note why it did not go, and when it goes again; None gives it up."""
    _set(session, notice_id, next_attempt_at=retry_at, last_error=error)


def overdue(session: Session, *, before: datetime) -> tuple[int, str]:
    """How many notices should have gone before then, and what was said to the oldest one."""
    rows = session.exec(
        select(NoticeRow).where(col(NoticeRow.next_attempt_at) < before).order_by(col(NoticeRow.id))
    ).all()
    return len(rows), rows[0].last_error if rows else ""


def forget_told(session: Session, *, before: datetime) -> int:
    """Delete notices made before then that are over; returns how many."""
    over = delete(NoticeRow).where(
        col(NoticeRow.created_at) < before, col(NoticeRow.next_attempt_at).is_(None)
    )
    return session.exec(over).rowcount


def drop_waiting(
    session: Session, customer_id: int, device_id: int, kinds: Collection[NoticeKind]
) -> None:
    """Give up what waits to be told of these kinds in this way."""
    session.exec(
        update(NoticeRow)
        .where(
            col(NoticeRow.customer_id) == customer_id,
            col(NoticeRow.device_id) == device_id,
            col(NoticeRow.kind).in_(kinds),
            col(NoticeRow.sent_at).is_(None),
        )
        .values(next_attempt_at=None)
    )


def _set(session: Session, notice_id: int, **columns: object) -> None:
    session.exec(update(NoticeRow).where(col(NoticeRow.id) == notice_id).values(**columns))


def _waiting(row: NoticeRow) -> WaitingNotice:
    assert row.id is not None
    return WaitingNotice(
        id=row.id,
        customer_id=row.customer_id,
        device_id=row.device_id or None,
        notice=Notice(NoticeKind(row.kind), row.subject, row.title, row.text, row.path, row.until),
        attempts=row.attempts,
    )
