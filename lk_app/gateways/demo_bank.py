"""The demonstration's bank, spoken to as if it were another company's machine.

Its own side is `demo/bank_shop.py`. Callbacks carry
`Demo-Bank-Signature: t=SECONDS,v1=HEX[,v1=HEX]`, an HMAC-SHA256 over "t.body" with
the shared secret.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from lk_app.domain.fiscal_receipts import NO_RECEIPT, FiscalReceipt, ReceiptState, receipt_lines
from lk_app.domain.gateway_registers import LineKind, RegisterLine
from lk_app.domain.payment_refunds import Refund, RefundKind, RefundReport, RefundState
from lk_app.domain.payments import CURRENCY, Method, Payment, PaymentState, Report
from lk_app.domain.saved_methods import Token
from lk_app.gateways.calling import JsonLine
from lk_app.gateways.ports import Capabilities, Checkout, EventRejected, GatewayUnanswered

SIGNATURE_HEADER = "demo-bank-signature"
TOLERANCE = timedelta(seconds=300)  # a recorded callback cannot be played back later
STATES = {
    "open": PaymentState.PENDING,
    "processing": PaymentState.PENDING,
    "paid": PaymentState.SUCCEEDED,
    "declined": PaymentState.FAILED,
    "canceled": PaymentState.CANCELED,
    "expired": PaymentState.EXPIRED,
}
REFUND_STATES = {
    "processing": RefundState.PENDING,
    "done": RefundState.SUCCEEDED,
    "failed": RefundState.FAILED,
}
API = "/demo-bank/api"
T = TypeVar("T")


class DemoBank:
    """PaymentGateway over HTTP; moves no real money."""

    name = "demo_bank"
    live = False
    capabilities = Capabilities(
        methods=frozenset({Method.CARD, Method.SBP}),
        autopay=frozenset({Method.CARD}),
        refunds=True,
        receipts=True,
        register=True,
    )

    def __init__(self, *, base_url: str, secret: str) -> None:
        self._secret = secret
        authorization = {"Authorization": f"Bearer {secret}"}
        self._bank = JsonLine(self.name, base_url=base_url, headers=authorization)

    @property
    def available(self) -> bool:
        """False while the circuit is open."""
        return self._bank.line.available

    def create_checkout(self, payment: Payment) -> Checkout:
        """The bank's page for this payment, addressed relative to our own origin."""
        said = self._post(
            "checkouts",
            payment.idempotency_key,
            {
                **_order(payment),
                "method": payment.method,
                "save_method": payment.save_method,
                "return_url": payment.return_path,
            },
        )
        return _read(lambda: Checkout(external_id=str(said["id"]), url=str(said["url"])))

    def charge_saved(self, payment: Payment, token: str) -> Report:
        """The bank charges a card it kept, at once."""
        said = self._post("charges", payment.idempotency_key, {**_order(payment), "token": token})
        return _read(lambda: _report(said, key=_state_key(said)))

    def fetch(self, external_id: str) -> Report:
        """What the bank says now; the key changes with the state, so each state is counted once."""
        said = self._bank.call("GET", f"{API}/checkouts/{external_id}")
        return _read(lambda: _report(said, key=_state_key(said)))

    def fetch_receipt(self, payment: Payment) -> FiscalReceipt:
        """The make-believe receipt of a payment."""
        return self.fetch(str(payment.external_id)).receipt

    def refund(self, payment: Payment, refund: Refund) -> RefundReport:
        """Give money back."""
        said = self._post(
            "refunds",
            refund.idempotency_key,
            {
                "checkout": payment.external_id,
                "reference": refund.public_id,
                "amount": refund.amount,
                "currency": CURRENCY,
            },
        )
        return _read(lambda: _refund_report(said, key=_state_key(said)))

    def fetch_refund(self, external_id: str) -> RefundReport:
        """What the bank says of a refund now."""
        said = self._bank.call("GET", f"{API}/refunds/{external_id}")
        return _read(lambda: _refund_report(said, key=_state_key(said)))

    def register(self, since: datetime, until: datetime) -> list[RegisterLine]:
        """What the bank did in a span."""
        span = {"since": since.isoformat(), "until": until.isoformat()}
        said = self._bank.call("GET", f"{API}/register", params=span)
        return _read(lambda: [_line(one) for one in said["lines"]])

    def read_event(
        self, body: bytes, headers: Mapping[str, str], address: str, *, real_now: datetime
    ) -> Report | RefundReport | None:
        """A signed callback; the sender's address proves nothing and is not asked."""
        self._verify(body, headers.get(SIGNATURE_HEADER, ""), real_now=real_now)
        try:
            event = json.loads(body)
            match event["kind"]:
                case "checkout.changed":
                    return _report(event["checkout"], key=str(event["id"]))
                case "refund.changed":
                    return _refund_report(event["refund"], key=str(event["id"]))
            return None
        except (KeyError, ValueError, TypeError):
            raise EventRejected("the callback cannot be read") from None

    def _post(self, what: str, key: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"Idempotency-Key": key}
        return self._bank.call("POST", f"{API}/{what}", headers=headers, json=body)

    def _verify(self, body: bytes, header: str, *, real_now: datetime) -> None:
        fields = [field.partition("=") for field in header.split(",")]
        stamp = next((value for name, _, value in fields if name == "t"), "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12):
            raise EventRejected("no signature")
        if abs(real_now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
            raise EventRejected("the signature is too old")
        signed = f"{stamp}.".encode() + body
        right = hmac.new(self._secret.encode(), signed, hashlib.sha256).hexdigest()
        if not any(
            hmac.compare_digest(value.encode(), right.encode())
            for name, _, value in fields
            if name == "v1"
        ):
            raise EventRejected("a wrong signature")


def _order(payment: Payment) -> dict[str, Any]:
    accounts = ", ".join(part.account_number for part in payment.parts)
    lines = receipt_lines(payment.parts)
    return {
        "reference": payment.public_id,
        "amount": payment.amount,
        "currency": CURRENCY,
        "description": f"Электроэнергия, лицевой счёт {accounts}",
        "receipt": [[line.account_number, line.amount] for line in lines],
    }


def _state_key(said: Mapping[str, Any]) -> str:
    return f"fetch:{said.get('id')}:{said.get('status')}"


def _read(read: Callable[[], T]) -> T:
    try:
        return read()
    except (KeyError, ValueError, TypeError):
        raise GatewayUnanswered("the bank's answer cannot be read") from None


def _report(said: Mapping[str, Any], *, key: str) -> Report:
    token, receipt = said.get("token", ""), said.get("receipt_number", "")
    return Report(
        key=key,
        reference=str(said["reference"]),
        external_id=str(said["id"]),
        state=STATES[said["status"]],
        amount=int(said["amount"]),
        currency=str(said["currency"]),
        live=bool(said["live"]),
        at=datetime.fromisoformat(said["changed_at"]),
        card_mask=str(said["card"]),
        decline_code=str(said["decline"]),
        receipt=FiscalReceipt(ReceiptState.REGISTERED, receipt) if receipt else NO_RECEIPT,
        saved=Token(str(token), str(said["card"])) if token else None,
    )


def _refund_report(said: Mapping[str, Any], *, key: str) -> RefundReport:
    return RefundReport(
        key=key,
        reference=str(said["reference"]),
        external_id=str(said["id"]),
        payment_reference=str(said["payment_reference"]),
        payment_external_id=str(said["checkout"]),
        kind=RefundKind(said["kind"]),
        state=REFUND_STATES[said["status"]],
        amount=int(said["amount"]),
        currency=str(said["currency"]),
        live=bool(said["live"]),
        at=datetime.fromisoformat(said["changed_at"]),
    )


def _line(said: Mapping[str, Any]) -> RegisterLine:
    return RegisterLine(
        kind=LineKind(said["kind"]),
        external_id=str(said["id"]),
        reference=str(said["reference"]),
        payment_reference=str(said["payment_reference"]),
        amount=int(said["amount"]),
        currency=str(said["currency"]),
        live=bool(said["live"]),
        at=datetime.fromisoformat(said["changed_at"]),
    )
