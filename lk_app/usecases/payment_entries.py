"""What payments and refunds put into the ledger; always within their caller's transaction."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlmodel import Session

from lk_app.db import billing, ledger, payment_refunds
from lk_app.domain.ledger import EntryKind, owed
from lk_app.domain.payment_refunds import Refund, RefundState
from lk_app.domain.payments import Payment, PaymentState

BACK = "-back"  # the entry that undoes a refund whose money never reached its payer


def count(session: Session, payment: Payment, *, day: date, now: datetime) -> None:
    """Post every part with the day the money was paid as its value date."""
    entries = [
        owed(
            EntryKind.PAYMENT,
            account_id=part.account_id,
            ref=f"{payment.public_id}/{part.account_number}",
            change=-part.amount,
            value_date=day,
            booked_in=billing.open_period(session, part.account_id, day),
            posted_at=now,
            named=part.period,
        )
        for part in payment.parts
    ]
    ledger.post(session, entries)


def count_refunds(session: Session, payment: Payment, *, day: date, now: datetime) -> None:
    """Post what gateways say is back, once each, as soon as the payment itself is counted.

    Both orders of arrival come to the same: a refund heard of before its payment waits for it.
    """
    if payment.state is not PaymentState.SUCCEEDED:
        return
    for refund in payment_refunds.of_payment(session, payment.id):
        posted, undone = _posted(session, refund, ""), _posted(session, refund, BACK)
        if refund.state is RefundState.SUCCEEDED and not posted:
            _post(session, refund, 1, "", day=day, now=now)
        if refund.state is RefundState.FAILED and posted and not undone:
            _post(session, refund, -1, BACK, day=day, now=now)


def _posted(session: Session, refund: Refund, suffix: str) -> bool:
    first = next(_refs(refund, suffix), "")  # one kept for review is taken from no account yet
    return ledger.posted(session, EntryKind.REFUND, first)


def _post(
    session: Session, refund: Refund, sign: int, suffix: str, *, day: date, now: datetime
) -> None:
    entries = [
        owed(
            EntryKind.REFUND,
            account_id=part.account_id,
            ref=ref,
            change=sign * part.amount,
            value_date=day,
            booked_in=billing.open_period(session, part.account_id, day),
            posted_at=now,
        )
        for part, ref in zip(refund.parts, _refs(refund, suffix), strict=True)
    ]
    ledger.post(session, entries)


def _refs(refund: Refund, suffix: str) -> Iterator[str]:
    return (f"{refund.public_id}{suffix}/{part.account_number}" for part in refund.parts)
