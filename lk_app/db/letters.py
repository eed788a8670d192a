"""The outbox: letters saved with the change they tell of, claimed and sent afterwards."""

from datetime import datetime

from sqlmodel import Session, col, select, update

from lk_app.db.engine import insert, mention
from lk_app.db.tables import LetterRow
from lk_app.domain.letters import CLAIM_LIFE, AttachedBill, OutboxLetter
from lk_app.domain.periods import Period

TOPIC = "letters"  # mentioned to whoever listens once the letter is committed


def add(session: Session, letter: OutboxLetter) -> bool:
    """Put a letter into the outbox; False if this `dedupe_key` has been there before."""
    # ON CONFLICT, not a look beforehand: two workers may tell of one event at the same moment
    added = session.connection().execute(
        insert(session, LetterRow)
        .values(
            kind=letter.kind,
            recipient=letter.recipient,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            attached=[_name(one) for one in letter.attached],
            unsubscribe_link=letter.unsubscribe_link,
            dedupe_key=letter.dedupe_key,
            created_at=letter.created_at,
            next_attempt_at=letter.created_at,
            attempts=0,
            last_error="",
        )
        .on_conflict_do_nothing(index_elements=["dedupe_key"])
        .returning(col(LetterRow.id))
    )
    if added.first() is None:
        return False
    mention(session, TOPIC)
    return True


def claim_due(session: Session, *, now: datetime, limit: int) -> list[OutboxLetter]:
    """Letters to send now, oldest first; for CLAIM_LIFE no other worker is given the same ones."""
    rows = session.exec(
        select(LetterRow)
        .where(col(LetterRow.sent_at).is_(None), col(LetterRow.next_attempt_at) <= now)
        .order_by(col(LetterRow.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.attempts += 1
        row.next_attempt_at = now + CLAIM_LIFE
        session.add(row)
    return [_letter(row) for row in rows]


def mark_sent(session: Session, letter_id: int, *, at: datetime) -> None:
    """Note that the mail server took the letter."""
    _set(session, letter_id, sent_at=at, next_attempt_at=None, last_error="")


def mark_failed(session: Session, letter_id: int, *, error: str, retry_at: datetime | None) -> None:
    """Note why the letter did not go, and when it goes again; None gives it up."""
    _set(session, letter_id, next_attempt_at=retry_at, last_error=error)


def latest(session: Session, *, limit: int) -> list[OutboxLetter]:
    """The newest letters, sent or not, newest first."""
    rows = session.exec(select(LetterRow).order_by(col(LetterRow.id).desc()).limit(limit))
    return [_letter(row) for row in rows]


def waiting(session: Session, *, since: datetime) -> tuple[int, str]:
    """How many letters have waited since before then, and what was said to the oldest one."""
    late = select(LetterRow).where(
        col(LetterRow.next_attempt_at).is_not(None), col(LetterRow.created_at) < since
    )
    rows = session.exec(late.order_by(col(LetterRow.id))).all()
    return len(rows), rows[0].last_error if rows else ""


def forget_bodies(session: Session, *, before: datetime) -> int:
    """Empty letters written before then that are sent or given up; returns how many.

    The row stays: it says that the person was told, and its key lets no event tell twice.
    """
    done = session.exec(
        update(LetterRow)
        .where(
            col(LetterRow.created_at) < before,
            col(LetterRow.next_attempt_at).is_(None),
            col(LetterRow.text) != "",
        )
        .values(text="", html="")
    )
    return done.rowcount


def _set(session: Session, letter_id: int, **columns: object) -> None:
    session.exec(update(LetterRow).where(col(LetterRow.id) == letter_id).values(**columns))


def _letter(row: LetterRow) -> OutboxLetter:
    assert row.id is not None
    return OutboxLetter(
        id=row.id,
        kind=row.kind,
        recipient=row.recipient,
        subject=row.subject,
        text=row.text,
        html=row.html,
        dedupe_key=row.dedupe_key,
        created_at=row.created_at,
        sent_at=row.sent_at,
        attempts=row.attempts,
        attached=tuple(map(_attached, row.attached)),
        unsubscribe_link=row.unsubscribe_link,
    )


def _name(one: AttachedBill) -> dict[str, str]:
    return {
        "customer": str(one.customer_id),
        "account_number": one.account_number,
        "period": str(one.period),
    }


def _attached(named: dict[str, str]) -> AttachedBill:
    period = Period.parse(named["period"])
    return AttachedBill(int(named["customer"]), named["account_number"], period)
