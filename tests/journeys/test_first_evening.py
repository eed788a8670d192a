"""A stranger with two bills in hand: registered, confirmed, both accounts attached in a row."""

import pytest
from playwright.sync_api import Page, expect

from lk_app.db import customers
from lk_app.db.engine import Database
from tests.cabinet import Cabinet
from tests.journeys.test_attaching_accounts import card, fill_row, rows
from tests.journeys.test_registering import PASSWORD, heading, open_letter, register, sign_in

pytestmark = pytest.mark.journey

MAILBOX = "first.evening@example.ru"


def test_registered_confirmed_and_two_accounts_attached_at_once(
    page: Page, cabinet: Cabinet
) -> None:
    register(page, MAILBOX)
    open_letter(page, MAILBOX, "/activate?")
    heading(page, "Почта подтверждена")
    sign_in(page, MAILBOX, PASSWORD)
    heading(page, "Подключите лицевой счёт")
    page.get_by_role("link", name="Подключить счёт").first.click()
    fill_row(rows(page).nth(0), "плякина 3", "Саратов, ул. Плякина, д. 3", "21", "64101-001-05")
    page.get_by_role("button", name="Добавить ещё").click()
    expect(rows(page)).to_have_count(2)
    fill_row(rows(page).nth(1), "Волжск 7", "с. Пристанное, ул. Волжская, д. 7", "", "6410400002")
    page.get_by_role("button", name="Подключить", exact=True).click()
    expect(page.get_by_text("Подключено 2 счёта")).to_be_visible()
    page.get_by_role("link", name="К моим счетам").click()
    expect(page.locator("[data-account]")).to_have_count(2)
    expect(card(page, "6410100105")).to_contain_text("К оплате")
    expect(card(page, "6410400002")).to_be_visible()
    assert kept_password(cabinet, MAILBOX).startswith("$2b$12$"), "what is served hashes dearly"


def kept_password(cabinet: Cabinet, mailbox: str) -> str:
    """What the served cabinet stored for this person."""
    database = Database(f"sqlite:///{cabinet.var_dir}/lk.db")
    with database.read() as session:
        person = customers.by_email(session, mailbox)
    database.close()
    assert person is not None
    return person.password_hash
