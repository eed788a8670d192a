"""A person takes everything that is held on them along, and leaves; what was billed stays."""

import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from lk_app import security
from lk_app.db import accounts, ledger, meters, readings
from lk_app.domain.personal_data import DELETION_DELAY
from lk_app.gateways.file_folder import FileFolder
from lk_app.usecases import data_exports, login_deletion
from lk_app.usecases.login_deletion import Archive
from tests.cabinet import Cabinet, until
from tests.journeys.households import PASSWORD, Household
from tests.usecases.people import PAPER

pytestmark = pytest.mark.journey
MAKING_SECONDS = 90  # by the job's next minute, should the first call be lost


def test_everything_is_saved_then_the_login_goes_and_the_books_stay(
    priced: Cabinet, home: Household, page: Page
) -> None:
    number = home.account()
    home.sign_in(page, then="/cabinet/profile")
    page.get_by_role("button", name="Собрать мои данные", exact=True).click()
    expect(page.get_by_text("Собираем данные", exact=True)).to_be_visible()
    assert until(lambda: is_made(home), MAKING_SECONDS)
    page.reload()
    page.locator("#data_current_password").fill(PASSWORD)
    page.get_by_role("button", name="Получить ссылку", exact=True).click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Скачать ZIP", exact=True).click()
    with zipfile.ZipFile(saved.value.path()) as packed:
        [me] = json.loads(packed.read("json/customers.json"))
        assert me["email"] == home.email
        assert len(json.loads(packed.read("json/readings.json"))) == 3
        assert packed.read(f"accounts/{number}/statement.pdf").startswith(b"%PDF")

    before = books(home, number)
    page.locator("summary", has_text="Удалить кабинет").click()
    page.locator("#deletion_current_password").fill(PASSWORD)
    page.get_by_role("button", name="Удалить кабинет", exact=True).click()
    expect(page.get_by_text("Вы попросили удалить кабинет", exact=True)).to_be_visible()
    a_week_passes(priced, home)
    page.goto("/cabinet/profile")
    expect(page.get_by_role("button", name="Войти", exact=True)).to_be_visible()
    assert books(home, number) == before


def is_made(home: Household) -> bool:
    found = data_exports.latest(db=home.database, customer_id=home.owner)
    return found is not None and found.made_at is not None


def a_week_passes(cabinet: Cabinet, home: Household) -> None:
    """The job's round of a week later."""
    photos = cabinet.var_dir / "photos"
    archive = Archive(
        security.Signer(b"of no matter here: the mailbox's digest"),
        FileFolder(photos / "appeals"),
        FileFolder(photos / "exports", ending=".zip"),
    )
    later = datetime.now(UTC) + DELETION_DELAY + timedelta(minutes=1)
    assert login_deletion.apply_due(db=home.database, paper=PAPER, archive=archive, now=later) == 1


def books(home: Household, number: str) -> object:
    """What the account is and owes, and what was read."""
    with home.database.read() as session:
        account = accounts.by_number(session, number)
        assert account
        hung = [meter.id for meter in meters.of_account(session, account.id)]
        read = readings.of_meters(session, hung)
        return account, ledger.entries(session, account.id), read
