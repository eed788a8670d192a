"""What the first screen says of each account, before, inside and after the window."""

from datetime import date, datetime

import pytest

from lk_app.db import accounts as stored
from lk_app.db.engine import Database
from lk_app.demo import prices
from lk_app.domain.consumption import Policy
from lk_app.domain.periods import Period
from lk_app.usecases import billing, readings
from lk_app.usecases.imports import meters
from lk_app.usecases.overview import Overview, overview
from tests.usecases.books import BOOKS, NOW, SARATOV, open_books
from tests.usecases.people import confirmed

NUMBERS = ("6410100101", "6410300004")


@pytest.fixture
def me(database: Database) -> int:
    """A customer with an account in debt and one that is overpaid."""
    open_books(database)
    customer = confirmed(database)
    for number in NUMBERS:
        attach(database, customer.id, number)
    return customer.id


def attach(database: Database, customer_id: int, number: str) -> None:
    with database.write() as session:
        account = stored.by_number(session, number)
        assert account is not None
        stored.add_link(
            session,
            customer_id=customer_id,
            account_id=account.id,
            name="",
            linked_at=NOW,
            linked_on=date(2026, 11, 20),
            proven_at=None,
        )


def see(db: Database, me: int, day: int = 20) -> Overview:
    now = datetime(2026, 11, day, 12, tzinfo=SARATOV)
    return overview(db=db, customer_id=me, now=now, tz=SARATOV)


def test_debts_are_summed_and_a_credit_pays_for_no_other_account(
    database: Database, me: int
) -> None:
    seen = see(database, me)
    debt, credit = (account.balance for account in seen.accounts)
    assert credit == -104_240
    assert debt < 0  # nothing is billed yet, so what was paid stands alone
    assert seen.owed == 0
    assert all(account.due_date is None for account in seen.accounts)


def test_after_billing_the_debt_has_its_day(database: Database, me: int) -> None:
    prices.publish(database, BOOKS)
    october = Period(2026, 10)
    billing.run(
        db=database, first=Period(2024, 10), last=october, policy=Policy.DECREE354, tz=SARATOV,
        now=NOW,
    )  # fmt: skip
    first, second = see(database, me).accounts
    assert (first.balance, first.due_date) == (134_469, date(2026, 11, 15))
    assert second.balance < 0 or second.due_date == date(2026, 11, 15)
    assert see(database, me).owed == 134_469 + max(second.balance, 0)


def test_of_several_unpaid_bills_the_oldest_says_since_when(database: Database, me: int) -> None:
    prices.publish(database, BOOKS)
    attach(database, me, "6410100106")
    billing.run(
        db=database, first=Period(2024, 10), last=Period(2026, 10), policy=Policy.DECREE354,
        tz=SARATOV, now=NOW,
    )  # fmt: skip
    debtor = see(database, me).accounts[-1]
    assert (debtor.balance, debtor.due_date) == (731_841, date(2026, 7, 15))


def test_a_sent_reading_is_no_more_awaited(database: Database, me: int) -> None:
    assert see(database, me).awaiting == 2
    readings.submit(
        db=database,
        customer_id=me,
        account_number=NUMBERS[1],
        values={"single": "4300"},
        confirmed=frozenset(),
        idempotency_key="once",
        now=datetime(2026, 11, 20, 11, tzinfo=SARATOV),
        zone=SARATOV,
    )
    seen = see(database, me)
    assert seen.awaiting == 1
    assert seen.accounts[1].sent is not None


def test_after_the_cutoff_the_next_month_awaits(database: Database, me: int) -> None:
    assert see(database, me, day=25).counts_for == Period(2026, 11)
    assert see(database, me, day=26).counts_for == Period(2026, 12)


def test_a_remote_meter_asks_for_nothing(database: Database, me: int, tmp_path) -> None:
    path = tmp_path / "meters.csv"
    path.write_text(
        ",".join(meters.COLUMNS) + "\n6410100101,01174000,Меркурий 201.5,5,1,1,2024-10-01,,"
        "single:4210,,2034-10-01,yes\n",
        encoding="utf-8",
    )
    meters.run(db=database, path=path, books=BOOKS, skip_bad=False)
    first, _ = see(database, me).accounts
    assert first.unread is not None
    assert first.unread.code == "reading.remote"
    assert see(database, me).awaiting == 1


def test_nobodys_overview_is_empty(database: Database) -> None:
    seen = see(database, me=999)
    assert (seen.accounts, seen.owed, seen.awaiting) == ((), 0, 0)
