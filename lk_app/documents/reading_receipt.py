"""The receipt of accepted readings: proof that they were sent, when, and which bill counts them."""

from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo

from lk_app import wording
from lk_app.documents import typesetting
from lk_app.domain.periods import Period
from lk_app.settings import Supplier


@dataclass(frozen=True, slots=True)
class ReceiptValue:
    """One register: what was sent, what the last counted value was, and the kWh between them."""

    register: str  # the domain's name: single, day, night, peak, half-peak
    value: int
    previous: int
    kwh: int


@dataclass(frozen=True, slots=True)
class ReadingReceipt:
    """What a subscriber keeps after «Показания приняты»."""

    supplier: Supplier
    number: str
    received_at: datetime
    zone: tzinfo
    account_number: str
    address: str
    meter_serial: str  # empty for a link that has not proven itself by it
    meter_model: str
    digits: int
    values: tuple[ReceiptValue, ...]
    counts_for: Period
    code: str  # by which anyone tells the paper from a forged one
    sent_by: str  # «Петров Пётр Ильич, абонент» or the plain name of the source

    @property
    def received_text(self) -> str:
        note = wording.timezone_note(self.received_at, self.zone)
        return f"{wording.moment(self.received_at, self.zone)} ({note})"

    @property
    def serial_text(self) -> str:
        return f"№ {self.meter_serial}" if self.meter_serial else ""

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What names the receipt, in finished words."""
        groups = self.supplier.account_number_groups
        return (
            ("Получено", self.received_text),
            ("Лицевой счёт", wording.account_number(self.account_number, groups)),
            ("Адрес", self.address),
            ("Прибор учёта", ", ".join(filter(None, (self.serial_text, self.meter_model)))),
            ("Передал", self.sent_by),
            ("Расчётный период", wording.period_name(self.counts_for)),
            ("Код документа", self.code),
        )

    @property
    def rows(self) -> tuple[tuple[str, str, str, str], ...]:
        """Register, the value as the dial shows it, the last counted one, the kWh between."""
        return tuple(
            (
                wording.name_of(wording.REGISTERS, row.register),
                f"{row.value:0{self.digits}d}",
                f"{row.previous:0{self.digits}d}",
                wording.kwh(row.kwh),
            )
            for row in self.values
        )

    @property
    def filename(self) -> str:
        return f"reading-{self.account_number}-{self.received_at.astimezone(self.zone):%Y%m%d}.pdf"


def reading_receipt_pdf(receipt: ReadingReceipt) -> bytes:
    """One tagged A4 page."""
    total = sum(row.kwh for row in receipt.values)
    data: dict[str, object] = {
        "title": f"Показания приняты, № {receipt.number}",
        "heading": "Показания приняты",
        "number": f"Подтверждение приёма № {receipt.number}",
        "supplier": asdict(receipt.supplier),
        "footer": f"Подтверждение приёма показаний № {receipt.number}",
        "facts": receipt.facts,
        "columns": ("Шкала", "Показание", "Прошлое учтённое", "Расход"),
        "rows": receipt.rows,
        "total": ("Всего", wording.kwh(total)) if len(receipt.values) > 1 else None,
        "note": (
            f"Показания будут учтены в счёте за {wording.period_name(receipt.counts_for)}. "
            "Расход посчитан от прошлых учтённых показаний с коэффициентом прибора; сумма к оплате "
            "будет в счёте. Основание: ПП РФ № 354, п. 31, подп. «ж»."
        ),
    }
    return typesetting.pdf("reading_receipt", data, made_at=receipt.received_at)
