"""Notices to browsers over their makers' push services (RFC 8030, 8291, 8292).

The address comes from the browser, so from anybody: only https to machines of the open internet is
spoken to, at the very address that was looked up and checked, and no redirect is followed.
"""

import base64
import ipaddress
import json
import os
import socket
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

import http_ece
import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

from lk_app.domain.notices import Notice, NoticeKind, PushAddress, PushRefused
from lk_app.gateways.calling import CONNECT_SECONDS, READ_SECONDS, Line, trusted
from lk_app.gateways.ports import GatewayUnanswered, PushGone, PushUnavailable

LONGEST_ENDPOINT = 1_000  # characters; real ones have some 200
LARGEST = 3_000  # bytes of the payload: services take 4096 with the encryption around it
ATTEMPTS = 2  # nobody waits at a button: the job comes again
SERVICES = 16  # makers of browsers are a handful; each has a circuit of its own
# A later one of these takes the place of an earlier one that the device has not fetched yet.
REPLACED = {
    NoticeKind.WINDOW_OPENS: "readings",
    NoticeKind.FEW_DAYS: "readings",
    NoticeKind.LAST_DAY: "readings",
    NoticeKind.THIRD_MONTH: "readings",
}


class WebPush:
    """The one way to all of them; `local` lets tests listen on this machine."""

    def __init__(self, scalar: int, *, contact: str, local: bool = False) -> None:
        self._vapid = Vapid02(ec.derive_private_key(scalar, ec.SECP256R1()))
        self._contact = contact
        self._local = local
        limit = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
        self._client = httpx.Client(timeout=limit, follow_redirects=False, verify=trusted())

    @property
    def public_key(self) -> str:
        """Whose notices a browser agrees to."""
        numbers = self._vapid.public_key.public_numbers()
        point = b"\x04" + numbers.x.to_bytes(32) + numbers.y.to_bytes(32)
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    def check(self, to: PushAddress) -> None:
        """Whether a notice could be closed for these keys and sent to this address."""
        self._place(to.endpoint)
        _keys(to)

    def send(self, to: PushAddress, notice: Notice, *, seconds: int) -> None:
        """Close a notice for its device and hand it over."""
        place, body = self._place(to.endpoint), _closed(to, notice)
        head = {
            **self._vapid.sign({"aud": f"{place.scheme}://{place.netloc}", "sub": self._contact}),
            "Content-Encoding": "aes128gcm",
            "TTL": str(seconds),
            "Urgency": "high" if notice.kind is NoticeKind.LAST_DAY else "normal",
        }
        if topic := REPLACED.get(notice.kind):
            head["Topic"] = topic
        try:
            line = _line(place.netloc)
            line.call(lambda: self._post(place, to.endpoint, body, head), attempts=ATTEMPTS)
        except GatewayUnanswered as failed:
            raise PushUnavailable(str(failed)) from None

    def _place(self, endpoint: str) -> SplitResult:
        try:
            place = urlsplit(endpoint)
            port = place.port
        except ValueError:
            raise PushRefused("push.endpoint") from None
        plain = endpoint.isascii() and endpoint.isprintable() and len(endpoint) <= LONGEST_ENDPOINT
        if self._local and place.hostname == "127.0.0.1":
            return place
        if not (plain and place.scheme == "https" and place.hostname and port in (None, 443)):
            raise PushRefused("push.endpoint")
        if "@" in place.netloc or _is_address(place.hostname):
            raise PushRefused("push.endpoint")
        return place

    def _post(
        self, place: SplitResult, endpoint: str, body: bytes, head: Mapping[str, str]
    ) -> None:
        """One try; the connection goes to the address that was checked, whatever a second look
        at the name would say."""
        host = place.hostname or ""
        url = httpx.URL(endpoint)
        if not self._local:
            url = url.copy_with(host=_open_address(host))
        request = self._client.build_request(
            "POST",
            url,
            content=body,
            headers={**head, "Host": place.netloc},
            extensions={"sni_hostname": host},
        )
        try:
            answer = self._client.send(request, stream=True)
            answer.close()  # whatever it says, only how it begins matters
        except httpx.HTTPError as error:  # its text may name the address, which is a secret
            raise GatewayUnanswered(type(error).__name__) from None
        _judge(answer.status_code)


@lru_cache(maxsize=SERVICES)
def _line(service: str) -> Line:
    return Line(service)


def _judge(status: int) -> None:
    """RFC 8030, 5 and 7.3: taken, gone for ever, never to be taken, or not now."""
    if status in (200, 201, 202, 204):
        return
    if status in (404, 410):
        raise PushGone(f"HTTP {status}")
    if status == 429 or status >= 500:
        raise GatewayUnanswered(f"HTTP {status}")
    raise PushRefused("push.not_taken", status=status)


def _closed(to: PushAddress, notice: Notice) -> bytes:
    """The words, so that their device alone can read them."""
    told = {
        "title": notice.title,
        "body": notice.text,
        "url": notice.path,
        "tag": f"{notice.kind}:{notice.subject}",
    }
    content = json.dumps(told, ensure_ascii=False).encode()
    if len(content) > LARGEST:
        told["body"] = notice.text[:200]
        content = json.dumps(told, ensure_ascii=False).encode()
    point, secret = _keys(to)
    closed: bytes = http_ece.encrypt(
        content,
        salt=os.urandom(16),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=point,
        auth_secret=secret,
        version="aes128gcm",
    )
    return closed


def _keys(to: PushAddress) -> tuple[bytes, bytes]:
    """The device's public point and its secret; raises PushRefused."""
    try:
        point, secret = _bytes(to.p256dh), _bytes(to.auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        raise PushRefused("push.keys") from None
    if len(point) != 65 or len(secret) != 16:
        raise PushRefused("push.keys")
    return point, secret


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _open_address(host: str) -> str:
    """An address of the open internet that the name stands for; none of ours, whoever says so."""
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise GatewayUnanswered(type(error).__name__) from None
    addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    bare = [getattr(one, "ipv4_mapped", None) or one for one in addresses]
    if not bare or not all(one.is_global and not one.is_multicast for one in bare):
        raise PushRefused("push.endpoint")
    return str(bare[0])
