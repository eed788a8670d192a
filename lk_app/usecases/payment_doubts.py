"""A gateway's word that our books cannot follow opens a case, in its caller's transaction."""

from datetime import date, datetime

from sqlmodel import Session

from lk_app.db import reconciliation as stored
from lk_app.domain import payments
from lk_app.domain import reconciliation as rules
from lk_app.domain.gateway_registers import LineKind, RegisterLine
from lk_app.domain.payment_refunds import Refund, RefundReport
from lk_app.domain.payments import Payment, Report
from lk_app.domain.reconciliation import Booked, FindingKind
from lk_app.gateways.ports import PaymentGateway


def of_payment(
    session: Session,
    gateway: PaymentGateway,
    payment: Payment,
    report: Report,
    *,
    day: date,
    now: datetime,
) -> None:
    """A success that is not what was asked for."""
    line = RegisterLine(
        kind=LineKind.PAYMENT,
        external_id=report.external_id,
        reference=payment.public_id,
        payment_reference=payment.public_id,
        amount=report.amount,
        currency=report.currency,
        live=report.live,
        at=report.at,
    )
    ours = Booked(
        subject=LineKind.PAYMENT,
        number=payment.public_id,
        external_id=payment.external_id or "",
        amount=payment.amount,
        state=payment.state,
        counted=False,
    )
    kind = FindingKind(payments.mismatch(payment, report, live=gateway.live))
    stored.open_case(session, rules.found(gateway.name, kind, day, line, ours), at=now)


def of_refund(
    session: Session,
    gateway: PaymentGateway,
    refund: Refund,
    report: RefundReport,
    *,
    day: date,
    now: datetime,
) -> None:
    """More back than was paid, or another refund than was asked for."""
    line = RegisterLine(
        kind=LineKind(refund.kind),
        external_id=report.external_id,
        reference=refund.public_id,
        payment_reference=refund.payment_number,
        amount=report.amount,
        currency=report.currency,
        live=report.live,
        at=report.at,
    )
    ours = Booked(
        subject=LineKind(refund.kind),
        number=refund.public_id,
        external_id=refund.external_id or "",
        amount=sum(part.amount for part in refund.parts),
        state=refund.state,
        counted=False,
    )
    kind = rules.difference(line, ours, live=gateway.live) or FindingKind.STATE
    stored.open_case(session, rules.found(gateway.name, kind, day, line, ours), at=now)
