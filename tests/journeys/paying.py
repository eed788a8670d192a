"""Paying as a person does it: the form, the bank's page, what comes of it."""

from datetime import date

from playwright.sync_api import Page, expect

from lk_app.db import accounts
from lk_app.domain.ledger import EntryKind
from tests.journeys.households import PASSWORD, Household
from tests.payers import post

MIR, MASTERCARD, VISA = "2200000000000004", "5555555555554444", "4242424242424242"
NO_MONEY, ASKS_CODE, SILENT, SLOW = (
    "2200000000000012",
    "2202000000000010",
    "2204000000000018",
    "2201000000000011",
)


def indebted(home: Household, kopecks: int = 1_344_69) -> str:
    number = home.account()
    with home.database.read() as session:
        found = accounts.by_number(session, number)
    assert found is not None
    ref = f"{number}/2026-10"
    post(home.database, found.id, EntryKind.CHARGE, ref, kopecks, date(2026, 10, 31))
    return number


def open_form(page: Page, home: Household) -> None:
    """Signing in has journeys of its own: here the form is only posted."""
    page.request.post("/api/login", form={"login": home.email, "password": PASSWORD})
    page.goto("/cabinet/pay")
    expect(page.get_by_label("Почта для чека")).to_have_value(home.email)


def leave_for_the_bank(page: Page, *, method: str = "Карта Мир, Visa, Mastercard") -> None:
    page.get_by_label(method).check()
    page.get_by_role("button", name="Оплатить", exact=True).click()
    page.wait_for_url("**/demo-bank/checkout/**")
    expect(page.get_by_text("Это не настоящий банк")).to_be_visible()


def pay_by_card(page: Page, number: str) -> None:
    page.get_by_label("Номер карты").fill(number)
    page.get_by_label("Срок действия").fill("12/30")
    page.get_by_label("CVC").fill("123")
    page.get_by_role("button", name="Оплатить", exact=True).click()


def expect_title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
