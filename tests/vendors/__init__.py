"""Other companies' machines on loopback ports: they speak the vendors' HTTP, and fail as they do.

Each refuses what its vendor refuses (unknown fields, a changed body under one key, more back than
was paid), so that the one suite of gateways runs the same against all of them.
"""

import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from lk_app.domain.payments import Method
from lk_app.gateways.ports import PaymentGateway
from tests.payers import REAL_NOW

Answer = tuple[int, Any]
PAYER = "/payer/"  # what people do there, for a test in another process
HIDDEN = "Zq8hidden"  # stands in every secret, so that a log can be searched for it


@dataclass(frozen=True)
class Asked:
    """A request as the vendor got it."""

    verb: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Callback:
    """What a vendor posts to us, and from where."""

    body: bytes
    headers: dict[str, str]
    address: str


@dataclass
class Vendor(ABC):
    """A vendor's book, and what goes wrong next.

    `trouble`: "" | "html" | "drop" (carried out, no answer) | "down" (500, nothing carried out)
    | "hang" (no answer until `trouble` is over), for the next `troubled` calls.
    `refund_state` is what a refund begins as: "done" | "processing".
    """

    trouble: str = ""
    troubled: int = 10**6
    calls: int = 0
    refund_state: str = "done"
    at: datetime = REAL_NOW - timedelta(seconds=30)
    watch: Callable[[], None] = lambda: None  # called in the middle of every request
    over: threading.Event = field(default_factory=threading.Event)
    keys: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    guard: threading.Lock = field(default_factory=threading.Lock)
    address: str = ""
    gateway: PaymentGateway = field(init=False)
    method: Method = field(init=False)

    @abstractmethod
    def reach(self, base_url: str) -> PaymentGateway:
        """The product's own client to this vendor."""

    @abstractmethod
    def answer(self, asked: Asked) -> Answer:
        """What the vendor says; under the guard."""

    @abstractmethod
    def payments(self) -> list[str]:
        """The numbers of all payments it knows."""

    @abstractmethod
    def turn(self, external_id: str | None, what: str, **facts: Any) -> None:
        """Something happened on its page: paid, declined, canceled, expired, open.

        `facts` contradict what was asked: amount, currency, live, reference; decline is a reason
        in our words.
        """

    @abstractmethod
    def stands(self, external_id: str) -> str:
        """Where a payment stands: open, paid, or over."""

    @abstractmethod
    def left(self, external_id: str) -> int:
        """Kopecks of a payment that may still go back."""

    @abstractmethod
    def refund_stands(self, refund_id: str) -> str:
        """Where a refund stands: processing, done, failed."""

    @abstractmethod
    def callback(self, external_id: str | None, key: str = "evt_1") -> Callback:
        """What it posts about a payment as it stands."""

    @abstractmethod
    def give_back(self, external_id: str | None, amount: int) -> str:
        """A refund made in the vendor's own office; its number there."""

    @abstractmethod
    def turn_refund(self, refund_id: str, what: str) -> None:
        """What has become of a refund: done, failed."""

    @abstractmethod
    def refund_callback(self, refund_id: str, key: str = "evt_r1") -> Callback:
        """What it posts about a refund as it stands."""

    @abstractmethod
    def refunds(self) -> list[str]:
        """The numbers of all refunds it knows."""

    @abstractmethod
    def strange(self) -> Callback:
        """A callback of a kind nobody has heard of."""

    def payer(self, external_id: str) -> dict[str, Any]:
        """Somebody pays on the page; gives the callback that follows."""
        with self.guard:
            if self.stands(external_id) != "paid":
                self.turn(external_id, "paid")
            said = self.callback(external_id, f"evt_{external_id}")
        return {"body": said.body.decode(), "headers": said.headers, "address": said.address}

    def once(self, key: str, body: Any, make: Callable[[], Any]) -> Any:
        """Carry out once a key; the same key with another body gives None."""
        if key in self.keys:
            before, made = self.keys[key]
            return made if before == body else None
        made = make()
        self.keys[key] = (body, made)
        return made


class Door(BaseHTTPRequestHandler):
    """Where one vendor is asked; what troubles it happens here."""

    vendor: ClassVar[Vendor]

    def do_POST(self) -> None:
        self.handle_it()

    def do_GET(self) -> None:
        self.handle_it()

    def handle_it(self) -> None:
        vendor, asked = self.vendor, self.asked()
        if asked.path.startswith(PAYER):
            self.say(200, vendor.payer(asked.path.removeprefix(PAYER)))
            return
        vendor.calls += 1
        vendor.watch()
        trouble = vendor.trouble if vendor.troubled > 0 else ""
        vendor.troubled -= 1
        if trouble == "down":
            self.say(500, {"error": {"message": "down"}})
            return
        with vendor.guard:
            said = vendor.answer(asked)
        if trouble == "hang":
            vendor.over.wait(30)
        if trouble in ("drop", "hang"):
            self.close_connection = True
            return
        self.say(*said, html=trouble == "html")

    def asked(self) -> Asked:
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        at = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Asked(self.command, at.path, dict(parse_qsl(at.query)), headers, body)

    def say(self, status: int, said: Any, *, html: bool = False) -> None:
        page = b"<html>We will be right back</html>"
        body = page if html else json.dumps(said).encode()
        self.send_response(200 if html else status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def served(vendor: Vendor) -> Iterator[Vendor]:
    """The vendor on a port of its own, and our client to it."""
    door = type("OwnDoor", (Door,), {"vendor": vendor})
    server = ThreadingHTTPServer(("127.0.0.1", 0), door)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        vendor.address = f"http://127.0.0.1:{server.server_port}"
        vendor.gateway = vendor.reach(vendor.address)
        yield vendor
    finally:
        vendor.over.set()
        server.shutdown()
        server.server_close()
