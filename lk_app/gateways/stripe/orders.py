"""What Stripe is asked for; each function gives the SDK's own typed parameters."""

from stripe.params import PaymentIntentCreateParams, RefundCreateParams
from stripe.params.checkout import SessionCreateParams

from lk_app.domain.fiscal_receipts import receipt_lines
from lk_app.domain.payment_refunds import Refund
from lk_app.domain.payments import CURRENCY, Payment

MONEY = CURRENCY.lower()


def checkout(payment: Payment, *, back: str) -> SessionCreateParams:
    """The hosted page: a line an account, the payer comes back to `back` either way.

    The number goes into the metadata of the session, of the intent and so of the charge: whatever
    an event or a register is about, it names our payment.
    """
    asked: SessionCreateParams = {
        "mode": "payment",
        "allowed_payment_method_types": ["card"],
        "client_reference_id": payment.public_id,
        "metadata": {"reference": payment.public_id},
        "payment_intent_data": {
            "description": _purpose(payment),
            "metadata": {"reference": payment.public_id},
        },
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": MONEY,
                    "unit_amount": line.amount,
                    "product_data": {"name": f"Электроэнергия, лицевой счёт {line.account_number}"},
                },
            }
            for line in receipt_lines(payment.parts)
        ],
        "success_url": back,
        "cancel_url": back,
        "locale": "ru",
    }
    if "@" in payment.receipt_contact:
        asked["customer_email"] = payment.receipt_contact
    if payment.save_method:
        asked["customer_creation"] = "always"
        asked["payment_intent_data"]["setup_future_usage"] = "off_session"
    return asked


def charge(payment: Payment, token: str) -> PaymentIntentCreateParams:
    """A kept card pays; its owner is not asked."""
    customer, _, method = token.partition("/")
    return {
        "amount": payment.amount,
        "currency": MONEY,
        "customer": customer,
        "payment_method": method,
        "off_session": True,
        "confirm": True,
        "description": _purpose(payment),
        "metadata": {"reference": payment.public_id},
        "expand": ["latest_charge"],
    }


def refund(payment: Payment, one: Refund, *, intent: str) -> RefundCreateParams:
    """What goes back of an intent."""
    return {
        "payment_intent": intent,
        "amount": one.amount,
        "reason": "requested_by_customer",
        "metadata": {"reference": one.public_id, "payment": payment.public_id},
    }


def _purpose(payment: Payment) -> str:
    accounts = ", ".join(part.account_number for part in payment.parts)
    return f"Электроэнергия, лицевой счёт {accounts}"
