"""What anyone may read of prices on a day, and what the calculator makes of them."""

import csv
import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lk_app.db.engine import Database
from lk_app.documents.site import PublicPage, Site
from lk_app.domain.price_questions import MonthAsked
from lk_app.settings import DEMO_SUPPLIER, load_supplier
from lk_app.usecases.public import listings, tariffs
from tests.usecases.books import SAMPLES, publish

SARATOV = ZoneInfo("Europe/Saratov")
SITE = Site(load_supplier(DEMO_SUPPLIER), "https://lk.example", SARATOV, True, "по среднему")
NOW = datetime(2026, 11, 20, 10, tzinfo=SARATOV)


def page(db: Database, **query: str) -> PublicPage:
    return tariffs.page(db=db, query=query, site=SITE, now=NOW)


def test_the_day_decides_which_prices_hold(database: Database) -> None:
    publish(database)
    before, after = page(database, day="2026-09-30").html, page(database, day="2026-10-01").html
    assert "С&nbsp;1\u00a0октября 2026 — новые цены" in before
    assert "новые цены" not in after
    prices = after.partition('id="calculator"')[0]
    assert "6,03\u00a0₽" in prices
    assert "6,03\u00a0₽" not in before.partition('id="calculator"')[0]
    assert prices.count("prices-of") == 9  # three categories by three kinds of meter


def test_before_the_first_list_there_are_no_prices(database: Database) -> None:
    publish(database)
    html = page(database, day="2018-12-31").html
    assert "На эту дату цен нет" in html
    assert "С&nbsp;1\u00a0января 2019 — новые цены" in html


def test_without_any_publication_there_is_nothing_to_show(database: Database) -> None:
    assert "На эту дату цен нет" in page(database).html


def test_the_calculator_compares_kinds_of_meters(database: Database) -> None:
    publish(database)
    html = page(database, day="2026-10-01", kwh="100", night="40", peak="20").html
    single = html.partition('id="calculator"')[2]
    assert "603,00\u00a0₽" in single  # 100 kWh at 6.03
    assert "дешевле на" in single


def test_the_month_is_shared_over_the_registers_whole() -> None:
    asked = MonthAsked(101, night=30, peak=25)
    assert [sum(asked.registers(zones).values()) for zones in (1, 2, 3)] == [101, 101, 101]
    assert MonthAsked(100, night=90, peak=50).registers(3) == {
        "peak": 10,
        "half-peak": 0,
        "night": 90,
    }


def test_nonsense_in_the_address_is_answered_with_what_is_usual(database: Database) -> None:
    publish(database)
    for typed in ("", "abc", "-5", "1e9", "9" * 400, "٣", "<script>"):
        html = page(database, kwh=typed, night=typed, peak=typed, category=typed).html
        assert html.count("<h1>") == 1
        assert "<script>" not in html
    assert "Выберите дату" in page(database, day="завтра").html
    assert f'value="{date(2026, 11, 20)}"' in page(database, day="9999-12-31").html


def test_the_file_says_what_was_published(database: Database) -> None:
    publish(database)
    with (SAMPLES / "tariffs.csv").open(encoding="utf-8") as sample:
        published = list(csv.DictReader(sample))
    rows = list(csv.DictReader(io.StringIO(listings.prices(db=database))))
    assert len(rows) == len(published)
    assert {tuple(row.items()) for row in rows} == {tuple(row.items()) for row in published}
