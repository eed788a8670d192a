"""After moving out: the final bill, what is asked for no more, the debt paid or the credit back."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from lk_app.db import accounts as stored
from lk_app.db.engine import Database
from lk_app.domain.consumption import Policy
from lk_app.domain.payments import PaymentRefused
from lk_app.domain.periods import Period
from lk_app.domain.statements import OperationKind
from lk_app.usecases import billing, bills, forecasts, payable, payment_screens, statements
from lk_app.usecases.imports import closings, payments, refunds
from lk_app.usecases.overview import AccountOverview, overview
from lk_app.wording import operation
from tests.documents.papers import SUPPLIER
from tests.usecases.books import BOOKS, SARATOV, bring, open_and_publish, refused
from tests.usecases.people import confirmed

NUMBER, NEW = "6410100101", "6410900001"
MOVED = f"{NUMBER},2026-10-12,single:10700,{NEW},Петров П. П.,3"
NOVEMBER = datetime(2026, 11, 20, 12, tzinfo=SARATOV)


@pytest.fixture
def anna(database: Database) -> int:
    """She lived there for two years, saw it all, and moved out on 12 October."""
    open_and_publish(database)
    customer = confirmed(database).id
    with database.write() as session:
        account = stored.by_number(session, NUMBER)
        assert account is not None
        stored.add_link(
            session,
            customer_id=customer,
            account_id=account.id,
            name="",
            linked_at=datetime(2026, 1, 1, tzinfo=UTC),
            linked_on=date(2026, 1, 1),
            proven_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
    bring(database, closings, MOVED)
    return customer


def bill(db: Database, last: Period = Period(2026, 10)) -> None:  # noqa: B008
    report = billing.run(
        db=db, first=Period(2024, 10), last=last, policy=Policy.DECREE354, tz=SARATOV,
        now=NOVEMBER, early=True,
    )  # fmt: skip
    assert report.refused == []


def see(db: Database, me: int, now: datetime = NOVEMBER) -> AccountOverview:
    (account,) = overview(db=db, customer_id=me, now=now, tz=SARATOV).accounts
    return account


def pay(db: Database, amount: int) -> None:
    with db.read() as session:
        account = stored.by_number(session, NUMBER)
        assert account is not None
        payable.check_payable(session, account, amount)


def settle_debt(db: Database, me: int, more: int = 0) -> None:
    owed = see(db, me).balance + more
    bring(db, payments, f"P9,{NUMBER},2026-11-18,{owed / 100:.2f},bank,")


def test_the_final_bill_ends_with_the_act(database: Database, anna: int) -> None:
    bill(database)
    shown = bills.screen(db=database, customer_id=anna, account_number=NUMBER)
    final = shown.bills[0].bill
    assert (final.period, final.reading_set_ids) == (Period(2026, 10), ())
    assert final.kwh == 10_700 - 10_638  # the reading of 24 October is the next family's affair


def test_nothing_is_asked_of_who_moved_out(database: Database, anna: int) -> None:
    assert see(database, anna).awaits_final
    bill(database)
    seen = overview(db=database, customer_id=anna, now=NOVEMBER, tz=SARATOV)
    (closed,) = seen.accounts
    assert (seen.awaiting, seen.open_accounts, closed.awaits_final) == (0, 0, False)
    assert closed.unread is not None
    assert closed.unread.code == "reading.account_closed"
    assert closed.balance > 0
    assert closed.due_date is not None
    ahead = forecasts.forecast(
        db=database, customer_id=anna, account_number=NUMBER, policy=Policy.DECREE354,
        now=NOVEMBER, tz=SARATOV,
    )  # fmt: skip
    assert ahead is None


def test_a_closed_account_takes_what_is_owed_and_no_more(database: Database, anna: int) -> None:
    pay(database, 1_000_000)  # nobody knows yet what the final bill will say
    bill(database)
    owed = see(database, anna).balance
    pay(database, owed)
    with pytest.raises(PaymentRefused) as refusal:
        pay(database, owed + 1)
    assert refusal.value.code == "payment.closed_more"
    settle_debt(database, anna)
    with pytest.raises(PaymentRefused) as refusal:
        pay(database, 100)
    assert refusal.value.code == "payment.account_closed"
    (debt,) = payment_screens.debts(
        db=database, customer_id=anna, policy=Policy.DECREE354, now=NOVEMBER, tz=SARATOV
    )
    assert (debt.balance, debt.awaits_final) == (0, False)


def test_a_credit_goes_back_and_stands_in_the_statement(database: Database, anna: int) -> None:
    bill(database)
    settle_debt(database, anna, more=5_000)
    bring(database, refunds, f"R7,{NUMBER},2026-11-19,50.00,п/п 481")
    assert see(database, anna).balance == 0
    paper = statements.statement(
        db=database, supplier=SUPPLIER, customer_id=anna, account_number=NUMBER,
        first_day=date(2026, 11, 1), last_day=None, now=NOVEMBER,
    )  # fmt: skip
    paid, back = (one.entry for one in paper.statement.operations)
    assert paid.kind is OperationKind.PAYMENT
    assert (back.kind, back.amount, back.reference) == (OperationKind.REFUND, 5_000, "R7")
    assert operation(back) == "Возврат переплаты № R7 (п/п 481)"
    assert paper.statement.closing_balance == 0
    assert refused(database, refunds, f"R8,{NUMBER},2026-11-20,0.01,п/п 482") == [
        "import.refund_over"
    ]


def test_a_settled_account_is_billed_no_further(database: Database, anna: int) -> None:
    bill(database)
    settle_debt(database, anna)
    bill(database, Period(2026, 11))
    shown = bills.screen(db=database, customer_id=anna, account_number=NUMBER)
    assert [one.bill.period for one in shown.bills[:2]] == [Period(2026, 11), Period(2026, 10)]
    assert (shown.bills[0].bill.kwh, shown.bills[0].bill.closing_balance) == (0, 0)
    late = replace(BOOKS, now=datetime(2027, 1, 20, tzinfo=UTC))
    billing.run(
        db=database, first=Period(2024, 10), last=Period(2026, 12), policy=Policy.DECREE354,
        tz=SARATOV, now=late.now,
    )  # fmt: skip
    shown = bills.screen(db=database, customer_id=anna, account_number=NUMBER)
    assert shown.bills[0].bill.period == Period(2026, 11)
