"""What was kept for as long as the law or a dispute asks, and is over."""

from datetime import datetime

from sqlmodel import Session, col, delete, select, update

from lk_app.db.appeal_files import named
from lk_app.db.tables import (
    AppealFileRow,
    AppealMessageRow,
    AppealRow,
    CustomerRow,
    GuestReadingRow,
    LetterRow,
    PaymentRow,
    QuestionRow,
    ReadingPhotoRow,
)
from lk_app.domain.guest_readings import OPEN as OPEN_PROPOSALS
from lk_app.domain.payments import UNFINISHED, PaymentState


def forget_appeals(session: Session, *, before: datetime, limit: int) -> tuple[int, list[str]]:
    """Delete answered appeals that nobody touched since; how many, and keys of files to drop."""
    over = session.exec(
        select(AppealRow.id)
        .where(col(AppealRow.waits_until).is_(None), AppealRow.changed_at < before)
        .order_by(col(AppealRow.id))
        .limit(limit)
    ).all()
    said = select(AppealMessageRow.id).where(col(AppealMessageRow.appeal_id).in_(over))
    beside = col(AppealFileRow.message_id).in_(said)
    keys = set(session.exec(select(AppealFileRow.key).where(beside)))
    session.exec(delete(AppealFileRow).where(beside))
    session.exec(delete(AppealMessageRow).where(col(AppealMessageRow.appeal_id).in_(over)))
    session.exec(delete(AppealRow).where(col(AppealRow.id).in_(over)))
    return len(over), sorted(keys - named(session, keys))


def forget_erased(session: Session, *, before: datetime) -> int:
    """Delete what is left of logins erased before then, consents too; returns how many."""
    has_appeal = select(AppealRow.id).where(AppealRow.customer_id == CustomerRow.id)
    done = session.exec(
        delete(CustomerRow).where(col(CustomerRow.erased_at) < before, ~has_appeal.exists())
    )
    return done.rowcount


def forget_letters(session: Session, *, before: datetime, kinds: tuple[str, ...] = ()) -> int:
    """Delete letters, of these kinds if told, that were sent or given up before then."""
    over = [col(LetterRow.created_at) < before, col(LetterRow.next_attempt_at).is_(None)]
    if kinds:
        over.append(col(LetterRow.kind).in_(kinds))
    return session.exec(delete(LetterRow).where(*over)).rowcount


def forget_photos(session: Session, *, before: datetime) -> int:
    """Readings keep no photo from before then; the files go with the unnamed ones."""
    over = col(ReadingPhotoRow.added_at) < before
    return session.exec(delete(ReadingPhotoRow).where(over)).rowcount


def forget_guest_readings(session: Session, *, before: datetime) -> int:
    """Delete proposals received before then that wait for nobody."""
    done = session.exec(
        delete(GuestReadingRow).where(
            col(GuestReadingRow.received_at) < before,
            col(GuestReadingRow.state).not_in(OPEN_PROPOSALS),
        )
    )
    return done.rowcount


def forget_contacts(session: Session, *, before: datetime) -> int:
    """Where receipts of payments made before then were sent, and what askers may be reached by."""
    still_open = [*UNFINISHED, PaymentState.REVIEW]
    paid = session.exec(
        update(PaymentRow)
        .where(
            col(PaymentRow.created_at) < before,
            col(PaymentRow.receipt_contact) != "",
            col(PaymentRow.state).not_in(still_open),
        )
        .values(receipt_contact="")
    )
    asked = session.exec(
        update(QuestionRow)
        .where(col(QuestionRow.replied_at) < before, col(QuestionRow.email) != "")
        .values(email="")
    )
    return paid.rowcount + asked.rowcount
