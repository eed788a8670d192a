"""A subscriber attaches accounts from the bills in hand, proves one and lets go of another."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from lk_app.db.engine import Database
from lk_app.demo import people
from tests.cabinet import Cabinet
from tests.usecases.people import PASSWORD, confirmed

pytestmark = pytest.mark.journey


def newcomer(page: Page, cabinet: Cabinet, email: str) -> None:
    """A person who registered in some earlier journey and has no accounts yet."""
    confirmed(Database(f"sqlite:///{cabinet.var_dir}/lk.db"), email)
    sign_in(page, email)
    expect(page.get_by_role("heading", name="Подключите лицевой счёт")).to_be_visible()


def sign_in(page: Page, email: str) -> None:
    """Signing in has journeys of its own: here the form is only posted."""
    page.request.post("/api/login", form={"login": email, "password": PASSWORD})
    page.goto("/cabinet")


def fill_row(row: Locator, house: str, option: str, flat: str, number: str) -> None:
    """One account: type, take the house from the list, go on."""
    row.get_by_role("combobox", name="Адрес дома").press_sequentially(house, delay=20)
    row.get_by_role("option", name=option, exact=True).click()
    expect(row.get_by_role("combobox", name="Адрес дома")).to_have_value(option)
    if flat:
        row.get_by_label("Квартира").fill(flat)
    row.get_by_label("Номер лицевого счёта").fill(number)


def rows(page: Page) -> Locator:
    return page.locator("main section").filter(has=page.get_by_role("combobox"))


def card(page: Page, number: str) -> Locator:
    return page.locator(f"[data-account='{number}']")


def test_two_accounts_are_attached_at_once_and_a_wrong_one_is_refused_beside_its_field(
    page: Page, cabinet: Cabinet
) -> None:
    newcomer(page, cabinet, "two@lk.example")
    page.get_by_role("link", name="Подключить счёт").first.click()
    fill_row(rows(page).nth(0), "плякина 3", "Саратов, ул. Плякина, д. 3", "21", "64101-001-05")
    page.get_by_role("button", name="Добавить ещё").click()
    expect(rows(page)).to_have_count(2)
    wrong = rows(page).nth(1)
    fill_row(wrong, "сакко 59", "Саратов, ул. Сакко и Ванцетти, д. 59", "7", "6410100106")
    page.get_by_role("button", name="Добавить ещё").click()
    fill_row(rows(page).nth(2), "Волжск 7", "с. Пристанное, ул. Волжская, д. 7", "", "6410400002")
    expect(rows(page).nth(2).get_by_label("Квартира")).to_have_count(0)
    page.get_by_role("button", name="Подключить", exact=True).click()

    expect(page.get_by_text("Подключено 2 счёта")).to_be_visible()
    expect(rows(page)).to_have_count(1)
    left = rows(page).first
    number = left.get_by_label("Номер лицевого счёта")
    expect(number).to_have_value("6410100106")
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(left.get_by_label("Квартира")).to_have_value("7")
    expect(left.get_by_text("Не нашли такой счёт")).to_be_visible()
    left.get_by_label("Квартира").fill("6")
    page.get_by_role("button", name="Подключить", exact=True).click()
    expect(page.get_by_text("Подключён 1 счёт")).to_be_visible()
    page.get_by_role("link", name="К моим счетам").click()
    expect(page.locator("[data-account]")).to_have_count(3)
    expect(card(page, "6410100105")).to_contain_text("К оплате")


def test_the_meters_serial_opens_the_past_and_an_account_can_be_let_go(
    desktop: Page, cabinet: Cabinet
) -> None:
    page = desktop
    newcomer(page, cabinet, "proof@lk.example")
    page.goto("/cabinet/link")
    fill_row(rows(page).first, "2-й овсяной 13", "Саратов, 2-й Овсяной проезд, д. 13", "3",
             "75АБ533302")  # fmt: skip
    rows(page).first.get_by_label("Своё название").fill("Родители")
    page.get_by_role("button", name="Подключить", exact=True).click()
    page.get_by_role("link", name="К моим счетам").click()
    mine = card(page, "6410100103")
    expect(mine.get_by_role("heading", name="Родители")).to_be_visible()
    expect(page.get_by_text("Сидорова")).to_have_count(0)
    mine.get_by_text("Название и доступ").click()
    mine.get_by_label("Заводской номер счётчика").fill("123")
    mine.get_by_role("button", name="Открыть прошлое").click()
    expect(mine.get_by_text("Номер не совпал")).to_be_visible()
    expect(mine.get_by_label("Заводской номер счётчика")).to_have_value("123")
    mine.get_by_label("Заводской номер счётчика").fill("1174274")
    mine.get_by_role("button", name="Открыть прошлое").click()
    expect(mine.get_by_text("Сидорова Мария Львовна")).to_be_visible()

    mine.get_by_label("Своё название").fill("Мама")
    mine.get_by_role("button", name="Сохранить название").click()
    expect(mine.get_by_role("heading", name="Мама")).to_be_visible()
    mine.get_by_text("Отключить счёт").click()
    mine.get_by_role("button", name="Отключить").click()
    expect(page.get_by_role("heading", name="Подключите лицевой счёт")).to_be_visible()


def test_the_keyboard_alone_picks_a_house(desktop: Page, cabinet: Cabinet) -> None:
    page = desktop
    newcomer(page, cabinet, "keys@lk.example")
    page.goto("/cabinet/link")
    house = page.get_by_role("combobox", name="Адрес дома")
    house.press_sequentially("плякина 3", delay=20)
    expect(page.get_by_role("option")).to_have_count(1)
    house.press("ArrowDown")
    house.press("Enter")
    expect(house).to_have_value("Саратов, ул. Плякина, д. 3")
    expect(house).to_be_focused()


def test_the_ready_sign_in_sees_what_to_do_and_what_is_owed(page: Page) -> None:
    sign_in(page, people.SUBSCRIBER.email)
    expect(page.get_by_text("Передайте показания до 25 ноября").first).to_be_visible()
    expect(card(page, "6410100101")).to_contain_text(re.compile(r"К\sоплате\s1\s344,69\s₽"))
    recent = page.locator("section").filter(has=page.get_by_text("Последние операции"))
    expect(recent.get_by_text("Начислено за октябрь 2026")).to_be_visible()
    pay = page.get_by_role("link", name="Оплатить всё")
    expect(pay).to_have_attribute("href", "/cabinet/pay?all=1")
    card(page, "6410100102").get_by_role("link", name="Показания").click()
    expect(page).to_have_url(re.compile(r"account=6410100102"))
