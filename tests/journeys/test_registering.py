"""A stranger becomes a customer, forgets the password, leaves."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cabinet import Cabinet
from tests.journeys.conftest import DESK, new_context

pytestmark = pytest.mark.journey

PASSWORD = "синий трамвай едет"
NEW_PASSWORD = "зелёный трамвай едет"
TYPED = {
    "Фамилия": "Синицына",
    "Имя": "Вера",
    "Отчество": "Павловна",
    "Мобильный телефон": "8 (927) 555-01-02",
    "Пароль": PASSWORD,
    "Повторите пароль": PASSWORD,
}


def fill_in(page: Page, email: str) -> None:
    page.goto("/register")
    page.get_by_label("Электронная почта").fill(email)
    for label, text in TYPED.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Согласие на обработку персональных данных").check()
    page.get_by_label("Я не робот").check()


def register(page: Page, email: str, *, phone: str = TYPED["Мобильный телефон"]) -> None:
    fill_in(page, email)
    page.get_by_label("Мобильный телефон").fill(phone)
    page.get_by_role("button", name="Зарегистрироваться").click()
    expect(page.get_by_role("heading", name="Мы отправили письмо")).to_be_visible()


def open_letter(page: Page, email: str, link: str) -> str:
    """Find the newest letter to this mailbox on the demonstration's page; returns its link."""
    page.goto("/demo/outbox")
    letter = page.locator("section", has_text=email).filter(has=page.locator(f"a[href*='{link}']"))
    found = letter.first.locator(f"a[href*='{link}']").first.get_attribute("href")
    assert found
    page.goto(found)
    return found


def sign_in(page: Page, login: str, password: str) -> None:
    page.goto("/login")
    page.get_by_label("Электронная почта или телефон").fill(login)
    page.get_by_label("Пароль", exact=True).fill(password)
    page.get_by_role("button", name="Войти", exact=True).click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words, exact=True)).to_be_visible()


def test_register_confirm_and_sign_in(page: Page) -> None:
    register(page, "vera@example.ru", phone="8 (927) 555-01-77")
    open_letter(page, "vera@example.ru", "/activate?")
    heading(page, "Почта подтверждена")
    sign_in(page, "+7 927 555-01-77", PASSWORD)  # nobody else has this number
    expect(page.get_by_role("heading", name="Подключите лицевой счёт")).to_be_visible()


def test_the_link_works_on_another_device_and_says_when_it_was_used(
    page: Page, browser: Browser, cabinet: Cabinet
) -> None:
    register(page, "device@example.ru")
    page.goto("/demo/outbox")
    card = page.locator("section", has_text="device@example.ru")
    link = card.locator("a[href*='/activate?']").first.get_attribute("href")
    assert link
    scanned = page.request.get(link)  # a mail scanner fetches it and runs no scripts
    assert scanned.ok
    other = new_context(browser, cabinet, DESK)
    desk = other.new_page()
    desk.goto(link)
    heading(desk, "Почта подтверждена")
    other.close()
    page.goto(link)
    heading(page, "Почта уже подтверждена")


def test_everything_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(page: Page) -> None:
    page.goto("/register")
    page.get_by_label("Фамилия", exact=True).fill("Синицына")
    page.get_by_label("Мобильный телефон").fill("12")
    page.get_by_role("button", name="Зарегистрироваться").click()
    expect(page.get_by_text("Укажите имя.")).to_be_visible()
    expect(page.get_by_text("десять цифр после +7")).to_be_visible()
    expect(page.get_by_label("Имя", exact=True)).to_be_focused()
    expect(page.get_by_label("Фамилия", exact=True)).to_have_value("Синицына")
    expect(page.get_by_label("Мобильный телефон")).to_have_value("12")
    expect(page.get_by_label("Согласие на обработку персональных данных")).not_to_be_checked()


def test_the_whole_form_by_keyboard_alone(page: Page) -> None:
    page.goto("/register")
    expect(page.get_by_role("button", name="Зарегистрироваться")).to_be_enabled()
    page.get_by_label("Фамилия", exact=True).focus()
    for text in ("Синицына", "Вера", "", "keyboard@example.ru", "89275550103"):
        page.keyboard.insert_text(text)
        page.keyboard.press("Tab")
    for _ in range(2):  # each password is followed by its «Показать»
        page.keyboard.insert_text(PASSWORD)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the consent
    for _ in range(3):  # its document, the news, the captcha
        page.keyboard.press("Tab")
    expect(page.get_by_label("Я не робот")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    heading(page, "Мы отправили письмо")


def test_a_known_mailbox_sees_the_same_page(page: Page) -> None:
    register(page, "demo@lk.example")
    page.goto("/demo/outbox")
    expect(page.locator("section", has_text="demo@lk.example").first).to_contain_text(
        "уже", ignore_case=True
    )


def test_a_forgotten_password(page: Page) -> None:
    register(page, "forgot@example.ru")
    open_letter(page, "forgot@example.ru", "/activate?")
    heading(page, "Почта подтверждена")
    sign_in(page, "forgot@example.ru", "не тот пароль")
    expect(page.get_by_text("не подошли")).to_be_visible()
    expect(page.get_by_label("Электронная почта или телефон")).to_have_value("forgot@example.ru")
    page.get_by_role("link", name="Забыли пароль?").click()
    heading(page, "Восстановление пароля")  # the sign-in page has a field of nearly that name
    page.get_by_label("Электронная почта", exact=True).fill("forgot@example.ru")
    page.get_by_role("button", name="Прислать ссылку").click()
    heading(page, "Мы отправили письмо")
    link = open_letter(page, "forgot@example.ru", "/reset?")
    heading(page, "Новый пароль")
    page.get_by_label("Пароль", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("Повторите пароль").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Сохранить пароль").click()
    heading(page, "Пароль изменён")
    sign_in(page, "forgot@example.ru", NEW_PASSWORD)
    page.wait_for_url(re.compile("/cabinet"))
    page.goto(link)
    expect(page.get_by_text("уже сработала")).to_be_visible()


def test_the_ready_sign_in_of_the_demonstration_and_out_again(desktop: Page) -> None:
    desktop.goto("/login")
    desktop.get_by_role("button", name="Открыть пример").click()
    expect(desktop.locator("[data-account]")).not_to_have_count(0)
    desktop.get_by_role("button", name="Выйти").first.click()
    desktop.wait_for_url(re.compile("/login"))
    desktop.goto("/cabinet")
    expect(desktop).to_have_url(re.compile(r"/login\?next="))


def test_letters_leave_within_moments(page: Page, cabinet: Cabinet) -> None:
    register(page, "quick@example.ru")
    page.goto(cabinet.link("quick@example.ru", "/activate"))
    expect(page.get_by_role("heading", name="Почта подтверждена")).to_be_visible()
