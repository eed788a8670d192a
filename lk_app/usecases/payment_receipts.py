"""The confirmation of a payment on paper, for its payer."""

from datetime import datetime, tzinfo

from lk_app.db.engine import Database
from lk_app.documents.payment_receipt import PaymentReceipt, PaymentStep, payment_receipt_pdf
from lk_app.settings import Supplier
from lk_app.usecases import payment_screens
from lk_app.usecases.payment_screens import Trail
from lk_app.wording import address
from lk_app.wording.payments import payment_method, payment_purpose, payment_steps


def receipt_pdf(
    *,
    db: Database,
    supplier: Supplier,
    customer_id: int,
    public_id: str,
    zone: tzinfo,
    now: datetime,
) -> bytes:
    """The PDF with every step; raises PaymentRefused("payment.unknown")."""
    trail = payment_screens.trail(db=db, customer_id=customer_id, public_id=public_id)
    return payment_receipt_pdf(receipt(trail, supplier=supplier, zone=zone, now=now))


def receipt(trail: Trail, *, supplier: Supplier, zone: tzinfo, now: datetime) -> PaymentReceipt:
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
        steps=tuple(
            PaymentStep(*step)
            for step in payment_steps(trail.steps, trail.postings, supplier.account_number_groups)
        ),
    )
