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
from lk_app.documents.spreadsheets import text_cell
from lk_app.domain.money import Kopecks, plain
from lk_app.domain.statements import Operation, OperationState, Statement
from lk_app.settings import Supplier

COLUMNS = ("Дата", "Операция", "Сумма", "Остаток", "Состояние")
NOTE = (
    "Сумма со знаком «+» увеличивает долг, со знаком «−» уменьшает. Положительный остаток нужно "
    "оплатить, отрицательный — переплата: она пойдёт в счёт следующих начислений. Строки с "
    "прочерком в остатке не изменили его: платёж отклонён или ещё не подтверждён банком."
)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One operation as a person reads it, on the screen and on paper alike.

    A declined or unposted one has «—» for its balance: it moved nothing, `counts` is False.
    """

    on: str
    what: str
    amount: str
    balance: str
    state: str
    counts: bool


@dataclass(frozen=True, slots=True)
class StatementDocument:
    """A statement with who it is from, whose it is, and as of when."""

    supplier: Supplier
    statement: Statement
    number: str
    as_of: datetime
    zone: tzinfo
    holder: str  # "" where the link has not proven it may see the name
    address: str

    @property
    def last_day(self) -> date:
        return self.statement.until - timedelta(days=1)

    @property
    def rows(self) -> tuple[StatementRow, ...]:
        """Every operation in finished words."""
        return tuple(_row(one) for one in self.statement.operations)

    @property
    def period_text(self) -> str:
        return f"за период {wording.day_span(self.statement.since, self.last_day)}"

    @property
    def opening_row(self) -> tuple[str, str]:
        """«Остаток на 1 января 2026» and the sum."""
        since, opening = self.statement.since, self.statement.opening_balance
        return f"Остаток на {wording.day(since)}", wording.roubles(opening)

    @property
    def closing_row(self) -> tuple[str, str]:
        closing = wording.roubles(self.statement.closing_balance)
        return f"Остаток на конец {wording.day(self.last_day)}", closing

    @property
    def totals(self) -> tuple[tuple[str, str], ...]:
        """The four figures above the table; they add up from left to right."""
        return (
            ("Остаток на начало", wording.roubles(self.statement.opening_balance)),
            ("Начислено", wording.signed(self.statement.charged)),
            ("Оплачено", wording.signed(-self.statement.paid)),
            ("Остаток на конец", wording.roubles(self.statement.closing_balance)),
        )

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What names the document: account, holder, address, number, as-of time."""
        pairs = (
            ("Лицевой счёт", self.account_text),
            ("Потребитель", self.holder),
            ("Адрес", self.address),
            ("Номер документа", self.number),
            ("По состоянию на", self.as_of_text),
        )
        return tuple(pair for pair in pairs if pair[1])

    @property
    def account_text(self) -> str:
        groups = self.supplier.account_number_groups
        return wording.account_number(self.statement.account_number, groups)

    @property
    def as_of_text(self) -> str:
        note = wording.timezone_note(self.as_of, self.zone)
        return f"{wording.moment(self.as_of, self.zone)} ({note})"

    def filename(self, extension: str) -> str:
        """«statement-6410100101-20260101-20261031.pdf»: plain ASCII for any disk."""
        account, since = self.statement.account_number, self.statement.since
        return f"statement-{account}-{since:%Y%m%d}-{self.last_day:%Y%m%d}.{extension}"


def document_number(account_number: str, as_of: datetime, zone: tzinfo) -> str:
    """«Д-6410100101-20261122-140512»: the account and the second the document was made."""
    return f"Д-{account_number}-{as_of.astimezone(zone):%Y%m%d-%H%M%S}"


def statement_pdf(document: StatementDocument) -> bytes:
    """A tagged PDF: A4, black on white, the head of the table repeated on every page."""
    data: dict[str, object] = {
        "title": f"Детализация {document.number}",
        "heading": "Детализация",
        "supplier": asdict(document.supplier),
        "footer": f"Детализация № {document.number} · лицевой счёт {document.account_text}",
        "period": document.period_text,
        "facts": document.facts,
        "operations": operations(document),
    }
    return typesetting.pdf("statement", data, made_at=document.as_of)


def operations(document: StatementDocument) -> dict[str, object]:
    """The figures and the table, for every paper that prints them."""
    return {
        "totals": document.totals,
        "columns": COLUMNS,
        "opening": document.opening_row,
        "closing": document.closing_row,
        "lines": [asdict(row) for row in document.rows],
        "note": NOTE,
    }


def statement_csv(document: StatementDocument) -> bytes:
    """For a Russian spreadsheet: UTF-8 with a byte-order mark, «;», decimal comma, ДД.ММ.ГГГГ."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(("Лицевой счёт", *COLUMNS))
    account = text_cell(document.account_text)
    for on, what, amount, balance, state in _csv_rows(document):
        writer.writerow((account, on, text_cell(what), amount, balance, text_cell(state)))
    return text.getvalue().encode("utf-8-sig")


def _csv_rows(document: StatementDocument) -> list[tuple[str, str, str, str, str]]:
    statement = document.statement
    since, last_day = wording.short_date(statement.since), wording.short_date(document.last_day)
    opening, closing = statement.opening_balance, statement.closing_balance
    return [
        (since, document.opening_row[0], "", _decimal(opening), ""),
        *(_csv_row(*pair) for pair in zip(statement.operations, document.rows, strict=True)),
        (last_day, document.closing_row[0], "", _decimal(closing), ""),
    ]


def _csv_row(one: Operation, row: StatementRow) -> tuple[str, str, str, str, str]:
    balance = _decimal(one.balance) if row.counts else ""
    return row.on, row.what, _decimal(one.entry.amount), balance, row.state


def statement_json(document: StatementDocument) -> dict[str, object]:
    """For a machine: ISO dates, the domain's own names, sums as strings with two decimals."""
    statement = document.statement
    return {
        "number": document.number,
        "as_of": document.as_of.astimezone(document.zone).isoformat(timespec="seconds"),
        "account_number": statement.account_number,
        "from": statement.since.isoformat(),
        "to": document.last_day.isoformat(),
        "opening_balance": plain(statement.opening_balance),
        "charged": plain(statement.charged),
        "paid": plain(statement.paid),
        "closing_balance": plain(statement.closing_balance),
        "operations": [
            _json(*pair) for pair in zip(statement.operations, document.rows, strict=True)
        ],
    }


def _json(one: Operation, row: StatementRow) -> dict[str, object]:
    return {
        "date": one.entry.day.isoformat(),
        "kind": str(one.entry.kind),
        "what": row.what,
        "reference": one.entry.reference,
        "amount": plain(one.entry.amount),
        "balance": plain(one.balance),
        "state": str(one.entry.state),
    }


def _row(one: Operation) -> StatementRow:
    entry = one.entry
    counts = entry.state is OperationState.POSTED
    return StatementRow(
        on=wording.short_date(entry.day),
        what=wording.operation(entry),
        amount=wording.signed(entry.amount),
        balance=wording.roubles(one.balance) if counts else "—",
        state=wording.operation_state(entry),
        counts=counts,
    )


def _decimal(amount: Kopecks) -> str:
    return plain(amount).replace(".", ",")
