"""Sending readings: taken, refused, repeated, late, interrupted, and twelve accounts at once."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cabinet import Cabinet
from tests.journeys.conftest import PHONE, new_context
from tests.journeys.households import Household

pytestmark = pytest.mark.journey

NUMBER = re.compile(r"№\s2026-11-\d{6}")


@pytest.fixture
def anna(priced: Cabinet) -> Iterator[Household]:
    with Household(priced) as household:
        yield household


def send(page: Page) -> None:
    page.get_by_role("button", name="Передать показания").click()


def receipt(page: Page) -> str:
    """The number under «Показания приняты»."""
    accepted = page.get_by_role("status").filter(has_text="Показания приняты")
    expect(accepted).to_be_visible()
    found = NUMBER.search(accepted.inner_text())
    assert found
    return found[0]


def test_a_reading_is_sent_and_its_receipt_kept(page: Page, anna: Household) -> None:
    anna.account(initial={"day": 14_251, "night": 6_249}, digits=6)
    anna.sign_in(page)
    expect(page.get_by_label("День")).to_have_css("font-variant-numeric", "tabular-nums")
    page.get_by_label("День").fill("014802")
    page.get_by_label("Ночь").fill("6 648")
    expect(page.get_by_text(re.compile(r"\+221\sкВт·ч"))).to_be_visible()
    send(page)
    number = receipt(page)
    expect(page.get_by_text("учтём в счёте за ноябрь 2026")).to_be_visible()
    history = page.locator("section").filter(has_text="Что передано")
    expect(history.get_by_text("День 14802, Ночь 6648")).to_be_visible()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Скачать PDF").click()
    assert downloading.value.path().read_bytes().startswith(b"%PDF")
    page.reload()
    expect(history.get_by_role("link", name=number)).to_be_visible()
    expect(page.get_by_label("День")).to_have_value("")


def test_the_sum_follows_the_typing(page: Page, anna: Household) -> None:
    anna.account()
    anna.sign_in(page)
    page.get_by_label("Показание").press_sequentially("4660")
    expect(page.get_by_text(re.compile(r"За месяц — 120\sкВт·ч"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"570,00\s₽"))).to_be_visible()


def test_a_reading_below_the_last_is_refused_and_stays_typed(page: Page, anna: Household) -> None:
    anna.account()
    anna.sign_in(page)
    field = page.get_by_label("Показание")
    field.fill("4500")
    send(page)
    expect(page.get_by_text("Прошлое показание — 4540")).to_be_visible()
    expect(field).to_have_value("4500")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("4600")
    send(page)
    receipt(page)


def test_a_strange_reading_is_asked_about_first(page: Page, anna: Household) -> None:
    anna.account()
    anna.sign_in(page)
    page.get_by_label("Показание").fill("46660")
    send(page)
    expect(page.get_by_text("Похоже, одна цифра лишняя")).to_be_visible()
    page.get_by_role("button", name="Исправить на 4660").click()
    expect(page.get_by_label("Показание")).to_have_value("4660")
    page.get_by_label("Показание").fill("9999")
    send(page)
    page.get_by_role("button", name="Да, всё верно").click()
    receipt(page)


def test_sending_again_gives_the_same_number(page: Page, anna: Household) -> None:
    anna.account()
    anna.sign_in(page)
    page.get_by_label("Показание").fill("4650")
    page.get_by_role("button", name="Передать показания").dblclick()
    first = receipt(page)
    send(page)  # a hand slower than the server clicks on empty fields
    assert receipt(page) == first
    page.reload()
    page.get_by_label("Показание").fill("4650")
    send(page)
    assert receipt(page) == first
    page.reload()
    page.get_by_role("button", name="Показания не изменились").click()
    assert receipt(page) == first


def test_after_the_window_it_counts_for_the_next_month(
    browser: Browser, built: None, furnished: Path, tmp_path: Path
) -> None:
    late = Cabinet(shutil.copytree(furnished, tmp_path / "var"), LK_CLOCK="2026-11-26T09:00+")
    late.start()
    try:
        with Household(late) as household:
            household.account()
            page = new_context(browser, late, PHONE).new_page()
            household.sign_in(page)
            expect(page.get_by_text("Срок передачи показаний закончился")).to_be_visible()
            expect(page.get_by_text("квитанция за ноябрь выйдет без них")).to_be_visible()
            page.get_by_label("Показание").fill("4600")
            send(page)
            receipt(page)
            expect(page.get_by_text("учтём в счёте за декабрь 2026")).to_be_visible()
            page.context.close()
    finally:
        late.stop()


def test_what_was_typed_survives_the_end_of_the_session(page: Page, anna: Household) -> None:
    anna.account()
    second = anna.account(initial={"day": 1_000, "night": 500})
    here = f"/cabinet/readings?account={second}"
    anna.sign_in(page, then=here)
    page.get_by_label("День").fill("1400")
    anna.end_sessions()
    page.get_by_label("Ночь").fill("900")
    page.wait_for_url("**/login**")
    anna.fill_in(page, here)
    expect(page.get_by_label("День")).to_have_value("1400")
    expect(page.get_by_label("Ночь")).to_have_value("900")
    send(page)
    receipt(page)
    page.reload()
    expect(page.get_by_label("День")).to_have_value("")


def test_signing_out_takes_the_drafts_along(page: Page, anna: Household) -> None:
    anna.account()
    anna.sign_in(page)
    page.get_by_label("Показание").fill("4600")
    page.reload()
    expect(page.get_by_label("Показание")).to_have_value("4600")
    page.locator("summary").filter(has_text="Меню").click()
    page.get_by_role("button", name="Выйти").locator("visible=true").click()
    page.wait_for_url("**/login**")
    anna.sign_in(page)
    expect(page.get_by_label("Показание")).to_have_value("")


def test_another_account_is_chosen_and_its_meter_shows(page: Page, anna: Household) -> None:
    anna.account()
    anna.account(initial={"day": 1_000, "night": 500})
    anna.sign_in(page)
    expect(page.get_by_label("Показание")).to_be_visible()
    page.locator("summary").filter(has_text="Лицевой счёт").click()
    page.locator(".pop-panel button").nth(1).click()
    expect(page.get_by_label("День")).to_be_visible()


def test_a_landlord_sends_twelve_accounts_from_one_table(page: Page, anna: Household) -> None:
    numbers = [anna.account() for _ in range(11)]
    anna.account(remote=True)
    anna.sign_in(page, then="/cabinet/readings?all")
    fields = page.get_by_role("table").get_by_role("textbox")
    expect(fields).to_have_count(11)
    for field in fields.all()[2:]:
        field.fill("4600")
    fields.nth(0).fill("4000")
    fields.nth(1).fill("46600")
    send(page)
    expect(page.get_by_text("Принято 9 из 11")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Приняты, №\s2026"))).to_have_count(9)
    expect(page.get_by_text("новое не может быть меньше")).to_have_count(1)
    expect(page.get_by_text("передаёт показания сам")).to_be_visible()
    page.get_by_label("Да, всё верно").check()
    fields.nth(0).fill("4600")
    send(page)
    expect(page.get_by_text("Показания приняты: 2 из 2")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Приняты, №\s2026"))).to_have_count(11)
    expect(page.get_by_text("Всего к оплате")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.goto(f"/cabinet/readings?account={numbers[1]}")
    expect(page.get_by_text("46600", exact=True)).to_be_visible()
