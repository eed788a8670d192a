"""«Квитанция»: a posted bill on one sheet, with what it was made of and a QR to pay it by."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, tzinfo

from lk_app import wording
from lk_app.documents import payment_qr, typesetting
from lk_app.documents.payment_qr import PaymentOrder
from lk_app.domain.bills import Adjustment, AdjustmentKind, Bill
from lk_app.domain.late_fees import MoneyIn
from lk_app.domain.money import Kopecks
from lk_app.settings import Supplier
from lk_app.wording import bills as words

READ_COLUMNS = ("Шкала", "Было", "Стало", "Разность")
LINE_COLUMNS = ("За что", "Диапазон", "Объём", "Цена за кВт·ч", "Сумма", "Как посчитано")
SUM_COLUMNS = ("Расчёты по лицевому счёту", "Сумма")
ROWS_OF_A_KIND = (
    5  # payments, or adjustments of a kind: more are told in one row, to keep one sheet
)
LAW = (
    "Квитанция составлена по п. 69 Правил, утверждённых ПП РФ от 06.05.2011 № 354. НДС входит в "
    "цену. Срок оплаты и пени: ЖК РФ, ст. 155, ч. 1 и 14."
)
CODE = "QR-код: ГОСТ Р 56042-2014."
MADE_UP = "Цены этой квитанции демонстрационные."


@dataclass(frozen=True, slots=True)
class RegisterUse:
    """What one register showed before and now; `kwh` is between them, the ratio counted in."""

    register: str
    before: int
    now: int
    kwh: int


@dataclass(frozen=True, slots=True)
class CountedReadings:
    """The readings of one meter a bill was made from; `before_on` is the day of the earlier ones.

    None when that day lies before what the link may see: then the dial of that day is not printed.
    `serial` is "" for an unproven link; `is_act` says that the meter was removed with these.
    """

    before_on: date | None
    taken_on: date
    digits: int
    ratio: int
    uses: tuple[RegisterUse, ...]
    serial: str = ""
    is_act: bool = False

    @property
    def kwh(self) -> int:
        return sum(use.kwh for use in self.uses)

    @property
    def name(self) -> str:
        """«счётчик № 01174137, снят», to tell the meters of one month apart."""
        name = f"счётчик №{wording.figures.NBSP}{self.serial}" if self.serial else "счётчик"
        return f"{name}, снят" if self.is_act else name if self.serial else "новый счётчик"


@dataclass(frozen=True, slots=True)
class BillDocument:
    """A bill with who it is from, whose it is, and what of it is still to be paid.

    `to_pay` is what later payments have left of it, never more than is owed now, so that nobody
    pays an old bill twice. `holder` and `meter_serial` are "" for an unproven link. `readings` are
    several in the month of a replacement, the removed meter's first.
    """

    supplier: Supplier
    bill: Bill
    unified_account: str
    holder: str
    address: str
    meter_serial: str
    readings: tuple[CountedReadings, ...]
    money: tuple[MoneyIn, ...]
    to_pay: Kopecks
    made_up_prices: bool
    as_of: datetime
    zone: tzinfo

    @property
    def heading(self) -> str:
        """«Квитанция за октябрь 2026»."""
        return f"Квитанция за{wording.figures.NBSP}{wording.period_name(self.bill.period)}"

    @property
    def account_text(self) -> str:
        groups = self.supplier.account_number_groups
        return wording.account_number(self.bill.account_number, groups)

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Whose bill it is; what may not be told is left out."""
        pairs = (
            ("Лицевой счёт", self.account_text),
            ("ЕЛС", self.unified_account),
            ("Документ в ГИС ЖКХ", self.bill.document_number),
            ("Потребитель", self.holder),
            ("Адрес", self.address),
            ("Прибор учёта", self._meters),
        )
        return tuple(pair for pair in pairs if pair[1])

    @property
    def asked(self) -> tuple[str, str, str]:
        """The large figure with the words above and below it."""
        if self.to_pay > 0:
            due = wording.day(self.bill.due_date)
            return "К оплате", wording.roubles(self.to_pay), f"до{wording.figures.NBSP}{due}"
        if self.bill.closing_balance < 0:
            credit = wording.roubles(-self.bill.closing_balance)
            return "Переплата", credit, "учтём в новых месяцах, платить ничего не нужно"
        return "К оплате", wording.roubles(0), "платить ничего не нужно"

    @property
    def reading_rows(self) -> tuple[tuple[str, str, str, str], ...]:
        """Register, the dial before with its day, the dial now with its day, kWh between."""
        several = len(self.readings) > 1
        return tuple(
            (
                f"{words.of_register(use.register)}, {read.name}"
                if several
                else words.of_register(use.register),
                _dial(use.before, read, read.before_on),
                _dial(use.now, read, read.taken_on),
                wording.kwh(use.kwh),
            )
            for read in self.readings
            for use in read.uses
        )

    @property
    def reading_note(self) -> str:
        """Why the kWh stand on something else than these readings alone, and the ratio."""
        bill = self.bill
        if not self.readings:
            return words.why(bill)
        ratios = {read.ratio: None for read in self.readings if read.ratio > 1}
        said = [f"Коэффициент трансформации: {ratio}." for ratio in ratios]
        if self.readings[-1].is_act:
            day = wording.day(self.readings[-1].taken_on)
            said.append(f"Счётчик снят {day}: показания «стало» — по акту.")
        if sum(read.kwh for read in self.readings) != bill.kwh:
            said.append(
                f"На {wording.period_name(bill.period)} приходится {wording.kwh(bill.kwh)}: "
                "показания охватывают несколько месяцев, прошлые пересчитаны ниже."
            )
        return " ".join(said)

    @property
    def line_rows(self) -> tuple[tuple[str, ...], ...]:
        """Register, band, kWh, price, amount, basis of each line."""
        return tuple(
            (
                words.bill_line(line),
                f"{line.band}-й",
                wording.kwh(line.kwh),
                wording.roubles(line.price),
                wording.roubles(line.amount),
                words.BASIS[line.basis],
            )
            for line in self.bill.lines
        )

    @property
    def sum_rows(self) -> tuple[tuple[str, str], ...]:
        """From the opening to the closing balance; the amounts add up from top to bottom."""
        bill = self.bill
        rows = [
            (_balance_on("начало", bill.opening_balance), wording.roubles(bill.opening_balance))
        ]
        rows.append(("Начислено за месяц", wording.signed(bill.charges)))
        for kind in AdjustmentKind:
            rows += _adjusted([one for one in bill.adjustments if one.kind is kind])
        if bill.late_fee:
            rows.append(("Пени (ЖК РФ, ст. 155, ч. 14)", wording.signed(bill.late_fee)))
        rows += _paid(self.money)
        return tuple(rows)

    @property
    def closing_row(self) -> tuple[str, str]:
        closing = self.bill.closing_balance
        return _balance_on("конец", closing), wording.roubles(closing)

    @property
    def since_row(self) -> tuple[str, str] | None:
        """What of the bill was settled after it was made up, None when nothing was."""
        settled = max(self.bill.closing_balance, 0) - self.to_pay
        if not settled:
            return None
        day = wording.day(self.as_of.astimezone(self.zone).date())
        return f"Погашено позже, на{wording.figures.NBSP}{day}", wording.signed(-settled)

    @property
    def order(self) -> PaymentOrder | None:
        """What the QR asks a bank for; None when nothing is to be paid."""
        if self.to_pay <= 0:
            return None
        period = wording.period_name(self.bill.period)
        return PaymentOrder(
            supplier=self.supplier,
            amount=self.to_pay,
            account_number=self.bill.account_number,
            payer=self.holder,
            address=self.address,
            period=self.bill.period,
            purpose=f"Электроэнергия за {period}, лицевой счёт {self.bill.account_number}",
            meter_serial=self.meter_serial,
            readings=tuple(use.now for use in self.readings[-1].uses) if self.readings else (),
        )

    @property
    def _meters(self) -> str:
        """«№ 01174137 (снят 12.10.2026), № 02200001»."""
        removed = [
            f"№ {read.serial} (снят {wording.short_date(read.taken_on)})"
            for read in self.readings
            if read.is_act and read.serial
        ]
        standing = [f"№ {self.meter_serial}"] if self.meter_serial else []
        only_removed = len(self.readings) == 1 and self.readings[0].is_act
        return ", ".join(removed if only_removed and removed else [*removed, *standing])

    @property
    def note(self) -> str:
        """The small print: what the form and the sums stand on."""
        made_up = [MADE_UP] if self.made_up_prices else []
        return " ".join([*made_up, LAW, *([CODE] if self.order else [])])

    @property
    def filename(self) -> str:
        return f"bill-{self.bill.account_number}-{self.bill.period}.pdf"


def bill_pdf(document: BillDocument) -> bytes:
    """One tagged A4 page, its type set smaller when there is much to say."""
    order = document.order
    printed = wording.short_date(document.as_of.astimezone(document.zone).date())
    data: dict[str, object] = {
        "title": f"{document.heading}, лицевой счёт {document.account_text}",
        "heading": document.heading,
        "supplier": asdict(document.supplier),
        "footer": f"{document.heading} · лицевой счёт {document.account_text} · {printed}",
        "facts": document.facts,
        "asked": document.asked,
        "qr": payment_qr.svg(payment_qr.text(order)) if order else None,
        "qr_alt": _spoken(order) if order else "",
        "read_columns": READ_COLUMNS,
        "readings": document.reading_rows,
        "reading_note": document.reading_note,
        "line_columns": LINE_COLUMNS,
        "lines": document.line_rows,
        "lines_total": (wording.kwh(document.bill.kwh), wording.roubles(document.bill.charges)),
        "sum_columns": SUM_COLUMNS,
        "sums": document.sum_rows,
        "closing": document.closing_row,
        "since": document.since_row,
        "note": document.note,
    }
    return typesetting.pdf("bill", data, made_at=document.as_of)


def _spoken(order: PaymentOrder) -> str:
    """What the QR does, for whoever cannot see it."""
    return (
        f"QR-код для оплаты в приложении банка: {wording.roubles(order.amount)}, "
        f"{order.supplier.short_name}, лицевой счёт {order.account_number}"
    )


def _dial(value: int, read: CountedReadings, on: date | None) -> str:
    """«011320 от 24.09.2026», as the meter shows it."""
    return f"{value:0{read.digits}d} от {wording.short_date(on)}" if on else "—"


def _balance_on(edge: str, amount: Kopecks) -> str:
    return f"{'Переплата' if amount < 0 else 'Долг'} на {edge} месяца"


def _adjusted(of_a_kind: list[Adjustment]) -> list[tuple[str, str]]:
    """A row each; many are told as one with their first and last period."""
    if len(of_a_kind) <= ROWS_OF_A_KIND:
        return [(words.adjustment(one), wording.signed(one.amount)) for one in of_a_kind]
    first, last = (wording.period_name(of_a_kind[at].period) for at in (0, -1))
    name = words.ADJUSTMENTS[of_a_kind[0].kind]
    months = f"{len(of_a_kind)} {wording.plural(len(of_a_kind), 'период', 'периода', 'периодов')}"
    total = sum(one.amount for one in of_a_kind)
    return [(f"{name}: {months}, {first} — {last}", wording.signed(total))]


def _paid(money: tuple[MoneyIn, ...]) -> list[tuple[str, str]]:
    """Payments and refunds, a row each; many are told as one with their first and last day."""
    if len(money) <= ROWS_OF_A_KIND:
        return [
            (
                f"{'Платёж' if one.amount > 0 else 'Возврат'} {wording.day(one.day)}",
                wording.signed(-one.amount),
            )
            for one in money
        ]
    days = wording.day_span(min(one.day for one in money), max(one.day for one in money))
    total = sum(one.amount for one in money)
    return [(f"Платежи и возвраты {days}: {len(money)}", wording.signed(-total))]
