"""Prices and windows announced by the supplier's command are seen on pages that stand open."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.cabinet import Cabinet

pytestmark = pytest.mark.journey
TARIFFS = "valid_from,valid_to,category,zones,register,band,up_to_kwh,price,source\n"
WINDOW = "valid_from,first_day,last_day\n2026-11-01,15,{}\n"
WITHIN = 2_000 + 1_000  # two seconds, and one for the machine that runs the tests


def written(folder: Path, text: str) -> str:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_price_published_elsewhere_shows_on_the_open_page(
    page: Page, cabinet: Cabinet, tmp_path: Path
) -> None:
    page.goto("/tariffs")
    rural = page.get_by_role("table", name="Сельская местность")
    expect(rural.get_by_text("4,22\u00a0₽").first).to_be_visible()
    page.evaluate("window.neverReloaded = true")
    bands = ((1, "3900", "4.44"), (2, "6000", "7.77"), (3, "", "11.99"))
    rows = "".join(
        f"2026-11-15,,rural,1,single,{number},{limit},{price},demo\n"
        for number, limit, price in bands
    )
    cabinet.lk("tariffs", "publish", written(tmp_path, TARIFFS + rows))
    expect(rural.get_by_text("4,44\u00a0₽")).to_be_visible(timeout=WITHIN)
    expect(rural.get_by_text("С\u00a015\u00a0ноября 2026")).to_be_visible()
    assert page.evaluate("window.neverReloaded") is True


def test_another_day_shows_its_own_prices(page: Page) -> None:
    page.goto("/tariffs")
    city = page.get_by_role("table", name="Город, газовая плита")
    expect(city.get_by_text("6,03\u00a0₽").first).to_be_visible()
    page.get_by_label("На дату").fill("2026-09-30")
    expect(page.get_by_text("С\u00a01\u00a0октября 2026 — новые цены")).to_be_visible()
    expect(city.get_by_text("6,03\u00a0₽")).to_have_count(0)
    page.get_by_role("link", name="Показать их").click()
    expect(page.get_by_label("На дату")).to_have_value("2026-10-01")
    expect(city.get_by_text("6,03\u00a0₽").first).to_be_visible()


def test_a_window_published_elsewhere_shows_on_the_open_front_page(
    page: Page, cabinet: Cabinet, tmp_path: Path
) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="Передайте показания до 25 ноября")).to_be_visible()
    try:
        cabinet.lk("windows", "publish", written(tmp_path, WINDOW.format(27)))
        longer = page.get_by_role("heading", name="Передайте показания до 27 ноября")
        expect(longer).to_be_visible(timeout=WITHIN)
    finally:
        cabinet.lk("windows", "publish", written(tmp_path, WINDOW.format(25)))
    expect(page.get_by_role("heading", name="Передайте показания до 25 ноября")).to_be_visible()
