"""A subscriber looks where the sum of a bill comes from."""

import pytest
from playwright.sync_api import Page, expect

from lk_app.settings import DEMO_LOGIN, DEMO_PASSWORD
from tests.documents import papers

pytestmark = pytest.mark.journey


def sign_in(page: Page, then: str) -> None:
    """With the demonstration's ready name and password, typed by hand."""
    page.goto(f"/login?next={then}")
    expect(page.locator("input[name=next]").first).to_have_value(then)
    page.get_by_label("Электронная почта или телефон").fill(DEMO_LOGIN)
    page.get_by_label("Пароль", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).click()
    page.wait_for_url(f"**{then}")


def test_a_bill_opens_to_its_lines_and_leads_to_paying(page: Page) -> None:
    sign_in(page, "/cabinet/bills")
    page.goto("/cabinet/bills?account=6410100106&period=2026-09")
    expect(page.get_by_text("7\u00a0318,41\u00a0₽").first).to_be_visible()
    september = page.locator("details[id='2026-09']")
    expect(september.get_by_text("Начислено за месяц")).to_be_visible()
    expect(september.get_by_text("1\u00a0196,80\u00a0₽").first).to_be_visible()
    expect(september.get_by_text(" × ")).to_contain_text("по счётчику")
    expect(september.get_by_text("Пени")).to_be_visible()
    september.get_by_text("Почему такая сумма").click()
    expect(september.get_by_role("heading", name="Начислено: 1\u00a0196,80\u00a0₽")).to_be_visible()
    expect(september.get_by_text("Новое показание:")).to_contain_text("24\u00a0сентября 2026")
    expect(september.get_by_text("ст. 155, ч. 14")).to_be_visible()
    october = page.locator("details[id='2026-10']")
    expect(october.get_by_text("Начислено за месяц")).to_be_hidden()
    october.locator("> summary").click()
    expect(october.get_by_text("Начислено за месяц")).to_be_visible()
    pay = page.get_by_role("link", name="Оплатить")
    expect(pay).to_have_attribute("href", "/cabinet/pay?account=6410100106")


def test_a_bill_is_saved_as_a_sheet_to_print(page: Page) -> None:
    sign_in(page, "/cabinet/bills")
    page.goto("/cabinet/bills?account=6410100106&period=2026-09")
    september = page.locator("details[id='2026-09']")
    with page.expect_download() as saved:
        september.get_by_role("link", name="Скачать квитанцию").click()
    assert saved.value.suggested_filename == "bill-6410100106-2026-09.pdf"
    text = papers.text_of(saved.value.path().read_bytes())
    assert "Квитанция за сентябрь 2026" in text
    assert "Лицевой счёт 64101-001-06" in text
    assert "Начислено за месяц" in text
    assert "1 196,80 ₽" in text


def test_without_signing_in_no_bill_is_shown(page: Page) -> None:
    page.goto("/cabinet/bills?account=6410100106")
    page.wait_for_url("**/login?next=**")
    assert page.get_by_text("7\u00a0318,41\u00a0₽").count() == 0
