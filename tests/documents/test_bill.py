"""«Квитанция» on paper: what the bill says, on one sheet, with a QR that asks for just that."""

from dataclasses import replace
from datetime import date

import pytest

from lk_app.documents import payment_qr
from lk_app.documents.bill import BillDocument, bill_pdf
from lk_app.domain.bills import Adjustment, AdjustmentKind
from lk_app.domain.charges import BillLine
from lk_app.domain.consumption import Basis
from lk_app.domain.late_fees import MoneyIn
from lk_app.domain.periods import Period
from tests.documents import papers
from tests.documents.test_typesetting import HOSTILE, tags

CROWD = tuple(
    BillLine(register, band, 100 + band, 700 + band, (100 + band) * (700 + band), Basis.METERED, 1)
    for _part in ("before the tariff changed", "after")
    for band in (1, 2, 3)
    for register in ("peak", "half-peak", "night")
)
LONG_PAST = tuple(
    Adjustment(kind, Period(2025, 1) + month, 100 * month - 300)
    for kind in AdjustmentKind
    for month in range(5)
)
OFTEN = tuple(MoneyIn(date(2026, 10, day), 1000 * day) for day in range(1, 6))


def printed(document: BillDocument) -> str:
    return papers.text_of(bill_pdf(document))


def test_the_bill_says_whose_it_is_what_for_and_until_when() -> None:
    text = printed(papers.bill())
    for said in (
        "Квитанция за октябрь 2026",
        "Лицевой счёт 64101-001-02",
        "ЕЛС 75АБ533301",
        "Потребитель Петров Пётр Ильич",
        "Адрес Саратов, 1-й Овсяной проезд, д. 1, кв. 12",
        "Прибор учёта № 01174137",
        "К оплате 1 095,14 ₽ до 15 ноября 2026",
        "ПП РФ от 06.05.2011 № 354",
        "п. 69",
        "22.11.2026",
    ):
        assert said in text


def test_the_bill_names_its_readings_lines_and_sums() -> None:
    text = printed(papers.bill())
    for said in (
        "День 011320 от 24.09.2026 011422 от 24.10.2026 102 кВт·ч",
        "Ночь 005560 от 24.09.2026 005610 от 24.10.2026 50 кВт·ч",
        "День 1-й 102 кВт·ч 7,03 ₽ 717,06 ₽ по счётчику",
        "Ночь 1-й 50 кВт·ч 4,07 ₽ 203,50 ₽ по счётчику",
        "Начислено за месяц 152 кВт·ч 920,56 ₽",
        "Долг на начало месяца 1 169,60 ₽",
        "Перерасчёт по показаниям за август 2026 −12,50 ₽",
        "Перерасчёт по показаниям за сентябрь 2026 +14,30 ₽",
        "Пени (ЖК РФ, ст. 155, ч. 14) +3,18 ₽",
        "Платёж 9 октября 2026 −1 000,00 ₽",
        "Долг на конец месяца 1 095,14 ₽",
    ):
        assert said in text


def test_the_qr_on_the_page_asks_for_exactly_this_bill() -> None:
    (code,) = papers.codes_on(bill_pdf(papers.bill()))
    assert code.decode().split("|") == [
        "ST00012",
        "Name=Общество с ограниченной ответственностью «Саратовэнерго» (демонстрация)",
        "PersonalAcc=40702810000000000001",
        "BankName=Поволжский банк, г. Саратов",
        "BIC=046311000",
        "CorrespAcc=30101810000000000000",
        "Sum=109514",
        "Purpose=Электроэнергия за октябрь 2026, лицевой счёт 6410100102",
        "PayeeINN=6400000000",
        "KPP=640001001",
        "LastName=Петров",
        "FirstName=Пётр",
        "MiddleName=Ильич",
        "PayerAddress=Саратов, 1-й Овсяной проезд, д. 1, кв. 12",
        "PersAcc=6410100102",
        "PaymPeriod=102026",
        "CounterId=01174137",
        "CounterVal=11422;5610",
        "TechCode=02",
    ]


@pytest.mark.parametrize("typed", [*HOSTILE, "Банк|Мир|О'Нил", "Дача 😀 у реки", "Щ" * 500])
def test_a_hostile_name_neither_breaks_the_qr_nor_the_sheet(typed: str) -> None:
    document = papers.bill(holder=typed, address=typed)
    assert document.order is not None
    made = bill_pdf(document)
    assert papers.codes_on(made) == [payment_qr.text(document.order).encode()]
    assert len(papers.reader(made).pages) == 1


def test_the_qr_is_told_to_whoever_cannot_see_it() -> None:
    root = papers.reader(bill_pdf(papers.bill())).trailer["/Root"]["/StructTreeRoot"]
    assert "/Figure" in tags(root)
    assert [papers.flat(said) for said in alternatives(root)] == [
        "QR-код для оплаты в приложении банка: 1 095,14 ₽, ООО «Саратовэнерго», "
        "лицевой счёт 6410100102"
    ]


def alternatives(node: object) -> list[str]:
    """Every alternative text of the structure tree."""
    at = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(at, list):
        return [said for child in at for said in alternatives(child)]
    if not isinstance(at, dict):
        return []
    own = [str(at["/Alt"])] if "/Alt" in at else []
    return own + alternatives(at.get("/K", []))


def test_nothing_to_pay_has_no_qr() -> None:
    paid = papers.bill(money=(MoneyIn(date(2026, 10, 9), 209514),))
    made = bill_pdf(paid)
    assert papers.codes_on(made) == []
    assert "/Figure" not in tags(papers.reader(made).trailer["/Root"]["/StructTreeRoot"])
    assert "К оплате 0,00 ₽ платить ничего не нужно" in papers.text_of(made)


def test_an_overpaid_bill_says_what_is_left() -> None:
    text = printed(papers.bill(money=(MoneyIn(date(2026, 10, 9), 300000),)))
    assert "Переплата 904,86 ₽ учтём в новых месяцах" in text
    assert "Переплата на конец месяца −904,86 ₽" in text


def test_what_was_settled_since_is_not_asked_for_again() -> None:
    document = papers.bill(settled_since=50000)
    text = printed(document)
    assert "Долг на конец месяца 1 095,14 ₽" in text
    assert "Погашено позже, на 22 ноября 2026 −500,00 ₽" in text
    assert "К оплате 595,14 ₽" in text
    (code,) = papers.codes_on(bill_pdf(document))
    assert "|Sum=59514|" in code.decode()


def test_a_crowded_bill_stays_on_one_sheet() -> None:
    document = papers.bill(lines=CROWD, adjustments=LONG_PAST, money=OFTEN, holder="Щедрин " * 30)
    made = bill_pdf(document)
    assert len(papers.reader(made).pages) == 1
    text = papers.text_of(made)
    for row in (*document.line_rows, *document.sum_rows, document.closing_row):
        assert papers.flat(" ".join(row)) in text
    assert papers.codes_on(made)


def test_years_of_adjustments_and_a_daily_payer_still_fit() -> None:
    many = [Adjustment(AdjustmentKind.READING, Period(2024, 1) + m, 1000) for m in range(30)]
    daily = [MoneyIn(date(2026, 10, day), 100) for day in range(1, 31)]
    made = bill_pdf(papers.bill(lines=CROWD, adjustments=many, money=daily))
    assert len(papers.reader(made).pages) == 1
    text = papers.text_of(made)
    assert "Перерасчёт по показаниям: 30 периодов, январь 2024 — июнь 2026 +300,00 ₽" in text
    assert "Платежи и возвраты с 1 по 30 октября 2026: 30 −30,00 ₽" in text


def test_readings_over_several_months_are_told_apart_from_this_months_use() -> None:
    uses = (replace(papers.READINGS.uses[0], before=11120, kwh=302), papers.READINGS.uses[1])
    text = printed(papers.bill(readings=[replace(papers.READINGS, uses=uses, ratio=20)]))
    assert "Коэффициент трансформации: 20." in text
    assert "На октябрь 2026 приходится 152 кВт·ч: показания охватывают несколько месяцев" in text


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        (Basis.AVERAGE, "расход взят по среднему (ПП РФ № 354, п. 59)"),
        (Basis.NORM, "расход взят по нормативу (ПП РФ № 354, п. 59(2) и 60)"),
    ],
)
def test_without_readings_the_bill_says_how_it_was_counted(basis: Basis, said: str) -> None:
    lines = [BillLine("single", 1, 192, 603, 115776, basis, 1)]
    text = printed(papers.bill(lines=lines, readings=[]))
    assert said in text
    assert "Было" not in text
    assert "Электроэнергия 1-й 192 кВт·ч 6,03 ₽ 1 157,76 ₽" in text


def test_an_unproven_link_keeps_holder_meter_and_earlier_readings_to_itself() -> None:
    shown = replace(
        papers.bill(holder="", readings=[replace(papers.READINGS, before_on=None)]), meter_serial=""
    )
    text = printed(shown)
    assert "Потребитель" not in text
    assert "Прибор учёта" not in text
    assert "011320" not in text
    assert "День — 011422 от 24.10.2026" in text
    (code,) = papers.codes_on(bill_pdf(shown))
    assert b"CounterId" not in code
    assert b"LastName" not in code


def test_the_file_name_is_plain_ascii() -> None:
    assert papers.bill().filename == "bill-6410100102-2026-10.pdf"
