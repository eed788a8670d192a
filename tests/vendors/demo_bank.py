"""The demo bank's machine, in memory."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lk_app.domain.payments import Method
from lk_app.gateways.demo_bank import DemoBank
from lk_app.gateways.ports import PaymentGateway
from tests.payers import REAL_NOW
from tests.vendors import Answer, Asked, Callback, Vendor

SECRET = "demo-Zq8hidden"


@dataclass
class DemoBankMachine(Vendor):
    """Checkouts and refunds."""

    checkouts: dict[str, dict[str, Any]] = field(default_factory=dict)
    returned: dict[str, dict[str, Any]] = field(default_factory=dict)
    method: Method = Method.CARD
    live: bool = False

    def reach(self, base_url: str) -> PaymentGateway:
        return DemoBank(base_url=base_url, secret=SECRET)

    def answer(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != f"Bearer {SECRET}":
            return 401, {}
        what, _, number = asked.path.removeprefix("/demo-bank/api/").partition("/")
        if asked.verb == "GET" and what == "register":
            return 200, {"lines": self.lines(asked.query["since"], asked.query["until"])}
        if asked.verb == "GET":
            found = (self.checkouts if what == "checkouts" else self.returned).get(number)
            return (200, found) if found else (404, {})
        body = json.loads(asked.body)
        makers = {"checkouts": self.create, "charges": self.charge, "refunds": self.refund}
        made = self.once(asked.headers["idempotency-key"], body, lambda: makers[what](body))
        return (200, made) if made else (409, {})

    def create(self, body: dict[str, Any]) -> dict[str, Any]:
        assert sum(amount for _, amount in body["receipt"]) == body["amount"]
        number = f"chk_{len(self.checkouts) + 1}"
        self.checkouts[number] = {
            "id": number,
            "reference": body["reference"],
            "amount": body["amount"],
            "currency": body["currency"],
            "status": "open",
            "card": "",
            "decline": "",
            "live": self.live,
            "changed_at": self.at.isoformat(),
            "url": f"/demo-bank/checkout/{number}",
            "keeps": body.get("save_method", False),
        }
        return self.checkouts[number]

    def charge(self, body: dict[str, Any]) -> dict[str, Any]:
        made = self.create(body)
        known = {one.get("token") for one in self.checkouts.values()} - {None}
        self.turn(made["id"], "paid" if body["token"] in known else "declined")
        return self.checkouts[made["id"]]

    def refund(self, body: dict[str, Any]) -> dict[str, Any]:
        checkout = self.checkouts[body["checkout"]]
        if checkout["status"] != "paid" or body["amount"] > self.left(checkout["id"]):
            return {}
        number = f"ref_{len(self.returned) + 1}"
        self.returned[number] = {
            "id": number,
            "checkout": checkout["id"],
            "payment_reference": checkout["reference"],
            "reference": body["reference"],
            "amount": body["amount"],
            "currency": body["currency"],
            "kind": "refund",
            "status": self.refund_state,
            "live": False,
            "changed_at": self.at.isoformat(),
        }
        return self.returned[number]

    def lines(self, since: str, until: str) -> list[dict[str, Any]]:
        paid = (
            {**one, "kind": "payment", "payment_reference": one["reference"]}
            for one in self.checkouts.values()
            if one["status"] == "paid"
        )
        back = (one for one in self.returned.values() if one["status"] == "done")
        span = datetime.fromisoformat(since), datetime.fromisoformat(until)
        return [
            one
            for one in (*paid, *back)
            if span[0] <= datetime.fromisoformat(one["changed_at"]) < span[1]
        ]

    def stands(self, external_id: str) -> str:
        return str(self.checkouts[external_id]["status"])

    def left(self, external_id: str) -> int:
        back = (one for one in self.returned.values() if one["checkout"] == external_id)
        gone = sum(one["amount"] for one in back if one["status"] != "failed")
        return int(self.checkouts[external_id]["amount"]) - gone

    def refund_stands(self, refund_id: str) -> str:
        return str(self.returned[refund_id]["status"])

    def payments(self) -> list[str]:
        return list(self.checkouts)

    def refunds(self) -> list[str]:
        return list(self.returned)

    def turn(self, external_id: str | None, what: str, **facts: Any) -> None:
        checkout = self.checkouts[str(external_id)]
        checkout |= {"status": what, "card": "Мир •• 0004", **facts}
        if what == "paid":
            checkout["receipt_number"] = "17"
            if checkout["keeps"]:
                checkout["token"] = f"card_{checkout['id']}"

    def callback(self, external_id: str | None, key: str = "evt_1") -> Callback:
        return self.signed("checkout", self.checkouts[str(external_id)], key)

    def give_back(self, external_id: str | None, amount: int) -> str:
        body = {"checkout": external_id, "reference": "", "amount": amount, "currency": "RUB"}
        return str(self.refund(body)["id"])

    def turn_refund(self, refund_id: str, what: str) -> None:
        self.returned[refund_id]["status"] = what

    def refund_callback(self, refund_id: str, key: str = "evt_r1") -> Callback:
        return self.signed("refund", self.returned[refund_id], key)

    def strange(self) -> Callback:
        return self.signed("terminal", {}, "evt_x")

    def signed(self, what: str, said: dict[str, Any], key: str) -> Callback:
        body = json.dumps({"id": key, "kind": f"{what}.changed", what: said}).encode()
        return Callback(body, {"demo-bank-signature": signature(body, at=REAL_NOW)}, "203.0.113.9")


def signature(body: bytes, *, at: datetime, secret: str = SECRET) -> str:
    """The header of a callback."""
    stamp = int(at.timestamp())
    signed = f"{stamp}.".encode() + body
    return f"t={stamp},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"
