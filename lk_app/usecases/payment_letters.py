"""The letter that a payment was counted, to the contact its payer gave."""

from datetime import datetime

from sqlmodel import Session

from lk_app.db import accounts, customers, ledger
from lk_app.documents.letters import LetterKind
from lk_app.domain.accounts import Link
from lk_app.domain.payments import Part, Payment
from lk_app.usecases.letters import Stationery, post
from lk_app.wording import address


def confirm(
    session: Session, paper: Stationery, payment: Payment, *, paid_at: datetime, real_now: datetime
) -> None:
    """Write it once a payment, in the transaction that counted the money."""
    letter = paper.letter(
        LetterKind.PAYMENT_POSTED,
        number=payment.public_id,
        amount=payment.amount,
        at=paid_at,
        parts=[_part(session, payment, part) for part in payment.parts],
        link=paper.link("/cabinet/history"),
    )
    key = f"payment_posted:{payment.public_id}"
    post(session, letter, to=_mailbox(session, payment), dedupe_key=key, now=real_now)


def _mailbox(session: Session, payment: Payment) -> str:
    """The contact given or, when that is a phone (for the fiscal receipt), the payer's own."""
    if "@" in payment.receipt_contact or payment.customer_id is None:
        return payment.receipt_contact
    payer = customers.by_id(session, payment.customer_id)
    return payer.email if payer else payment.receipt_contact


def _part(session: Session, payment: Payment, part: Part) -> dict[str, object]:
    """What went to one account; an account detached while the bank thought is only numbered."""
    link = accounts.link(session, payment.customer_id or 0, part.account_number)
    return {"account_number": part.account_number, "amount": part.amount} | _seen(session, link)


def _seen(session: Session, link: Link | None) -> dict[str, object]:
    if link is None:
        return {"address": "", "balance": None}
    balance = ledger.balance(session, link.account.id)
    return {"address": address(link.account.address), "balance": balance}
