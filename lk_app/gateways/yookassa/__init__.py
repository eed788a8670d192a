"""YooKassa over its HTTP API (https://yookassa.ru/developers/api): cards of Мир, and СБП.

The vendor's SDK has no time limit, hides network errors and drops unknown fields, hence httpx.
Notifications carry no signature: the sender must stand in the vendor's networks, and even then
nothing of the body is believed but the number; the payment itself is fetched.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, TypeVar

from lk_app.domain.fiscal_receipts import FiscalReceipt, ReceiptState
from lk_app.domain.gateway_registers import RegisterLine
from lk_app.domain.payment_refunds import Refund, RefundReport
from lk_app.domain.payments import Method, Payment, Report
from lk_app.gateways.calling import JsonLine
from lk_app.gateways.ports import (
    Capabilities,
    Checkout,
    EventRejected,
    GatewayRefused,
    GatewayUnanswered,
)
from lk_app.gateways.yookassa import answers, orders
from lk_app.gateways.yookassa.orders import KINDS, Shop
from lk_app.settings import Supplier

T = TypeVar("T")
API = "https://api.yookassa.ru/v3"
NUMBER = re.compile(r"[\w-]{1,64}", re.ASCII)
PAGE = 100


class YooKassa:
    """PaymentGateway over YooKassa."""

    name = "yookassa"

    def __init__(self, shop: Shop, *, supplier: Supplier, origin: str, base_url: str = API) -> None:
        self._shop, self._supplier, self._origin = shop, supplier, origin
        self._networks = [ip_network(network) for network in shop.networks]
        credentials = (shop.shop_id, shop.secret_key)
        self._api = JsonLine(self.name, base_url=base_url, auth=credentials)

    @property
    def live(self) -> bool:
        """A test shop's key says so."""
        return not self._shop.secret_key.startswith("test_")

    @property
    def capabilities(self) -> Capabilities:
        """Мир and СБП; receipts where a VAT code is set."""
        return Capabilities(
            methods=frozenset(KINDS),
            autopay=frozenset({Method.CARD}),
            refunds=True,
            receipts=self._shop.vat_code is not None,
            register=True,
        )

    @property
    def available(self) -> bool:
        """False while the circuit is open."""
        return self._api.line.available

    def create_checkout(self, payment: Payment) -> Checkout:
        """The vendor's page for this payment."""
        back = f"{self._origin}{payment.return_path}"
        body = {
            **orders.order(payment, self._shop, self._supplier),
            "payment_method_data": {"type": KINDS[Method(payment.method)]},
            "confirmation": {"type": "redirect", "return_url": back, "locale": "ru_RU"},
        }
        if payment.save_method:
            body["save_payment_method"] = True
        said = self._post("payments", payment.idempotency_key, body)
        return _read(
            lambda: Checkout(str(said["id"]), str(said["confirmation"]["confirmation_url"]))
        )

    def charge_saved(self, payment: Payment, token: str) -> Report:
        """Charge a kept card; its owner is not asked."""
        body = {**orders.order(payment, self._shop, self._supplier), "payment_method_id": token}
        said = self._post("payments", payment.idempotency_key, body)
        return _read(lambda: answers.report(said))

    def fetch(self, external_id: str) -> Report:
        """What has become of a payment; each state of it is counted once."""
        said = self._api.call("GET", f"payments/{external_id}")
        return _read(lambda: answers.report(said))

    def fetch_receipt(self, payment: Payment) -> FiscalReceipt:
        """The numbers of the receipt once the cash register has punched it."""
        said = self._api.call("GET", "receipts", params={"payment_id": str(payment.external_id)})
        found = _read(lambda: [one for one in said["items"] if one["type"] == "payment"])
        return (
            _read(lambda: answers.receipt(found[0]))
            if found
            else FiscalReceipt(ReceiptState.PENDING)
        )

    def refund(self, payment: Payment, refund: Refund) -> RefundReport:
        """Give money back, with a receipt of its own."""
        body = orders.refund_order(payment, refund, self._shop)
        said = self._post("refunds", refund.idempotency_key, body)
        return _read(lambda: answers.refund_report(said, live=self.live))

    def fetch_refund(self, external_id: str) -> RefundReport:
        """What has become of a refund."""
        said = self._api.call("GET", f"refunds/{external_id}")
        return _read(lambda: answers.refund_report(said, live=self.live))

    def register(self, since: datetime, until: datetime) -> list[RegisterLine]:
        """Payments captured and refunds made in a span."""
        paid = self._listed("payments", "captured_at", since, until)
        back = self._listed("refunds", "created_at", since, until)
        lines = _read(
            lambda: [
                *(answers.line(one) for one in paid),
                *(answers.refund_line(one, live=self.live) for one in back),
            ]
        )
        return sorted(lines, key=lambda line: line.at)

    def read_event(
        self, body: bytes, headers: Mapping[str, str], address: str, *, real_now: datetime
    ) -> Report | RefundReport | None:
        """A notification from the vendor's networks; what it is about is fetched."""
        if not self._is_theirs(address):
            raise EventRejected("a stranger's address")
        try:
            event = json.loads(body)
            what, number = str(event["event"]).partition(".")[0], str(event["object"]["id"])
        except (KeyError, ValueError, TypeError):
            raise EventRejected("the notification cannot be read") from None
        if what not in ("payment", "refund"):
            return None
        if not NUMBER.fullmatch(number):
            raise EventRejected("no number of theirs")
        try:
            return self.fetch(number) if what == "payment" else self.fetch_refund(number)
        except GatewayRefused:
            raise EventRejected("the gateway knows nothing of it") from None

    def _is_theirs(self, address: str) -> bool:
        try:
            sender = ip_address(address)
        except ValueError:
            return False
        if isinstance(sender, IPv6Address) and sender.ipv4_mapped:
            sender = sender.ipv4_mapped
        return any(sender in network for network in self._networks)

    def _post(self, what: str, key: str, body: dict[str, Any]) -> dict[str, Any]:
        # at most 64 characters, remembered for 24 hours
        headers = {"Idempotence-Key": hashlib.sha256(key.encode()).hexdigest()}
        return self._api.call("POST", what, headers=headers, json=body)

    def _listed(
        self, what: str, moment: str, since: datetime, until: datetime
    ) -> Iterator[dict[str, Any]]:
        asked = {
            "status": "succeeded",
            "limit": str(PAGE),
            f"{moment}.gte": _stamp(since),
            f"{moment}.lt": _stamp(until),
        }
        while True:
            said = self._api.call("GET", what, params=asked)
            yield from _read(lambda said=said: list(said["items"]))  # type: ignore[misc]
            if not said.get("next_cursor"):
                return
            asked = {**asked, "cursor": str(said["next_cursor"])}


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _read(read: Callable[[], T]) -> T:
    try:
        return read()
    except (KeyError, ValueError, TypeError, AttributeError):
        raise GatewayUnanswered("the answer cannot be read") from None
