"""«Пакет для спора»: what an account's holder lays on a table when a sum has to be proved.

One tagged PDF: whose account it is, the statement, each payment with the bank's number, each
reading with its receipt, each bill with its due date. The figures are the statement's own.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo

from lk_app import wording
from lk_app.documents import typesetting
from lk_app.documents.statement import StatementDocument, operations
from lk_app.domain.bills import Bill
from lk_app.domain.fiscal_receipts import NO_RECEIPT, FiscalReceipt
from lk_app.domain.readings import ReadingSet
from lk_app.wording.figures import NBSP

HEADING = "Пакет для спора"
ABOUT = (
    "Здесь собрано всё, что есть в учёте поставщика о расчётах по лицевому счёту за эти дни. "
    "Документ составлен автоматически; суммы платежей и начислений те же, что в детализации."
)
LIMITS = (
    "Показано то, что было записано к указанному моменту; более поздние платежи и показания сюда "
    "не вошли. Показания передают и получают по ПП РФ от 06.05.2011 № 354, сроки оплаты и пени — "
    "ЖК РФ, ст. 155, ч. 1 и 14."
)
SINCE_LINKED = "До этого дня счёт не был подключён: прошлое откроет номер прибора учёта."
PAYMENT_COLUMNS = ("Когда", "Сумма", "Платёж", "Ссылка банка", "Кассовый чек", "Состояние")
PAYMENT_NOTE = (
    "«Когда» — время, в которое банк подтвердил платёж, или день, которым он учтён. Прочерк: "
    "такого номера в учёте нет или платил не тот, кто запросил документ. С этими номерами банк и "
    "поставщик найдут платёж у себя."
)
READING_COLUMNS = (
    "Получено",
    "Снято",
    "Показания",
    "Прибор учёта",
    "Передал",
    "Квитанция о приёме",
)
READING_NOTE = (
    "Время «получено» ставит сервер поставщика: по нему решается, в какую квитанцию войдут "
    "показания. Те, что внёс сам поставщик, считаются полученными в день снятия; рядом время, "
    "когда его реестр загружен в учёт."
)
PHOTO_NOTE = (
    "Снимки прислал абонент через кабинет; под снимком — когда его получил сервер поставщика. "
    "Здесь не больше {most} последних."
)
MOST_PHOTOS = 24
BILL_COLUMNS = (
    "Месяц", "Начислено", "Перерасчёты", "Пени", "Оплачено", "К концу месяца", "Оплатить до",
)  # fmt: skip
BILL_NOTE = "Положительная сумма к концу месяца — долг, отрицательная — переплата."
NOTHING = "За эти дни ничего не записано."
UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class PaymentProof:
    """What stands behind one money row of the statement; an empty text is not known or not told.

    `at` is when the bank confirmed it, None for money that came with a bank's register.
    """

    row: int  # of the statement's operations
    at: datetime | None = None
    bank_reference: str = ""
    receipt: FiscalReceipt = NO_RECEIPT


@dataclass(frozen=True, slots=True)
class ReadingProof:
    """A set of readings with the meter it was taken from; `serial` is "" for an unproven link."""

    reading: ReadingSet
    digits: int
    model: str
    serial: str


@dataclass(frozen=True, slots=True)
class PhotoProof:
    """A photo of a meter (JPEG) beside its reading."""

    reading: ReadingSet
    added_at: datetime
    content: bytes


@dataclass(frozen=True, slots=True)
class DisputePack:
    """A statement and the proofs of its figures; all of them dated inside the statement's days.

    `is_cut` says that the statement begins where the link may see, which hides what was before.
    """

    statement: StatementDocument
    payments: tuple[PaymentProof, ...]
    readings: tuple[ReadingProof, ...]
    bills: tuple[Bill, ...]
    is_cut: bool
    photos: tuple[PhotoProof, ...] = ()

    @property
    def number(self) -> str:
        """«ПС-6410100101-20261122-140512»: like the statement's own, of the same second."""
        return f"ПС{self.statement.number.removeprefix('Д')}"

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Whose account it is, of which days, made when; what may not be told is left out."""
        since = self.statement.statement.since
        pairs = [(name, value) for name, value in self.statement.facts if name != "Номер документа"]
        pairs.insert(-1, ("Номер документа", self.number))
        if self.is_cut:
            pairs.append((f"С {wording.day(since)}", SINCE_LINKED))
        return tuple(pairs)

    @property
    def payment_rows(self) -> tuple[tuple[str, ...], ...]:
        """When, how much, what and how, the bank's number, the fiscal receipt's, the state."""
        return tuple(self._payment(proof) for proof in self.payments)

    @property
    def reading_rows(self) -> tuple[tuple[str, ...], ...]:
        """Received, taken, the dials, the meter, who sent it, the receipt with what counted it."""
        return tuple(_reading(one, self.statement.zone) for one in self.readings)

    @property
    def bill_rows(self) -> tuple[tuple[str, ...], ...]:
        """Month, its sums, the balance after it, and the day it was to be paid by."""
        return tuple(_bill(one) for one in self.bills)

    @property
    def photo_rows(self) -> tuple[dict[str, str], ...]:
        """Each picture's name, what it shows, and when it came."""
        return tuple(_photo(at, one, self.statement.zone) for at, one in enumerate(self.photos))

    @property
    def filename(self) -> str:
        return self.statement.filename("pdf").replace("statement-", "dispute-")

    def _payment(self, proof: PaymentProof) -> tuple[str, ...]:
        row = self.statement.rows[proof.row]
        return (
            _second(proof.at, self.statement.zone) if proof.at else row.on,
            row.amount,
            row.what,
            proof.bank_reference or UNKNOWN,
            _fiscal(proof.receipt),
            row.state,
        )


def dispute_pack_pdf(pack: DisputePack) -> bytes:
    """A tagged A4 PDF; every page says whose account it is of and when it was made."""
    statement = pack.statement
    account, made = statement.account_text, statement.as_of_text
    data: dict[str, object] = {
        "title": f"{HEADING} № {pack.number}",
        "heading": HEADING,
        "supplier": asdict(statement.supplier),
        "footer": f"{HEADING} · лицевой счёт {account} · составлен {made}",
        "period": statement.period_text,
        "facts": pack.facts,
        "about": ABOUT,
        "limits": LIMITS,
        "operations_heading": "Детализация",
        "operations": operations(statement),
        "payments": _section("Платежи", PAYMENT_COLUMNS, pack.payment_rows, PAYMENT_NOTE),
        "readings": _section("Показания", READING_COLUMNS, pack.reading_rows, READING_NOTE),
        "photos": {
            "heading": f"Фото счётчика: {len(pack.photos)}",
            "rows": pack.photo_rows,
            "note": PHOTO_NOTE.format(most=MOST_PHOTOS),
        },
        "bills": _section("Квитанции", BILL_COLUMNS, pack.bill_rows, BILL_NOTE),
    }
    pictures = {_name(at): one.content for at, one in enumerate(pack.photos)}
    return typesetting.pdf("dispute_pack", data, made_at=statement.as_of, pictures=pictures)


def _section(
    heading: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], note: str
) -> dict[str, object]:
    return {
        "heading": f"{heading}: {len(rows)}",
        "columns": columns,
        "rows": rows,
        "nothing": NOTHING,
        "note": note if rows else "",
    }


def _fiscal(receipt: FiscalReceipt) -> str:
    """«ФД 1234, ФН 9960440301234567, ФПД 123456789»: by these anyone finds the receipt."""
    if receipt.awaited:
        return "оформляется"
    numbers = (("ФД", receipt.document), ("ФН", receipt.storage), ("ФПД", receipt.sign))
    said = [f"{name}{NBSP}{number}" for name, number in numbers if number]
    return ", ".join(said) or UNKNOWN


def _reading(one: ReadingProof, zone: tzinfo) -> tuple[str, ...]:
    reading = one.reading
    dials = (
        f"{wording.name_of(wording.REGISTERS, register)} {value:0{one.digits}d}"
        if len(reading.values) > 1
        else f"{value:0{one.digits}d}"
        for register, value in reading.values.items()
    )
    counted = reading.counted_in
    became = (
        f"учтено за {wording.period_name(counted)}"
        if counted
        else wording.name_of(wording.READING_STATES, reading.state)
    )
    return (
        _second(reading.received_at, zone),
        wording.short_date(reading.taken_on),
        ", ".join(dials),
        f"№ {one.serial}" if one.serial else one.model,
        wording.name_of(wording.READING_SOURCES, reading.source),
        f"№ {reading.receipt_number}, {became}",
    )


def _name(at: int) -> str:
    return f"{at}.jpg"


def _photo(at: int, one: PhotoProof, zone: tzinfo) -> dict[str, str]:
    shown = ", ".join(
        f"{wording.name_of(wording.REGISTERS, register)} {value}"
        for register, value in one.reading.values.items()
    )
    number = one.reading.receipt_number or ""
    return {
        "file": _name(at),
        "words": f"№ {number}: {shown}. Получено {_second(one.added_at, zone)}.",
        "alt": f"Фото счётчика к показаниям № {number}",
    }


def _bill(bill: Bill) -> tuple[str, ...]:
    return (
        wording.period_name(bill.period),
        wording.roubles(bill.charges),
        wording.signed(bill.adjustment_total),
        wording.roubles(bill.late_fee),
        wording.roubles(bill.payments),
        wording.roubles(bill.closing_balance),
        wording.short_date(bill.due_date),
    )


def _second(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%d.%m.%Y %H:%M:%S}"
