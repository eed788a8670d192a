"""The demonstration's bank, spoken to as if it were another company's machine.

Its own side is `demo/bank.py`. Callbacks carry `Demo-Bank-Signature: t=SECONDS,v1=HEX[,v1=HEX]`,
an HMAC-SHA256 over "t.body" with the shared secret.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import httpx

from lk_app.domain.payments import CURRENCY, Payment, PaymentState, Report
from lk_app.gateways.ports import Checkout, EventRejected, GatewayUnanswered

SIGNATURE_HEADER = "demo-bank-signature"
TOLERANCE = timedelta(seconds=300)  # a recorded callback cannot be played back later
TIMEOUT_SECONDS = 10.0
STATES = {
    "open": PaymentState.PENDING,
    "processing": PaymentState.PENDING,
    "paid": PaymentState.SUCCEEDED,
    "declined": PaymentState.FAILED,
    "canceled": PaymentState.CANCELED,
    "expired": PaymentState.EXPIRED,
}


class DemoBank:
    """PaymentGateway over HTTP; moves no real money."""

    name = "demo_bank"
    live = False

    def __init__(self, *, base_url: str, secret: str) -> None:
        self._base_url = base_url
        self._secret = secret

    def create_checkout(self, payment: Payment) -> Checkout:
        """The bank's page for this payment, addressed relative to our own origin."""
        accounts = ", ".join(part.account_number for part in payment.parts)
        said = self._call(
            "POST",
            "/demo-bank/api/checkouts",
            headers={"Idempotency-Key": payment.idempotency_key},
            json={
                "reference": payment.public_id,
                "amount": payment.amount,
                "currency": CURRENCY,
                "method": payment.method,
                "description": f"Электроэнергия, лицевой счёт {accounts}",
                "return_url": f"/cabinet/pay/result?payment={payment.public_id}",
            },
        )
        try:
            return Checkout(external_id=str(said["id"]), url=str(said["url"]))
        except KeyError:
            raise GatewayUnanswered("the bank's answer has no page") from None

    def fetch(self, external_id: str) -> Report:
        """What the bank says now; the key changes with the state, so each state is counted once."""
        said = self._call("GET", f"/demo-bank/api/checkouts/{external_id}")
        try:
            return _report(said, key=f"fetch:{external_id}:{said['status']}")
        except (KeyError, ValueError, TypeError):
            raise GatewayUnanswered("the bank's answer cannot be read") from None

    def read_event(
        self, body: bytes, headers: Mapping[str, str], address: str, *, real_now: datetime
    ) -> Report | None:
        """A signed callback; the sender's address proves nothing and is not asked."""
        self._verify(body, headers.get(SIGNATURE_HEADER, ""), real_now=real_now)
        try:
            event = json.loads(body)
            if event["kind"] != "checkout.changed":
                return None
            return _report(event["checkout"], key=str(event["id"]))
        except (KeyError, ValueError, TypeError):
            raise EventRejected("the callback cannot be read") from None

    def _call(self, verb: str, path: str, **request: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._secret}", **request.pop("headers", {})}
        try:
            with httpx.Client(base_url=self._base_url, timeout=TIMEOUT_SECONDS) as client:
                answer = client.request(verb, path, headers=headers, **request)
                answer.raise_for_status()
                said = answer.json()
        except (httpx.HTTPError, ValueError) as error:  # a timeout, a refusal, a page of HTML
            raise GatewayUnanswered(type(error).__name__) from error
        if not isinstance(said, dict):
            raise GatewayUnanswered("the bank's answer is no object")
        return said

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


def _report(said: Mapping[str, Any], *, key: str) -> Report:
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
    )
