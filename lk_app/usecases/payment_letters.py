"""The letter that a payment was counted, to the contact its payer gave."""

from datetime import datetime

from sqlmodel import Session

from lk_app.db import accounts, customers, ledger, payments
from lk_app.db.engine import Database
from lk_app.documents.letters import Letter, LetterKind
from lk_app.domain.accounts import Link
from lk_app.domain.payments import Part, Payment, PaymentRefused, PaymentState
from lk_app.usecases.letters import Stationery, count, post
from lk_app.wording import address
from lk_app.wording.payments import receipt_numbers


def confirm(
    session: Session, paper: Stationery, payment: Payment, *, paid_at: datetime, real_now: datetime
) -> None:
    """Write it once a payment, in the transaction that counted the money."""
    letter = _letter(session, paper, payment, paid_at)
    key = f"payment_posted:{payment.public_id}"
    post(session, letter, to=_mailbox(session, payment), dedupe_key=key, now=real_now)


def send_again(
    *, db: Database, paper: Stationery, customer_id: int, public_id: str, real_now: datetime
) -> str:
    """Once more to the same mailbox, with the fiscal receipt's numbers by now; gives the mailbox.

    Twice within a minute is one letter. Raises PaymentRefused (payment.unknown,
    payment.not_counted) and LettersPaused.
    """
    with db.write() as session:
        payment = payments.by_public_id(session, public_id)
        if payment is None or payment.customer_id != customer_id:
            raise PaymentRefused("payment.unknown")
        paid = [one for one in payments.steps(session, payment.id) if one.kind == "succeeded"]
        if payment.state is not PaymentState.SUCCEEDED or not paid:
            raise PaymentRefused("payment.not_counted")
        mailbox = _mailbox(session, payment)
        count(session, mailbox, now=real_now)
        letter = _letter(session, paper, payment, paid[0].at)
        key = f"payment_again:{public_id}:{real_now:%Y%m%d%H%M}"
        post(session, letter, to=mailbox, dedupe_key=key, now=real_now)
        return mailbox


def _letter(session: Session, paper: Stationery, payment: Payment, paid_at: datetime) -> Letter:
    return paper.letter(
        LetterKind.PAYMENT_POSTED,
        number=payment.public_id,
        amount=payment.amount,
        at=paid_at,
        parts=[_part(session, payment, part) for part in payment.parts],
        receipt=receipt_numbers(payment.receipt),
        link=paper.link("/cabinet/history" if payment.customer_id else payment.return_path),
    )


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
