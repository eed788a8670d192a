"""A subscriber looks how much they used, when, and against the year before."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_bills import sign_in

pytestmark = pytest.mark.journey

RURAL, ONE_ZONE = "6410100105", "6410100101"


def test_bars_say_what_they_show_in_kwh_and_in_roubles(page: Page) -> None:
    sign_in(page, "/cabinet/consumption")
    page.goto(f"/cabinet/consumption?account={RURAL}")
    bars = page.get_by_role("list", name="Потребление по месяцам").get_by_role("img")
    expect(bars).to_have_count(12)
    expect(bars.last).to_have_accessible_name(
        "Октябрь 2026: 297\u00a0кВт·ч. День\u00a0229, ночь\u00a068. По среднему"
    )
    may = bars.nth(6)
    value = page.get_by_text("336\u00a0кВт·ч").first
    expect(value).to_be_hidden()
    may.focus()
    expect(value).to_be_visible()
    page.get_by_role("button", name="₽", exact=True).click()
    expect(may).to_have_accessible_name(
        "Май 2026: 2\u00a0805,72\u00a0₽. День\u00a01\u00a0130,04\u00a0₽, "
        "ночь\u00a0148,20\u00a0₽. По счётчику. Перерасчёт\u00a0+1\u00a0527,48\u00a0₽"
    )
    expect(page.get_by_text("Перерасчёт за другие месяцы")).to_be_visible()


def test_every_value_is_in_the_table_and_in_the_file(page: Page) -> None:
    sign_in(page, "/cabinet/consumption")
    page.goto(f"/cabinet/consumption?account={RURAL}")
    page.locator("summary", has_text="Таблица").click()
    april = page.get_by_role("row", name="Апрель 2026")
    expect(april).to_contain_text("по нормативу")
    expect(april).to_contain_text("192\u00a0кВт·ч")
    expect(april.get_by_role("link")).to_have_attribute(
        "href", f"/cabinet/bills?account={RURAL}&period=2026-04"
    )
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert "05.2026;по счётчику" in text
    assert "2805,72" in text


def test_a_year_stands_against_the_year_before(page: Page) -> None:
    sign_in(page, "/cabinet/consumption")
    page.goto(f"/cabinet/consumption?account={ONE_ZONE}")
    february = page.get_by_role("list", name="Потребление по месяцам").get_by_role("img").nth(3)
    expect(february).to_have_accessible_name("Февраль 2026: 434\u00a0кВт·ч. По счётчику")
    compare = page.get_by_role("button", name="Сравнить с прошлым годом")
    compare.click()
    expect(compare).to_have_attribute("aria-pressed", "true")
    expect(february).to_have_accessible_name(
        "Февраль 2026: 434\u00a0кВт·ч. По счётчику. Год назад 360\u00a0кВт·ч"
    )
    expect(page.get_by_text("чем за те же 12\u00a0месяцев год назад")).to_be_visible()


def test_without_signing_in_nothing_is_shown(page: Page) -> None:
    page.goto(f"/cabinet/consumption?account={RURAL}")
    page.wait_for_url("**/login?next=**")
    assert page.get_by_role("img", name="кВт·ч").count() == 0
