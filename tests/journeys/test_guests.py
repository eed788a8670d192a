"""Without signing in: a reading, a payment and the check of a paper, also without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from lk_app.demo import people
from tests.cabinet import Cabinet
from tests.journeys.conftest import PHONE
from tests.journeys.test_public_site import text_without_javascript
from tests.journeys.trust_rows import Target

pytestmark = pytest.mark.journey


def serial_of(cabinet: Cabinet) -> tuple[str, str]:
    target = Target.of(cabinet)
    return target.account_number, target.markers[2]


def value_of(page: Page, words: str) -> str:
    return page.locator(".row-plain", has_text=words).locator("dd").inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_guest_sends_a_reading_and_checks_its_receipt(
    browser: Browser, cabinet: Cabinet, scripts: bool
) -> None:
    number, serial = serial_of(cabinet)
    context = browser.new_context(
        base_url=cabinet.url, java_script_enabled=scripts, viewport=PHONE, locale="ru-RU"
    )
    page = context.new_page()
    page.goto("/guest/reading")
    page.get_by_label("Номер лицевого счёта").fill(number)
    page.get_by_label("Заводской номер счётчика").fill("не тот")
    page.get_by_label("Показание, Т1").fill("10990")
    page.get_by_role("button", name="Передать показания").click()
    expect(page.get_by_text("Не нашли такого счёта с таким счётчиком")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_label("Показание, Т1")).to_have_value("10990")
    page.get_by_label("Заводской номер счётчика").fill(serial)
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
    expect(page.get_by_text("10990")).to_be_visible()
    context.close()


def test_the_subscriber_says_it_was_not_them(page: Page, cabinet: Cabinet) -> None:
    number, serial = serial_of(cabinet)
    page.goto("/guest/reading")
    page.get_by_label("Номер лицевого счёта").fill(number)
    page.get_by_label("Заводской номер счётчика").fill(serial)
    page.get_by_label("Показание, Т1").fill("10991")
    page.get_by_role("button", name="Передать показания").click()
    expect(page.get_by_role("heading", name="Показания получены")).to_be_visible()
    page.goto(cabinet.link(people.SUBSCRIBER.email, "/guest/not-me"))
    expect(page.get_by_text("передали показания: Показание 1099")).to_be_visible()
    page.get_by_role("button", name="Это не я: не учитывать").click()
    expect(page.get_by_role("heading", name="Не учтём")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", name="Не учтём")).to_be_visible()


def test_a_guest_pays_by_account_number(page: Page) -> None:
    page.goto("/guest/pay")
    page.get_by_label("Номер лицевого счёта").fill("6410100101")
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
