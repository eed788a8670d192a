"""Refunds: save before calling, believe only the gateway, count once; also those made elsewhere.

Every step holds the payment's row, so no two refunds together give back more than was paid.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from lk_app.db import payment_refunds, payments
from lk_app.db.engine import Database
from lk_app.domain import payment_refunds as rules
from lk_app.domain.money import Kopecks
from lk_app.domain.payment_refunds import Refund, RefundRefused, RefundReport, RefundState
from lk_app.domain.payments import CHECK_DELAYS, HEARD, Payment, PaymentRefused, business_time
from lk_app.gateways.ports import GatewayRefused, GatewayUnanswered, PaymentGateway
from lk_app.usecases import payment_doubts, payment_entries
from lk_app.usecases.payments import Gateways, new_number

CHECKED_AT_ONCE = 100
AT_GATEWAY = "gateway"  # who asked for a refund that we only hear of


def start(
    *,
    db: Database,
    gateways: Gateways,
    public_id: str,
    amount: Kopecks | None,
    reason: str,
    by: str,
    idempotency_key: str,
    now: datetime,
    real_now: datetime,
    seal: Callable[[Session], None] | None = None,
) -> Refund:
    """Give a payment back, all that is left of it (None) or a part, kopecks.

    The same key gives the same refund again; `seal` is what belongs into the transaction that keeps
    it, before the gateway hears of it. It is posted when the gateway says that it is done.
    Raises PaymentRefused("payment.unknown") and RefundRefused (refund.*).
    """
    with db.write() as session:
        payment = payments.locked(session, public_id)
        if payment is None:
            raise PaymentRefused("payment.unknown")
        gateway = gateways.get(payment.gateway)
        if gateway is None or not gateway.capabilities.refunds:
            raise RefundRefused("refund.not_here")
        refund = _saved(session, payment, amount, reason, by, idempotency_key, now, real_now)
        if seal is not None:
            seal(session)
    return _send(db, gateway, payment, refund, now=now, real_now=real_now)


def _saved(
    session: Session,
    payment: Payment,
    amount: Kopecks | None,
    reason: str,
    by: str,
    idempotency_key: str,
    now: datetime,
    real_now: datetime,
) -> Refund:
    key = f"{payment.public_id}:{idempotency_key}"
    if same := payment_refunds.by_key(session, key):
        if amount not in (None, same.amount):
            raise RefundRefused("refund.key_reused")
        return same
    others = payment_refunds.of_payment(session, payment.id)
    asked = rules.left(payment, others) if amount is None else amount
    asked = rules.refundable(payment, others, asked)
    refund = Refund(
        id=0,
        public_id=_free_number(session, now),
        payment_id=payment.id,
        payment_number=payment.public_id,
        kind=rules.RefundKind.REFUND,
        amount=asked,
        parts=rules.shared(payment, others, asked),
        state=RefundState.CREATED,
        idempotency_key=key,
        reason=reason,
        by=by,
        created_at=now,
        updated_at=now,
        next_check_at=real_now + CHECK_DELAYS[0],
    )
    return payment_refunds.add(session, refund, gateway=payment.gateway)


def _free_number(session: Session, now: datetime) -> str:
    """One in a million a second is taken: drawn again."""
    while payment_refunds.by_public_id(session, number := f"R{new_number(now)}"):
        pass
    return number


def _send(
    db: Database,
    gateway: PaymentGateway,
    payment: Payment,
    refund: Refund,
    *,
    now: datetime,
    real_now: datetime,
) -> Refund:
    """Tell the gateway, with no transaction open, and take what it says."""
    if refund.finished or refund.external_id is not None:
        return refund
    try:
        report = gateway.refund(payment, refund)
    except (GatewayUnanswered, GatewayRefused) as error:
        refused = isinstance(error, GatewayRefused)
        with db.write() as session:
            before = _locked(session, refund)
            after = replace(before, state=RefundState.FAILED) if refused else before
            after = after if refused else rules.unanswered(before)
            return _scheduled(session, after, now=now, real_now=real_now)
    report = replace(report, reference=refund.public_id, payment_reference=payment.public_id)
    return settle(db=db, gateway=gateway, report=report, now=now, real_now=real_now)


def settle(
    *,
    db: Database,
    gateway: PaymentGateway,
    report: RefundReport,
    now: datetime,
    real_now: datetime,
) -> Refund:
    """Take a gateway's verified word on a refund: state, event and ledger together, once.

    One that was made at the gateway is written down here first. Raises
    PaymentRefused("payment.unknown").
    """
    with db.write() as session:
        payment = _payment(session, gateway, report)
        refund = _found(session, payment, report)
        is_new = refund is None
        if refund is None:
            refund = _heard_of(session, payment, report, now=now)
        at = business_time(report.at, now=now, real_now=real_now, not_before=payment.created_at)
        after = rules.apply(refund, report, live=gateway.live)
        facts = {"reference": report.external_id, "said": report.state, "amount": report.amount}
        moved = is_new or after is not refund
        kind = f"{refund.kind}_{after.state}" if moved else HEARD
        news = payments.note(session, payment, key=report.key, kind=kind, at=at, facts=facts)
        if news and after.state is RefundState.REVIEW:
            payment_doubts.of_refund(session, gateway, refund, report, day=at.date(), now=now)
        if not news or after is refund:
            return refund
        after = _scheduled(session, after, now=now, real_now=real_now)
        payment_entries.count_refunds(session, payment, day=at.date(), now=now)
        return after


def _payment(session: Session, gateway: PaymentGateway, report: RefundReport) -> Payment:
    number = report.payment_reference or payments.number_of(
        session, gateway=gateway.name, external_id=report.payment_external_id
    )
    payment = payments.locked(session, number) if number else None
    if payment is None or payment.gateway != gateway.name:
        raise PaymentRefused("payment.unknown")
    return payment


def _found(session: Session, payment: Payment, report: RefundReport) -> Refund | None:
    for refund in payment_refunds.of_payment(session, payment.id):
        if report.external_id == refund.external_id or report.reference == refund.public_id:
            return refund
    return None


def _heard_of(session: Session, payment: Payment, report: RefundReport, *, now: datetime) -> Refund:
    """A refund of the gateway's own office, or money that the payer's bank took back."""
    known = payment_refunds.of_payment(session, payment.id)
    # The gateway lets no more back than it took: what it has not heard of yet does not count
    others = [one for one in known if one.external_id is not None]
    fits = report.amount <= rules.left(payment, others)
    refund = Refund(
        id=0,
        public_id=_free_number(session, now),
        payment_id=payment.id,
        payment_number=payment.public_id,
        kind=report.kind,
        amount=report.amount,
        parts=rules.shared(payment, others, report.amount) if fits else (),
        state=RefundState.PENDING if fits else RefundState.REVIEW,
        idempotency_key=f"{payment.public_id}:heard:{report.external_id}",
        reason="",
        by=AT_GATEWAY,
        created_at=now,
        updated_at=now,
        next_check_at=None,
        external_id=report.external_id,
    )
    return payment_refunds.add(session, refund, gateway=payment.gateway)


def check_unfinished(*, db: Database, gateways: Gateways, now: datetime, real_now: datetime) -> int:
    """Ask about refunds that are not over (the job); how many became final."""
    with db.read() as session:
        numbers = payment_refunds.to_check(session, real_now=real_now, limit=CHECKED_AT_ONCE)
    return sum(_check(db, gateways, number, now=now, real_now=real_now) for number in numbers)


def _check(
    db: Database, gateways: Gateways, public_id: str, *, now: datetime, real_now: datetime
) -> bool:
    with db.write() as session:
        refund = payment_refunds.by_public_id(session, public_id)
        assert refund is not None
        payment = payments.locked(session, refund.payment_number)
        assert payment is not None
        refund = _locked(session, refund)
        refund = _scheduled(
            session, replace(refund, checks=refund.checks + 1), now=now, real_now=real_now
        )
    gateway = gateways.get(payment.gateway)
    if gateway is None:
        return False
    if refund.external_id is None:
        return _send(db, gateway, payment, refund, now=now, real_now=real_now).finished
    try:
        report = gateway.fetch_refund(refund.external_id)
    except (GatewayUnanswered, GatewayRefused):
        return False
    report = replace(report, reference=refund.public_id, payment_reference=payment.public_id)
    return settle(db=db, gateway=gateway, report=report, now=now, real_now=real_now).finished


def _locked(session: Session, refund: Refund) -> Refund:
    """The refund as it is now, its payment held."""
    payments.locked(session, refund.payment_number)
    found = payment_refunds.by_public_id(session, refund.public_id)
    assert found is not None
    return found


def _scheduled(session: Session, refund: Refund, *, now: datetime, real_now: datetime) -> Refund:
    due = rules.next_check(refund, real_now=real_now)
    saved = replace(refund, next_check_at=due, updated_at=now)
    payment_refunds.save(session, saved)
    return saved
