"""Settle payments: believe only the gateway, count once, whoever brings the word.

Callback, return page and job all end in `settle`. `now` is the business clock, `real_now` real
time (how old a gateway's word is, when to ask it again).
"""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from lk_app.db import payments, saved_methods
from lk_app.db.engine import Database
from lk_app.domain import payments as rules
from lk_app.domain.payments import Payment, PaymentRefused, PaymentState, Report
from lk_app.gateways.ports import GatewayRefused, GatewayUnanswered, PaymentGateway
from lk_app.usecases import payment_doubts, payment_entries, payment_letters, payment_notices
from lk_app.usecases.letters import Stationery
from lk_app.usecases.payment_screens import Trail, trail
from lk_app.usecases.payments import Gateways, moved, open_page, scheduled

CHECKED_AT_ONCE = 100  # payments asked about in one run of the job


def settle(
    *,
    db: Database,
    gateway: PaymentGateway,
    paper: Stationery,
    report: Report,
    now: datetime,
    real_now: datetime,
) -> Payment:
    """Take a gateway's verified word: event, state, ledger and letter in one transaction, once.

    Raises PaymentRefused("payment.unknown").
    """
    with db.write() as session:
        before = payments.locked(session, report.reference)
        if before is None or before.gateway != gateway.name:
            raise PaymentRefused("payment.unknown")
        after = rules.apply(before, report, live=gateway.live)
        at = rules.business_time(
            report.at, now=now, real_now=real_now, not_before=before.created_at
        )
        kind = after.state if after is not before else rules.HEARD
        facts = {"reference": report.external_id, "said": report.state, "amount": report.amount}
        news = payments.note(session, before, key=report.key, kind=kind, at=at, facts=facts)
        if not news or after is before:
            return before
        if after.state is PaymentState.REVIEW:
            payment_doubts.of_payment(session, gateway, before, report, day=at.date(), now=now)
        if rules.money_arrived(before, after):
            payment_entries.count(session, after, day=at.date(), now=now)
            payment_entries.count_refunds(session, after, day=at.date(), now=now)
            payment_letters.confirm(session, paper, after, paid_at=at, real_now=real_now)
            _keep(session, after, report, real_now=real_now)
        payment_notices.of_change(session, before, after, real_now=real_now)
        return scheduled(session, after, now=now, real_now=real_now)


def _keep(session: Session, payment: Payment, report: Report, *, real_now: datetime) -> None:
    """Remember the card that its payer asked to be kept; without a card the gateway kept none."""
    if payment.save_method and report.saved and payment.customer_id:
        saved_methods.keep(
            session,
            customer_id=payment.customer_id,
            gateway=payment.gateway,
            method=payment.method,
            token=report.saved,
            now=real_now,
        )


def returned(
    *,
    db: Database,
    gateways: Gateways,
    paper: Stationery,
    customer_id: int,
    public_id: str,
    now: datetime,
    real_now: datetime,
) -> Trail:
    """The payer is back: being back proves nothing, so the gateway is asked and settled.

    Raises PaymentRefused("payment.unknown") for a stranger's payment and for none alike.
    """
    payment = trail(db=db, customer_id=customer_id, public_id=public_id).payment
    if not payment.finished:
        ask(db, gateways, paper, payment, now=now, real_now=real_now)
    return trail(db=db, customer_id=customer_id, public_id=public_id)


def ask(
    db: Database,
    gateways: Gateways,
    paper: Stationery,
    payment: Payment,
    *,
    now: datetime,
    real_now: datetime,
) -> Payment:
    """Ask the gateway what became of a payment; an unanswered question changes nothing."""
    gateway = gateways.get(payment.gateway)
    if gateway is None:  # switched off in the settings since
        return payment
    if payment.external_id is None:
        return _begin_again(db, gateway, paper, payment, now=now, real_now=real_now)
    try:
        report = gateway.fetch(payment.external_id)
    except (GatewayUnanswered, GatewayRefused):
        return payment
    report = replace(report, reference=payment.public_id)  # asked by its own number at the gateway
    return settle(db=db, gateway=gateway, paper=paper, report=report, now=now, real_now=real_now)


def _begin_again(
    db: Database,
    gateway: PaymentGateway,
    paper: Stationery,
    payment: Payment,
    *,
    now: datetime,
    real_now: datetime,
) -> Payment:
    """The gateway never answered: the same request with the same key, while the key lives."""
    late = rules.out_of_time(payment, now=now)
    if late is not payment:
        with db.write() as session:
            before = payments.locked(session, payment.public_id)
            assert before is not None
            return moved(
                session, before, rules.out_of_time(before, now=now), now=now, real_now=real_now
            )
    if payment.saved_method_id is not None:
        return charge(
            db=db, gateway=gateway, paper=paper, payment=payment, now=now, real_now=real_now
        )
    return open_page(db, gateway, payment, now=now, real_now=real_now)


def charge(
    *,
    db: Database,
    gateway: PaymentGateway,
    paper: Stationery,
    payment: Payment,
    now: datetime,
    real_now: datetime,
) -> Payment:
    """Charge the saved method of an attempt (`payments.start_saved`) and settle the answer.

    Without an answer it is UNKNOWN, and the job asks again with the same key.
    """
    if payment.external_id is not None or payment.finished or payment.saved_method_id is None:
        return payment
    with db.read() as session:
        saved = saved_methods.find(session, payment.saved_method_id)
    assert saved is not None  # methods are forgotten, never deleted, while their customer is here
    try:
        report = gateway.charge_saved(payment, saved.token)
    except (GatewayUnanswered, GatewayRefused) as error:
        refused = isinstance(error, GatewayRefused)
        with db.write() as session:
            before = payments.locked(session, payment.public_id)
            assert before is not None
            after = rules.refused(before) if refused else rules.unanswered(before)
            return moved(session, before, after, now=now, real_now=real_now)
    report = replace(report, reference=payment.public_id)
    return settle(db=db, gateway=gateway, paper=paper, report=report, now=now, real_now=real_now)


def check_unfinished(
    *, db: Database, gateways: Gateways, paper: Stationery, now: datetime, real_now: datetime
) -> int:
    """Ask about payments that are not over, or whose receipt is awaited (the job).

    Each is put off first, so that one whose gateway hangs does not hold up the others next time.
    Returns how many became final.
    """
    with db.read() as session:
        numbers = payments.to_check(session, real_now=real_now, limit=CHECKED_AT_ONCE)
    return sum(
        _check(db, gateways, paper, public_id, now=now, real_now=real_now) for public_id in numbers
    )


def _check(
    db: Database,
    gateways: Gateways,
    paper: Stationery,
    public_id: str,
    *,
    now: datetime,
    real_now: datetime,
) -> bool:
    with db.write() as session:
        payment = payments.locked(session, public_id)
        assert payment is not None
        payment = scheduled(
            session, replace(payment, checks=payment.checks + 1), now=now, real_now=real_now
        )
    if payment.finished:
        _ask_receipt(db, gateways, payment, now=now, real_now=real_now)
        return False
    return ask(db, gateways, paper, payment, now=now, real_now=real_now).finished


def _ask_receipt(
    db: Database, gateways: Gateways, payment: Payment, *, now: datetime, real_now: datetime
) -> None:
    """The payment is counted; the cash register's numbers come later."""
    gateway = gateways.get(payment.gateway)
    if gateway is None or not payment.receipt.awaited:
        return
    try:
        receipt = gateway.fetch_receipt(payment)
    except (GatewayUnanswered, GatewayRefused):
        return
    with db.write() as session:
        before = payments.locked(session, payment.public_id)
        assert before is not None
        if receipt.awaited or not before.receipt.awaited:
            return
        after = replace(before, receipt=receipt)
        key, kind = f"{after.public_id}:receipt", f"receipt_{receipt.state}"
        facts = {"reference": receipt.document}
        payments.note(session, after, key=key, kind=kind, at=now, facts=facts)
        scheduled(session, after, now=now, real_now=real_now)
