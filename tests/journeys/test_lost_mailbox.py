"""A person lost their mailbox, or somebody says so: the old one is told and can call it off."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from lk_app.db import accounts, meters
from lk_app.domain.ledger import EntryKind
from tests import payers
from tests.cabinet import Cabinet
from tests.journeys.conftest import DESK, new_context
from tests.journeys.households import Household

pytestmark = pytest.mark.journey
NEW = "new.mailbox@lk.example"


@pytest.fixture
def owner(browser: Browser, cabinet: Cabinet) -> Iterator[Page]:
    """Whoever reads the old mailbox, on a desk."""
    context = new_context(browser, cabinet, DESK)
    yield context.new_page()
    context.close()


def proofs(home: Household, number: str) -> dict[str, str]:
    """Pay once, so that there is a last payment; what a bill and the meter tell."""
    with home.database.read() as session:
        account = accounts.by_number(session, number)
        assert account is not None
        (meter,) = meters.of_account(session, account.id)
    day = date(2026, 11, 3)
    payers.post(home.database, account.id, EntryKind.PAYMENT, f"paid/{number}", -512_30, day)
    return {"Номер счётчика": meter.serial, "Сумма последнего платежа, ₽": "512,30"}


def test_a_replaced_mailbox_is_called_off_from_the_old_one(
    page: Page, owner: Page, cabinet: Cabinet, home: Household
) -> None:
    number = home.account()
    page.goto("/login")
    page.get_by_role("link", name="Нет доступа к почте?").click()
    typed = {"Номер лицевого счёта": number, **proofs(home, number), "Новая почта": NEW}
    for label, value in typed.items():
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Заменить почту").click()
    expect(page.get_by_text("Остался один шаг")).to_be_visible()
    this_is_mine = cabinet.link(NEW, "/recover")
    page.goto(this_is_mine)
    expect(page.get_by_text("Она станет почтой кабинета")).to_be_visible()

    owner.goto(cabinet.link(home.email, "/undo"))
    owner.get_by_role("button", name="Отменить замену почты").click()
    expect(owner.get_by_role("heading", name="Замена почты отменена")).to_be_visible()
    home.sign_in(owner, then="/cabinet/profile")
    expect(owner.get_by_text(home.email).first).to_be_visible()
    page.goto(this_is_mine)
    expect(page.get_by_text("Она станет почтой кабинета")).to_be_hidden()
    expect(page.get_by_role("link", name="Войти")).to_be_visible()
