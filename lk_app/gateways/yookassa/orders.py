"""What YooKassa is asked for, as it wants it said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lk_app.domain.fiscal_receipts import ForAccount, receipt_lines
from lk_app.domain.money import Kopecks, plain
from lk_app.domain.payment_refunds import Refund
from lk_app.domain.payments import CURRENCY, Method, Payment
from lk_app.domain.periods import Period
from lk_app.settings import Supplier

NETWORKS = (  # https://yookassa.ru/developers/using-api/webhooks#ip
    "185.71.76.0/27",
    "185.71.77.0/27",
    "77.75.153.0/25",
    "77.75.154.128/25",
    "77.75.156.11/32",
    "77.75.156.35/32",
    "2a02:5180::/32",
)
KINDS = {Method.CARD: "bank_card", Method.SBP: "sbp"}
DESCRIPTION_LIMIT, PURPOSE_LIMIT = 128, 210


@dataclass(frozen=True, slots=True)
class Shop:
    """What the supplier agreed with YooKassa.

    `vat_code` is its code of the VAT rate on receipts, None where receipts are issued elsewhere.
    `utilities` sends the block of housing payments (ЖКУ) with the supplier's bank details.
    """

    shop_id: str
    secret_key: str
    vat_code: int | None = None
    utilities: bool = False
    networks: Sequence[str] = NETWORKS


def order(payment: Payment, shop: Shop, supplier: Supplier) -> dict[str, Any]:
    """What is bought, for a page or for a kept card alike."""
    body: dict[str, Any] = {
        "amount": _amount(payment.amount),
        "capture": True,
        "description": _purpose(payment)[:DESCRIPTION_LIMIT],
        "metadata": {"reference": payment.public_id},
    }
    if shop.vat_code is not None:
        body["receipt"] = receipt_for(payment.receipt_contact, payment.parts, shop.vat_code)
    if shop.utilities and len(payment.parts) == 1:  # the block names one account
        body["payment_order"] = _utilities(payment, supplier)
    return body


def refund_order(payment: Payment, refund: Refund, shop: Shop) -> dict[str, Any]:
    """What goes back, with a receipt of its own."""
    body: dict[str, Any] = {
        "payment_id": payment.external_id,
        "amount": _amount(refund.amount),
        "description": f"Возврат по платежу {payment.public_id}",
        "metadata": {"reference": refund.public_id, "payment": payment.public_id},
    }
    if shop.vat_code is not None:
        body["receipt"] = receipt_for(payment.receipt_contact, refund.parts, shop.vat_code)
    return body


def receipt_for(contact: str, parts: Sequence[ForAccount], vat_code: int) -> dict[str, Any]:
    """The receipt (54-ФЗ): a line an account, to the contact its payer gave."""
    reach = {"email": contact} if "@" in contact else {"phone": contact.lstrip("+")}
    return {
        "customer": reach,
        "items": [
            {
                "description": f"Электроэнергия, лицевой счёт {line.account_number}",
                "quantity": "1.00",
                "amount": _amount(line.amount),
                "vat_code": vat_code,
                "payment_mode": "full_payment",
                "payment_subject": "service",
            }
            for line in receipt_lines(parts)
        ],
    }


def _utilities(payment: Payment, us: Supplier) -> dict[str, Any]:
    (part,) = payment.parts
    period = part.period or Period.of(payment.created_at.date())
    return {
        "type": "utilities",
        "amount": _amount(payment.amount),
        "payment_purpose": _purpose(payment)[:PURPOSE_LIMIT],
        "recipient": {
            "name": us.name,
            "inn": us.inn,
            "kpp": us.kpp,
            "bank": {
                "name": us.bank_name,
                "bic": us.bic,
                "account": us.bank_account,
                "correspondent_account": us.correspondent_account,
            },
        },
        "payment_period": {"month": period.month, "year": period.year},
        "account_number": part.account_number,
    }


def _purpose(payment: Payment) -> str:
    accounts = ", ".join(part.account_number for part in payment.parts)
    return f"Электроэнергия, лицевой счёт {accounts}"


def _amount(kopecks: Kopecks) -> dict[str, str]:
    return {"value": plain(kopecks), "currency": CURRENCY}
