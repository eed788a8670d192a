"""Callbacks of gateways: verified by the gateway, then settled as what they tell of."""

from collections.abc import Mapping
from datetime import datetime

from lk_app.db.engine import Database
from lk_app.domain.payment_refunds import RefundReport
from lk_app.domain.payments import Payment, Report
from lk_app.gateways.ports import PaymentGateway
from lk_app.usecases import payment_refunds, settlements
from lk_app.usecases.letters import Stationery


def receive(
    *,
    db: Database,
    gateway: PaymentGateway,
    paper: Stationery,
    body: bytes,
    headers: Mapping[str, str],
    address: str,
    now: datetime,
    real_now: datetime,
) -> Payment | None:
    """A callback: verified by its gateway, then settled; None if it moved no payment.

    Raises EventRejected, GatewayUnanswered, PaymentRefused("payment.unknown").
    """
    report = gateway.read_event(body, headers, address, real_now=real_now)
    if isinstance(report, Report):
        return settlements.settle(
            db=db, gateway=gateway, paper=paper, report=report, now=now, real_now=real_now
        )
    if isinstance(report, RefundReport):
        payment_refunds.settle(db=db, gateway=gateway, report=report, now=now, real_now=real_now)
    return None
