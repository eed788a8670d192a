"""Registers that come, or are taken back, after the month they tell of was billed (CONTRACT 8)."""

import csv
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest

from lk_app.db import accounts as stored
from lk_app.db import bills, ledger
from lk_app.db.engine import Database
from lk_app.documents.statement import statement_csv, statement_pdf
from lk_app.domain.bills import Bill
from lk_app.domain.consumption import Policy
from lk_app.domain.money import plain
from lk_app.domain.periods import Period
from lk_app.usecases import billing, statements
from lk_app.usecases.imports import accounts, bank_registers, readings, undoing
from lk_app.usecases.imports.loading import Books
from tests.documents import papers
from tests.payers import balance
from tests.usecases.books import BOOKS, SAMPLES, SARATOV, publish
from tests.usecases.test_statements import SUPPLIER

PAYER, TWIN = "6410100101", "6410100199"
BILLED, NEXT, LATER = Period(2026, 8), Period(2026, 9), Period(2026, 10)
NOW = datetime(2026, 11, 20, 12, tzinfo=SARATOV)


class Office:
    """Two households that differ in their numbers alone, billed up to August."""

    def __init__(self, db: Database, home: Path) -> None:
        self.db, self.home = db, home
        for noun in (accounts, readings):
            lines = (SAMPLES / f"{noun.FORMAT.kind}.csv").read_text().splitlines()
            own = [line for line in lines if line.startswith(PAYER)]
            twins = [line.replace(PAYER, TWIN).replace("75АБ533300", "") for line in own]
            path = home / f"{noun.FORMAT.kind}.csv"
            path.write_text("\n".join([lines[0], *own, *twins]) + "\n")
            noun.run(db=db, path=path, books=BOOKS, skip_bad=False)
        publish(db)
        self.bill(Period(2024, 10), BILLED)

    def bill(self, first: Period, last: Period) -> None:
        report = billing.run(
            db=self.db, first=first, last=last, policy=Policy.DECREE354, tz=SARATOV, now=NOW
        )
        assert report.refused == []

    def register(self, paid_on: str, amount: str) -> int:
        path = self.home / "register.txt"
        path.write_text(f"head\n1;{PAYER};{paid_on};{amount};;\nИТОГО;1;{amount}\n")
        books = Books(now=NOW, tz=SARATOV, account_number_digits=10)
        return bank_registers.run(db=self.db, path=path, profile="erc", books=books).number

    def undo(self, number: int) -> None:
        undoing.undo(db=self.db, number=number, now=NOW)

    def account(self, number: str) -> int:
        with self.db.read() as session:
            account = stored.by_number(session, number)
        assert account is not None
        return account.id

    def bill_of(self, number: str, period: Period) -> Bill:
        with self.db.read() as session:
            bill = bills.of_period(session, self.account(number), period)
        assert bill is not None
        return bill

    def balances(self) -> tuple[int, int]:
        return balance(self.db, self.account(PAYER)), balance(self.db, self.account(TWIN))


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return Office(database, tmp_path)


def test_late_money_is_booked_in_the_open_month_and_lowers_the_fees_behind(office: Office) -> None:
    before = office.bill_of(PAYER, BILLED)
    office.register("2026-01-15", "5000.00")
    office.bill(NEXT, NEXT)
    assert office.bill_of(PAYER, BILLED) == before
    bill, twin = office.bill_of(PAYER, NEXT), office.bill_of(TWIN, NEXT)
    assert (bill.payments, twin.payments) == (5000_00, 0)
    fees = [one for one in bill.adjustments if one.kind == "fee"]
    assert fees and all(one.amount < 0 and one.period <= BILLED for one in fees)
    mine, theirs = office.balances()
    assert mine < theirs - 5000_00


@pytest.mark.parametrize("billed_between", [False, True])
def test_an_undone_register_costs_what_it_would_have_without_it(
    office: Office, billed_between: bool
) -> None:
    number = office.register("2026-01-15", "5000.00")
    if billed_between:
        office.bill(NEXT, NEXT)
    office.undo(number)
    office.bill(NEXT, LATER)
    mine, theirs = office.balances()
    assert mine == theirs
    assert (
        office.bill_of(PAYER, LATER).closing_balance == office.bill_of(TWIN, LATER).closing_balance
    )


def test_case_38_statement_pdf_csv_and_ledger_tell_of_both_across_the_months(
    office: Office,
) -> None:
    number = office.register("2026-01-15", "5000.00")
    office.bill(NEXT, NEXT)
    office.undo(number)
    document = statements.supplier_statement(
        db=office.db,
        supplier=SUPPLIER,
        account_number=PAYER,
        first_day=None,
        last_day=None,
        now=NOW,
    )
    said = [row.what.replace("\u00a0", " ") for row in document.rows]
    assert "Платёж через банк № ERC-1 от 15 января 2026" in said
    assert "Отмена платежа через банк № ERC-1 от 15 января 2026" in said
    assert not [row for row in document.rows if row.state != "проведено"]
    with office.db.read() as session:
        owed = ledger.balance(session, office.account(PAYER))
    assert document.statement.closing_balance == owed
    assert document.statement.paid == 0
    lines = list(csv.reader(StringIO(statement_csv(document).decode("utf-8-sig")), delimiter=";"))
    said = [line[2].replace("\u00a0", " ") for line in lines]
    assert "Отмена платежа через банк № ERC-1 от 15 января 2026" in said
    assert lines[-1][4].replace(",", ".") == plain(owed)
    pdf = papers.text_of(statement_pdf(document))
    assert "Отмена платежа через банк № ERC-1" in pdf
    assert papers.flat(document.closing_row[1]) in pdf
