"""A bill as a file: for whoever may see it, and the same silence for everyone else."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app.api import bills
from lk_app.db.engine import Database
from tests.api.test_documents import cookie, sign_in
from tests.payers import payer
from tests.usecases.test_bills import billed, linked

PATH = "/api/documents/bills/6410100106"


@pytest.fixture
def client(installed: None, database: Database) -> Iterator[TestClient]:
    billed(database)
    sign_in(database, linked(database).id, "anna")
    with TestClient(Starlette(routes=bills.routes), follow_redirects=False) as opened:
        yield opened


def test_the_owner_saves_it_and_nobody_keeps_a_copy(client: TestClient) -> None:
    answer = client.get(f"{PATH}/2026-10.pdf", headers=cookie("anna"))
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    disposition = answer.headers["content-disposition"]
    assert disposition == 'attachment; filename="bill-6410100106-2026-10.pdf"'
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_strangers_a_missing_and_a_senseless_one_sound_alike(
    client: TestClient, database: Database
) -> None:
    sign_in(database, payer(database), "boris")
    answers = [
        client.get(f"{PATH}/2026-10.pdf", headers=cookie("boris")),
        client.get(f"{PATH}/2026-11.pdf", headers=cookie("anna")),
        client.get(f"{PATH}/октябрь.pdf", headers=cookie("anna")),
        client.get("/api/documents/bills/no/2026-10.pdf", headers=cookie("anna")),
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {
        (404, "Такого документа нет среди ваших.")
    }


def test_without_a_session_one_signs_in_first(client: TestClient) -> None:
    answer = client.get(f"{PATH}/2026-10.pdf")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/login?next={PATH}/2026-10.pdf"
