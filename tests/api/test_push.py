"""/api/push: a browser says what it wants; nobody else can say it for it."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app import security, wiring
from lk_app.api import push, sessions
from lk_app.db.engine import Database
from lk_app.domain.customers import Customer
from tests.push_service import Browser
from tests.usecases import people

PHONE = Browser("https://push.example/send/1")


@pytest.fixture
def client(installed: None) -> Iterator[TestClient]:
    routes = [*push.routes, *sessions.routes]
    with TestClient(Starlette(routes=routes), follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def anna(database: Database) -> Customer:
    return people.confirmed(database)


def sign_in(client: TestClient, login: str = people.ANNA) -> None:
    client.post("/api/login", data={"login": login, "password": people.PASSWORD})
    assert client.cookies.get(security.SESSION_COOKIE)


def kinds_of(client: TestClient, browser: Browser = PHONE) -> list[str]:
    told = client.post("/api/push/seen", json={"endpoint": browser.address.endpoint})
    assert told.status_code == 200
    kinds: list[str] = told.json()["kinds"]
    return kinds


def test_a_device_gets_what_was_ticked_there_and_no_more(
    client: TestClient, anna: Customer
) -> None:
    assert client.post("/api/push", json=PHONE.wish("bill")).status_code == 401
    sign_in(client)
    assert kinds_of(client) == []
    assert client.post("/api/push", json=PHONE.wish("bill", "last_day")).status_code == 200
    assert kinds_of(client) == ["bill", "last_day"]
    assert kinds_of(client, Browser("https://push.example/send/2")) == []
    client.post("/api/push", json=PHONE.wish("house"))
    assert kinds_of(client) == ["house"]
    client.post("/api/push", json=PHONE.wish())
    assert kinds_of(client) == []


def test_the_key_is_the_same_in_every_process(client: TestClient, anna: Customer) -> None:
    sign_in(client)
    first, again = (client.post("/api/push/seen", json={}).json()["key"] for _ in range(2))
    wiring.push.cache_clear()
    assert first == again == wiring.push().public_key
    assert len(first) == 87, "65 bytes as base64url"


def test_signing_in_anew_goes_on_and_another_person_begins_with_nothing(
    client: TestClient, anna: Customer, database: Database
) -> None:
    sign_in(client)
    client.post("/api/push", json=PHONE.wish("bill"))
    sign_in(client)
    assert kinds_of(client) == ["bill"]
    people.confirmed(database, people.BORIS, "+79270000009")
    sign_in(client, people.BORIS)
    assert kinds_of(client) == []
    sign_in(client)
    assert kinds_of(client) == [], "whoever comes back ticks again"


def test_signing_out_ends_it(client: TestClient, anna: Customer) -> None:
    sign_in(client)
    client.post("/api/push", json=PHONE.wish("bill"))
    client.post("/api/logout")
    sign_in(client)
    assert kinds_of(client) == []


@pytest.mark.parametrize(
    "changed",
    [{"kinds": ["everything"]}, {"kinds": "bill"}, {"kinds": [["bill"]]}, {"keys": []}],
)
def test_what_no_script_of_ours_sends_is_refused(
    client: TestClient, anna: Customer, changed: dict[str, object]
) -> None:
    sign_in(client)
    assert client.post("/api/push", json={**PHONE.wish("bill"), **changed}).status_code == 400
    for content in (b"[]", b"{", b"[" * 9_000):
        odd = client.post(
            "/api/push", content=content, headers={"Content-Type": "application/json"}
        )
        assert odd.status_code == 400


@pytest.mark.parametrize(
    "endpoint", ["http://127.0.0.1:1/", "https://10.0.0.7/1", "https://push.example:22/1"]
)
def test_an_address_inside_our_network_is_told_off(
    client: TestClient, anna: Customer, endpoint: str
) -> None:
    sign_in(client)
    told = client.post("/api/push", json=Browser(endpoint).wish("bill"))
    assert told.status_code == 422
    assert "другой браузер" in told.json()["words"]


def test_another_site_cannot_subscribe_its_own_device(client: TestClient, anna: Customer) -> None:
    sign_in(client)
    foreign = {"Origin": "https://evil.example"}
    assert client.post("/api/push", json=PHONE.wish("bill"), headers=foreign).status_code == 400
    plain = {"Content-Type": "text/plain"}
    assert client.post("/api/push", content="{}", headers=plain).status_code == 400
