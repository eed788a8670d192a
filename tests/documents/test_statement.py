"""«Детализация»: screen texts, PDF and CSV say the same to the kopeck."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest

from lk_app.documents.statement import StatementLine, statement_csv, statement_pdf
from tests.documents import papers

LONG = tuple(
    (date(2026, 8, 1) + timedelta(days=i // 6), f"Операция {i + 1}", (-1) ** i * (10000 + i),
     "проведено", i % 2 == 1, True)
    for i in range(500)
)  # fmt: skip


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_the_balance_runs_from_opening_to_closing() -> None:
    document = papers.statement()
    assert document.opening == -2050
    assert document.charged == 134469 + 151201 + 183472 - 4205 + 318
    assert document.paid == -134469 - 100000
    assert document.closing == document.opening + document.charged + document.paid
    assert document.closing == document.lines[-1].balance


def test_a_declined_payment_is_listed_and_moves_nothing() -> None:
    declined = papers.statement().rows[3]
    assert (declined.balance, declined.state, declined.counts) == ("—", "отклонён банком", False)


def test_a_balance_that_does_not_add_up_is_never_printed() -> None:
    document = papers.statement()
    wrong = replace(document.lines[0], balance=1)
    with pytest.raises(AssertionError):
        replace(document, lines=(wrong, *document.lines[1:]))


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
    assert document.closing == document.opening
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
    assert first[1:] == [
        "31.08.2026", "Начислено за август 2026: 225 кВт·ч", "1344,69", "1324,19", "проведено",
    ]  # fmt: skip
    assert closing[1:5] == ["31.10.2026", "Остаток на конец 31 октября 2026", "", "2287,36"]


def test_the_csv_holds_the_same_sums_as_the_screen() -> None:
    document = papers.statement()
    rows = csv_rows(statement_csv(document))[2:-1]
    assert [kopecks(row[3]) for row in rows] == [line.amount for line in document.lines]
    assert [kopecks(row[4]) for row in rows] == [line.balance for line in document.lines]
    assert [row[5] for row in rows] == [row.state for row in document.rows]


def kopecks(cell: str) -> int | None:
    return int(cell.replace(",", "")) if cell else None


@pytest.mark.parametrize("what", ["=cmd|' /C calc'!A0", "+7 927", "-1", "@SUM(A1)", "\t=1", " =1"])
def test_a_text_cell_is_never_a_formula(what: str) -> None:
    document = papers.statement()
    line = StatementLine(date(2026, 8, 1), what, 100, -1950, "проведено")
    row = csv_rows(statement_csv(replace(document, lines=(line,))))[2]
    assert row[2] == "'" + what
    assert row[3] == "1,00"


def test_a_cell_with_separators_and_quotes_comes_back_whole() -> None:
    what = 'Платёж; "Мир"\nвторая строка'
    line = StatementLine(date(2026, 8, 1), what, 100, -1950, "проведено")
    data = statement_csv(replace(papers.statement(), lines=(line,)))
    assert csv_rows(data)[2][2] == what


def test_the_file_name_is_plain_ascii() -> None:
    name = papers.statement().filename("pdf")
    assert name == "statement-6410100101-20260801-20261031.pdf"
