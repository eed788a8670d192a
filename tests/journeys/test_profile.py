"""A person changes what opens their cabinet, and takes back what somebody else changed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from lk_app.db.engine import Database
from tests.cabinet import Cabinet
from tests.journeys.conftest import DESK, new_context
from tests.usecases import people

pytestmark = pytest.mark.journey


@pytest.fixture
def elsewhere(browser: Browser, cabinet: Cabinet) -> Iterator[Page]:
    """Another browser, on a desk."""
    context = new_context(browser, cabinet, DESK)
    yield context.new_page()
    context.close()


def has_a_cabinet(cabinet: Cabinet, mailbox: str) -> None:
    db = Database(f"sqlite:///{cabinet.var_dir}/lk.db")
    people.confirmed(db, mailbox)
    db.close()


def sign_in(page: Page, mailbox: str, password: str = people.PASSWORD) -> None:
    page.goto("/login?next=/cabinet/profile")
    page.get_by_label("Электронная почта или телефон").fill(mailbox)
    page.get_by_label("Пароль", exact=True).fill(password)
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page.get_by_role("heading", name="Профиль", level=1)).to_be_visible()
    expect(page.get_by_text("это вы сейчас")).to_be_visible()


def test_an_email_is_changed_and_reverted_by_not_me(
    page: Page, elsewhere: Page, cabinet: Cabinet
) -> None:
    old, new = "vera@lk.example", "vera.new@lk.example"
    has_a_cabinet(cabinet, old)
    sign_in(page, old)
    page.get_by_text("Изменить почту").first.click()
    page.get_by_label("Новая почта").fill(new)
    current = page.locator("#email_current_password")
    current.fill("не тот пароль")
    change = page.get_by_role("button", name="Изменить почту")
    change.click()
    expect(page.get_by_text("Это не ваш нынешний пароль")).to_be_visible()
    expect(page.get_by_label("Новая почта")).to_have_value(new)
    current.fill(people.PASSWORD)
    change.click()
    expect(page.get_by_text("Подтвердите новую почту")).to_be_visible()
    expect(page.get_by_text(old).first).to_be_visible()

    this_is_mine = cabinet.link(new, "/confirm-email")
    elsewhere.goto(this_is_mine)
    expect(elsewhere.get_by_role("heading", name="Почта изменена")).to_be_visible()
    page.goto(this_is_mine)
    expect(page.get_by_role("heading", name="Почта уже подтверждена")).to_be_visible()
    page.goto("/cabinet/profile")
    expect(page.get_by_text(new).first).to_be_visible()

    not_me = cabinet.link(old, "/undo")
    elsewhere.goto(not_me)
    elsewhere.get_by_role("button", name="Вернуть, как было").click()
    expect(elsewhere.get_by_role("heading", name="Вернули, как было")).to_be_visible()
    elsewhere.get_by_role("link", name="Задать новый пароль").click()
    expect(elsewhere.get_by_role("heading", name="Новый пароль")).to_be_visible()
    anew = "Фонарь-у-подъезда-26"
    elsewhere.get_by_label("Пароль", exact=True).fill(anew)
    elsewhere.get_by_label("Повторите пароль").fill(anew)
    elsewhere.get_by_role("button", name="Сохранить пароль").click()
    expect(elsewhere.get_by_text("Войдите с новым паролем")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Войти", exact=True)).to_be_visible()
    page.goto(not_me)
    expect(page.get_by_text("Эта ссылка уже сработала")).to_be_visible()
    sign_in(page, old, anew)


def test_a_session_is_ended_from_another_browser(
    page: Page, elsewhere: Page, cabinet: Cabinet
) -> None:
    mailbox = "gleb@lk.example"
    has_a_cabinet(cabinet, mailbox)
    sign_in(elsewhere, mailbox)
    sign_in(page, mailbox)
    page.get_by_role("button", name="Завершить:").click()
    expect(page.get_by_text("Сеанс закончен")).to_be_visible()
    expect(page.get_by_text("Больше нигде кабинет не открыт")).to_be_visible()
    # the socket over there is still open; the next thing pressed is refused
    elsewhere.get_by_role("button", name="Согласиться").click()
    expect(elsewhere.get_by_role("button", name="Войти", exact=True)).to_be_visible()


def test_a_wrong_name_is_refused_beside_its_field_and_news_are_agreed_to(
    page: Page, cabinet: Cabinet
) -> None:
    mailbox = "zoya@lk.example"
    has_a_cabinet(cabinet, mailbox)
    sign_in(page, mailbox)
    page.get_by_text("Изменить ФИО").click()
    page.get_by_label("Фамилия", exact=True).fill("Петрова 2")
    page.get_by_role("button", name="Сохранить ФИО").click()
    expect(page.locator("#name_last_name-error")).to_contain_text("без цифр")
    page.get_by_label("Фамилия", exact=True).fill("Петрова")
    page.get_by_role("button", name="Сохранить ФИО").click()
    expect(page.get_by_text("Петрова Анна Петровна")).to_be_visible()
    page.get_by_role("button", name="Согласиться").click()
    page.get_by_role("button", name="Отозвать").click()
    expect(page.get_by_text("Согласие отозвано")).to_be_visible()
