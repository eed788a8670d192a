"""Stripe by its own SDK: cards issued abroad (it takes no Мир), on its hosted page.

An event is verified over the raw body, then what it is about is fetched: events come in any order
and in the account's API version, an answer is the newest word in the version that this SDK knows.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from math import ceil
from typing import Any, TypeVar

import stripe
from stripe.params import (
    BalanceTransactionListParams,
    PaymentIntentCreateParams,
    PaymentIntentRetrieveParams,
)
from stripe.params.checkout import SessionListParams, SessionRetrieveParams

from lk_app.domain.fiscal_receipts import NO_RECEIPT, FiscalReceipt
from lk_app.domain.gateway_registers import RegisterLine
from lk_app.domain.payment_refunds import Refund, RefundReport
from lk_app.domain.payments import Method, Payment, Report
from lk_app.gateways import calling
from lk_app.gateways.calling import Line
from lk_app.gateways.ports import (
    Capabilities,
    Checkout,
    EventRejected,
    GatewayRefused,
    GatewayUnanswered,
)
from lk_app.gateways.stripe import answers, orders

T = TypeVar("T")
# The SDK writes whole requests and answers to its debug log: contacts, tokens
logging.getLogger("stripe").setLevel(logging.WARNING)
CONFLICT = 409  # the same key is being carried out this very moment
CLEAR_NO = (stripe.InvalidRequestError, stripe.IdempotencyError, stripe.CardError)
INTENT = "pi_"
PAGE = 100
SESSION_LIFE = 24 * 60 * 60  # seconds a page waits for its payer
UNREADABLE = (KeyError, ValueError, TypeError, AttributeError)


class Stripe:
    """PaymentGateway over Stripe."""

    name = "stripe"

    def __init__(
        self, *, secret_key: str, webhook_secret: str, origin: str, base_url: str = ""
    ) -> None:
        self.live = not secret_key.startswith(("sk_test_", "rk_test_"))
        self._webhook_secret, self._origin = webhook_secret, origin
        self.capabilities = Capabilities(
            methods=frozenset({Method.FOREIGN_CARD}),
            autopay=frozenset({Method.FOREIGN_CARD}),
            refunds=True,
            register=True,
            callbacks=bool(webhook_secret),
        )
        self._line = Line(self.name)
        self._stripe = stripe.StripeClient(
            secret_key,
            base_addresses={"api": base_url} if base_url else {},
            http_client=stripe.RequestsClient(
                timeout=(calling.CONNECT_SECONDS, calling.READ_SECONDS)
            ),
            max_network_retries=0,  # the line retries
        )
        self._client = self._stripe.v1

    @property
    def available(self) -> bool:
        """False while the circuit is open."""
        return self._line.available

    def create_checkout(self, payment: Payment) -> Checkout:
        """Stripe's page for this payment."""
        back = f"{self._origin}{payment.return_path}"
        asked = orders.checkout(payment, back=back)
        key: stripe.RequestOptions = {"idempotency_key": payment.idempotency_key}
        said = self._call(lambda: self._client.checkout.sessions.create(asked, key))
        return _read(lambda: Checkout(str(said["id"]), str(said["url"])))

    def charge_saved(self, payment: Payment, token: str) -> Report:
        """Charge a kept card; a declined one is an answer too."""
        asked = orders.charge(payment, token)
        key: stripe.RequestOptions = {"idempotency_key": payment.idempotency_key}
        said = self._line.call(
            lambda: _answered(lambda: _declined(lambda: self._charge(asked, key)))
        )
        return _read(lambda: answers.intent_report(said))

    def fetch(self, external_id: str) -> Report:
        """What has become of a payment: a page, or a charge of a kept card."""
        if external_id.startswith(INTENT):
            said = self._intent(external_id)
            return _read(lambda: answers.intent_report(said))
        said = self._session(external_id)
        return _read(lambda: answers.session_report(said))

    def fetch_receipt(self, payment: Payment) -> FiscalReceipt:
        """Stripe issues no receipts of Russian cash registers."""
        return NO_RECEIPT

    def refund(self, payment: Payment, refund: Refund) -> RefundReport:
        """Give money back to the card."""
        intent = str(payment.external_id)
        if not intent.startswith(INTENT):
            session = self._session(intent)
            intent = _read(lambda: str(session["payment_intent"]["id"]))
        asked = orders.refund(payment, refund, intent=intent)
        key: stripe.RequestOptions = {"idempotency_key": refund.idempotency_key}
        said = self._call(lambda: self._client.refunds.create(asked, key))
        return self._refund_report(said)

    def fetch_refund(self, external_id: str) -> RefundReport:
        """What has become of a refund."""
        return self._refund_report(self._call(lambda: self._client.refunds.retrieve(external_id)))

    def register(self, since: datetime, until: datetime) -> list[RegisterLine]:
        """Charges, refunds and disputes that moved our balance in a span."""
        first, end = ceil(since.timestamp()), ceil(until.timestamp())
        asked: BalanceTransactionListParams = {
            "created": {"gte": first, "lt": end},
            "expand": ["data.source"],
            "limit": PAGE,
        }
        opened: SessionListParams = {
            "created": {"gte": first - SESSION_LIFE, "lt": end},
            "status": "complete",
            "limit": PAGE,
        }
        moved = self._listed(lambda: self._client.balance_transactions.list(asked))
        pages = self._listed(lambda: self._client.checkout.sessions.list(opened))
        of_intent = {str(page["payment_intent"]): str(page["id"]) for page in pages}
        lines = (self._register_line(one, of_intent) for one in moved if _is_ours(one))
        return sorted(lines, key=lambda line: line.at)

    def read_event(
        self, body: bytes, headers: Mapping[str, str], address: str, *, real_now: datetime
    ) -> Report | RefundReport | None:
        """A signed event, 300 s old at most by real time; the sender's address is not asked."""
        signature = headers.get("stripe-signature", "")
        if not self._webhook_secret:
            raise EventRejected("LK_STRIPE_WEBHOOK_SECRET is not set")
        try:
            event = self._stripe.construct_event(body, signature, self._webhook_secret).to_dict()
            kind, about, at = event["type"], event["data"]["object"], int(event["created"])
        except (stripe.SignatureVerificationError, *UNREADABLE) as error:
            raise EventRejected(type(error).__name__) from None
        try:
            return self._about(kind, about, at=at)
        except GatewayRefused:
            raise EventRejected("the gateway knows nothing of it") from None

    def _about(self, kind: str, about: answers.Said, *, at: int) -> Report | RefundReport | None:
        if kind.startswith("checkout.session."):
            return self.fetch(about["id"])
        if kind.startswith("refund."):
            return self.fetch_refund(about["id"])
        if kind in answers.DISPUTES:
            number = self._reference(about)
            return _read(
                lambda: answers.dispute_report(kind, about, payment_reference=number, at=at)
            )
        return None  # intents too: of a page its session tells, of a kept card we ask ourselves

    def _refund_report(self, said: answers.Said) -> RefundReport:
        number = str((said.get("metadata") or {}).get("payment") or self._reference(said))
        return _read(lambda: answers.refund_report(said, payment_reference=number, live=self.live))

    def _register_line(self, moved: answers.Said, of_intent: Mapping[str, str]) -> RegisterLine:
        """A movement under the number we know it by: a charge by its page, if it has one."""
        source = moved["source"]
        number = answers.reference_of(source) if source["object"] == "charge" else ""
        number = number or self._reference(source)
        return _read(
            lambda: answers.register_line(
                moved, payment_reference=number, of_intent=of_intent, live=self.live
            )
        )

    def _reference(self, said: answers.Said) -> str:
        """Our number of the payment that a refund or a dispute is about, "" if it is not ours."""
        intent = said.get("payment_intent")
        return answers.reference_of(self._intent(str(intent))) if intent else ""

    def _charge(
        self, asked: PaymentIntentCreateParams, key: stripe.RequestOptions
    ) -> dict[str, Any]:
        return self._client.payment_intents.create(asked, key).to_dict()

    def _session(self, number: str) -> dict[str, Any]:
        asked: SessionRetrieveParams = {"expand": ["payment_intent.latest_charge"]}
        return self._call(lambda: self._client.checkout.sessions.retrieve(number, asked))

    def _intent(self, number: str) -> dict[str, Any]:
        asked: PaymentIntentRetrieveParams = {"expand": ["latest_charge"]}
        return self._call(lambda: self._client.payment_intents.retrieve(number, asked))

    def _listed(self, ask: Callable[[], stripe.ListObject[Any]]) -> list[dict[str, Any]]:
        def everything() -> list[dict[str, Any]]:
            return [one.to_dict() for one in ask().auto_paging_iter()]

        return self._line.call(lambda: _answered(everything))

    def _call(self, ask: Callable[[], stripe.StripeObject]) -> dict[str, Any]:
        return self._line.call(lambda: _answered(lambda: ask().to_dict()))


def _is_ours(moved: answers.Said) -> bool:
    """Payouts and fees are no operations of payers."""
    source = moved.get("source")
    return isinstance(source, Mapping) and source.get("object") in answers.LINES


def _answered(ask: Callable[[], T]) -> T:
    """What the SDK gives; its exceptions name bodies and numbers, so only their kind goes on."""
    try:
        return ask()
    except stripe.StripeError as error:
        if isinstance(error, CLEAR_NO) and error.http_status != CONFLICT:
            raise GatewayRefused(type(error).__name__) from None
        raise GatewayUnanswered(type(error).__name__) from None


def _declined(charge: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The intent, also where the SDK hides it in the exception of a declined card."""
    try:
        return charge()
    except stripe.CardError as error:
        said = error.json_body
        problem = said.get("error") if isinstance(said, dict) else None
        intent = problem.get("payment_intent") if isinstance(problem, dict) else None
        if not isinstance(intent, dict):
            raise
        return intent


def _read(read: Callable[[], T]) -> T:
    try:
        return read()
    except UNREADABLE:
        raise GatewayUnanswered("the answer cannot be read") from None
