"""«Детализация»: the screen, the PDF, the CSV and the ledger say the same to the kopeck."""

import csv
import re
from datetime import date, datetime
from io import BytesIO, StringIO

import pytest
from pypdf import PdfReader

from lk_app.db import ledger, payments
from lk_app.db.engine import Database
from lk_app.documents.statement import StatementDocument, statement_csv, statement_pdf
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.ledger import EntryKind, owed
from lk_app.domain.payments import Part, Payment, PaymentState
from lk_app.domain.periods import Period
from lk_app.domain.statements import StatementRefused
from lk_app.settings import DEMO_SUPPLIER, load_supplier
from lk_app.usecases import statements
from tests.payers import NOW, SARATOV, account, balance, payer, post

SUPPLIER = load_supplier(DEMO_SUPPLIER)
NUMBER = "6410100101"


class Shelf:
    """An account with a year of movements."""

    def __init__(self, db: Database, *, proven: bool = True) -> None:
        self.db = db
        self.customer = payer(db)
        self.account = account(
            db, NUMBER, owner=self.customer, debt=1, proven=proven, linked_on=date(2026, 9, 1)
        )
        for month in range(1, 11):
            at = f"{NUMBER}/2026-{month:02d}"
            last = date(2026, month, 28)
            post(db, self.account, EntryKind.CHARGE, at, 100_000 + month, last)
            post(db, self.account, EntryKind.PAYMENT, f"P{month}/{NUMBER}", -99_999, last)
        post(db, self.account, EntryKind.LATE_FEE, f"{NUMBER}/2026-10", 333, date(2026, 10, 28))
        ref = f"{NUMBER}/2026-10/fee/2026-08/0"
        post(db, self.account, EntryKind.ADJUSTMENT, ref, -111, date(2026, 10, 28))

    def open(
        self, first: date | None = None, last: date | None = None, *, customer: int | None = None
    ) -> StatementDocument:
        return statements.statement(
            db=self.db,
            supplier=SUPPLIER,
            customer_id=customer or self.customer,
            account_number=NUMBER,
            first_day=first,
            last_day=last,
            now=NOW,
        )

    def try_to_pay(self, state: PaymentState, at: datetime, *, customer: int) -> None:
        attempt = Payment(
            id=0,
            public_id=f"261120-{state}",
            customer_id=customer,
            gateway="demo_bank",
            method="card",
            amount=500_00,
            parts=(Part(self.account, NUMBER, 500_00),),
            state=state,
            idempotency_key=state,
            receipt_contact="",
            created_at=at,
            updated_at=at,
            next_check_at=None,
        )
        with self.db.write() as session:
            payments.add(session, attempt)


@pytest.fixture
def shelf(database: Database) -> Shelf:
    return Shelf(database)


def test_the_last_line_is_the_balance_of_the_ledger(shelf: Shelf) -> None:
    document = shelf.open()
    assert document.statement.closing_balance == balance(shelf.db, shelf.account)
    assert document.rows[-1].balance == document.closing_row[1]


def test_every_charge_payment_fee_and_recalculation_is_named(shelf: Shelf) -> None:
    said = [row.what.replace("\u00a0", " ") for row in shelf.open().rows]
    assert said[0] == "Входящий остаток"
    assert "Начислено за октябрь 2026" in said
    assert "Пени за октябрь 2026" in said
    assert "Перерасчёт пени за август 2026" in said
    assert "Платёж № P10" in said


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (None, None),
        (date(2026, 3, 28), date(2026, 3, 28)),
        (date(2026, 3, 29), date(2026, 4, 27)),
        (date(2026, 10, 1), date(2026, 12, 31)),
        (date(2020, 1, 1), date(2030, 1, 1)),
    ],
)
def test_the_pdf_and_the_csv_read_back_equal_the_screen(
    shelf: Shelf, first: date | None, last: date | None
) -> None:
    document = shelf.open(first, last)
    shown = [(row.on, row.amount, row.balance) for row in document.rows]
    text = statement_csv(document).decode("utf-8-sig")
    lines = list(csv.reader(StringIO(text), delimiter=";"))[1:]
    assert [(line[1], _kopecks(line[3]), _kopecks(line[4])) for line in lines[1:-1]] == [
        (on, _kopecks(amount), _kopecks(after)) for on, amount, after in shown
    ]
    assert _kopecks(lines[-1][4]) == document.statement.closing_balance
    paper = re.sub(r"\s", "", "".join(p.extract_text() for p in _pages(document)))
    for on, amount, after in shown:
        assert re.sub(r"\s", "", on) in paper
        assert re.sub(r"\s", "", amount) in paper
        assert re.sub(r"\s", "", after) in paper


def _kopecks(written: str) -> int:
    return int(re.sub(r"[^\d-]", "", written.replace("\u2212", "-")))


def _pages(document: StatementDocument) -> list[object]:
    return list(PdfReader(BytesIO(statement_pdf(document))).pages)


def test_two_halves_of_a_span_meet_at_one_balance(shelf: Shelf) -> None:
    before = shelf.open(None, date(2026, 6, 30)).statement
    after = shelf.open(date(2026, 7, 1), None).statement
    assert before.closing_balance == after.opening_balance
    whole = shelf.open().statement
    assert before.charged + after.charged == whole.charged
    assert before.paid + after.paid == whole.paid


def test_a_declined_and_a_waiting_payment_are_shown_and_move_nothing(shelf: Shelf) -> None:
    shelf.try_to_pay(PaymentState.FAILED, NOW, customer=shelf.customer)
    shelf.try_to_pay(PaymentState.PENDING, NOW, customer=shelf.customer)
    document = shelf.open()
    tried = {row.state: row for row in document.rows if not row.counts}
    assert set(tried) == {"отклонён банком", "ждёт оплаты"}
    assert {row.balance for row in tried.values()} == {"—"}
    assert document.statement.closing_balance == balance(shelf.db, shelf.account)


def test_what_a_neighbour_tried_to_pay_is_theirs(shelf: Shelf) -> None:
    shelf.try_to_pay(PaymentState.FAILED, NOW, customer=payer(shelf.db))
    assert all(row.counts for row in shelf.open().rows)


def test_an_attempt_has_the_day_of_the_suppliers_clock(shelf: Shelf) -> None:
    late = datetime(2026, 11, 20, 0, 30, tzinfo=SARATOV)  # still 19 November in UTC
    shelf.try_to_pay(PaymentState.FAILED, late, customer=shelf.customer)
    assert shelf.open(date(2026, 11, 20), date(2026, 11, 20)).rows[0].on == "20.11.2026"


def test_late_news_stands_where_its_bill_shows_it(shelf: Shelf) -> None:
    entry = owed(
        EntryKind.PAYMENT,
        account_id=shelf.account,
        ref=f"L1/{NUMBER}",
        change=-1,
        value_date=date(2026, 8, 9),
        booked_in=Period(2026, 11),
        posted_at=NOW,
    )
    with shelf.db.write() as session:
        ledger.post(session, [entry])
    row = next(row for row in shelf.open().rows if "L1" in row.what)
    assert row.on == "01.11.2026"
    assert "от 9\u00a0августа 2026" in row.what


def test_a_link_without_proof_sees_from_its_own_day(database: Database) -> None:
    shelf = Shelf(database, proven=False)
    document = shelf.open(date(2020, 1, 1))
    assert document.statement.since == date(2026, 9, 1)
    assert document.holder == ""
    assert document.statement.closing_balance == balance(shelf.db, shelf.account)
    assert min(row.on[3:] for row in document.rows) == "09.2026"


def test_another_subscribers_statement_is_not_given(shelf: Shelf) -> None:
    with pytest.raises(LinkRefused, match=r"link\.not_yours"):
        shelf.open(customer=payer(shelf.db))


def test_days_in_the_wrong_order_are_refused(shelf: Shelf) -> None:
    with pytest.raises(StatementRefused) as refused:
        shelf.open(date(2026, 10, 2), date(2026, 10, 1))
    assert refused.value.field == "until"
