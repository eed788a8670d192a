"""A client of the old cabinet: in by the old login and password, later by e-mail."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cabinet import Cabinet
from tests.journeys.conftest import PHONE
from tests.usecases.old_cabinet import PASSWORD, ROW, file

AT = {
    "account_number": "6410100105", "city": "Саратов", "street": "Плякина", "house": "3",
    "apartment": "21", "link_name": "Мамин дом",
}  # fmt: skip


@pytest.fixture
def moving(built: None, furnished: Path, tmp_path: Path) -> Iterator[Cabinet]:
    """A cabinet of its own while the old one still works, and a client who was brought over."""
    running = Cabinet(
        shutil.copytree(furnished, tmp_path / "var"), LK_OLD_CABINET_UNTIL="2099-03-01"
    )
    running.lk("import", "customers", str(file(tmp_path, AT)))
    running.start()
    yield running
    running.stop()


def test_an_old_client_comes_in_with_the_old_login_then_with_the_mailbox(
    browser: Browser, moving: Cabinet
) -> None:
    page = browser.new_page(base_url=moving.url, viewport=PHONE)
    page.goto("/")
    expect(page.get_by_text("Личный кабинет переехал.", exact=True)).to_be_visible()
    sign_in(page, "ANNA64")
    page.get_by_role("checkbox", name="Даю согласие").check()
    page.get_by_role("button", name="Продолжить", exact=True).click()
    expect(page.get_by_text("Мамин дом").first).to_be_visible()
    page.context.clear_cookies()
    sign_in(page, ROW["email"])
    expect(page.get_by_text("Мамин дом").first).to_be_visible()
    page.close()


def sign_in(page: Page, login: str) -> None:
    page.goto("/login")
    expect(page.get_by_text("прежний логин")).to_be_visible()
    page.get_by_label("Электронная почта или телефон", exact=True).fill(login)
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).click()
