"""/simple in a browser whose JavaScript is off, on the smallest phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cabinet import Cabinet
from tests.journeys.conftest import PATIENCE
from tests.journeys.households import PASSWORD, Household

pytestmark = pytest.mark.journey

SMALL = {"width": 320, "height": 640}


@pytest.fixture
def plain(browser: Browser, cabinet: Cabinet) -> Iterator[Page]:
    """A browser that runs no script."""
    context = browser.new_context(
        base_url=cabinet.url, viewport=SMALL, locale="ru-RU", java_script_enabled=False
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    box = page.locator("html").bounding_box()
    main = page.locator("main").bounding_box()
    assert box
    assert main
    tables = [table.bounding_box() for table in page.locator("table").all()]
    widest = max(item["x"] + item["width"] for item in [main, *filter(None, tables)])
    return widest <= SMALL["width"]


def test_a_reading_and_the_statement_without_javascript(plain: Page, home: Household) -> None:
    home.account(initial={"day": 14_251, "night": 6_249}, digits=6)
    plain.goto("/login")
    plain.get_by_role("link", name="Простая версия").click()
    plain.get_by_label("Электронная почта или телефон").fill(home.email)
    plain.get_by_label("Пароль", exact=True).fill("не тот")
    plain.get_by_role("button", name="Войти").click()
    expect(plain.get_by_role("alert")).to_be_visible()
    plain.get_by_label("Пароль", exact=True).fill(PASSWORD)
    plain.get_by_role("button", name="Войти").click()
    expect(plain.get_by_role("heading", name="Передайте показания до")).to_be_visible()
    assert fits(plain)

    plain.get_by_role("link", name="Передать показания").click()
    plain.get_by_label("День").fill("114802")
    plain.get_by_label("Ночь").fill("6648")
    plain.get_by_label("Ночь").press("Enter")
    expect(plain.get_by_role("heading", name="Проверьте показания")).to_be_visible()
    plain.get_by_role("link", name="Исправить на 14802").click()
    plain.get_by_role("button", name="Передать показания").click()
    expect(plain.get_by_role("heading", name="Показания приняты")).to_be_visible()
    expect(plain.get_by_text(re.compile(r"№\s2026-11-\d{6}"))).to_be_visible()
    assert fits(plain)

    plain.get_by_role("link", name="Детализация").click()
    expect(plain.get_by_role("table", name="Операции")).to_be_visible()
    plain.get_by_label("С какого дня").fill("2026-08-01")
    plain.get_by_role("button", name="Показать").click()
    expect(plain.get_by_role("heading", name="за период с")).to_be_visible()
    assert fits(plain)
    plain.get_by_role("button", name="Выйти").click()
    expect(plain.get_by_role("heading", name="Вход")).to_be_visible()


def test_a_page_that_loses_the_server_offers_the_plain_one(page: Page, home: Household) -> None:
    home.account()
    home.sign_in(page)
    page.route_web_socket("**/_event/**", lambda socket: socket.close())
    page.goto("/cabinet")
    banner = page.get_by_role("status").filter(has_text="Введённое останется на экране")
    # the words change when it fails again
    banner.get_by_role("link", name=re.compile("прост(ая|ую)\\sверси[яю]", re.I)).click()
    expect(page.get_by_role("heading", name="Лицевые счета")).to_be_visible()


def test_the_low_vision_version_is_chosen_without_javascript_and_stays(
    plain: Page, browser: Browser, cabinet: Cabinet
) -> None:
    plain.goto("/tariffs")
    usual = float(plain.locator("h1").evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)"))
    plain.get_by_role("link", name="Версия для слабовидящих").first.click()
    plain.get_by_label("Очень крупный").check()
    plain.get_by_label("Чёрным по белому").check()
    plain.get_by_label("Увеличенное").check()
    plain.get_by_role("button", name="Показывать так").click()
    expect(plain).to_have_url(re.compile("/tariffs$"))
    plain.goto("/simple/login")
    expect(plain.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
    assert fits(plain)

    scripted = browser.new_context(
        base_url=cabinet.url, viewport=SMALL, storage_state=plain.context.storage_state()
    )
    page = scripted.new_page()
    page.goto("/tariffs")
    size = float(page.locator("h1").evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)"))
    assert size > usual
    expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
    page.get_by_role("link", name="Версия для слабовидящих").first.click()
    page.get_by_role("button", name="Вернуть обычный вид").click()
    expect(page).to_have_url(re.compile("/tariffs$"))
    assert not any(cookie["name"] == "lk_vision" for cookie in scripted.cookies())
    scripted.close()
