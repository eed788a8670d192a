"""A deleted login: what hangs on it is deleted, what must stay loses the person's name."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, SQLModel, col, delete, select, update

from lk_app.db import data_exports, old_customers
from lk_app.db.tables import (
    AccountLinkRow,
    AppealFileRow,
    AppealRow,
    AutopayRow,
    ConsentRow,
    CustomerRow,
    EbillRow,
    LetterRow,
    MailWishRow,
    NoticeRow,
    OneTimeTokenRow,
    PaymentRow,
    PushDeviceRow,
    PushWishRow,
    QuestionRow,
    ReadingPhotoRow,
    ReadingRow,
    SavedMethodRow,
    SessionRow,
)
from lk_app.domain.appeals import AppealState
from lk_app.domain.customers import Customer
from lk_app.domain.payments import UNFINISHED, PaymentState

NOBODY = "Кабинет удалён"  # instead of the name, where an appeal still stands
READER = "Читатель"
# In this order: a later one is what an earlier one hangs on
GOES: tuple[Any, ...] = (
    AccountLinkRow, EbillRow, MailWishRow, PushDeviceRow, NoticeRow, AutopayRow, SavedMethodRow,
    OneTimeTokenRow, SessionRow,
)  # fmt: skip


def erase(session: Session, person: Customer, *, mailbox_digest: str, at: datetime) -> list[str]:
    """Make the login nobody's. Returns keys of appeal files that were never sent, to be dropped.

    Its consents stay as the proof that they were given, found by the digest of the mailbox alone.
    """
    devices = select(PushDeviceRow.id).where(PushDeviceRow.customer_id == person.id)
    session.exec(delete(PushWishRow).where(col(PushWishRow.device_id).in_(devices)))
    for table in GOES:
        session.exec(delete(table).where(table.customer_id == person.id))
    session.exec(delete(LetterRow).where(col(LetterRow.recipient) == person.email))
    old_customers.forget(session, person.id)
    _let_go(session, person.id)
    _anonymise_questions(session, person.email)
    _close(session, person.id, at)
    session.exec(
        update(CustomerRow)
        .where(col(CustomerRow.id) == person.id)
        .values(
            last_name=NOBODY,
            first_name="",
            patronymic="",
            words="",
            phone="",
            password_hash="",
            email=f"erased-{person.id}",  # no mailbox is called so: nobody signs in by it
            erased_at=at,
            mailbox_digest=mailbox_digest,
        )
    )
    return _unsent(session, person.id)


def files_of(session: Session, customer_id: int) -> list[str]:
    """Forget the person's files of everything; their keys, to be dropped."""
    return data_exports.forget_of(session, customer_id)


def _let_go(session: Session, customer_id: int) -> None:
    """Readings, photos and payments belong to the account and stay with it, from nobody."""
    tables: tuple[type[SQLModel], ...] = (ReadingRow, ReadingPhotoRow)
    for table in tables:
        own = table.customer_id  # type: ignore[attr-defined]
        session.exec(update(table).where(own == customer_id).values(customer_id=None))
    mine = col(PaymentRow.customer_id) == customer_id
    open_ones = [*UNFINISHED, PaymentState.REVIEW]  # a receipt may still have to reach its payer
    session.exec(
        update(PaymentRow)
        .where(mine, col(PaymentRow.state).not_in(open_ones))
        .values(receipt_contact="", card_mask="")
    )
    session.exec(
        update(PaymentRow)
        .where(mine)
        .values(customer_id=None, saved_method_id=None, save_method=False)
    )


def _anonymise_questions(session: Session, email: str) -> None:
    session.exec(
        update(QuestionRow).where(col(QuestionRow.email) == email).values(name=READER, email="")
    )


def _close(session: Session, customer_id: int, at: datetime) -> None:
    """Nobody waits for an answer any more, and no consent is in force."""
    session.exec(
        update(AppealRow)
        .where(col(AppealRow.customer_id) == customer_id, col(AppealRow.waits_until).is_not(None))
        .values(state=AppealState.CLOSED, waits_until=None, changed_at=at)
    )
    session.exec(
        update(ConsentRow)
        .where(col(ConsentRow.customer_id) == customer_id, col(ConsentRow.withdrawn_at).is_(None))
        .values(withdrawn_at=at)
    )


def _unsent(session: Session, customer_id: int) -> list[str]:
    waiting = (
        col(AppealFileRow.customer_id) == customer_id,
        col(AppealFileRow.message_id).is_(None),
    )
    keys = set(session.exec(select(AppealFileRow.key).where(*waiting)))
    session.exec(delete(AppealFileRow).where(*waiting))
    still = set(session.exec(select(AppealFileRow.key).where(col(AppealFileRow.key).in_(keys))))
    return sorted(keys - still)
