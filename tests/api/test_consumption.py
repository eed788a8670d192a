"""Consumption as a file: for whoever may see the account, kept by no cache."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app.api import consumption
from lk_app.db.engine import Database
from tests.api.test_documents import cookie, sign_in
from tests.payers import account, payer

NUMBER = "6410100101"
PATH = f"/api/documents/consumption/{NUMBER}.csv"


@pytest.fixture
def client(installed: None, database: Database) -> Iterator[TestClient]:
    anna = payer(database)
    account(database, NUMBER, owner=anna)
    sign_in(database, anna, "anna")
    with TestClient(Starlette(routes=consumption.routes), follow_redirects=False) as opened:
        yield opened


def test_the_owner_saves_it_even_before_the_first_bill(client: TestClient) -> None:
    answer = client.get(PATH, headers=cookie("anna"))
    assert answer.status_code == 200
    assert answer.content.startswith("\ufeffЛицевой счёт;Месяц".encode())
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "consumption-6410100101.csv" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "private, no-store"


def test_a_stranger_gets_nothing_not_even_that_it_exists(
    client: TestClient, database: Database
) -> None:
    sign_in(database, payer(database), "boris")
    theirs = client.get(PATH, headers=cookie("boris"))
    missing = client.get("/api/documents/consumption/0.csv", headers=cookie("boris"))
    assert theirs.status_code == missing.status_code == 404
    assert theirs.text == missing.text


def test_without_a_session_one_signs_in_first(client: TestClient) -> None:
    answer = client.get(PATH)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/login?next={PATH}"
