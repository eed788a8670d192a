"""«Детализация»: screen texts, PDF and CSV say the same to the kopeck."""

import csv
import json
from datetime import date, timedelta
from io import StringIO

import pytest

from lk_app.documents.spreadsheets import text_cell
from lk_app.documents.statement import (
    StatementDocument,
    statement_csv,
    statement_json,
    statement_pdf,
)
from lk_app.domain.statements import Entry, OperationKind
from tests.documents import papers

LONG = tuple(
    Entry(
        date(2026, 8, 1) + timedelta(days=i // 6),
        OperationKind.PAYMENT,
        (-1) ** i * (10000 + i),
        reference=f"{i + 1:05d}",
    )
    for i in range(500)
)


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig")), delimiter=";"))


def typed_in(reference: str) -> StatementDocument:
    """A statement of one payment whose number somebody typed."""
    return papers.statement(
        (Entry(date(2026, 8, 1), OperationKind.PAYMENT, -100, facts={"source": reference}),)
    )


def test_the_figures_add_up_to_the_kopeck() -> None:
    document = papers.statement()
    assert [value.replace("\u00a0", " ") for _, value in document.totals] == [
        "−20,50 ₽", "+4 652,55 ₽", "−2 344,69 ₽", "2 287,36 ₽",
    ]  # fmt: skip
    assert document.rows[-1].balance == document.closing_row[1] == document.totals[-1][1]


def test_each_operation_says_what_it_was() -> None:
    assert [papers.flat(row.what) for row in papers.statement().rows] == [
        "Начислено за август 2026: 225 кВт·ч",
        "Платёж через банк № P00012",
        "Начислено за сентябрь 2026: 1 253 кВт·ч, по среднему расходу",
        "Платёж картой",
        "Платёж по СБП",
        "Начислено за октябрь 2026: 307 кВт·ч",
        "Перерасчёт по показаниям за июль 2026",
        "Пени за октябрь 2026",
    ]


def test_a_late_payment_keeps_its_own_day() -> None:
    facts = {"source": "cash", "value_date": date(2026, 8, 20)}
    late = Entry(date(2026, 10, 1), OperationKind.PAYMENT, -100, facts=facts)
    row = papers.statement((late,)).rows[0]
    assert papers.flat(f"{row.on} {row.what}") == "01.10.2026 Платёж наличными от 20 августа 2026"


def test_a_declined_payment_is_listed_and_moves_nothing() -> None:
    declined = papers.statement().rows[3]
    assert (declined.balance, declined.state, declined.counts) == ("—", "отклонено банком", False)


def test_the_pdf_says_what_the_screen_says() -> None:
    document = papers.statement()
    text = papers.text_of(statement_pdf(document))
    assert "Детализация за период с 1 августа по 31 октября 2026" in text
    for name, value in (*document.facts, *document.totals):
        assert papers.flat(f"{name} {value}") in text
    for row in document.rows:
        line = f"{row.on} {row.what} {row.amount} {row.balance} {row.state}"
        assert papers.flat(line) in text
    for edge in (document.opening_row, document.closing_row):
        assert papers.flat(" ".join(edge)) in text


def test_the_facts_name_account_address_number_and_time() -> None:
    text = papers.text_of(statement_pdf(papers.statement()))
    assert "Лицевой счёт 64101-001-01" in text
    assert "Адрес Саратов, 1-й Овсяной проезд, д. 1, кв. 12" in text
    assert "Номер документа Д-6410100101-20261122-140512" in text
    assert "По состоянию на 22 ноября 2026, 14:05 (UTC+4)" in text
    assert "страница 1 из 1" in text


def test_a_holder_who_may_not_be_seen_is_not_printed() -> None:
    assert "Потребитель" not in papers.text_of(statement_pdf(papers.statement(holder="")))


def test_an_empty_period_still_has_its_two_balances() -> None:
    document = papers.statement(())
    text = papers.text_of(statement_pdf(document))
    assert "Остаток на 1 августа 2026 −20,50 ₽" in text
    assert "Остаток на конец 31 октября 2026 −20,50 ₽" in text


def test_five_hundred_rows_repeat_the_head_and_number_the_pages() -> None:
    document = papers.statement(LONG)
    pages = [
        papers.flat(page.extract_text()) for page in papers.reader(statement_pdf(document)).pages
    ]
    assert len(pages) > 10
    for number, page in enumerate(pages, start=1):
        assert f"страница {number} из {len(pages)}" in page
        assert "Дата Операция Сумма Остаток Состояние" in page
    together = " ".join(pages)
    assert all(papers.flat(f"{row.what} {row.amount}") in together for row in document.rows)


def test_the_csv_opens_in_a_russian_spreadsheet() -> None:
    data = statement_csv(papers.statement())
    assert data.startswith(b"\xef\xbb\xbf")
    head, opening, first, *_, closing = csv_rows(data)
    assert head == ["Лицевой счёт", "Дата", "Операция", "Сумма", "Остаток", "Состояние"]
    assert opening == ["64101-001-01", "01.08.2026", "Остаток на 1 августа 2026", "", "-20,50", ""]
    charge = "Начислено за август 2026: 225 кВт·ч"
    assert first[1:] == ["31.08.2026", charge, "1344,69", "1324,19", "проведено"]
    assert closing[1:5] == ["31.10.2026", "Остаток на конец 31 октября 2026", "", "2287,36"]


def test_the_csv_holds_the_same_sums_as_the_screen() -> None:
    document = papers.statement()
    rows = csv_rows(statement_csv(document))[2:-1]
    operations = document.statement.operations
    assert [kopecks(row[3]) for row in rows] == [one.entry.amount for one in operations]
    assert [kopecks(row[4]) for row in rows] == [
        one.balance if row.counts else None
        for one, row in zip(operations, document.rows, strict=True)
    ]
    assert [row[5] for row in rows] == [row.state for row in document.rows]


def kopecks(cell: str) -> int | None:
    return int(cell.replace(",", "")) if cell else None


@pytest.mark.parametrize("typed", ["=cmd|' /C calc'!A0", "+7 927", "-1", "@SUM(A1)", "\t=1", " =1"])
def test_a_text_cell_is_never_a_formula(typed: str) -> None:
    assert text_cell(typed) == "'" + typed
    row = csv_rows(statement_csv(typed_in(typed)))[2]
    assert row[2] == f"Платёж {typed}"
    assert row[3] == "-1,00"


def test_a_cell_with_separators_and_quotes_comes_back_whole() -> None:
    typed = 'Банк; "Мир"\nвторая строка'
    assert csv_rows(statement_csv(typed_in(typed)))[2][2] == f"Платёж {typed}"


def test_the_json_says_the_same_for_machines() -> None:
    document = papers.statement()
    said = json.loads(json.dumps(statement_json(document), ensure_ascii=False))
    assert said["as_of"] == "2026-11-22T14:05:12+04:00"
    assert (said["from"], said["to"]) == ("2026-08-01", "2026-10-31")
    assert (said["opening_balance"], said["closing_balance"]) == ("-20.50", "2287.36")
    assert said["operations"][3]["state"] == "declined"
    assert [one["what"] for one in said["operations"]] == [row.what for row in document.rows]


def test_the_file_name_is_plain_ascii() -> None:
    name = papers.statement().filename("pdf")
    assert name == "statement-6410100101-20260801-20261031.pdf"
