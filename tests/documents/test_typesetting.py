"""What is true of every paper: tagged, Russian, self-contained, and deaf to markup in its data."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from lk_app.documents import typesetting
from lk_app.documents.bill import bill_pdf
from lk_app.documents.dispute_pack import dispute_pack_pdf
from lk_app.documents.payment_receipt import payment_receipt_pdf
from lk_app.documents.reading_receipt import reading_receipt_pdf
from lk_app.documents.statement import statement_pdf
from tests.documents import papers

PAPERS = {
    "bill": lambda: bill_pdf(papers.bill()),
    "statement": lambda: statement_pdf(papers.statement()),
    "dispute pack": lambda: dispute_pack_pdf(papers.dispute_pack()),
    "reading receipt": lambda: reading_receipt_pdf(papers.reading_receipt()),
    "payment receipt": lambda: payment_receipt_pdf(papers.payment_receipt()),
}
HOSTILE = [
    '#eval("1+1")',
    "*жирный* _курсив_ $x$ = заголовок",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    '"}; panic("x")',
    "\\u{41} @ссылка // не комментарий",
    "] #pagebreak() [",
]


@pytest.fixture(params=PAPERS)
def paper(request: pytest.FixtureRequest) -> PdfReader:
    return papers.reader(PAPERS[request.param]())


def test_a_paper_is_tagged_for_screen_readers(paper: PdfReader) -> None:
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert root["/Lang"].startswith("ru")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert {"/Document", "/H1", "/Table", "/TH", "/TD"} <= set(tags(root["/StructTreeRoot"]))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def tags(node: object) -> list[str]:
    """Every structure type below a node of the structure tree."""
    found: list[str] = []
    waiting = [node]
    while waiting:
        at = waiting.pop()
        at = at.get_object() if hasattr(at, "get_object") else at
        if isinstance(at, list):
            waiting.extend(at)
        elif isinstance(at, dict):
            found.append(str(at.get("/S", "")))
            waiting.append(at.get("/K", []))
    return found


def test_a_paper_is_a4_with_its_own_fonts_and_a_title(paper: PdfReader) -> None:
    width, height = paper.pages[0].mediabox[2:]
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
    fonts = paper.pages[0]["/Resources"]["/Font"].values()
    assert {font["/BaseFont"].split("+")[1] for font in fonts} <= {"PTSans-Regular", "PTSans-Bold"}
    assert paper.metadata is not None
    assert paper.metadata.title


def test_a_paper_names_the_supplier_with_its_bank(paper: PdfReader) -> None:
    text = papers.flat(" ".join(page.extract_text() for page in paper.pages))
    supplier = papers.SUPPLIER
    for detail in (supplier.short_name, supplier.name, supplier.inn, supplier.kpp, supplier.ogrn,
                   supplier.bank_account, supplier.bic, supplier.correspondent_account,
                   supplier.address, supplier.phone, supplier.email):  # fmt: skip
        assert detail in text


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_a_person_typed_comes_out_as_text(typed: str) -> None:
    assert typed in papers.text_of(bill_pdf(papers.bill(holder=typed)))
    assert typed in papers.text_of(statement_pdf(papers.statement(holder=typed)))
    assert typed in papers.text_of(reading_receipt_pdf(papers.reading_receipt(sent_by=typed)))
    assert typed in papers.text_of(payment_receipt_pdf(papers.payment_receipt(reference=typed)))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Дача 😀 у реки", "Дача ? у реки"),
        ("漢字 אב", "?? ??"),
        ("a\x00b\x1bc", "abc"),
        ("\u202eкот\u202c", "кот"),
        ("Йод и й", "Йод и й"),
    ],
)
def test_a_character_without_a_glyph_costs_itself_not_the_paper(typed: str, printed: str) -> None:
    text = papers.text_of(statement_pdf(papers.statement(holder=typed)))
    assert f"Потребитель {printed} Адрес" in text


@pytest.mark.parametrize("font", ["PTS55F.ttf", "PTS75F.ttf"])
def test_every_character_called_printable_has_a_glyph(font: str) -> None:
    glyphs = set(TTFont(typesetting.HERE / "fonts" / font).getBestCmap())
    kept = {c for c in range(0x20, 0x10000) if not typesetting.UNPRINTABLE.match(chr(c))}
    assert kept <= glyphs
    assert {ord(c) for c in "₽№−—«»·•ёЁ"} <= kept


def test_fonts_and_templates_are_shipped_with_the_licence() -> None:
    shipped = {path.name for path in Path(typesetting.HERE).rglob("*") if path.is_file()}
    assert {"PTS55F.ttf", "PTS75F.ttf", "LICENSE.txt", "paper.typ", "statement.typ"} <= shipped


def test_the_same_data_prints_the_same_bytes() -> None:
    assert PAPERS["reading receipt"]() == PAPERS["reading receipt"]()


def test_a_paper_carries_the_time_it_speaks_of() -> None:
    document = replace(papers.statement(), as_of=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    metadata = papers.reader(statement_pdf(document)).metadata
    assert metadata is not None
    assert metadata.creation_date == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_many_threads_print_at_once() -> None:
    printed: list[bytes] = []

    def work() -> None:
        printed.extend(PAPERS["payment receipt"]() for _ in range(5))

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(printed) == 20
    assert len(set(printed)) == 1
