"""A bank on a loopback port that speaks the demo bank's protocol and fails the way banks do."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from lk_app.gateways.demo_bank import DemoBank

SECRET = "shared"


@dataclass
class Bank:
    """Its book, and what goes wrong next: "", "html", "drop" (carried out, no answer)."""

    checkouts: dict[str, dict[str, Any]] = field(default_factory=dict)
    by_key: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    trouble: str = ""
    calls: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def create(self, key: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        with self.lock:
            if key in self.by_key:
                made, before = self.by_key[key]
                return (200, self.checkouts[made]) if before == body else (409, {})
            made = f"chk_{len(self.by_key) + 1}"
            self.by_key[key] = (made, body)
            assert sum(amount for _, amount in body["receipt"]) == body["amount"]
            self.checkouts[made] = {
                "id": made,
                "reference": body["reference"],
                "amount": body["amount"],
                "currency": body["currency"],
                "status": "open",
                "card": "",
                "decline": "",
                "live": False,
                "changed_at": "2026-11-20T07:59:30+00:00",
                "url": f"/demo-bank/checkout/{made}",
            }
            return 200, self.checkouts[made]

    def turn(self, external_id: str | None, status: str, **facts: Any) -> None:
        """Something happened on the bank's page."""
        self.checkouts[str(external_id)] |= {"status": status, "card": "Мир •• 0004", **facts}

    def event(self, external_id: str | None, key: str) -> bytes:
        """The body of a callback about a checkout as it is now."""
        checkout = self.checkouts[str(external_id)]
        return json.dumps({"id": key, "kind": "checkout.changed", "checkout": checkout}).encode()


def signature(body: bytes, *, at: datetime, secret: str = SECRET) -> str:
    """The header of a callback."""
    stamp = int(at.timestamp())
    signed = f"{stamp}.".encode() + body
    return f"t={stamp},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


@contextmanager
def open_bank() -> Iterator[tuple[Bank, DemoBank]]:
    """A bank and the product's own client to it."""
    bank = Bank()

    class Counter(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            self.answer(*bank.create(self.headers["idempotency-key"], body))

        def do_GET(self) -> None:
            checkout = bank.checkouts.get(self.path.rpartition("/")[2])
            self.answer(*((200, checkout) if checkout else (404, {})))

        def answer(self, status: int, said: dict[str, Any]) -> None:
            bank.calls += 1
            if bank.trouble == "drop":
                self.close_connection = True
                return
            body = b"<html>" if bank.trouble == "html" else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Counter)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield bank, DemoBank(base_url=f"http://127.0.0.1:{server.server_port}", secret=SECRET)
    finally:
        server.shutdown()
        server.server_close()
