"""Pictures of articles and disclosed documents."""

import base64
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from lk_app.db.engine import Database
from lk_app.documents.site import PublicPage, Site
from lk_app.domain.site_files import LARGEST, FileRefused
from lk_app.settings import DEMO_SUPPLIER, load_supplier
from lk_app.usecases import articles, changes, public, site_files
from lk_app.usecases.publishing import tariff_documents, tariffs
from tests.usecases.books import BOOKS, SAMPLES

SARATOV = ZoneInfo("Europe/Saratov")
NOW = datetime(2026, 11, 20, 10, tzinfo=SARATOV)
SITE = Site(load_supplier(DEMO_SUPPLIER), "https://lk.example", SARATOV, True, "по среднему")
DOT = base64.b64decode(  # a PNG of 3 × 2 pixels, as far as its header says
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAAC0lEQVR4nGNgQAcAABIAAeRVjecAAAAASUVORK5CYII="
)
PDF = b"%PDF-1.7\n1"


def disclose(db: Database, content: bytes = PDF, name: str = "Отчёт 2025.pdf", **said: object):
    facts = {"title": "Годовой отчёт", "kind": "Отчётность", "year": 2025} | said
    today = date(2026, 11, 20)
    return site_files.disclose(db=db, name=name, content=content, today=today, now=NOW, **facts)  # type: ignore[arg-type]


def page_at(db: Database, path: str) -> PublicPage:
    page = public.page(db=db, path=path, query={}, site=SITE, now=NOW)
    assert isinstance(page, PublicPage)
    return page


def shown(db: Database, path: str) -> str:
    return page_at(db, path).html


def test_a_document_stands_under_its_year_and_kind_with_size_and_date(database: Database) -> None:
    assert disclose(database)
    html = shown(database, "/disclosure")
    assert html.index("2025 год") < html.index("Отчётность") < html.index("Годовой отчёт")
    assert "PDF, 10\u00a0Б, опубликовано 20\u00a0ноября 2026" in html


def test_the_same_document_again_changes_nothing_and_a_new_one_takes_its_place(
    database: Database,
) -> None:
    disclose(database)
    before = changes.versions(db=database)
    assert not disclose(database)
    assert changes.versions(db=database) == before
    assert disclose(database, PDF + b"2")
    assert shown(database, "/disclosure").count("Годовой отчёт") == 1


def test_the_regulators_document_stands_beside_the_prices(database: Database) -> None:
    tariffs.run(db=database, path=SAMPLES / "tariffs.csv", books=BOOKS)
    facts = {"prices": SAMPLES / "tariffs.csv", "name": "reshenie.pdf", "content": PDF}
    title = tariff_documents.attach(db=database, today=date(2026, 11, 20), now=NOW, **facts)  # type: ignore[arg-type]
    before = changes.versions(db=database)
    assert tariff_documents.attach(db=database, today=date(2026, 11, 21), now=NOW, **facts)  # type: ignore[arg-type]
    assert changes.versions(db=database) == before
    for path in ("/tariffs", "/disclosure"):
        assert title in shown(database, path)
        assert "PDF, 10\u00a0Б, опубликовано 20\u00a0ноября 2026" in shown(database, path)


def test_a_search_finds_documents_and_places_of_the_site(database: Database) -> None:
    disclose(database)
    for typed, found in (("отчёты годового", "Годовой отчёт"), ("тариф", 'href="/tariffs"')):
        page = public.page(db=database, path="/search", query={"q": typed}, site=SITE, now=NOW)
        assert isinstance(page, PublicPage)
        assert found in page.html
        assert "Нашлось: 1" in page.html


def test_what_was_disclosed_can_be_fetched_by_anyone(database: Database) -> None:
    disclose(database)
    key, name = shown(database, "/disclosure").partition("/api/files/")[2].split('"')[0].split("/")
    found = site_files.file(db=database, key=key)
    assert found is not None
    assert (found.content, found.name, found.media_type) == (PDF, name, "application/pdf")
    assert site_files.file(db=database, key="guess") is None


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.html", b"<script>", "file.kind"),
        ("a.svg", b"<svg onload=alert(1)>", "file.kind"),
        ("a.pdf", b"<html>", "file.kind"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "file.kind"),
        ("a.csv", b"", "file.empty"),
        ("a.pdf", b"%PDF-" + b"0" * LARGEST, "file.large"),
    ],
)
def test_what_is_no_document_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as caught:
        site_files.described(name, content)
    assert caught.value.code == code


def test_a_picture_of_an_article_has_its_size_also_after_an_undo(database: Database) -> None:
    source = "---\ntitle: Схема\nslug: shema\npublished: 2026-11-01\n---\n![Схема]({})"
    first = articles.publish(
        db=database, source=source.format("a.png"), now=NOW, tz=SARATOV, pictures={"a.png": DOT}
    )
    image = '<img src="/api/files/'
    assert image in shown(database, first.path)
    assert page_at(database, first.path).image in shown(database, first.path)  # of its share card
    assert 'width="3" height="2"' in shown(database, first.path)
    articles.publish(db=database, source=source.format("b.png"), now=NOW, tz=SARATOV)
    assert image not in shown(database, first.path)
    articles.undo(db=database, path=first.path, now=NOW, tz=SARATOV)
    assert 'width="3" height="2"' in shown(database, first.path)
