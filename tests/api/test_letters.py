"""A mail program calls bills off by POST; opening the link, as a scanner does, changes nothing."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app import wiring
from lk_app.api import letters
from lk_app.db.engine import Database
from lk_app.usecases import ebills
from tests.payers import REAL_NOW, account, payer

PATH = "/api/letters/unsubscribe"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def client(installed: None) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=letters.routes), follow_redirects=False) as opened:
        yield opened


def test_a_post_calls_off_and_a_get_leads_to_the_button(
    client: TestClient, database: Database
) -> None:
    anna = payer(database)
    account(database, "6410100101", owner=anna)
    ebills.start(db=database, customer_id=anna, address="10.0.0.7", now=REAL_NOW)
    token = wiring.signer().sign(ebills.PURPOSE, anna)
    for method in ("GET", "HEAD"):
        looked = client.request(method, f"{PATH}?token={token}")
        assert looked.status_code == 303
        assert looked.headers["location"] == f"/unsubscribe?token={token}"
    assert ebills.since(db=database, customer_id=anna) == REAL_NOW
    for _ in range(2):
        assert client.post(f"{PATH}?token={token}", data=ONE_CLICK).status_code == 200
    assert ebills.since(db=database, customer_id=anna) is None


@pytest.mark.parametrize("query", ["", "?token=guess", "?token=MQ.aB.c"])
def test_a_forged_link_calls_off_nothing(client: TestClient, query: str) -> None:
    assert client.post(f"{PATH}{query}", data=ONE_CLICK).status_code == 404
