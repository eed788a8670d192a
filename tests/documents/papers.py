"""The sample papers the tests of this folder print, and how they read a PDF back."""

import re
from datetime import UTC, date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from pypdf import PdfReader

from lk_app.documents.payment_receipt import PaymentReceipt, PaymentStep
from lk_app.documents.reading_receipt import ReadingReceipt, ReceiptValue
from lk_app.documents.statement import StatementDocument, StatementLine, document_number
from lk_app.domain.periods import Period
from lk_app.settings import DEMO_SUPPLIER, load_supplier

SARATOV = ZoneInfo("Europe/Saratov")
SUPPLIER = load_supplier(DEMO_SUPPLIER)
AS_OF = datetime(2026, 11, 22, 10, 5, 12, tzinfo=UTC)
ACCOUNT = "6410100101"
ADDRESS = "Саратов, 1-й Овсяной проезд, д.\u00a01, кв.\u00a012"

MOVEMENTS = (  # day, what, kopecks, state, whether it is a payment and whether it counted
    (date(2026, 8, 31), "Начислено за август 2026: 225 кВт·ч", 134469, "проведено", False, True),
    (date(2026, 9, 8), "Платёж картой Мир •• 0004", -134469, "зачислен", True, True),
    (date(2026, 9, 30), "Начислено за сентябрь 2026: 253 кВт·ч", 151201, "проведено", False, True),
    (date(2026, 10, 9), "Платёж картой Visa •• 4242", -151201, "отклонён банком", True, False),
    (date(2026, 10, 10), "Платёж по СБП", -100000, "зачислен", True, True),
    (date(2026, 10, 31), "Начислено за октябрь 2026: 307 кВт·ч", 183472, "проведено", False, True),
    (date(2026, 10, 31), "Перерасчёт по показаниям за июль 2026", -4205, "проведено", False, True),
    (date(2026, 10, 31), "Пени за октябрь 2026", 318, "проведено", False, True),
)


def statement(
    movements: tuple[tuple[date, str, int, str, bool, bool], ...] = MOVEMENTS,
    *,
    opening: int = -2050,
    holder: str = "Иванова Анна Петровна",
) -> StatementDocument:
    lines, balance = [], opening
    for on, what, amount, state, is_payment, counted in movements:
        balance += amount if counted else 0
        after = balance if counted else None
        lines.append(StatementLine(on, what, amount, after, state, is_payment))
    return StatementDocument(
        supplier=SUPPLIER,
        number=document_number(ACCOUNT, AS_OF, SARATOV),
        as_of=AS_OF,
        zone=SARATOV,
        account_number=ACCOUNT,
        holder=holder,
        address=ADDRESS,
        begins=date(2026, 8, 1),
        ends=date(2026, 11, 1),
        opening=opening,
        lines=tuple(lines),
    )


def reading_receipt(sent_by: str = "Петров Пётр Ильич, абонент") -> ReadingReceipt:
    return ReadingReceipt(
        supplier=SUPPLIER,
        number="П-2026-10-000123",
        received_at=datetime(2026, 10, 24, 20, 30, tzinfo=UTC),
        zone=SARATOV,
        account_number="6410100102",
        address=ADDRESS,
        meter_serial="01174137",
        meter_model="Меркурий 200.02",
        digits=6,
        values=(ReceiptValue("day", 11422, 11320, 102), ReceiptValue("night", 5610, 5560, 50)),
        counts_for=Period(2026, 10),
        sent_by=sent_by,
    )


def payment_receipt(reference: str = "db_7f3a91c2") -> PaymentReceipt:
    return PaymentReceipt(
        supplier=SUPPLIER,
        number="2026-000481",
        issued_at=AS_OF,
        zone=SARATOV,
        account_number=ACCOUNT,
        address=ADDRESS,
        amount=134469,
        method="Карта Мир •• 0004",
        purpose="Электроэнергия за октябрь 2026",
        fiscal_email="anna@example.ru",
        state="SUCCEEDED",
        steps=(
            PaymentStep(
                datetime(2026, 11, 22, 10, 3, 1, tzinfo=UTC), "Платёж создан", "2026-000481"
            ),
            PaymentStep(
                datetime(2026, 11, 22, 10, 3, 4, tzinfo=UTC), "Вы перешли на страницу банка"
            ),
            PaymentStep(
                datetime(2026, 11, 22, 10, 4, 40, tzinfo=UTC), "Банк подтвердил", reference
            ),
            PaymentStep(
                datetime(2026, 11, 22, 10, 4, 41, tzinfo=UTC), "Зачислено на счёт", "Л-90817"
            ),
        ),
    )


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All pages as one line with single plain spaces: line breaks are the typesetter's business."""
    pages = " ".join(page.extract_text() for page in reader(pdf).pages)
    return re.sub(r"\s+", " ", pages)


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
