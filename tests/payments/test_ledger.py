"""Cases 37 and 38: one payment over many accounts to the kopeck; one truth on screen and paper."""

import csv
import re
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from pypdf import PdfReader

from lk_app.documents.statement import statement_csv, statement_pdf
from lk_app.domain.fiscal_receipts import receipt_lines
from lk_app.domain.late_fees import Standing
from lk_app.domain.ledger import EntryKind
from lk_app.domain.payments import allocate
from lk_app.domain.periods import Period
from lk_app.usecases import settlements, statements
from lk_app.usecases.payments import Wanted
from tests.documents.papers import SUPPLIER
from tests.payers import NOW, REAL_NOW, SARATOV, account, balance, post
from tests.usecases.mail import PAPER
from tests.usecases.till import DEBT, NUMBER, OTHER, Till
from tests.vendors.yookassa import YooKassaMachine

THIRD = "6410100103"
demo = pytest.mark.parametrize("vendor", ["demo_bank"], indirect=True)
DUE = date(2026, 10, 15)


@pytest.mark.parametrize(("more", "left"), [(-1, [0, 0, 1]), (0, [0, 0, 0]), (1, [0, 0, -1])])
def test_case_37_one_payment_over_three_accounts_debt_fee_and_advance_to_the_kopeck(
    till: Till, more: int, left: list[int]
) -> None:
    second = account(till.db, OTHER, owner=till.customer, debt=1)
    post(till.db, second, EntryKind.LATE_FEE, f"{OTHER}/2026-10", 7, date(2026, 10, 31))
    third = account(till.db, THIRD, owner=till.customer, debt=500_00)
    payment = till.paid_up(Wanted(NUMBER, DEBT), Wanted(OTHER, 8), Wanted(THIRD, 500_00 + more))
    assert payment.amount == DEBT + 8 + 500_00 + more
    assert [balance(till.db, one) for one in (till.account, second, third)] == left
    assert till.balance() == 0


def test_case_37_within_an_account_the_oldest_debt_is_paid_first_then_fees_the_rest_waits() -> None:
    owed = Standing()
    owed = owed.billed(Period(2026, 8), DUE, 100_00, 0).billed(Period(2026, 9), DUE, 50_00, 3)
    for paid, (principal, fees, waiting) in {
        1: ([99_99, 50_00], 3, 0),
        100_00: ([50_00], 3, 0),
        150_01: ([], 2, 0),
        150_03: ([], 0, 0),
        150_04: ([], 0, 1),
    }.items():
        after = owed.paid(paid)
        assert [debt.principal for debt in after.debts] == principal
        assert (after.fees, after.credit) == (fees, waiting)


def test_case_37_a_kopeck_is_shared_over_accounts_without_being_lost() -> None:
    assert allocate(1, [DEBT, 8, 500_00]) == [1, 0, 0]
    for amount in (2, 3, DEBT - 1, DEBT + 8 + 500_00 + 1):
        assert sum(allocate(amount, [DEBT, 8, 500_00])) == amount


def pay_at(till: Till, moment: datetime, amount: int, key: str) -> None:
    """Somebody pays at this moment of real time."""
    till.bank.at = moment
    before = moment.astimezone(SARATOV).replace(hour=0, minute=0, second=0)
    payment = till.started(Wanted(NUMBER, amount), key=key, now=before)
    settlements.returned(
        db=till.db,
        gateways=till.gateways,
        paper=PAPER,
        customer_id=till.customer,
        public_id=payment.public_id,
        now=NOW,
        real_now=REAL_NOW,
    )


@demo
def test_case_38_screen_pdf_csv_and_ledger_agree_over_the_edge_of_a_month(till: Till) -> None:
    # 23:59:59 and 00:00:30 in Saratov: both are 31 October in UTC
    pay_at(till, datetime(2026, 10, 31, 19, 59, 59, tzinfo=UTC), 100_00, "october")
    pay_at(till, datetime(2026, 10, 31, 20, 0, 30, tzinfo=UTC), 200_00, "november")
    october = shown(till, date(2026, 10, 1), date(2026, 10, 31))
    november = shown(till, date(2026, 11, 1), date(2026, 11, 30))
    whole = shown(till, None, None)
    assert (october, november) == (DEBT - 100_00, DEBT - 300_00)
    assert whole == november == till.balance()


def shown(till: Till, first: date | None, last: date | None) -> int:
    """The closing balance, the same on the screen, in the PDF and in the CSV."""
    document = statements.statement(
        db=till.db,
        supplier=SUPPLIER,
        customer_id=till.customer,
        account_number=NUMBER,
        first_day=first,
        last_day=last,
        now=NOW,
    )
    lines = list(csv.reader(StringIO(statement_csv(document).decode("utf-8-sig")), delimiter=";"))
    pages = PdfReader(BytesIO(statement_pdf(document))).pages
    paper = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    assert kopecks(lines[-1][4]) == document.statement.closing_balance
    for row in document.rows:
        assert re.sub(r"\s", "", row.amount) in paper
        assert re.sub(r"\s", "", row.balance) in paper
    assert re.sub(r"\s", "", document.closing_row[1]) in paper
    return document.statement.closing_balance


def kopecks(written: str) -> int:
    return int(re.sub(r"[^\d-]", "", written.replace("\u2212", "-")))


@pytest.mark.parametrize("vendor", ["yookassa"], indirect=True)
def test_case_38_the_fiscal_receipt_comes_to_the_sum_of_the_payment(till: Till) -> None:
    assert isinstance(till.bank, YooKassaMachine)
    account(till.db, OTHER, owner=till.customer, debt=1)
    payment = till.paid_up(Wanted(NUMBER, 134_467), Wanted(OTHER, 1))
    (asked,) = till.bank.asked
    items = [kopecks(item["amount"]["value"]) for item in asked["receipt"]["items"]]
    assert sum(items) == kopecks(asked["amount"]["value"]) == payment.amount
    assert items == [line.amount for line in receipt_lines(payment.parts)]
    till.refund(payment, 100_01)
    (back,) = till.refunds(payment)
    assert sum(line.amount for line in receipt_lines(back.parts)) == back.amount == 100_01
