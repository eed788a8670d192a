"""The confirmation of a payment on paper, for its payer."""

from datetime import datetime, tzinfo

from lk_app.db import payments
from lk_app.db.engine import Database
from lk_app.documents.payment_receipt import PaymentReceipt, PaymentStep, payment_receipt_pdf
from lk_app.domain.payments import Payment, PaymentRefused, PaymentState
from lk_app.security import Signer
from lk_app.settings import Supplier
from lk_app.usecases import payment_screens
from lk_app.usecases.payment_screens import Trail
from lk_app.wording import address
from lk_app.wording.payments import (
    payment_method,
    payment_purpose,
    payment_steps,
    receipt_numbers,
)

CODE = "payment"


def receipt_pdf(
    *,
    db: Database,
    supplier: Supplier,
    signer: Signer,
    customer_id: int,
    public_id: str,
    zone: tzinfo,
    now: datetime,
) -> bytes:
    """The PDF with every step; raises PaymentRefused("payment.unknown")."""
    trail = payment_screens.trail(db=db, customer_id=customer_id, public_id=public_id)
    paper = receipt(trail, supplier=supplier, signer=signer, zone=zone, now=now)
    return payment_receipt_pdf(paper)


def code(signer: Signer, payment: Payment, state: PaymentState) -> str:
    """What a confirmation of this payment in this state is known by as ours."""
    return signer.code(CODE, _signed(payment, state))


def check(
    *, db: Database, signer: Signer, public_id: str, typed: str
) -> tuple[Payment, PaymentState | None]:
    """Whose paper it is: the payment, and the state it had when the paper was made.

    None where the code is not ours. Raises PaymentRefused("payment.unknown").
    """
    with db.read() as session:
        payment = payments.by_public_id(session, public_id)
    if payment is None:
        raise PaymentRefused("payment.unknown")
    ours = (one for one in PaymentState if signer.is_code(CODE, _signed(payment, one), typed))
    return payment, next(ours, None)


def _signed(payment: Payment, state: PaymentState) -> list[object]:
    parts = [[part.account_number, part.amount] for part in payment.parts]
    return [payment.public_id, payment.amount, parts, state]


def receipt(
    trail: Trail, *, supplier: Supplier, signer: Signer, zone: tzinfo, now: datetime
) -> PaymentReceipt:
    """What the paper says; with several accounts the purpose names them."""
    payment = trail.payment
    only = payment.parts[0] if len(payment.parts) == 1 else None
    link = trail.links.get(only.account_id) if only else None
    return PaymentReceipt(
        supplier=supplier,
        number=payment.public_id,
        issued_at=now,
        zone=zone,
        account_number=only.account_number if only else "",
        address=address(link.account.address) if link else "",
        amount=payment.amount,
        method=payment_method(payment),
        purpose=payment_purpose(payment.parts, supplier.account_number_groups),
        contact=payment.receipt_contact,
        state=payment.state,
        returned=trail.returned,
        fiscal_receipt=receipt_numbers(payment.receipt),
        code=code(signer, payment, payment.state),
        steps=tuple(
            PaymentStep(step.at, ": ".join(filter(None, (step.what, step.detail))), step.reference)
            for step in payment_steps(trail.steps, trail.postings, supplier.account_number_groups)
        ),
    )
