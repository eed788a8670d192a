"""Stripe's machine, in memory: bodies are held against the SDK's own types."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any

from stripe.params import (
    BalanceTransactionListParams,
    PaymentIntentCreateParams,
    PaymentIntentRetrieveParams,
    RefundCreateParams,
    RefundRetrieveParams,
)
from stripe.params.checkout import SessionCreateParams, SessionListParams, SessionRetrieveParams

from lk_app.domain.payments import Method
from lk_app.gateways.ports import PaymentGateway
from lk_app.gateways.stripe import Stripe
from tests.vendors import Answer, Asked, Callback, Vendor
from tests.vendors.stripe_params import fault, parsed

KEY, WEBHOOK_SECRET = "sk_test_Zq8hidden", "whsec_Zq8hidden"
BODIES = {
    ("POST", "checkout/sessions"): SessionCreateParams,
    ("GET", "checkout/sessions"): SessionRetrieveParams,
    ("POST", "payment_intents"): PaymentIntentCreateParams,
    ("GET", "payment_intents"): PaymentIntentRetrieveParams,
    ("POST", "refunds"): RefundCreateParams,
    ("GET", "refunds"): RefundRetrieveParams,
    ("GET", "balance_transactions"): BalanceTransactionListParams,
}
LISTS = {
    "balance_transactions": BalanceTransactionListParams,
    "checkout/sessions": SessionListParams,
}
CARD = {"brand": "visa", "last4": "4242"}


@dataclass
class StripeMachine(Vendor):
    """Sessions with their intents and charges, refunds, disputes."""

    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    intents: dict[str, dict[str, Any]] = field(default_factory=dict)
    returned: dict[str, dict[str, Any]] = field(default_factory=dict)
    disputes: list[dict[str, Any]] = field(default_factory=list)
    method: Method = Method.FOREIGN_CARD

    def reach(self, base_url: str) -> PaymentGateway:
        return Stripe(
            secret_key=KEY,
            webhook_secret=WEBHOOK_SECRET,
            origin="https://lk.example",
            base_url=base_url,
        )

    def answer(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != f"Bearer {KEY}":
            return error(401, "invalid_request_error")
        path = asked.path.removeprefix("/v1/")
        what = next(name for _, name in BODIES if path.startswith(name))
        number = path.removeprefix(what).strip("/")
        listing = asked.verb == "GET" and not number
        expected = LISTS[what] if listing else BODIES[asked.verb, what]
        given = (
            asked.body.decode()
            if asked.verb == "POST"
            else "&".join(f"{name}={value}" for name, value in asked.query.items())
        )
        body = parsed(given)
        if wrong := fault(body, expected):
            return error(400, "invalid_request_error", message=wrong)
        if asked.verb == "POST":
            return self.post(what, body, asked.headers.get("idempotency-key", ""))
        if what == "balance_transactions":
            return 200, self.movements(body)
        if not number:
            return 200, self.completed(body)
        book = {"checkout/sessions": self.sessions, "payment_intents": self.intents}
        found = book.get(what, self.returned).get(number)
        if found is None:
            return error(404, "invalid_request_error")
        return 200, self.expanded(found, body.get("expand", []))

    def post(self, what: str, body: dict[str, Any], key: str) -> Answer:
        makers = {
            "checkout/sessions": self.create,
            "payment_intents": self.charge,
            "refunds": self.refund,
        }
        made = self.once(key, body, lambda: makers[what](body))
        if made is None:
            return error(400, "idempotency_error")
        if made.get("last_payment_error"):
            problem = {"type": "card_error", "code": "card_declined", "payment_intent": made}
            return 402, {"error": problem}
        return (200, made) if made else error(400, "invalid_request_error")

    def create(self, body: dict[str, Any]) -> dict[str, Any]:
        lines = body["line_items"]
        total = sum(int(x["price_data"]["unit_amount"]) * int(x["quantity"]) for x in lines)
        number = f"cs_test_{len(self.sessions) + 1}"
        data = body["payment_intent_data"]
        intent = self.intent(total, data["metadata"], "requires_payment_method")
        intent["setup_future_usage"] = data.get("setup_future_usage")
        intent["customer"] = "cus_1" if body.get("customer_creation") == "always" else None
        self.sessions[number] = {
            "id": number,
            "object": "checkout.session",
            "client_reference_id": body["client_reference_id"],
            "metadata": body["metadata"],
            "amount_total": total,
            "currency": lines[0]["price_data"]["currency"],
            "status": "open",
            "payment_status": "unpaid",
            "payment_intent": intent["id"],
            "livemode": False,
            "created": int(self.at.timestamp()),
            "url": f"https://checkout.stripe.com/c/pay/{number}",
        }
        return self.sessions[number]

    def intent(self, amount: int, metadata: Any, status: str) -> dict[str, Any]:
        number = f"pi_{len(self.intents) + 1}"
        self.intents[number] = {
            "id": number,
            "object": "payment_intent",
            "amount": amount,
            "currency": "rub",
            "status": status,
            "metadata": metadata,
            "livemode": False,
            "created": int(self.at.timestamp()),
            "latest_charge": None,
        }
        return self.intents[number]

    def charge(self, body: dict[str, Any]) -> dict[str, Any]:
        intent = self.intent(int(body["amount"]), body["metadata"], "requires_payment_method")
        kept = {(one.get("customer"), one.get("payment_method")) for one in self.intents.values()}
        if (body["customer"], body["payment_method"]) in kept:
            self.capture(intent)
        else:
            intent["last_payment_error"] = {"decline_code": "insufficient_funds"}
        return self.expanded(intent, ["latest_charge"])

    def capture(self, intent: dict[str, Any]) -> None:
        intent["status"] = "succeeded"
        intent["latest_charge"] = {
            "id": f"ch_{intent['id']}",
            "object": "charge",
            "amount": intent["amount"],
            "currency": intent["currency"],
            "metadata": intent["metadata"],
            "payment_intent": intent["id"],
            "created": int(self.at.timestamp()),
            "payment_method_details": {"card": CARD},
        }
        if intent.get("setup_future_usage"):
            intent["payment_method"] = "pm_1"

    def refund(self, body: dict[str, Any]) -> dict[str, Any]:
        intent, amount = self.intents[body["payment_intent"]], int(body["amount"])
        if intent["status"] != "succeeded" or amount > self.unreturned(intent):
            return {}
        number = f"re_{len(self.returned) + 1}"
        self.returned[number] = {
            "id": number,
            "object": "refund",
            "payment_intent": intent["id"],
            "amount": amount,
            "currency": "rub",
            "status": {"done": "succeeded", "processing": "pending"}[self.refund_state],
            "metadata": body.get("metadata", {}),
            "created": int(self.at.timestamp()),
        }
        return self.returned[number]

    def movements(self, body: dict[str, Any]) -> dict[str, Any]:
        charges = [one["latest_charge"] for one in self.intents.values() if one["latest_charge"]]
        back = [one for one in self.returned.values() if one["status"] == "succeeded"]
        fee = {"id": "fee_1", "object": "application_fee", "created": int(self.at.timestamp())}
        span = int(body["created"]["gte"]), int(body["created"]["lt"])
        moved = [
            {"id": f"txn_{one['id']}", "object": "balance_transaction", "source": one,
             "created": one["created"]}
            for one in (*charges, *back, *self.disputes, fee)
            if span[0] <= one["created"] < span[1]
        ]  # fmt: skip
        return self.page(moved, body, "/v1/balance_transactions")

    def completed(self, body: dict[str, Any]) -> dict[str, Any]:
        span = int(body["created"]["gte"]), int(body["created"]["lt"])
        found = [
            one
            for one in self.sessions.values()
            if one["status"] == body["status"] and span[0] <= one["created"] < span[1]
        ]
        return self.page(found, body, "/v1/checkout/sessions")

    def page(self, found: list[dict[str, Any]], body: dict[str, Any], url: str) -> dict[str, Any]:
        """Two a page: whoever does not page on loses the rest."""
        numbers = [one["id"] for one in found]
        after = body.get("starting_after")
        start = numbers.index(after) + 1 if after else 0
        more = len(found) > start + 2
        return {"object": "list", "data": found[start : start + 2], "has_more": more, "url": url}

    def expanded(self, found: dict[str, Any], paths: list[str]) -> dict[str, Any]:
        """Like Stripe, give numbers of other objects unless they are asked for."""
        if "payment_intent.latest_charge" in paths:
            intent = self.intents[found["payment_intent"]]
            return {**found, "payment_intent": self.expanded(intent, ["latest_charge"])}
        charge = found.get("latest_charge")
        if charge and "latest_charge" not in paths:
            return {**found, "latest_charge": charge["id"]}
        return dict(found)

    def unreturned(self, intent: dict[str, Any]) -> int:
        back = (one for one in self.returned.values() if one["payment_intent"] == intent["id"])
        return int(intent["amount"]) - sum(r["amount"] for r in back if r["status"] != "failed")

    def stands(self, external_id: str) -> str:
        status = self.sessions[external_id]["status"]
        return {"open": "open", "complete": "paid"}.get(status, "over")

    def left(self, external_id: str) -> int:
        return self.unreturned(self.intents[self.sessions[external_id]["payment_intent"]])

    def refund_stands(self, refund_id: str) -> str:
        status = self.returned[refund_id]["status"]
        return {"pending": "processing", "succeeded": "done"}.get(status, "failed")

    def payments(self) -> list[str]:
        return list(self.sessions)

    def refunds(self) -> list[str]:
        return list(self.returned)

    def turn(self, external_id: str | None, what: str, **facts: Any) -> None:
        session = self.sessions[str(external_id)]
        intent = self.intents[session["payment_intent"]]
        states = {"paid": "complete", "open": "open", "declined": "open"}
        session["status"] = states.get(what, "expired")
        if what == "paid":
            session["payment_status"] = "paid"
            intent |= {name: facts[name] for name in ("amount", "currency") if name in facts}
            self.capture(intent)
        ours = {"amount": "amount_total", "live": "livemode", "reference": "client_reference_id"}
        facts.pop("decline", "")
        session |= {ours.get(name, name): value for name, value in facts.items()}

    def callback(self, external_id: str | None, key: str = "evt_1") -> Callback:
        session = self.sessions[str(external_id)]
        kind = {"complete": "completed", "expired": "expired"}.get(session["status"], "created")
        return self.event(f"checkout.session.{kind}", session, key)

    def give_back(self, external_id: str | None, amount: int) -> str:
        intent = self.sessions[str(external_id)]["payment_intent"]
        return str(self.refund({"payment_intent": intent, "amount": amount})["id"])

    def turn_refund(self, refund_id: str, what: str) -> None:
        self.returned[refund_id]["status"] = {"done": "succeeded", "failed": "failed"}[what]

    def refund_callback(self, refund_id: str, key: str = "evt_r1") -> Callback:
        return self.event("refund.updated", self.returned[refund_id], key)

    def dispute(self, external_id: str | None, amount: int) -> dict[str, Any]:
        """The payer's bank disputes a payment."""
        made = {
            "id": f"du_{len(self.disputes) + 1}",
            "object": "dispute",
            "payment_intent": self.sessions[str(external_id)]["payment_intent"],
            "amount": amount,
            "currency": "rub",
            "livemode": False,
            "metadata": {},
            "created": int(self.at.timestamp()),
        }
        self.disputes.append(made)
        return made

    def strange(self) -> Callback:
        return self.event("customer.created", {"id": "cus_1", "object": "customer"}, "evt_x")

    def event(self, kind: str, about: dict[str, Any], key: str) -> Callback:
        event = {
            "id": key,
            "object": "event",
            "type": kind,
            "created": int(self.at.timestamp()),
            "livemode": about.get("livemode", False),
            "data": {"object": about},
        }
        body = json.dumps(event).encode()
        return Callback(body, {"stripe-signature": signature(body)}, "203.0.113.9")


def signature(body: bytes, *, age: int = 0, secret: str = WEBHOOK_SECRET) -> str:
    """The header of an event; the SDK reads the real clock, so this does too."""
    stamp = int(time.time()) - age
    signed = f"{stamp}.".encode() + body
    return f"t={stamp},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def error(status: int, kind: str, *, message: str = "no") -> Answer:
    return status, {"error": {"type": kind, "message": message}}
