"""What a stranger gets who calls where banks call."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app import wiring
from lk_app.api import webhooks
from lk_app.db.engine import Database
from lk_app.demo.bank_shop import sign

PATH = "/api/webhooks/demo_bank"
SIGNATURE = "Demo-Bank-Signature"


@pytest.fixture
def client(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    monkeypatch.setenv("LK_DATABASE_URL", database_url)
    monkeypatch.setenv("LK_SECRET_KEY", "k" * 32)
    made_once = (
        wiring.settings,
        wiring.database,
        wiring.payment_gateways,
        wiring.demo_bank_secret,
    )
    for one in made_once:
        one.cache_clear()
    with TestClient(Starlette(routes=webhooks.routes)) as opened:
        yield opened
    wiring.database().close()
    for one in made_once:
        one.cache_clear()


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


def test_a_huge_body_is_not_read(client: TestClient) -> None:
    assert client.post(PATH, content=b"x" * 300_000).status_code == 413
