"""«Показания не приняты», told to whoever sent them and is not looking any more."""

from datetime import datetime

from sqlmodel import Session

from lk_app.db import accounts
from lk_app.db.engine import Database
from lk_app.domain.notices import Notice, NoticeKind
from lk_app.domain.periods import Period
from lk_app.usecases.notices import tell
from lk_app.usecases.reminders import title_of
from lk_app.wording.notices import reading_refused


def of_refusal(
    session: Session,
    *,
    customer_id: int,
    account_number: str,
    reference: str,
    why: str,
    period: Period | None = None,
    real_now: datetime,
) -> None:
    """In the caller's transaction; `reference` names the submission, so it is told once.

    `why` is a whole sentence; `period` the month it was meant for, where that is known.
    """
    link = accounts.link(session, customer_id, account_number)
    if link is None:
        return
    title, text = reading_refused(title_of(link), period, why)
    path = f"/cabinet/readings?account={account_number}"
    told = Notice(NoticeKind.READING_REFUSED, reference, title, text, path)
    tell(session, customer_id, told, real_now=real_now)


def to_everybody(
    session: Session,
    *,
    account_id: int,
    account_number: str,
    reference: str,
    why: str,
    period: Period | None = None,
    real_now: datetime,
) -> None:
    """The same to everybody who has the account: nobody of them may have sent it."""
    for customer_id in accounts.linked_customers(session, account_id):
        of_refusal(
            session,
            customer_id=customer_id,
            account_number=account_number,
            reference=reference,
            why=why,
            period=period,
            real_now=real_now,
        )


def refused_afterwards(
    *,
    db: Database,
    customer_id: int,
    account_number: str,
    reference: str,
    why: str,
    real_now: datetime,
) -> None:
    """The same in a transaction of its own: a device sent it by itself and got a refusal."""
    with db.write() as session:
        of_refusal(
            session,
            customer_id=customer_id,
            account_number=account_number,
            reference=reference,
            why=why,
            real_now=real_now,
        )
