"""Publishing a Markdown file: editions, drafts, the schedule, houses, moved addresses, search."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lk_app.db.engine import Database
from lk_app.documents.site import PublicPage, Site
from lk_app.domain.articles import ArticleRefused, Outcome
from lk_app.security import Signer
from lk_app.settings import DEMO_SUPPLIER, load_supplier
from lk_app.usecases import articles, changes, public
from lk_app.usecases.public import preview
from tests.usecases.books import open_books
from tests.usecases.people import confirmed
from tests.usecases.test_overview import attach

SARATOV = ZoneInfo("Europe/Saratov")
NOW = datetime(2026, 11, 20, 10, tzinfo=SARATOV)
SITE = Site(load_supplier(DEMO_SUPPLIER), "https://lk.example", SARATOV, True, "по среднему")
WORKS = "title: Плановые работы\nslug: raboty\npublished: 2026-11-16 09:00"


def publish(db: Database, front: str = WORKS, body: str = "Света не будет.", now: datetime = NOW):
    return articles.publish(db=db, source=f"---\n{front}\n---\n{body}", now=now, tz=SARATOV)


def page(db: Database, path: str, now: datetime = NOW, **query: str):
    return public.page(db=db, path=path, query=query, site=SITE, now=now)


def shown(db: Database, path: str, **query: str) -> PublicPage:
    found = page(db, path, **query)
    assert isinstance(found, PublicPage)
    return found


def test_a_file_appears_at_its_address_with_its_head(database: Database) -> None:
    done = publish(database)
    assert (done.path, done.outcome, done.visible) == ("/news/2026/11/raboty", Outcome.NEW, True)
    found = shown(database, done.path)
    assert found.title == "Плановые работы"
    assert found.description == "Света не будет."
    assert "<p>Света не будет.</p>" in found.html
    assert '"NewsArticle"' in found.data_json


def test_the_same_file_again_changes_nothing(database: Database) -> None:
    publish(database)
    before = changes.versions(db=database)
    assert publish(database).outcome is Outcome.SAME
    assert changes.versions(db=database) == before


def test_an_edit_is_an_edition_and_can_be_taken_back(database: Database) -> None:
    publish(database)
    edited = publish(database, body="Перенесли.")
    assert (edited.outcome, edited.edition) == (Outcome.EDITED, 2)
    assert "Перенесли" in shown(database, edited.path).html
    back = articles.undo(db=database, path=edited.path, now=NOW, tz=SARATOV)
    assert back.edition == 3
    assert "Света не будет" in shown(database, edited.path).html
    assert len(articles.history(db=database, path=edited.path)) == 3


def test_there_is_nothing_to_take_back_before_the_first_edition(database: Database) -> None:
    done = publish(database)
    for path, code in ((done.path, "article.first_edition"), ("/news/x", "article.unknown")):
        with pytest.raises(ArticleRefused, match=code):
            articles.undo(db=database, path=path, now=NOW, tz=SARATOV)


def test_a_scheduled_item_waits_for_its_hour_and_a_draft_for_its_date(database: Database) -> None:
    done = publish(database, "title: Завтра\nslug: zavtra\npublished: 2026-11-21 09:00")
    draft = publish(database, "title: Черновик\nslug: chernovik")
    assert not done.visible
    assert page(database, done.path) is None
    assert page(database, draft.path) is None
    assert articles.search(db=database, query="завтра", now=NOW) == []
    assert "Завтра" not in shown(database, "/news").html
    assert isinstance(page(database, done.path, now=NOW + timedelta(days=1)), PublicPage)


def test_a_scheduled_item_that_comes_due_is_news_to_open_pages(database: Database) -> None:
    publish(database, "title: Завтра\nslug: zavtra\npublished: 2026-11-21 09:00")
    before = changes.versions(db=database, now=NOW)
    assert changes.versions(db=database, now=NOW + timedelta(hours=22)) == before
    assert changes.versions(db=database, now=NOW + timedelta(hours=23)) != before


@pytest.mark.parametrize(
    "front",
    [
        "title: Черновик\nslug: chernovik",
        "title: Черновик\nslug: zavtra\npublished: 2026-11-21",
        "title: Черновик\nslug: novoe\nsection: consumers",
    ],
)
def test_a_draft_is_seen_by_its_signed_link_alone(database: Database, front: str) -> None:
    done = publish(database, front)
    signer = Signer(b"a key")
    link = preview.link(db=database, signer=signer, site=SITE, path=done.path)
    token = link.partition("?preview=")[2]

    def seen(path: str, token: str) -> PublicPage | None:
        return preview.page(db=database, signer=signer, path=path, token=token, site=SITE, now=NOW)

    shown = seen(done.path, token)
    assert shown
    assert "Света не будет" in shown.html
    assert shown.hidden
    assert seen("/news/draft/other", token) is None
    assert seen(done.path, "guess") is None
    assert page(database, done.path) is None
    with pytest.raises(ArticleRefused, match=r"article\.unknown"):
        preview.link(db=database, signer=signer, site=SITE, path="/news/draft/none")


def test_an_old_address_leads_to_the_new_one(database: Database) -> None:
    publish(database)
    moved = publish(database, WORKS.replace("raboty", "novoe") + "\nwas: /news/2026/11/raboty")
    assert page(database, "/news/2026/11/raboty") == moved.path
    assert articles.search(db=database, query="плановые", now=NOW)[0].path == moved.path


def test_the_archive_goes_by_the_suppliers_calendar(database: Database) -> None:
    publish(database, "title: Полночь\nslug: polnoch\npublished: 2026-01-01 00:30")
    assert "Полночь" in shown(database, "/news/2026").html
    assert "Полночь" in shown(database, "/news/2026/01").html
    assert page(database, "/news/2025") is None
    assert page(database, "/news/2026/13") is None


def test_what_is_pinned_stands_first(database: Database) -> None:
    publish(database, "title: Старое важное\nslug: staroe\npublished: 2026-01-05\npinned: true")
    publish(database)
    html = shown(database, "/news").html
    assert html.index("Старое важное") < html.index("Плановые работы")


def test_search_finds_a_word_in_any_form_on_both_engines(database: Database) -> None:
    publish(database, "title: Поверка счётчиков\nslug: poverka\npublished: 2026-11-01", "Ждём вас.")
    publish(database)
    for query in ("счетчик", "поверку счётчика", "ПОВЕРКИ", "ждем", "пове"):
        assert [one.title for one in articles.search(db=database, query=query, now=NOW)] == [
            "Поверка счётчиков"
        ]
    for nothing in ("", "!!!", "трансформатор", "'; DROP TABLE articles; --", '" OR *'):
        assert articles.search(db=database, query=nothing, now=NOW) == []


def test_search_follows_what_an_address_says_now(database: Database) -> None:
    front = "title: Поверка\nslug: poverka\nsection: consumers\n"
    path = publish(database, f"{front}published: 2026-11-01", "Вызовите мастера.").path
    publish(database, f"{front}published: 2026-11-01", "Вызовите поверителя.")
    assert searched(database, "мастера") == []
    assert searched(database, "поверителя") == [path]
    articles.undo(db=database, path=path, now=NOW, tz=SARATOV)
    assert searched(database, "мастера") == [path]
    assert searched(database, "поверителя") == []
    publish(database, front, "Вызовите мастера.")  # a draft again: taken off the site
    assert searched(database, "мастера") == []
    articles.undo(db=database, path=path, now=NOW, tz=SARATOV)
    assert searched(database, "мастера") == [path]


def test_drafts_take_no_place_among_what_is_found(database: Database) -> None:
    publish(database, "title: Поверка\nslug: poverka\npublished: 2026-11-01")
    for number in range(articles.MOST_FOUND):
        publish(database, f"title: Поверка\nslug: chernovik-{number}")
    assert searched(database, "поверка") == ["/news/2026/11/poverka"]


def searched(db: Database, query: str) -> list[str]:
    return [one.path for one in articles.search(db=db, query=query, now=NOW)]


def test_a_named_house_is_told_and_a_misspelt_one_refused(database: Database) -> None:
    open_books(database)
    front = WORKS + "\nhouses: г. Саратов, ул. Плякина, д. 3"
    publish(database, front)
    found = shown(database, "/news", house="плякина 3").html
    assert "Саратов, ул. Плякина, д. 3" in found
    assert found.count("Плановые работы") == 2
    with pytest.raises(ArticleRefused, match=r"article\.house_unknown"):
        publish(database, front.replace("д. 3", "д. 33"))


def test_what_was_typed_into_a_search_stays_text(database: Database) -> None:
    typed = '"><script>alert(1)</script>'
    for path, field in (("/search", "q"), ("/news", "house")):
        html = shown(database, path, **{field: typed}).html
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


def test_every_part_of_the_site_has_a_page_before_anything_is_written(database: Database) -> None:
    for path in ("/news", "/about", "/consumers", "/disclosure", "/sitemap", "/search"):
        assert shown(database, path).html.count("<h1>") == 1
    assert page(database, "/consumers/nothing") is None


def test_a_subscriber_hears_of_their_own_houses_for_a_month(database: Database) -> None:
    open_books(database)
    anna = confirmed(database)
    attach(database, anna.id, "6410100105")  # ул. Плякина, д. 3
    publish(database, WORKS + "\nhouses: Саратов, ул. Плякина, 3")
    publish(
        database, WORKS.replace("raboty", "drugie") + "\nhouses: Саратов, ул. Сакко и Ванцетти, 59"
    )
    for later, heard in ((0, 1), (31, 0)):
        now = NOW + timedelta(days=later)
        assert len(articles.for_customer(db=database, customer_id=anna.id, now=now)) == heard
