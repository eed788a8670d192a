"""/api/readings: what a device sends later is taken once, for the person who entered it."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app import security, wiring
from lk_app.api import readings
from lk_app.db.engine import Database
from lk_app.domain.customers import Customer
from lk_app.usecases import reading_screens
from tests.usecases import metered, people

NUMBER = "6410100101"
KEY = {"Idempotency-Key": "0d5b1a52-0000-4000-8000-000000000001"}


@pytest.fixture
def client(installed: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("LK_CLOCK", "2026-11-20T10:00")
    with TestClient(Starlette(routes=readings.routes)) as opened:
        yield opened


def sign_in(client: TestClient, database: Database, login: str = people.ANNA) -> None:
    secret = people.sign_in(database, login, now=wiring.real_now())
    client.cookies = {security.SESSION_COOKIE: secret}  # type: ignore[assignment]


def entry(client: TestClient, value: str = "4300", **changed: Any) -> dict[str, Any]:
    """What the device keeps after it has seen the account."""
    told = client.get("/api/readings").json()
    (account,) = told["accounts"]
    return {
        "owner": told["owner"],
        "account_number": NUMBER,
        "meter": account["meter"],
        "values": {"single": value},
        "taken_at": "2026-11-19T20:15:00.000Z",
        **changed,
    }


def test_the_device_learns_what_there_is_to_enter(
    client: TestClient, anna: Customer, database: Database
) -> None:
    assert client.get("/api/readings").status_code == 401
    sign_in(client, database)
    (account,) = client.get("/api/readings").json()["accounts"]
    (register,) = account["registers"]
    assert (register["label"], register["last"], register["digits"]) == ("Показание", 4210, 5)
    assert (register["last_on"], register["daily"], register["ratio"]) == ("2026-08-01", 50, 1)


def test_what_was_confirmed_at_the_meter_is_not_asked_again(
    client: TestClient, anna: Customer, database: Database
) -> None:
    sign_in(client, database)
    jumped = entry(client, "40300", confirmed=["reading.jump", "reading.extra_digit"])
    told = client.post("/api/readings", json=jumped, headers=KEY).json()
    assert told["state"] == "accepted", told


def test_the_icons_number_is_what_is_left_to_do(
    client: TestClient, anna: Customer, database: Database
) -> None:
    sign_in(client, database)
    assert client.get("/api/readings").json()["todo"] == 1
    client.post("/api/readings", json=entry(client), headers=KEY)
    assert client.get("/api/readings").json()["todo"] == 0


def test_an_entry_sent_again_is_the_same_reading(
    client: TestClient, anna: Customer, database: Database
) -> None:
    sign_in(client, database)
    kept = entry(client)
    first, again = (client.post("/api/readings", json=kept, headers=KEY) for _ in range(2))
    assert first.json()["state"] == again.json()["state"] == "accepted"
    assert first.json()["receipt"] == again.json()["receipt"]
    assert "Сняты 20 ноября 2026, 00:15" not in first.json()["words"], "the same day: nothing late"
    (screen,) = reading_screens.screens(
        db=database, customer_id=anna.id, now=metered.at(20), zone=metered.ZONE
    )
    assert screen.at
    assert len(screen.at.history) == 1


def test_the_time_of_receipt_decides_and_the_person_is_told(
    client: TestClient,
    anna: Customer,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(client, database)
    kept = entry(client, taken_at="2026-11-24T20:15:00+04:00")
    monkeypatch.setenv("LK_CLOCK", "2026-11-26T09:00")
    wiring.settings.cache_clear()
    words = client.post("/api/readings", json=kept, headers=KEY).json()["words"]
    assert "учтём в счёте за декабрь 2026" in words
    assert "Сняты 24\u00a0ноября 2026, 20:15, в срок для счёта за ноябрь 2026" in words
    assert "решит поставщик" in words


def test_a_refused_entry_comes_back_with_the_reason(
    client: TestClient, anna: Customer, database: Database
) -> None:
    sign_in(client, database)
    told = client.post("/api/readings", json=entry(client, "4000"), headers=KEY).json()
    assert told["state"] == "refused"
    assert "4210" in told["words"]
    asked = client.post("/api/readings", json=entry(client, "43000"), headers=KEY).json()
    assert asked["state"] == "asked"


def test_another_person_on_the_device_sends_nothing_of_it(
    client: TestClient, anna: Customer, database: Database
) -> None:
    sign_in(client, database)
    kept = entry(client)
    people.confirmed(database, people.BORIS, "+79270000009")
    sign_in(client, database, people.BORIS)
    assert client.post("/api/readings", json=kept, headers=KEY).status_code == 403
    own = {**kept, "owner": client.get("/api/readings").json()["owner"]}
    told = client.post("/api/readings", json=own, headers=KEY).json()
    assert told["state"] == "refused"
    client.cookies.clear()
    assert client.post("/api/readings", json=kept, headers=KEY).status_code == 401


@pytest.mark.parametrize(
    "changed",
    [
        {"owner": 1},
        {"values": []},
        {"values": {"single": 4300}},
        {"meter": "x"},
        {"confirmed": 1},
        {"confirmed": [1]},
        {"taken_at": "yesterday"},
        {"account_number": "6" * 100},
        {"account_number": "6\0"},
    ],
)
def test_what_no_device_of_ours_sends_is_refused(
    client: TestClient, anna: Customer, database: Database, changed: dict[str, Any]
) -> None:
    sign_in(client, database)
    odd = entry(client, **changed)
    assert client.post("/api/readings", json=odd, headers=KEY).status_code == 400


def test_a_form_of_another_site_cannot_pose_as_a_device(
    client: TestClient, anna: Customer, database: Database
) -> None:
    sign_in(client, database)
    kept = entry(client)
    foreign = {**KEY, "Origin": "https://evil.example"}
    assert client.post("/api/readings", json=kept, headers=foreign).status_code == 400
    assert client.post("/api/readings", json=kept).status_code == 400, "no key"
    plain = {**KEY, "Content-Type": "text/plain"}
    assert client.post("/api/readings", content="{}", headers=plain).status_code == 400
