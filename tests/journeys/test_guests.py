"""Without signing in: a reading, a payment and the check of a paper, also without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cabinet import Cabinet
from tests.journeys.conftest import PHONE
from tests.journeys.households import Household
from tests.journeys.test_public_site import text_without_javascript

pytestmark = pytest.mark.journey


def value_of(page: Page, words: str) -> str:
    return page.locator(".row-plain", has_text=words).locator("dd").inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_guest_sends_a_reading_and_checks_its_receipt(
    browser: Browser, cabinet: Cabinet, home: Household, scripts: bool
) -> None:
    number = home.account()
    context = browser.new_context(
        base_url=cabinet.url, java_script_enabled=scripts, viewport=PHONE, locale="ru-RU"
    )
    page = context.new_page()
    page.goto("/guest/reading")
    page.get_by_label("Номер лицевого счёта").fill(number)
    page.get_by_label("Заводской номер счётчика").fill("не тот")
    page.get_by_label("Показание, Т1").fill("4600")
    page.get_by_role("button", name="Передать показания").click()
    expect(page.get_by_text("Не нашли такого счёта с таким счётчиком")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_label("Показание, Т1")).to_have_value("4600")
    page.get_by_label("Заводской номер счётчика").fill(f"S{number}")
    page.get_by_role("button", name="Передать показания").click()
    expect(page.get_by_role("heading", name="Показания получены")).to_be_visible()
    page.wait_for_load_state("networkidle")
    given, code = value_of(page, "Номер"), value_of(page, "Код документа")
    assert number not in page.locator("main").inner_text()
    page.goto("/guest/check")
    page.get_by_label("Номер документа").fill(given)
    page.get_by_label("Код документа").fill(code)
    page.get_by_role("button", name="Проверить").click()
    expect(page.get_by_role("heading", name="Документ настоящий")).to_be_visible()
    expect(page.get_by_text("4600")).to_be_visible()
    context.close()


def test_the_subscriber_says_it_was_not_them(page: Page, cabinet: Cabinet, home: Household) -> None:
    number = home.account()
    page.goto("/guest/reading")
    page.get_by_label("Номер лицевого счёта").fill(number)
    page.get_by_label("Заводской номер счётчика").fill(f"S{number}")
    page.get_by_label("Показание, Т1").fill("4601")
    page.get_by_role("button", name="Передать показания").click()
    expect(page.get_by_role("heading", name="Показания получены")).to_be_visible()
    page.goto(cabinet.link(home.email, "/guest/not-me"))
    expect(page.get_by_text("передали показания: Показание 4601")).to_be_visible()
    page.get_by_role("button", name="Это не я: не учитывать").click()
    expect(page.get_by_role("heading", name="Не учтём")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", name="Не учтём")).to_be_visible()


def test_a_guest_pays_by_account_number(page: Page, home: Household) -> None:
    page.goto("/guest/pay")
    page.get_by_label("Номер лицевого счёта").fill(home.account())
    page.get_by_label("Сумма, ₽").fill("100")
    page.get_by_label("Почта для чека").fill("guest@example.ru")
    page.get_by_role("button", name="Оплатить").click()
    expect(page.get_by_role("heading", name="Осталось заплатить")).to_be_visible()
    page.get_by_role("link", name="Перейти к оплате").click()
    page.get_by_label("Номер карты").fill("2200000000000004")
    page.get_by_label("Срок действия").fill("12/30")
    page.get_by_label("CVC").fill("123")
    page.get_by_role("button", name="Оплатить").click()
    expect(page.get_by_role("heading", name=re.compile("Платёж зачислен"))).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Код документа")).to_be_visible()


@pytest.mark.parametrize(
    "address", ["/guest", "/guest/reading", "/guest/pay", "/guest/check", "/guest/paid"]
)
def test_every_page_stands_without_javascript(
    browser: Browser, cabinet: Cabinet, address: str
) -> None:
    assert len(text_without_javascript(browser, cabinet, address)) > 100
