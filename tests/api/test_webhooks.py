"""What a stranger gets who calls where banks call."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app.api import webhooks
from lk_app.demo.bank_shop import sign
from tests.office import wired
from tests.vendors import served
from tests.vendors.yookassa import THEIRS, YooKassaMachine

PATH = "/api/webhooks/demo_bank"
SIGNATURE = "Demo-Bank-Signature"


@contextmanager
def serving(address: str = "testclient") -> Iterator[TestClient]:
    """The route as the settings of this moment have it, called from an address."""
    app = Starlette(routes=webhooks.routes)
    with wired(), TestClient(app, client=(address, 50_000)) as opened:
        yield opened


@pytest.fixture
def installed(installed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LK_SECRET_KEY", "k" * 32)


@pytest.fixture
def client(installed: None) -> Iterator[TestClient]:
    with serving() as opened:
        yield opened


def test_without_a_signature_nothing_is_taken(client: TestClient) -> None:
    assert client.post(PATH, content=b"{}").status_code == 400


def test_a_signature_over_another_body_is_rejected(client: TestClient) -> None:
    header = {SIGNATURE: sign(b'{"amount": 1}', at=datetime.now(UTC))}
    assert client.post(PATH, content=b'{"amount": 2}', headers=header).status_code == 400


def test_a_recorded_callback_is_rejected_later(client: TestClient) -> None:
    body = b'{"id": "evt", "kind": "other"}'
    header = {SIGNATURE: sign(body, at=datetime(2026, 1, 1, tzinfo=UTC))}
    assert client.post(PATH, content=body, headers=header).status_code == 400


def test_one_right_signature_of_two_is_enough(client: TestClient) -> None:
    body = b'{"id": "evt", "kind": "other"}'
    stamp, _, right = sign(body, at=datetime.now(UTC)).partition(",")
    header = {SIGNATURE: f"{stamp},v1=00,{right}"}
    assert client.post(PATH, content=body, headers=header).status_code == 200


def test_an_event_of_another_kind_is_taken_and_ignored(client: TestClient) -> None:
    body = b'{"id": "evt", "kind": "other"}'
    header = {SIGNATURE: sign(body, at=datetime.now(UTC))}
    assert client.post(PATH, content=body, headers=header).status_code == 200


@pytest.mark.parametrize(
    "body", [b"not json", b"[]", b"{}", b'{"id": 1, "kind": "checkout.changed"}']
)
def test_a_signed_callback_that_cannot_be_read_is_rejected(client: TestClient, body: bytes) -> None:
    header = {SIGNATURE: sign(body, at=datetime.now(UTC))}
    assert client.post(PATH, content=body, headers=header).status_code == 400


def test_a_gateway_nobody_has_is_not_found(client: TestClient) -> None:
    assert client.post("/api/webhooks/nobody", content=b"{}").status_code == 404


@pytest.mark.parametrize("length", [b"\xb2", b"-1", b"", b"9" * 5000])
def test_a_length_that_is_none_is_refused(client: TestClient, length: bytes) -> None:
    assert client.post(PATH, content=b"{}", headers={"Content-Length": length}).status_code == 411


def test_a_huge_body_is_not_read(client: TestClient) -> None:
    assert client.post(PATH, content=b"x" * 300_000).status_code == 413


STRANGER = "203.0.113.9"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "status"),
    [
        ("0", THEIRS, 400),  # no proxy of ours wrote this down
        ("1", f"{THEIRS}, {STRANGER}", 400),  # our proxy wrote the last one, the caller the rest
        ("1", f"{STRANGER}, {THEIRS}", 200),
        ("2", f"{STRANGER}, {THEIRS}, 10.0.0.1", 200),
        ("2", THEIRS, 400),  # fewer hops than there are proxies: somebody goes round them
        ("1", "", 400),
    ],
)
def test_case_08_a_spoofed_forwarded_header_makes_nobody_the_gateway(
    installed: None, monkeypatch: pytest.MonkeyPatch, proxies: str, forwarded: str, status: int
) -> None:
    with served(YooKassaMachine()) as vendor:
        monkeypatch.setenv("LK_PAYMENT_GATEWAYS", "yookassa")
        monkeypatch.setenv("LK_YOOKASSA_SHOP_ID", "100500")
        monkeypatch.setenv("LK_YOOKASSA_SECRET_KEY", "test_Zq8hidden")
        monkeypatch.setenv("LK_YOOKASSA_API_URL", f"{vendor.address}/v3")
        monkeypatch.setenv("LK_TRUSTED_PROXIES", proxies)
        with serving(STRANGER) as client:
            body = vendor.strange().body
            header = {"X-Forwarded-For": forwarded}
            answer = client.post("/api/webhooks/yookassa", content=body, headers=header)
    assert answer.status_code == status


def test_a_gateway_without_a_webhook_secret_takes_no_callbacks(
    installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LK_PAYMENT_GATEWAYS", "demo_bank,stripe")
    monkeypatch.setenv("LK_STRIPE_SECRET_KEY", "sk_test_51")
    with serving() as client:
        assert client.post("/api/webhooks/stripe", content=b"{}").status_code == 404
        monkeypatch.setenv("LK_STRIPE_WEBHOOK_SECRET", "whsec_51")
    with serving() as client:
        assert client.post("/api/webhooks/stripe", content=b"{}").status_code == 400
