"""«Детализация» as a file: for whoever may see the account."""

from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app.api import statements
from lk_app.db.engine import Database
from tests.api.test_documents import cookie, sign_in
from tests.payers import account, payer

NUMBER = "6410100101"
PATH = f"/api/documents/statements/{NUMBER}"


@pytest.fixture
def client(installed: None, database: Database) -> Iterator[TestClient]:
    anna = payer(database)
    account(database, NUMBER, owner=anna, debt=100_00)
    sign_in(database, anna, "anna")
    with TestClient(Starlette(routes=statements.routes), follow_redirects=False) as opened:
        yield opened


@pytest.mark.parametrize(("extension", "begins"), [("pdf", b"%PDF"), ("csv", b"\xef\xbb\xbf")])
def test_the_owner_saves_it(client: TestClient, extension: str, begins: bytes) -> None:
    answer = client.get(f"{PATH}.{extension}?from=2026-01-01", headers=cookie("anna"))
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert "statement-6410100101-20260101-" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "private, no-store"


def test_a_stranger_gets_nothing(client: TestClient, database: Database) -> None:
    sign_in(database, payer(database), "boris")
    for path in (f"{PATH}.pdf", "/api/documents/payments/1.pdf"):
        answer = client.get(path, headers=cookie("boris"))
        assert answer.status_code == 404
        assert answer.headers["cache-control"] == "private, no-store"


def test_the_dispute_pack_is_its_holders_alone(client: TestClient, database: Database) -> None:
    path = f"/api/documents/disputes/{NUMBER}.pdf"
    saved = client.get(f"{path}?from=2026-01-01&to=2026-11-20", headers=cookie("anna"))
    assert saved.content.startswith(b"%PDF")
    assert "dispute-6410100101-20260101-" in saved.headers["content-disposition"]
    sign_in(database, payer(database), "boris")
    assert client.get(path, headers=cookie("boris")).status_code == 404
    assert client.get(path).status_code == 303
    for days in ("from=yesterday", "from=2026-02-02&to=2026-02-01"):
        assert client.get(f"{path}?{days}", headers=cookie("anna")).status_code == 400


def test_without_a_session_one_signs_in_first(client: TestClient) -> None:
    assert client.get(f"{PATH}.pdf").status_code == 303


@pytest.mark.parametrize("query", ["from=yesterday", "from=2026-02-02&to=2026-02-01"])
def test_days_that_are_none_are_refused(client: TestClient, query: str) -> None:
    assert client.get(f"{PATH}.csv?{query}", headers=cookie("anna")).status_code == 400


def test_the_end_of_the_calendar_is_a_day_like_any_other(client: TestClient) -> None:
    assert client.get(f"{PATH}.csv?to=9999-12-31", headers=cookie("anna")).status_code == 200


def test_signing_in_leads_to_the_very_days_that_were_asked_for(client: TestClient) -> None:
    asked = f"{PATH}.pdf?from=2026-01-01&to=2026-02-01"
    assert unquote(client.get(asked).headers["location"]) == f"/login?next={asked}"


def test_there_is_no_other_kind_of_file(client: TestClient) -> None:
    assert client.get(f"{PATH}.exe", headers=cookie("anna")).status_code == 404
