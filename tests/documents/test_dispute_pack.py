"""The dispute pack on paper: every page names account and time, references come back whole."""

from lk_app.documents.dispute_pack import SINCE_LINKED, dispute_pack_pdf
from lk_app.documents.statement import statement_pdf
from tests.documents import papers
from tests.documents.test_typesetting import tags


def test_it_begins_with_whose_it_is_and_what_is_in_it() -> None:
    text = papers.text_of(dispute_pack_pdf(papers.dispute_pack()))
    assert "Пакет для спора за период с 1 августа по 31 октября 2026" in text
    for name, value in papers.dispute_pack().facts:
        assert papers.flat(f"{name} {value}") in text
    assert "Номер документа ПС-6410100101-20261122-140512" in text
    for part in ("Детализация", "Платежи: 3", "Показания: 1", "Квитанции: 1"):
        assert text.count(part) >= 2  # in the contents and over its own table


def test_every_page_says_the_account_the_time_and_its_number() -> None:
    pages = papers.reader(dispute_pack_pdf(papers.dispute_pack())).pages
    for number, page in enumerate(pages, start=1):
        text = papers.flat(page.extract_text())
        assert "лицевой счёт 64101-001-01 · составлен 22 ноября 2026, 14:05 (UTC+4)" in text
        assert f"страница {number} из {len(pages)}" in text


def test_each_payment_has_its_references_and_each_reading_its_receipt() -> None:
    text = papers.text_of(dispute_pack_pdf(papers.dispute_pack()))
    assert "08.09.2026 −1 344,69 ₽ Платёж через банк № P00012 — — проведено" in text
    assert "22.11.2026 14:05:12 −1 512,01 ₽ Платёж картой db_7f3a91c2 — отклонено банком" in text
    assert papers.BANK_REFERENCE in text.replace(" ", "")
    assert "ФД 1234, ФН 9960440301234567, ФПД 1234567890" in text
    assert "25.10.2026 00:30:15 24.10.2026 День 011422, Ночь 005610 № 01174137 абонент" in text
    assert "№ 2026-10-000123, учтено за октябрь 2026" in text
    assert "октябрь 2026 920,56 ₽ +1,80 ₽ 3,18 ₽ 1 000,00 ₽ 1 095,14 ₽ 15.11.2026" in text


def test_a_reference_of_any_length_is_printed_to_its_last_character() -> None:
    long = "cs_live_" + "0123456789abcdef" * 6
    text = papers.text_of(dispute_pack_pdf(papers.dispute_pack(bank_reference=long)))
    assert long in text.replace(" ", "")


def test_the_statement_inside_is_the_statement() -> None:
    whole = papers.text_of(dispute_pack_pdf(papers.dispute_pack()))
    own = papers.text_of(statement_pdf(papers.statement()))
    table = own[own.index("Остаток на начало") : own.index("Детализация № Д-")].strip()
    assert table in whole


def test_a_link_that_may_not_see_earlier_days_says_so() -> None:
    text = papers.text_of(dispute_pack_pdf(papers.dispute_pack(is_cut=True)))
    assert papers.flat(f"С 1 августа 2026 {SINCE_LINKED}") in text


def test_its_contents_and_headings_are_tagged() -> None:
    root = papers.reader(dispute_pack_pdf(papers.dispute_pack())).trailer["/Root"]
    found = tags(root["/StructTreeRoot"])
    assert {"/TOC", "/TOCI", "/H1", "/H2", "/Table", "/TH"} <= set(found)
    assert found.count("/Table") == 4
    assert found.count("/H2") == 4
