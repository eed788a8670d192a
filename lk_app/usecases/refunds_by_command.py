"""A refund by the command line: one person, and the log says so (decision 0019)."""

from datetime import datetime

from sqlmodel import Session

from lk_app.db import audit
from lk_app.db.engine import Database
from lk_app.domain.audit import Action, Actor, Deed
from lk_app.domain.money import Kopecks, plain
from lk_app.domain.payment_refunds import Refund
from lk_app.usecases import payment_refunds
from lk_app.usecases.payments import Gateways


def refund(
    *,
    db: Database,
    gateways: Gateways,
    number: str,
    amount: Kopecks | None,
    reason: str,
    idempotency_key: str,
    by: Actor,
    now: datetime,
    real_now: datetime,
) -> Refund:
    """Give a payment back, noted together with the refund, before the gateway hears of it.

    Raises as `payment_refunds.start`.
    """

    def seal(session: Session) -> None:
        said = plain(amount) if amount is not None else "весь остаток"
        deed = Deed(Action.REFUND_STARTED, number, after={"amount": said, "note": reason})
        audit.note(session, by, deed, at=real_now)

    return payment_refunds.start(
        db=db, gateways=gateways, public_id=number, amount=amount, reason=reason, by=by.name,
        idempotency_key=idempotency_key, now=now, real_now=real_now, seal=seal,
    )  # fmt: skip
