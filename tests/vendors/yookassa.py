"""YooKassa's machine, in memory: what its own SDK does not know, it refuses."""

import base64
import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from yookassa.domain.request import PaymentRequest, RefundRequest

from lk_app.domain.payments import Method
from lk_app.gateways.ports import PaymentGateway
from lk_app.gateways.yookassa import YooKassa
from lk_app.gateways.yookassa.orders import Shop
from tests.documents.papers import SUPPLIER
from tests.vendors import Answer, Asked, Callback, Vendor

SHOP = Shop("100500", "test_Zq8hidden", vat_code=11, utilities=True)
THEIRS = "185.71.76.5"
REASONS = {"no_money": "insufficient_funds", "three_ds": "3d_secure_failed"}
ENDED = {"canceled": "canceled_by_merchant", "expired": "expired_on_confirmation"}


@dataclass
class YooKassaMachine(Vendor):
    """Payments, refunds and receipts."""

    paid: dict[str, dict[str, Any]] = field(default_factory=dict)
    returned: dict[str, dict[str, Any]] = field(default_factory=dict)
    receipts: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    method: Method = Method.CARD
    shop: Shop = SHOP

    def reach(self, base_url: str) -> PaymentGateway:
        url = f"{base_url}/v3"
        return YooKassa(self.shop, supplier=SUPPLIER, origin="https://lk.example", base_url=url)

    def answer(self, asked: Asked) -> Answer:
        credentials = base64.b64encode(f"{self.shop.shop_id}:{self.shop.secret_key}".encode())
        if asked.headers.get("authorization") != f"Basic {credentials.decode()}":
            return 401, {"type": "error", "code": "invalid_credentials"}
        what, _, number = asked.path.removeprefix("/v3/").partition("/")
        if asked.verb == "POST":
            return self.post(what, asked)
        if not number:
            return 200, self.listed(what, asked.query)
        found = (self.paid if what == "payments" else self.returned).get(number)
        return (200, found) if found else (404, {"type": "error", "code": "not_found"})

    def post(self, what: str, asked: Asked) -> Answer:
        key, body = asked.headers.get("idempotence-key", ""), json.loads(asked.body)
        if not 0 < len(key) <= 64:
            return refused("Idempotence-Key")
        kind, make = {
            "payments": (PaymentRequest, self.create),
            "refunds": (RefundRequest, self.refund),
        }[what]
        if (wrong := unknown(body, json.loads(kind(body).json()))) or not sums_agree(body):
            return refused(wrong or "receipt.items")
        made = self.once(key, body, lambda: make(body))
        return (200, made) if made else refused("Idempotence-Key")

    def create(self, body: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(body)
        number = f"2f3b588d-000f-5000-8000-{len(self.paid) + 1:012d}"
        token = body.get("payment_method_id")
        said: dict[str, Any] = {
            "id": number,
            "status": "pending",
            "amount": body["amount"],
            "description": body["description"],
            "metadata": body["metadata"],
            "created_at": stamp(self),
            "test": True,
            "paid": False,
            "refundable": False,
            "keeps": body.get("save_payment_method", False),
        }
        if "receipt" in body:
            said["receipt_registration"] = "pending"
        if "confirmation" in body:
            url = f"https://yoomoney.ru/checkout/payments/v2/contract?orderId={number}"
            said["confirmation"] = {"type": "redirect", "confirmation_url": url}
        self.paid[number] = said
        if token:
            known = {one["payment_method"]["id"] for one in self.saved()}
            self.turn(number, "paid" if token in known else "declined", decline="permission")
        return said

    def saved(self) -> list[dict[str, Any]]:
        return [p for p in self.paid.values() if p.get("payment_method", {}).get("saved")]

    def refund(self, body: dict[str, Any]) -> dict[str, Any]:
        payment = self.paid[body["payment_id"]]
        if payment["status"] != "succeeded" or value(body) > self.left(payment["id"]):
            return {}
        number = f"216749f7-0016-50be-b000-{len(self.returned) + 1:012d}"
        self.returned[number] = {
            "id": number,
            "payment_id": payment["id"],
            "status": {"done": "succeeded", "processing": "pending"}[self.refund_state],
            "amount": body["amount"],
            "created_at": stamp(self),
            **({"metadata": body["metadata"]} if "metadata" in body else {}),
        }
        return self.returned[number]

    def listed(self, what: str, query: Any) -> dict[str, Any]:
        if what == "receipts":
            found = self.receipts.get(query["payment_id"])
            return {"type": "list", "items": [found] if found else []}
        moment = {"payments": "captured_at", "refunds": "created_at"}[what]
        book = self.paid if what == "payments" else self.returned
        found = [
            one
            for one in book.values()
            if one["status"] == query["status"]
            and query[f"{moment}.gte"] <= one[moment] < query[f"{moment}.lt"]
        ]
        start = int(query.get("cursor", 0))
        page = found[start : start + 1]  # one a page: whoever forgets the cursor loses the rest
        more = {"next_cursor": str(start + 1)} if start + 1 < len(found) else {}
        return {"type": "list", "items": page, **more}

    def punch_receipt(self, external_id: str) -> None:
        """The cash register did its work."""
        self.receipts[external_id] = {
            "id": "rt_1",
            "type": "payment",
            "payment_id": external_id,
            "status": "succeeded",
            "fiscal_document_number": "3986",
            "fiscal_storage_number": "9288000100115785",
            "fiscal_attribute": "2617603921",
        }

    def stands(self, external_id: str) -> str:
        status = self.paid[external_id]["status"]
        return {"pending": "open", "succeeded": "paid"}.get(status, "over")

    def left(self, external_id: str) -> int:
        back = (one for one in self.returned.values() if one["payment_id"] == external_id)
        gone = sum(value(one) for one in back if one["status"] != "canceled")
        return value(self.paid[external_id]) - gone

    def refund_stands(self, refund_id: str) -> str:
        status = self.returned[refund_id]["status"]
        return {"pending": "processing", "succeeded": "done"}.get(status, "failed")

    def payments(self) -> list[str]:
        return list(self.paid)

    def refunds(self) -> list[str]:
        return list(self.returned)

    def turn(self, external_id: str | None, what: str, **facts: Any) -> None:
        payment = self.paid[str(external_id)]
        decline = facts.pop("decline", "")
        states = {"paid": "succeeded", "open": "pending"}
        payment["status"] = states.get(what, "canceled")
        payment["payment_method"] = {
            "type": "bank_card",
            "id": payment["id"],
            "saved": what == "paid" and payment["keeps"],
            "card": {"first6": "220000", "last4": "0004", "card_type": "Mir"},
        }
        if what == "paid":
            payment |= {"paid": True, "captured_at": stamp(self)}
        if payment["status"] == "canceled":
            reason = ENDED.get(what) or REASONS.get(decline, "general_decline")
            payment["cancellation_details"] = {"party": "payment_network", "reason": reason}
        if "amount" in facts:
            payment["amount"] = {**payment["amount"], "value": f"{facts['amount'] / 100:.2f}"}
        if "currency" in facts:
            payment["amount"] = {**payment["amount"], "currency": facts["currency"]}
        if "live" in facts:
            payment["test"] = not facts["live"]
        if "reference" in facts:
            payment["metadata"] = {"reference": facts["reference"]}

    def callback(self, external_id: str | None, key: str = "evt_1") -> Callback:
        payment = self.paid[str(external_id)]
        return notice(f"payment.{payment['status']}", payment)

    def give_back(self, external_id: str | None, amount: int) -> str:
        money = {"value": f"{amount / 100:.2f}", "currency": "RUB"}
        return str(self.refund({"payment_id": external_id, "amount": money})["id"])

    def turn_refund(self, refund_id: str, what: str) -> None:
        self.returned[refund_id]["status"] = {"done": "succeeded", "failed": "canceled"}[what]

    def refund_callback(self, refund_id: str, key: str = "evt_r1") -> Callback:
        return notice("refund.succeeded", self.returned[refund_id])

    def strange(self) -> Callback:
        return notice("deal.closed", {"id": "dl-285e5ee7"})


def notice(event: str, about: dict[str, Any]) -> Callback:
    body = {"type": "notification", "event": event, "object": about}
    return Callback(json.dumps(body).encode(), {}, THEIRS)


def stamp(vendor: Vendor) -> str:
    return vendor.at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def value(said: dict[str, Any]) -> int:
    """Kopecks."""
    return int(Decimal(said["amount"]["value"]) * 100)


def refused(parameter: str) -> Answer:
    return 400, {"type": "error", "code": "invalid_request", "parameter": parameter}


def unknown(body: Any, known: Any, path: str = "") -> str:
    """The path of a field that the vendor's own SDK would have dropped, "" if there is none."""
    if isinstance(body, dict):
        for name, value in body.items():
            if name not in known:
                return f"{path}{name}"
            if path == "metadata." or name == "metadata":
                continue
            if wrong := unknown(value, known[name], f"{path}{name}."):
                return wrong
    if isinstance(body, list):
        for one, same in zip(body, known, strict=True):
            if wrong := unknown(one, same, path):
                return wrong
    return ""


def sums_agree(body: dict[str, Any]) -> bool:
    """The receipt and the block of housing payments come to the sum of the payment."""
    asked = Decimal(body["amount"]["value"])
    items = body.get("receipt", {}).get("items", ())
    sums = [sum(Decimal(item["amount"]["value"]) for item in items)] if items else []
    if "payment_order" in body:
        sums.append(Decimal(body["payment_order"]["amount"]["value"]))
    return all(one == asked for one in sums)
