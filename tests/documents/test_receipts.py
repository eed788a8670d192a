"""The papers a person keeps: readings were accepted, money arrived."""

from dataclasses import replace

import pytest

from lk_app.documents.payment_receipt import payment_receipt_pdf
from lk_app.documents.reading_receipt import reading_receipt_pdf
from tests.documents import papers


def test_the_reading_receipt_proves_what_was_sent_and_when() -> None:
    text = papers.text_of(reading_receipt_pdf(papers.reading_receipt()))
    for said in (
        "Показания приняты",
        "№ П-2026-10-000123",
        "Получено 25 октября 2026, 00:30 (UTC+4)",
        "Лицевой счёт 64101-001-02",
        "Прибор учёта № 01174137, Меркурий 200.02",
        "Передал Петров Пётр Ильич, абонент",
        "Расчётный период октябрь 2026",
        "День 011422 011320 102 кВт·ч",
        "Ночь 005610 005560 50 кВт·ч",
        "Всего 152 кВт·ч",
        "страница 1 из 1",
    ):
        assert said in text


def test_one_register_needs_no_total() -> None:
    receipt = papers.reading_receipt()
    single = replace(receipt, values=(replace(receipt.values[0], register="single"),))
    text = papers.text_of(reading_receipt_pdf(single))
    assert "Показание 011422 011320 102 кВт·ч" in text
    assert "Всего" not in text


def test_the_payment_receipt_is_a_trail() -> None:
    text = papers.text_of(payment_receipt_pdf(papers.payment_receipt()))
    for said in (
        "Платёж зачислен",
        "Платёж № 2026-000481",
        "1 344,69 ₽",
        "Способ Карта Мир •• 0004",
        "Письмо о платеже anna@example.ru",
        "22.11.2026 14:03:01 Платёж создан 2026-000481",
        "22.11.2026 14:03:04 Вы перешли на страницу банка",
        "22.11.2026 14:04:40 Банк подтвердил db_7f3a91c2",
        "не заменяет кассовый чек",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("state", "heading"),
    [("FAILED", "Платёж отклонён банком"), ("EXPIRED", "Платёж не оплачен в срок")],
)
def test_a_payment_that_failed_says_so_first(state: str, heading: str) -> None:
    receipt = replace(papers.payment_receipt(), state=state)
    assert receipt.heading == heading
    assert heading in papers.text_of(payment_receipt_pdf(receipt))
