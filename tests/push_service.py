"""A browser maker's push service on a loopback port, and browsers that can open what it got."""

import base64
import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

from lk_app.domain.notices import PushAddress

TAKEN = 201


@dataclass(frozen=True)
class Pushed:
    """A request as the service got it."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class PushService:
    """Takes everything, or answers `answer`."""

    url: str
    answer: int = TAKEN
    got: list[Pushed] = field(default_factory=list)

    def browser(self, name: str = "1") -> "Browser":
        """A browser that subscribed here."""
        return Browser(f"{self.url}/push/{name}")


class Browser:
    """The keys of one subscription; the private one never leaves it (RFC 8291)."""

    def __init__(self, endpoint: str) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._secret = os.urandom(16)
        public = self._key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        self.address = PushAddress(endpoint, _base64(public), _base64(self._secret))

    def opened(self, pushed: Pushed) -> dict[str, Any]:
        """What a request says to this browser; fails for one closed for another."""
        assert pushed.headers["Content-Encoding"] == "aes128gcm"
        content = http_ece.decrypt(
            pushed.body, private_key=self._key, auth_secret=self._secret, version="aes128gcm"
        )
        told: dict[str, Any] = json.loads(content)
        return told

    def wish(self, *kinds: str) -> dict[str, Any]:
        """What its script posts."""
        keys = {"p256dh": self.address.p256dh, "auth": self.address.auth}
        return {"endpoint": self.address.endpoint, "keys": keys, "kinds": list(kinds)}


def is_signed(pushed: Pushed) -> bool:
    """Whether the request carries a signature that holds (RFC 8292)."""
    return bool(Vapid02.verify(pushed.headers["Authorization"]))


@contextmanager
def open_push_service() -> Iterator[PushService]:
    """One that listens until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.got.append(Pushed(self.path, dict(self.headers), body))
            self.send_response(service.answer)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = PushService(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield service
    server.shutdown()
    server.server_close()


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
