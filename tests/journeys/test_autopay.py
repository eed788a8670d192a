"""A subscriber lets a saved card pay, sees what comes of it, and stops it with one tap."""

import hashlib
import hmac
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from lk_app.db.engine import Database
from lk_app.gateways.demo_bank import DemoBank
from lk_app.usecases import autopay_charges
from tests.cabinet import Cabinet
from tests.journeys.households import Household
from tests.journeys.paying import (
    MIR,
    expect_title,
    indebted,
    leave_for_the_bank,
    open_form,
    pay_by_card,
)
from tests.payers import REAL_NOW, SARATOV
from tests.usecases.mail import PAPER, outbox

pytestmark = pytest.mark.journey


def keep_a_card(page: Page, home: Household) -> None:
    open_form(page, home)
    page.get_by_label("Сумма, ₽").fill("100")
    page.get_by_label("Запомнить карту для автоплатежа").check()
    leave_for_the_bank(page)
    pay_by_card(page, MIR)
    expect_title(page, "Платёж зачислен")


def turn_on(page: Page, *, day: str) -> None:
    page.goto("/cabinet/pay/autopay")
    page.get_by_label("В выбранный день месяца").check()
    page.get_by_label("Какого числа").select_option(day)
    page.get_by_label("Не больше, ₽").fill("5000")
    page.get_by_role("button", name="Включить автоплатёж").click()
    expect(page.get_by_text("Автоплатёж включён")).to_be_visible()


def round_of_the_job(home: Household, cabinet: Cabinet, at: datetime) -> None:
    """What the job does at another moment than the cabinet's own clock, at the same bank."""
    key = (cabinet.var_dir / "secret_key").read_bytes()
    secret = hmac.new(key, b"demo-bank", hashlib.sha256).hexdigest()
    autopay_charges.run(
        db=home.database,
        gateways={"demo_bank": DemoBank(base_url=cabinet.url, secret=secret)},
        paper=PAPER,
        now=at,
        real_now=REAL_NOW,
    )


def letters_to(db: Database, mailbox: str) -> list[str]:
    return [one.subject for one in outbox(db) if one.recipient == mailbox]


def test_a_saved_card_pays_on_the_chosen_day_and_one_tap_stops_it(
    page: Page, cabinet: Cabinet, home: Household
) -> None:
    number = indebted(home)
    keep_a_card(page, home)
    turn_on(page, day="25")
    expect(page.get_by_text("Каждое 25-е число")).to_be_visible()
    day = datetime(2026, 11, 25, 12, tzinfo=SARATOV)
    round_of_the_job(home, cabinet, day - timedelta(days=1))
    assert any("25\u00a0ноября" in subject for subject in letters_to(home.database, home.email))
    page.reload()
    expect(page.get_by_text("25 ноября 2026, 1 244,69 ₽")).to_be_visible()
    round_of_the_job(home, cabinet, day)
    page.reload()
    expect(page.get_by_text("списано 1 244,69 ₽")).to_be_visible()
    page.get_by_role("link", name="Платёж", exact=True).click()
    expect_title(page, "Платёж зачислен")
    expect(page.get_by_text("Долга нет")).to_be_visible()
    page.goto("/cabinet/pay/autopay")
    page.get_by_role("button", name="Выключить").click()
    expect(page.get_by_text("Больше ничего не спишем")).to_be_visible()
    expect(page.get_by_role("heading", name="Включить автоплатёж")).to_be_visible()
    assert number in page.get_by_label("Лицевой счёт", exact=True).inner_html()


def test_without_a_saved_card_it_says_what_to_do_first(page: Page, home: Household) -> None:
    indebted(home)
    open_form(page, home)
    page.get_by_role("link", name="Автоплатёж").click()
    expect(page.get_by_text("Сначала сохраните карту")).to_be_visible()


def test_a_card_can_be_forgotten_and_takes_its_autopay_along(page: Page, home: Household) -> None:
    indebted(home)
    keep_a_card(page, home)
    turn_on(page, day="10")
    page.get_by_role("button", name="Забыть карту").click()
    expect(page.get_by_text("Карту забыли")).to_be_visible()
    expect(page.get_by_text("Сначала сохраните карту")).to_be_visible()


def test_a_cap_that_is_none_is_refused_beside_its_field(page: Page, home: Household) -> None:
    indebted(home)
    keep_a_card(page, home)
    page.goto("/cabinet/pay/autopay")
    page.get_by_label("Не больше, ₽").fill("много")
    page.get_by_role("button", name="Включить автоплатёж").click()
    expect(page.locator("#cap-error")).to_contain_text("цифрами")
    expect(page.get_by_label("Не больше, ₽")).to_have_value("много")
