"""The file of one's own data over HTTP: streamed to the browser that gave the password alone."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app import wiring
from lk_app.api import personal_data
from lk_app.db.engine import Database
from lk_app.jobs.personal_data import make_files
from lk_app.usecases import data_exports
from tests.usecases import people
from tests.usecases.people import ANNA, BORIS, PASSWORD


@pytest.fixture
def client(installed: None) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=personal_data.routes), follow_redirects=False) as opened:
        yield opened


def test_it_is_streamed_to_its_person_and_kept_by_no_cache(
    client: TestClient, database: Database
) -> None:
    now = wiring.real_now()
    anna = people.confirmed(database)
    people.confirmed(database, BORIS)
    here, stranger = (people.sign_in(database, one, now=now) for one in (ANNA, BORIS))
    data_exports.ask(db=database, customer_id=anna.id, now=now)
    make_files()
    token = data_exports.unlock(
        db=database, signer=wiring.signer(), me=people.me(database, here, now=now),
        password=PASSWORD, now=now,
    )  # fmt: skip
    path = f"/api/personal-data/{token}"
    assert client.get(path).headers["location"].startswith("/login")
    for secret, asked, status in (
        (stranger, path, 404),
        (here, f"{path}x", 404),
        (here, path, 200),
    ):
        client.cookies.set("lk_session", secret)
        answer = client.get(asked)
        assert answer.status_code == status
        assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-length"] == str(len(answer.content))
    assert "personal-data-" in answer.headers["content-disposition"]
    assert "README.txt" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
