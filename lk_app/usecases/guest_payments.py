"""Paying to an account by its number, without signing in: no personal data, no debt.

`now` is the business clock, `real_now` that of throttles and of gateways.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from lk_app.db import payments as kept
from lk_app.db import throttles
from lk_app.db.engine import Database
from lk_app.domain.accounts import LinkRefused, normalise_account_number
from lk_app.domain.customers import Throttle, email_address
from lk_app.domain.guest_readings import GuestRefused
from lk_app.domain.payments import Payment, PaymentRefused, payable
from lk_app.usecases import payments, settlements
from lk_app.usecases.guest_readings import Caller
from lk_app.usecases.letters import Stationery
from lk_app.usecases.payments import Gateways, Routes, Wanted

PAID_TO_ACCOUNT = Throttle(10, timedelta(minutes=5), timedelta(hours=1))
ASKED_BY_SOURCE = Throttle(15, timedelta(minutes=1), timedelta(hours=1))
TELLING = ("payment.closed_more", "payment.account_closed")  # they would quote what is owed


@dataclass(frozen=True, slots=True)
class GuestOrder:
    """What was typed, as it was typed; `key` makes a second press the same payment."""

    account_number: str
    amount: str
    email: str
    method: str
    key: str


def start(
    *,
    db: Database,
    gateways: Gateways,
    routes: Routes,
    order: GuestOrder,
    account_digits: int,
    caller: Caller,
) -> Payment:
    """Start a payment to anybody's account and give it a page at its gateway.

    Raises what is wrong with a field (LinkRefused, AmountRefused, CustomerRefused,
    PaymentRefused), GuestRefused("guest.paused") per account and per source.
    """
    number = normalise_account_number(order.account_number, digits=account_digits)
    amount = payable(order.amount)
    contact = email_address(order.email)
    _count(db, number, caller)
    try:
        return payments.start(
            db=db,
            gateways=gateways,
            routes=routes,
            customer_id=None,
            wanted=[Wanted(number, amount)],
            method=order.method,
            contact=contact,
            idempotency_key=order.key,
            now=caller.now,
            real_now=caller.real_now,
        )
    except PaymentRefused as refused:
        if refused.code in TELLING:
            raise LinkRefused("guest.closed", field="account_number") from None
        raise


def _count(db: Database, number: str, caller: Caller) -> None:
    """Every attempt counts: whether an account exists is nothing to try out in rows."""
    keys = {f"guest-pay:#{number}": PAID_TO_ACCOUNT, f"guest-pay:@{caller.source}": ASKED_BY_SOURCE}
    with db.write() as session:
        for key in keys:
            throttles.hold(session, key, now=caller.real_now)
        until = throttles.blocked_until(session, list(keys), now=caller.real_now)
        if until is None:
            for key, throttle in keys.items():
                throttles.fail(session, key, throttle, now=caller.real_now)
    if until is not None:
        raise GuestRefused("guest.paused", until=until)


def returned(
    *,
    db: Database,
    gateways: Gateways,
    paper: Stationery,
    public_id: str,
    key: str,
    now: datetime,
    real_now: datetime,
) -> Payment:
    """The payer is back, known by the secret in the address: the gateway is asked.

    Raises PaymentRefused("payment.unknown").
    """
    payment = _own(db, public_id, key)
    if not payment.finished:
        settlements.ask(db, gateways, paper, payment, now=now, real_now=real_now)
    return _own(db, public_id, key)


def _own(db: Database, public_id: str, key: str) -> Payment:
    with db.read() as session:
        payment = kept.by_public_id(session, public_id)
    if payment is None or payment.customer_id is not None:
        raise PaymentRefused("payment.unknown")
    if not hmac.compare_digest(payment.guest_key.encode(), key.encode()):
        raise PaymentRefused("payment.unknown")
    return payment
