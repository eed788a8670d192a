"""A subscriber writes to the supplier with a file; an operator answers; it is read and rated."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cabinet import Cabinet
from tests.journeys.desks import sit_down
from tests.journeys.test_bills import sign_in
from tests.usecases.appealing import PDF

pytestmark = pytest.mark.journey

OPERATOR = "appeals@lk.example"
ANSWER = "Платёж нашли, зачислим завтра."


def test_a_payment_is_asked_after_with_a_file_and_answered(
    page: Page, browser: Browser, cabinet: Cabinet
) -> None:
    sign_in(page, "/cabinet/appeals")
    page.get_by_role("link", name="Написать обращение").click()
    page.get_by_role("link", name="Платёж не зачислен").click()
    expect(page.get_by_label("Сумма, ₽", exact=True)).to_be_visible()
    page.get_by_label("Когда заплатили", exact=True).fill("2026-11-12")
    page.get_by_label("Что случилось", exact=True).fill("Платила в банке, долг прежний.")
    page.reload()  # what was typed is kept
    expect(page.get_by_label("Что случилось", exact=True)).to_have_value(
        "Платила в банке, долг прежний."
    )
    page.get_by_role("button", name="Отправить обращение").click()
    expect(page.get_by_text("Укажите сумму")).to_be_visible()
    page.get_by_label("Сумма, ₽", exact=True).fill("1 344,69")
    page.get_by_label("Как платили", exact=True).select_option("bank")
    page.get_by_label("Приложить фото или PDF").set_input_files(
        {"name": "чек.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    expect(page.get_by_role("button", name="Убрать чек.pdf")).to_be_visible()
    page.get_by_role("button", name="Отправить обращение").click()
    page.get_by_role("link", name="Открыть обращение").click()
    expect(page.get_by_role("link", name="чек.pdf")).to_be_visible()

    answer(browser, cabinet, page.url.partition("number=")[2])
    page.reload()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    page.get_by_label("5 — отлично", exact=True).check()
    page.get_by_role("button", name="Оценить ответ").click()
    expect(page.get_by_text("Ваша оценка: 5 из 5.")).to_be_visible()


def answer(browser: Browser, cabinet: Cabinet, number: str) -> None:
    """The operator's side: sign in by a recovery code, find it in the queue, answer."""
    desk = sit_down(browser, cabinet, OPERATOR, then="/staff/appeals")
    desk.get_by_role("link", name=f"№\u00a0{number}").click()
    expect(desk.get_by_text("1\u00a0344,69\u00a0₽")).to_be_visible()
    desk.get_by_label("Ответ абоненту", exact=True).fill(ANSWER)
    desk.get_by_role("button", name="Ответить", exact=True).click()
    expect(desk.get_by_role("status")).to_have_text("Ответ записан и уйдёт абоненту письмом.")
    desk.context.close()
