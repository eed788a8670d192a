"""A subscriber pays at the demo bank: the cards that pay, those that do not, and coming back."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cabinet import Cabinet
from tests.journeys.conftest import PHONE, new_context
from tests.journeys.households import PASSWORD, Household
from tests.journeys.paying import (
    ASKS_CODE,
    MASTERCARD,
    MIR,
    NO_MONEY,
    SILENT,
    SLOW,
    VISA,
    expect_title,
    indebted,
    leave_for_the_bank,
    open_form,
    pay_by_card,
)

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("card", [MIR, VISA, MASTERCARD])
def test_a_card_pays_the_debt_and_the_balance_is_new_at_once(
    page: Page, home: Household, card: str
) -> None:
    indebted(home)
    open_form(page, home)
    expect(page.get_by_label("Сумма, ₽")).to_have_value("1344,69")
    leave_for_the_bank(page)
    pay_by_card(page, card)
    expect_title(page, "Платёж зачислен")
    expect(page.get_by_text("Долга нет")).to_be_visible()
    expect(page.get_by_text(f"•• {card[-4:]}")).to_be_visible()


def test_a_declined_card_says_why_and_another_one_pays(page: Page, home: Household) -> None:
    indebted(home)
    open_form(page, home)
    page.get_by_label("Сумма, ₽").fill("500,5")
    leave_for_the_bank(page)
    pay_by_card(page, NO_MONEY)
    expect_title(page, "Платёж не прошёл")
    expect(page.get_by_text("На карте не хватает денег")).to_be_visible()
    page.get_by_role("link", name="Попробовать ещё раз").click()
    expect(page.get_by_label("Сумма, ₽")).to_have_value("500,50")
    leave_for_the_bank(page)
    pay_by_card(page, MIR)
    expect_title(page, "Платёж зачислен")
    expect(page.get_by_text("К оплате 844,19 ₽")).to_be_visible()


def test_the_code_of_the_bank_is_asked_and_wrong_ones_are_counted(
    page: Page, home: Household
) -> None:
    indebted(home)
    open_form(page, home)
    leave_for_the_bank(page)
    pay_by_card(page, ASKS_CODE)
    page.get_by_label("Код из СМС").fill("12")
    page.get_by_role("button", name="Подтвердить").click()
    expect(page.get_by_text("Осталось: 2 попытки")).to_be_visible()
    page.get_by_label("Код из СМС").fill(page.locator("[data-code]").inner_text())
    page.get_by_role("button", name="Подтвердить").click()
    expect_title(page, "Платёж зачислен")


@pytest.mark.parametrize("card", [SILENT, SLOW])
def test_a_lost_and_a_late_callback_end_in_a_paid_debt(
    page: Page, home: Household, card: str
) -> None:
    indebted(home)
    open_form(page, home)
    leave_for_the_bank(page)
    pay_by_card(page, card)
    expect_title(page, "Платёж зачислен")  # nobody presses anything
    expect(page.get_by_text("Долга нет")).to_be_visible()


def test_who_leaves_the_bank_owes_as_before_and_may_come_back(page: Page, home: Household) -> None:
    indebted(home)
    open_form(page, home)
    leave_for_the_bank(page, method="СБП")
    page.goto("/cabinet/pay")
    expect(page.get_by_text("ещё не завершён")).to_be_visible()
    page.get_by_role("link", name="Что с платежом").click()
    expect_title(page, "Ждём ответа банка")
    page.get_by_role("link", name="Вернуться на страницу банка").click()
    page.get_by_role("button", name="Отказаться и вернуться").click()
    expect_title(page, "Платёж отменён")
    expect(page.get_by_text("К оплате 1 344,69 ₽")).to_be_visible()


def test_a_phone_confirms_sbp(page: Page, home: Household) -> None:
    indebted(home)
    open_form(page, home)
    leave_for_the_bank(page, method="СБП")
    page.get_by_role("button", name="Подтвердить перевод").click()
    expect_title(page, "Платёж зачислен")


def test_three_accounts_are_paid_in_one_go_by_mir(page: Page, home: Household) -> None:
    first, second, third = indebted(home, 1_000_01), indebted(home, 500_02), indebted(home, 300_00)
    open_form(page, home)
    page.get_by_role("button", name="Оплатить всё сразу").click()
    sums = page.get_by_label("Сумма, ₽: ")
    expect(sums).to_have_count(3)
    expect(page.locator("[data-total]")).to_have_text("1\u00a0800,03\u00a0₽")
    sums.nth(1).fill("200,5")  # a part of this debt
    sums.nth(2).fill("")  # and nothing for the last account
    expect(page.locator("[data-total]")).to_have_text("1\u00a0200,51\u00a0₽")
    sums.nth(2).fill("350")  # more than its debt: an advance
    leave_for_the_bank(page)
    expect(page.get_by_text("1 550,51 ₽")).to_be_visible()
    pay_by_card(page, MIR)
    expect_title(page, "Платёж зачислен")
    expect(page.get_by_text("Долга нет")).to_have_count(1)
    expect(page.get_by_text("К оплате 299,52 ₽")).to_be_visible()
    expect(page.get_by_text("Переплата 50,00 ₽")).to_be_visible()
    steps = page.get_by_role("list").filter(has_text="Платёж создан")
    for number in (first, second, third):
        expect(steps.get_by_text(f"{number[:5]}-{number[5:8]}-{number[8:]}")).to_be_visible()


def test_a_payment_over_several_accounts_that_failed_is_tried_again_as_it_was(
    page: Page, home: Household
) -> None:
    indebted(home, 1_000_00), indebted(home, 500_00)
    open_form(page, home)
    page.get_by_role("button", name="Оплатить всё сразу").click()
    sums = page.get_by_label("Сумма, ₽: ")
    sums.nth(0).fill("12,34")
    sums.nth(1).fill("5,67")
    leave_for_the_bank(page)
    pay_by_card(page, NO_MONEY)
    expect_title(page, "Платёж не прошёл")
    page.get_by_role("link", name="Попробовать ещё раз").click()
    expect(sums.nth(0)).to_have_value("12,34")
    expect(sums.nth(1)).to_have_value("5,67")
    leave_for_the_bank(page)
    pay_by_card(page, MIR)
    expect_title(page, "Платёж зачислен")
    expect(page.get_by_text("К оплате 987,66 ₽")).to_be_visible()


def test_a_wrong_sum_among_several_is_refused_beside_its_account(
    page: Page, home: Household
) -> None:
    indebted(home), indebted(home)
    open_form(page, home)
    page.get_by_role("button", name="Оплатить всё сразу").click()
    sums = page.get_by_label("Сумма, ₽: ")
    sums.nth(0).fill("100")
    sums.nth(1).fill("сто")
    page.get_by_role("button", name="Оплатить", exact=True).click()
    expect(sums.nth(1)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".part").nth(1)).to_contain_text("цифрами")
    expect(sums.nth(0)).to_have_value("100")


def test_a_browser_closed_on_the_banks_page_is_credited_all_the_same(
    page: Page, browser: Browser, cabinet: Cabinet, home: Household
) -> None:
    indebted(home)
    open_form(page, home)
    leave_for_the_bank(page)
    at_the_bank = page.url
    page.close()
    elsewhere = new_context(browser, cabinet, PHONE)
    bank = elsewhere.new_page()
    bank.goto(at_the_bank)
    pay_by_card(bank, MIR)  # its way back leads to a page that wants a sign-in
    bank.wait_for_url("**/login**")
    later = elsewhere.new_page()
    later.request.post("/api/login", form={"login": home.email, "password": PASSWORD})
    later.goto("/cabinet/pay")
    expect(later.get_by_text("Долга нет, но можно")).to_be_visible()
    elsewhere.close()


@pytest.mark.parametrize(
    ("typed", "says"),
    [("0", "Меньше"), ("-5", "больше нуля"), ("1,005", "не больше двух цифр"), ("сто", "цифрами")],
)
def test_a_sum_that_is_none_is_refused_beside_its_field_and_stays(
    page: Page, home: Household, typed: str, says: str
) -> None:
    indebted(home)
    open_form(page, home)
    page.get_by_label("Сумма, ₽").fill(typed)
    page.get_by_role("button", name="Оплатить", exact=True).click()
    expect(page.locator("#amount-error")).to_contain_text(says)
    expect(page.get_by_label("Сумма, ₽")).to_have_value(typed)


def test_the_number_of_a_real_card_never_leaves_the_browser(page: Page, home: Household) -> None:
    indebted(home)
    open_form(page, home)
    leave_for_the_bank(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    pay_by_card(page, "4111 1111 1111 1111")
    expect(page.get_by_text("Настоящую карту не вводите").first).to_be_visible()
    assert not any("1111" in body for body in sent)
