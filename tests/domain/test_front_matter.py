from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from lk_app.domain import front_matter
from lk_app.domain.articles import ArticleRefused, NamedHouse, Section

SARATOV = ZoneInfo("Europe/Saratov")


def read(front: str, body: str = "Текст"):
    return front_matter.read(f"---\n{front}\n---\n{body}", tz=SARATOV)


def refused(front: str) -> str:
    with pytest.raises(ArticleRefused) as caught:
        read(front)
    return caught.value.code


def test_a_file_says_when_it_is_published_by_the_suppliers_clock() -> None:
    text = read("title: Работы\nslug: raboty\npublished: 2025-12-31 23:30")
    assert text.published_at == datetime(2025, 12, 31, 23, 30, tzinfo=SARATOV)
    assert text.path(SARATOV) == "/news/2025/12/raboty"
    assert text.section is Section.NEWS


def test_a_bare_day_means_its_midnight_and_no_day_a_draft() -> None:
    assert read("title: А\nslug: a\npublished: 2026-01-01").path(SARATOV) == "/news/2026/01/a"
    assert read("title: А\nslug: a").published_at is None


def test_one_line_names_a_street_and_its_houses() -> None:
    houses = read('title: А\nslug: a\nhouses:\n  - "г. Саратов, ул. Плякина, д. 3, 5а"').houses
    assert houses == (
        NamedHouse("Саратов", "ул. Плякина", "3"),
        NamedHouse("Саратов", "ул. Плякина", "5а"),
    )


def test_a_standing_page_has_no_date_in_its_address() -> None:
    assert read("title: А\nslug: index\nsection: about").path(SARATOV) == "/about"
    assert read("title: А\nslug: kak\nsection: consumers").path(SARATOV) == "/consumers/kak"


@pytest.mark.parametrize(
    ("front", "code"),
    [
        ("title: А", "article.slug"),
        ("title: А\nslug: Плохой", "article.slug"),
        ("title: А\nslug: ../../etc", "article.slug"),
        ("slug: a", "article.line"),
        ("title: А\nslug: a\nauthor: я", "article.key"),
        ("title: А\nslug: a\npublished: завтра", "article.published"),
        ("title: А\nslug: a\nsection: staff", "article.section"),
        ("title: А\nslug: a\nhouses: Плякина 3", "article.houses"),
        ("title: А\nslug: a\nwas: //evil.example", "article.was"),
        ("[unclosed", "article.front_matter"),
        ("- list", "article.front_matter"),
        ("title: !!python/object/apply:os.system [id]\nslug: a", "article.front_matter"),
    ],
)
def test_what_is_wrong_is_named(front: str, code: str) -> None:
    assert refused(front) == code


def test_a_file_without_front_matter_is_refused() -> None:
    with pytest.raises(ArticleRefused, match=r"article\.front_matter"):
        front_matter.read("# Просто текст", tz=SARATOV)


def test_a_title_is_one_line_that_reads_left_to_right() -> None:
    assert read('title: "а\\u202Eб\\nв\\0г"\nslug: a').title == "аб вг"
