"""«Показания не приняты», told to whoever sent them and is not looking any more."""

from datetime import datetime, timedelta

from sqlmodel import Session

from lk_app.db import accounts, late_readings
from lk_app.db.engine import Database
from lk_app.domain.accounts import Link
from lk_app.domain.notices import Notice, NoticeKind
from lk_app.domain.periods import Period
from lk_app.usecases.notices import tell
from lk_app.usecases.reminders import title_of
from lk_app.wording.notices import late_decided, reading_refused

LOOKED_BACK = timedelta(days=2)  # longer than a worker stays down


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
    if link := accounts.link(session, customer_id, account_number):
        told = _notice(link, reference, *reading_refused(title_of(link), period, why))
        tell(session, customer_id, told, real_now=real_now)


def of_decisions(*, db: Database, now: datetime, real_now: datetime) -> int:
    """What an operator decided of late readings, to whoever sent them; how many were noted.

    `now` is the business clock, which decisions go by. Repeating it notes nothing twice.
    """
    noted = 0
    with db.write() as session:
        for customer_id, late in late_readings.decided(session, now - LOOKED_BACK):
            if link := accounts.link(session, customer_id, late.account_number):
                told = _notice(link, f"late/{late.number}", *late_decided(title_of(link), late))
                noted += tell(session, customer_id, told, real_now=real_now)
    return noted


def _notice(link: Link, reference: str, title: str, text: str) -> Notice:
    path = f"/cabinet/readings?account={link.account.account_number}"
    return Notice(NoticeKind.READING_REFUSED, reference, title, text, path)


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
