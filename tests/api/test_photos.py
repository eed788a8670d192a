"""/api/readings/NUMBER/photo: taken small enough, from its owner, and given back to nobody else."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app import security, wiring
from lk_app.api import photos
from lk_app.db.engine import Database
from lk_app.db.tables import BillRow, ReadingRow
from lk_app.documents.dispute_pack import dispute_pack_pdf
from lk_app.domain.customers import Customer
from lk_app.domain.photos import LARGEST
from lk_app.usecases import dispute_packs, readings
from lk_app.usecases.photos import forget_unnamed
from lk_app.usecases.reading_cases import Receipt
from tests import pictures
from tests.documents import papers
from tests.usecases import metered, people

NUMBER = "6410100101"
SENT = pictures.phone_jpeg(800, 600)


@pytest.fixture
def client(installed: None) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=photos.routes), follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def address(client: TestClient, anna: Customer, database: Database) -> str:
    """Where the photo of her reading belongs; she is signed in."""
    sign_in(client, database)
    given = readings.submit(
        db=database, customer_id=anna.id, account_number=NUMBER, values={"single": "4300"},
        confirmed=frozenset(), idempotency_key="k", now=metered.at(20), zone=metered.ZONE,
    )  # fmt: skip
    assert isinstance(given, Receipt)
    return f"/api/readings/{given.number}/photo"


def sign_in(client: TestClient, database: Database, login: str = people.ANNA) -> None:
    secret = people.sign_in(database, login, now=wiring.real_now())
    client.cookies = {security.SESSION_COOKIE: secret}  # type: ignore[assignment]


def test_a_photo_comes_back_as_a_file_without_its_place(
    client: TestClient, address: str, tmp_path: Path
) -> None:
    assert client.get(address).status_code == 404
    assert client.post(address, content=SENT).json() == {"words": "Фото приложено к показаниям."}
    got = client.get(address)
    assert got.headers["content-type"] == "image/jpeg"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["cache-control"] == "private, no-store"
    number = address.split("/")[3]
    assert got.headers["content-disposition"] == f'attachment; filename="meter-{number}.jpg"'
    assert not dict(Image.open(io.BytesIO(got.content)).getexif())
    (kept,) = (path for path in (tmp_path / "photos").rglob("*") if path.is_file())
    assert kept.stat().st_mode & 0o077 == 0, "nobody else on the machine reads it"


def test_the_same_photo_again_changes_nothing_and_a_better_one_takes_its_place(
    client: TestClient, address: str
) -> None:
    client.post(address, content=SENT)
    first = client.get(address).content
    assert client.post(address, content=SENT).status_code == 200
    assert client.get(address).content == first
    assert client.post(address, content=pictures.as_kind("PNG")).status_code == 200
    assert client.get(address).content != first


def test_a_file_that_no_reading_names_any_more_goes_a_day_later(
    client: TestClient, address: str, database: Database, tmp_path: Path
) -> None:
    client.post(address, content=SENT)
    client.post(address, content=pictures.phone_jpeg(640, 480))
    home = tmp_path / "photos"
    assert len(list(home.rglob("*.jpg"))) == 2
    shown = client.get(address).content

    def forgotten(now: datetime) -> int:
        """In the sixteen hours that all shares take."""
        hours = (now + timedelta(hours=hour) for hour in range(16))
        store = wiring.photos()
        return sum(forget_unnamed(db=database, store=store, now=hour) for hour in hours)

    now = datetime.now(UTC)
    assert forgotten(now - timedelta(hours=1)) == 0
    assert forgotten(now + timedelta(days=2)) == 1
    assert forgotten(now + timedelta(days=3)) == 0
    assert client.get(address).content == shown


def test_what_a_bill_has_used_keeps_its_photo(
    client: TestClient, address: str, database: Database
) -> None:
    client.post(address, content=SENT)
    with database.write() as session:
        sent = session.exec(select(ReadingRow)).one()
        session.add(counted(sent.account_id, sent.id or 0))
    again = client.post(address, content=pictures.as_kind("PNG"))
    assert again.status_code == 409
    assert "заменить нельзя" in again.json()["words"]
    assert client.post(address, content=SENT).status_code == 200, "the same one"


def test_a_stranger_neither_sees_nor_attaches(
    client: TestClient, address: str, database: Database
) -> None:
    client.post(address, content=SENT)
    people.confirmed(database, people.BORIS, "+79270000009")
    sign_in(client, database, people.BORIS)
    none = "/api/readings/2026-11-999999/photo"
    for path in (address, none):
        assert client.get(path).status_code == 404
    refused, missing = (client.post(path, content=SENT) for path in (address, none))
    assert refused.status_code == missing.status_code == 404
    assert refused.json() == missing.json(), "a stranger's and none sound alike"
    client.cookies.clear()
    assert client.post(address, content=SENT).status_code == 401
    assert client.get(address).status_code == 303


def test_what_is_too_large_is_cut_off_while_it_comes(client: TestClient, address: str) -> None:
    came = 0

    def endless() -> Iterator[bytes]:
        nonlocal came
        while came < 10 * LARGEST:
            came += 65_536
            yield b"\0" * 65_536

    told = client.post(address, content=endless())
    assert told.status_code == 413
    assert told.json()["words"] == "Файл больше 8 МБ. Сделайте снимок меньшего размера."
    said = client.post(address, content=b"x", headers={"Content-Length": str(LARGEST + 1)})
    assert said.status_code == 413


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (pictures.heic(), "Наиболее совместимые"),
        (b"not a picture", "JPEG, PNG или WebP"),
        (b"", "Файл пустой"),
        (pictures.bomb(12_000), "слишком подробный"),
    ],
)
def test_what_is_no_photo_is_refused_with_what_to_do(
    client: TestClient, address: str, content: bytes, words: str, tmp_path: Path
) -> None:
    told = client.post(address, content=content)
    assert told.status_code == 422
    assert words in told.json()["words"]
    assert not (tmp_path / "photos").exists()


def test_another_site_attaches_nothing(client: TestClient, address: str) -> None:
    foreign = {"Origin": "https://evil.example"}
    assert client.post(address, content=SENT, headers=foreign).status_code == 403


def test_the_dispute_pack_shows_it(
    client: TestClient, address: str, anna: Customer, database: Database
) -> None:
    client.post(address, content=SENT)
    pack = dispute_packs.pack(
        db=database, supplier=papers.SUPPLIER, customer_id=anna.id, account_number=NUMBER,
        first_day=None, last_day=None, now=metered.at(20), store=wiring.photos(),
    )  # fmt: skip
    content = dispute_pack_pdf(pack)
    text = papers.flat(papers.text_of(content))
    assert "Фото счётчика: 1" in text
    assert f"№ {address.split('/')[3]}: Показание 4300." in text
    assert len(pack.photos) == 1
    assert papers.pictures_in(content) == 1


def counted(account_id: int, reading_id: int) -> BillRow:
    """A posted bill of November that used the reading."""
    return BillRow(
        account_id=account_id, period="2026-11", opening_balance=0, charges=0, adjustment_total=0,
        late_fee=0, payments=0, closing_balance=0, due_date=date(2026, 12, 15),
        posted_at=people.NOW, rule_version="1", lines=[], adjustments=[], reading_ids=[reading_id],
    )  # fmt: skip
