"""/api/appeals: files beside an appeal are taken small enough and given to their owner alone."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app import security, wiring
from lk_app.api import appeals
from lk_app.db.engine import Database
from lk_app.domain.appeal_files import LARGEST
from tests import pictures
from tests.usecases import people
from tests.usecases.appealing import PDF

NEW = "/api/appeals/new/files"
NAMED = {"X-File-Name": quote('чек "за" ноябрь.pdf')}


@pytest.fixture
def client(installed: None, database: Database) -> Iterator[TestClient]:
    people.confirmed(database)
    with TestClient(Starlette(routes=appeals.routes), follow_redirects=False) as opened:
        sign_in(opened, database)
        yield opened


def sign_in(client: TestClient, database: Database, login: str = people.ANNA) -> None:
    secret = people.sign_in(database, login, now=wiring.real_now())
    client.cookies = {security.SESSION_COOKIE: secret}  # type: ignore[assignment]


def test_a_file_comes_back_to_be_saved_under_its_name(client: TestClient) -> None:
    told = client.post(NEW, content=PDF, headers=NAMED)
    assert (told.status_code, told.json()["words"]) == (200, 'Приложено: чек "за" ноябрь.pdf.')
    got = client.get("/api/appeals/files/1")
    assert got.content == PDF
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["cache-control"] == "private, no-store"
    said = got.headers["content-disposition"]
    assert said.startswith('attachment; filename="appeal-1.pdf"; filename*=UTF-8')
    assert "%22" in said, "nothing typed ends the quotes"


def test_a_stranger_gets_and_puts_nothing(client: TestClient, database: Database) -> None:
    client.post(NEW, content=PDF)
    people.confirmed(database, people.BORIS, "+79270000009")
    sign_in(client, database, people.BORIS)
    mine, none = (client.get(f"/api/appeals/files/{number}") for number in (1, 99))
    assert mine.status_code == none.status_code == 404
    assert mine.text == none.text
    for slot in ("2026-000001", "..%2f..", "new2"):
        assert client.post(f"/api/appeals/{slot}/files", content=PDF).status_code == 404
    foreign = {"Origin": "https://evil.example"}
    assert client.post(NEW, content=PDF, headers=foreign).status_code == 403
    client.cookies.clear()
    assert client.post(NEW, content=PDF).status_code == 401
    assert client.get("/api/appeals/files/1").status_code == 303


def test_what_is_too_large_is_cut_off_while_it_comes(client: TestClient) -> None:
    came = 0

    def endless() -> Iterator[bytes]:
        nonlocal came
        while came < 10 * LARGEST:
            came += 65_536
            yield b"\0" * 65_536

    assert client.post(NEW, content=endless()).status_code == 413
    said = client.post(NEW, content=b"x", headers={"Content-Length": str(LARGEST + 1)})
    assert said.status_code == 413


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<script>alert(1)</script>", "фото (JPEG, PNG, WebP) или PDF"),
        (b"%PDF-1.7 cut off", "фото (JPEG, PNG, WebP) или PDF"),
        (b"", "Файл пустой"),
        (pictures.heic(), "Наиболее совместимые"),
    ],
)
def test_what_is_neither_photo_nor_pdf_is_refused(
    client: TestClient, content: bytes, words: str, tmp_path: Path
) -> None:
    told = client.post(NEW, content=content)
    assert told.status_code == 422
    assert words in told.json()["words"]
    assert not (tmp_path / "photos").exists()
