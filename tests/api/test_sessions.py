"""The doors of signing in and out: cookies nobody's script reads, no way to another site."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app import wiring
from lk_app.api import captcha, sessions
from lk_app.db.engine import Database
from lk_app.usecases import sessions as usecase
from tests.usecases import people

GOOD = {"login": "anna@lk.example", "password": people.PASSWORD}


@pytest.fixture
def client(installed: None) -> Iterator[TestClient]:
    app = Starlette(routes=[*captcha.routes, *sessions.routes])
    with TestClient(app, follow_redirects=False) as opened:
        yield opened


def test_signing_in_sets_a_cookie_no_script_reads(client: TestClient, database: Database) -> None:
    people.confirmed(database)
    answer = client.post("/api/login", data={**GOOD, "remember": "on"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/cabinet")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if "lk_session=" in c)
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert f"Max-Age={60 * 24 * 3600}" in cookie


def test_a_refusal_brings_back_what_was_typed_but_the_password(client: TestClient) -> None:
    answer = client.post("/api/login", data={**GOOD, "next": "/cabinet/pay"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    told = wiring.signer().read("flash", answer.cookies["lk_flash"], max_age=60)
    assert told["login"] == GOOD["login"]
    assert told["next"] == "/cabinet/pay"
    assert told["field"] == "password"
    assert GOOD["password"] not in str(told)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\t\\evil.example",
        "/\n//evil.example",
        "javascript:",
    ],
)
def test_nobody_is_sent_to_another_site(
    client: TestClient, database: Database, elsewhere: str
) -> None:
    people.confirmed(database)
    answer = client.post("/api/login", data={**GOOD, "next": elsewhere})
    assert answer.headers["location"] == "/cabinet"


def test_a_caller_cannot_name_an_address_of_its_own(
    client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = people.confirmed(database)
    monkeypatch.setenv("LK_TRUSTED_PROXIES", "1")
    wiring.settings.cache_clear()
    told_and_added = [("X-Forwarded-For", "198.51.100.1"), ("X-Forwarded-For", "203.0.113.9")]
    client.post("/api/login", data=GOOD, headers=told_and_added)  # type: ignore[arg-type]
    (opened,) = usecase.open_of(db=database, customer_id=anna.id, now=wiring.real_now())
    assert opened.address == "203.0.113.9"


def test_another_sites_form_signs_nobody_in_or_out(client: TestClient, database: Database) -> None:
    people.confirmed(database)
    foreign = {"Origin": "https://evil.example"}
    answer = client.post("/api/login", data=GOOD, headers=foreign)
    assert "lk_session" not in answer.cookies
    client.post("/api/login", data=GOOD)
    secret = client.cookies["lk_session"]
    client.post("/api/logout", headers=foreign)
    assert visitor(database, secret)


def test_signing_in_again_leaves_no_session_open_unseen(
    client: TestClient, database: Database
) -> None:
    anna = people.confirmed(database)
    client.post("/api/login", data=GOOD)
    client.post("/api/login", data=GOOD)
    assert len(usecase.open_of(db=database, customer_id=anna.id, now=wiring.real_now())) == 1


def test_a_flood_is_not_read_as_a_form(client: TestClient) -> None:
    answer = client.post("/api/login", data={**GOOD, "password": "x" * 100_000})
    assert answer.status_code == 413


def test_signing_out_ends_the_session(client: TestClient, database: Database) -> None:
    people.confirmed(database)
    client.post("/api/login", data=GOOD)
    secret = client.cookies["lk_session"]
    answer = client.post("/api/logout")
    assert answer.headers["location"] == "/login"
    assert "lk_session" not in client.cookies
    assert not visitor(database, secret)


def visitor(database: Database, secret: str) -> bool:
    return usecase.visitor(db=database, secret=secret, now=wiring.real_now()) is not None


def test_challenges_are_never_cached(client: TestClient) -> None:
    first, second = (client.get("/api/captcha/challenge") for _ in range(2))
    assert first.headers["cache-control"] == "no-store"
    assert first.json()["signature"] != second.json()["signature"]
