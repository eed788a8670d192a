"""Papers go to whoever may see their account, and to no cache."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app import security
from lk_app.api import documents
from lk_app.db import sessions
from lk_app.db.engine import Database
from lk_app.domain.customers import Session
from lk_app.usecases import readings
from tests.usecases import metered

NUMBER = "6410100101"


@pytest.fixture
def client(installed: None) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=documents.routes), follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def paper(database: Database) -> str:
    """Anna's receipt of a reading; its address."""
    anna = metered.customer(database)
    metered.account(database, NUMBER, owner=anna)
    sign_in(database, anna, "anna")
    given = readings.submit(
        db=database,
        customer_id=anna,
        account_number=NUMBER,
        values={"single": "4300"},
        confirmed=frozenset(),
        idempotency_key="key",
        now=metered.at(20),
        zone=metered.ZONE,
    )
    assert isinstance(given, readings.Receipt)
    return f"/api/documents/readings/{given.number}.pdf"


def sign_in(database: Database, customer_id: int, secret: str) -> None:
    now = datetime.now(UTC)
    session = Session(0, customer_id, now, now, now + timedelta(hours=1), False, "", "")
    with database.write() as db:
        sessions.add(db, session, secret_hash=security.digest(secret))


def cookie(secret: str) -> dict[str, str]:
    return {"Cookie": f"{security.SESSION_COOKIE}={secret}"}


def test_the_owner_downloads_the_receipt(client: TestClient, paper: str) -> None:
    answer = client.get(paper, headers=cookie("anna"))
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_stranger_gets_nothing_not_even_that_it_exists(
    client: TestClient, database: Database, paper: str
) -> None:
    sign_in(database, metered.customer(database, "boris@example.ru"), "boris")
    theirs = client.get(paper, headers=cookie("boris"))
    missing = client.get("/api/documents/readings/2026-11-999999.pdf", headers=cookie("boris"))
    assert theirs.status_code == missing.status_code == 404
    assert theirs.text == missing.text


@pytest.mark.parametrize("headers", [{}, cookie("nobody")])
def test_without_a_session_one_signs_in_first(
    client: TestClient, paper: str, headers: dict[str, str]
) -> None:
    answer = client.get(paper, headers=headers)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/login?next={paper}"
