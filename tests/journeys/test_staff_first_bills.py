"""One operator with a browser: a file chosen, looked through and brought in, bills ordered."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from lk_app.db.engine import Database
from lk_app.domain.staff import Role
from lk_app.security import Signer
from lk_app.settings import Settings, secret_key
from tests.cabinet import Cabinet
from tests.journeys.conftest import DESK, new_context
from tests.usecases import colleagues

pytestmark = pytest.mark.journey

HEADER = "account_number,taken_on,register,value\n"


def test_a_file_is_looked_through_and_bills_are_ordered(
    browser: Browser, cabinet: Cabinet, tmp_path: Path
) -> None:
    context = new_context(browser, cabinet, DESK)
    page = context.new_page()
    mailbox, code = employee(cabinet)
    page.goto("/staff/imports")
    page.get_by_label("Рабочая почта").fill(mailbox)
    page.get_by_label("Пароль").fill(colleagues.PASSWORD)
    page.get_by_label("Код из приложения").fill(code)
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_role("heading", name="Внести файл")).to_be_visible()

    file = tmp_path / "показания.csv"
    file.write_text(f"{HEADER}6410100199,2026-10-20,single,1\n", encoding="utf-8")
    page.get_by_label("Что в файле").select_option("readings")
    page.get_by_label("Файл", exact=True).set_input_files(file)
    page.get_by_role("button", name="Проверить").click()
    expect(page.get_by_role("heading", name="показания.csv")).to_be_visible()
    expect(page.get_by_role("cell", name="Лицевого счёта 6410100199 нет")).to_be_visible()

    page.get_by_role("link", name="Начисления").first.click()
    page.get_by_role("button", name="Рассчитать").click()
    expect(page.get_by_text("Расчёт заказан.")).to_be_visible()
    done = page.get_by_role("heading", name="Последние расчёты").locator("..")
    expect(done).to_contain_text("Выставлено квитанций")  # the page asks again by itself
    context.close()


def employee(cabinet: Cabinet) -> tuple[str, str]:
    """An operator, enrolled; the mailbox and a recovery code."""
    mailbox = "first.bills@lk.example"
    database = Database(f"sqlite:///{cabinet.var_dir}/lk.db")
    signer = Signer(secret_key(Settings(var_dir=cabinet.var_dir)))
    codes = colleagues.enrolled(database, mailbox, Role.OPERATOR, signer=signer)
    database.close()
    return mailbox, codes[0]
