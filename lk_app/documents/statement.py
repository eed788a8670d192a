"""«Детализация»: every charge and payment of an account with the balance after each.

One frozen value, `StatementDocument`, is what the screen shows, the PDF prints and the CSV lists:
they read the same texts, so they cannot differ.
"""

import csv
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta, tzinfo
from io import StringIO

from lk_app import wording
from lk_app.documents import typesetting
from lk_app.domain.money import Kopecks, plain
from lk_app.settings import Supplier

COLUMNS = ("Дата", "Операция", "Сумма", "Остаток", "Состояние")
NOTE = (
    "Сумма со знаком «+» увеличивает долг, со знаком «−» уменьшает. Положительный остаток нужно "
    "оплатить, отрицательный — переплата: она пойдёт в счёт следующих начислений. Строки с "
    "прочерком в остатке не изменили его: платёж отклонён или ещё не подтверждён банком."
)
FORMULA_STARTS = ("=", "+", "-", "@")  # what a spreadsheet would run (OWASP, CSV injection)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement. A positive `amount` raises the debt; `balance` is what was owed after it.

    A declined or unposted payment is shown with `balance=None`: it moved nothing.
    """

    on: date
    what: str
    amount: Kopecks
    balance: Kopecks | None
    state: str
    is_payment: bool = False  # money of the payer: a payment, its refund or chargeback


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A line as a person reads it, on the screen and on paper alike."""

    on: str
    what: str
    amount: str
    balance: str
    state: str
    counts: bool


@dataclass(frozen=True, slots=True)
class StatementDocument:
    """Movements of [begins, ends), with who, for whom, and as of when."""

    supplier: Supplier
    number: str
    as_of: datetime
    zone: tzinfo
    account_number: str
    holder: str  # "" where the link has not proven it may see the name
    address: str
    begins: date
    ends: date
    opening: Kopecks
    lines: tuple[StatementLine, ...]

    def __post_init__(self) -> None:
        balance = self.opening
        for line in self.lines:
            if line.balance is not None:
                balance += line.amount
                assert line.balance == balance, f"{line.on}: {line.balance} is not {balance}"

    @property
    def closing(self) -> Kopecks:
        """What is owed at the end of the last day: the opening balance and every counted line."""
        return self.opening + self.charged + self.paid

    @property
    def charged(self) -> Kopecks:
        """Charges, recalculations and late fees together."""
        return sum(line.amount for line in self._counted if not line.is_payment)

    @property
    def paid(self) -> Kopecks:
        """Payments less what was returned: negative, for it lowers the debt."""
        return sum(line.amount for line in self._counted if line.is_payment)

    @property
    def last_day(self) -> date:
        return self.ends - timedelta(days=1)

    @property
    def rows(self) -> tuple[StatementRow, ...]:
        """Every line in finished words."""
        return tuple(_row(line) for line in self.lines)

    @property
    def period_text(self) -> str:
        return f"за период {wording.day_span(self.begins, self.last_day)}"

    @property
    def opening_row(self) -> tuple[str, str]:
        """«Остаток на 1 января 2026» and the sum."""
        return f"Остаток на {wording.day(self.begins)}", wording.roubles(self.opening)

    @property
    def closing_row(self) -> tuple[str, str]:
        return f"Остаток на конец {wording.day(self.last_day)}", wording.roubles(self.closing)

    @property
    def totals(self) -> tuple[tuple[str, str], ...]:
        """The four figures above the table; they add up from left to right."""
        return (
            ("Остаток на начало", wording.roubles(self.opening)),
            ("Начислено", wording.signed(self.charged)),
            ("Оплачено", wording.signed(self.paid)),
            ("Остаток на конец", wording.roubles(self.closing)),
        )

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What names the document: account, holder, address, number, as-of time."""
        groups = self.supplier.account_number_groups
        pairs = (
            ("Лицевой счёт", wording.account_number(self.account_number, groups)),
            ("Потребитель", self.holder),
            ("Адрес", self.address),
            ("Номер документа", self.number),
            ("По состоянию на", self.as_of_text),
        )
        return tuple(pair for pair in pairs if pair[1])

    @property
    def as_of_text(self) -> str:
        note = wording.timezone_note(self.as_of, self.zone)
        return f"{wording.moment(self.as_of, self.zone)} ({note})"

    def filename(self, extension: str) -> str:
        """«statement-6410100101-20260101-20261031.pdf»: plain ASCII for any disk."""
        return (
            f"statement-{self.account_number}-{self.begins:%Y%m%d}-{self.last_day:%Y%m%d}"
            f".{extension}"
        )

    @property
    def _counted(self) -> tuple[StatementLine, ...]:
        return tuple(line for line in self.lines if line.balance is not None)


def document_number(account_number: str, as_of: datetime, zone: tzinfo) -> str:
    """«Д-6410100101-20261122-140512»: the account and the second the document was made."""
    return f"Д-{account_number}-{as_of.astimezone(zone):%Y%m%d-%H%M%S}"


def statement_pdf(document: StatementDocument) -> bytes:
    """A tagged PDF: A4, black on white, the head of the table repeated on every page."""
    number = wording.account_number(
        document.account_number, document.supplier.account_number_groups
    )
    data: dict[str, object] = {
        "title": f"Детализация {document.number}",
        "heading": "Детализация",
        "supplier": asdict(document.supplier),
        "footer": f"Детализация № {document.number} · лицевой счёт {number}",
        "period": document.period_text,
        "facts": document.facts,
        "totals": document.totals,
        "columns": COLUMNS,
        "opening": document.opening_row,
        "closing": document.closing_row,
        "lines": [asdict(row) for row in document.rows],
        "note": NOTE,
    }
    return typesetting.pdf("statement", data, made_at=document.as_of)


def statement_csv(document: StatementDocument) -> bytes:
    """For a Russian spreadsheet: UTF-8 with a byte-order mark, «;», decimal comma, ДД.ММ.ГГГГ."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(("Лицевой счёт", *COLUMNS))
    account = _as_text(
        wording.account_number(document.account_number, document.supplier.account_number_groups)
    )
    for on, what, amount, balance, state in _csv_rows(document):
        writer.writerow((account, on, _as_text(what), amount, balance, _as_text(state)))
    return text.getvalue().encode("utf-8-sig")


def _csv_rows(document: StatementDocument) -> list[tuple[str, str, str, str, str]]:
    opening, closing = document.opening_row[0], document.closing_row[0]
    begins, last_day = wording.short_date(document.begins), wording.short_date(document.last_day)
    movements = [
        (
            row.on,
            row.what,
            _decimal(line.amount),
            "" if line.balance is None else _decimal(line.balance),
            row.state,
        )
        for line, row in zip(document.lines, document.rows, strict=True)
    ]
    return [
        (begins, opening, "", _decimal(document.opening), ""),
        *movements,
        (last_day, closing, "", _decimal(document.closing), ""),
    ]


def _row(line: StatementLine) -> StatementRow:
    return StatementRow(
        on=wording.short_date(line.on),
        what=line.what,
        amount=wording.signed(line.amount),
        balance="—" if line.balance is None else wording.roubles(line.balance),
        state=line.state,
        counts=line.balance is not None,
    )


def _decimal(amount: Kopecks) -> str:
    return plain(amount).replace(".", ",")


def _as_text(cell: str) -> str:
    """A cell no spreadsheet takes for a formula; no-break spaces become plain ones."""
    tidy = cell.replace("\u00a0", " ")
    return f"'{tidy}" if tidy.lstrip().startswith(FORMULA_STARTS) else tidy
