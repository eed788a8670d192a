"""The sample papers the tests of this folder print, and how they read a PDF back."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pypdfium2
import zxingcpp
from pypdf import PdfReader

from lk_app.documents.bill import BillDocument, CountedReadings, RegisterUse
from lk_app.documents.dispute_pack import DisputePack, PaymentProof, ReadingProof
from lk_app.documents.payment_receipt import PaymentReceipt, PaymentStep
from lk_app.documents.reading_receipt import ReadingReceipt, ReceiptValue
from lk_app.documents.statement import StatementDocument, document_number
from lk_app.domain.bills import Adjustment, AdjustmentKind, Bill
from lk_app.domain.charges import BillLine
from lk_app.domain.consumption import Basis
from lk_app.domain.fiscal_receipts import FiscalReceipt, ReceiptState
from lk_app.domain.late_fees import MoneyIn
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSet, ReadingSource
from lk_app.domain.statements import Entry, OperationKind, OperationState, assemble
from lk_app.settings import DEMO_SUPPLIER, load_supplier

SARATOV = ZoneInfo("Europe/Saratov")
SUPPLIER = load_supplier(DEMO_SUPPLIER)
AS_OF = datetime(2026, 11, 22, 10, 5, 12, tzinfo=UTC)
ACCOUNT = "6410100101"
ADDRESS = "Саратов, 1-й Овсяной проезд, д.\u00a01, кв.\u00a012"

AUGUST, SEPTEMBER, OCTOBER = Period(2026, 8), Period(2026, 9), Period(2026, 10)
OPENING = Entry(date(2026, 7, 31), OperationKind.OPENING, -2050)
ENTRIES = (
    Entry(
        date(2026, 8, 31),
        OperationKind.CHARGE,
        134469,
        facts={"period": AUGUST, "kwh": 225, "basis": Basis.METERED},
    ),
    Entry(
        date(2026, 9, 8),
        OperationKind.PAYMENT,
        -134469,
        facts={"source": "bank"},
        reference="P00012",
    ),
    Entry(
        date(2026, 9, 30),
        OperationKind.CHARGE,
        151201,
        facts={"period": SEPTEMBER, "kwh": 1253, "basis": Basis.AVERAGE},
    ),
    Entry(
        date(2026, 10, 9),
        OperationKind.PAYMENT,
        -151201,
        OperationState.DECLINED,
        facts={"source": "card"},
    ),
    Entry(date(2026, 10, 10), OperationKind.PAYMENT, -100000, facts={"source": "sbp"}),
    Entry(
        date(2026, 10, 31),
        OperationKind.CHARGE,
        183472,
        facts={"period": OCTOBER, "kwh": 307, "basis": Basis.METERED},
    ),
    Entry(
        date(2026, 10, 31),
        OperationKind.READING_ADJUSTMENT,
        -4205,
        facts={"period": Period(2026, 7), "billed_in": OCTOBER},
    ),
    Entry(date(2026, 10, 31), OperationKind.LATE_FEE, 318, facts={"period": OCTOBER}),
)


def statement(
    entries: tuple[Entry, ...] = ENTRIES, *, holder: str = "Иванова Анна Петровна"
) -> StatementDocument:
    return StatementDocument(
        supplier=SUPPLIER,
        statement=assemble(ACCOUNT, [OPENING, *entries], date(2026, 8, 1), date(2026, 11, 1)),
        number=document_number(ACCOUNT, AS_OF, SARATOV),
        as_of=AS_OF,
        zone=SARATOV,
        holder=holder,
        address=ADDRESS,
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
        code="7K3M-9QXA-2BHF-W4TZ",
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
        contact="anna@example.ru",
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


RECEIPT = FiscalReceipt(ReceiptState.REGISTERED, "1234", "9960440301234567", "1234567890")
BANK_REFERENCE = "2f0b7c1e-000f-5000-9000-1b2c3d4e5f60"


def dispute_pack(*, bank_reference: str = BANK_REFERENCE, is_cut: bool = False) -> DisputePack:
    sent = ReadingSet(
        id=7,
        meter_id=1,
        taken_on=date(2026, 10, 24),
        received_at=datetime(2026, 10, 24, 20, 30, 15, tzinfo=UTC),
        values={"day": 11422, "night": 5610},
        source=ReadingSource.SUBSCRIBER,
        receipt_number="2026-10-000123",
        counted_in=OCTOBER,
    )
    return DisputePack(
        statement=statement(),
        payments=(
            PaymentProof(1),
            PaymentProof(3, AS_OF, "db_7f3a91c2"),
            PaymentProof(4, AS_OF, bank_reference, RECEIPT),
        ),
        readings=(ReadingProof(sent, 6, "Меркурий 200.02", "01174137"),),
        bills=(bill().bill,),
        is_cut=is_cut,
    )


DAY_AND_NIGHT = (
    BillLine("day", 1, 102, 703, 71706, Basis.METERED, 1),
    BillLine("night", 1, 50, 407, 20350, Basis.METERED, 2),
)
ADJUSTMENTS = (
    Adjustment(AdjustmentKind.READING, AUGUST, -1250),
    Adjustment(AdjustmentKind.READING, SEPTEMBER, 1430),
)
READINGS = CountedReadings(
    before_on=date(2026, 9, 24),
    taken_on=date(2026, 10, 24),
    digits=6,
    ratio=1,
    uses=(RegisterUse("day", 11320, 11422, 102), RegisterUse("night", 5560, 5610, 50)),
)


def bill(
    *,
    lines: Sequence[BillLine] = DAY_AND_NIGHT,
    adjustments: Sequence[Adjustment] = ADJUSTMENTS,
    money: Sequence[MoneyIn] = (MoneyIn(date(2026, 10, 9), 100000),),
    readings: Sequence[CountedReadings] = (READINGS,),
    holder: str = "Петров Пётр Ильич",
    address: str = ADDRESS,
    settled_since: int = 0,
) -> BillDocument:
    made = Bill(
        account_number="6410100102",
        period=OCTOBER,
        opening_balance=116960,
        lines=tuple(lines),
        adjustments=tuple(adjustments),
        late_fee=318,
        payments=sum(one.amount for one in money),
        due_date=date(2026, 11, 15),
    )
    return BillDocument(
        supplier=SUPPLIER,
        bill=made,
        unified_account="75АБ533301",
        holder=holder,
        address=address,
        meter_serial="01174137",
        readings=tuple(readings),
        money=tuple(money),
        to_pay=max(0, made.closing_balance - settled_since),
        made_up_prices=True,
        as_of=AS_OF,
        zone=SARATOV,
    )


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All pages as one line with single plain spaces: line breaks are the typesetter's business."""
    pages = " ".join(page.extract_text() for page in reader(pdf).pages)
    return re.sub(r"\s+", " ", pages)


def pictures_in(pdf: bytes) -> int:
    """How many pictures its pages show."""
    return sum(len(page.images) for page in reader(pdf).pages)


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def codes_on(pdf: bytes) -> list[bytes]:
    """What a camera reads off the first page: the contents of every QR on it."""
    with pypdfium2.PdfDocument(pdf) as opened:
        drawn = opened[0].render(scale=300 / 72, grayscale=True)
        shape = [drawn.height, drawn.stride]
        pixels = memoryview(bytes(drawn.buffer)).cast("B", shape)
    return [found.bytes for found in zxingcpp.read_barcodes(pixels)]
