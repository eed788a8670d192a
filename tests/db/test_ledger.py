"""The ledger keeps what was written into it, whoever asks to change it."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from lk_app.db import ledger
from lk_app.db.engine import Database
from lk_app.domain.ledger import NOBODY, EntryKind, held, owed
from tests.payers import REAL_NOW, account, balance, payer, post

DAY = date(2026, 10, 31)


@pytest.mark.parametrize(
    "command",
    [
        "UPDATE ledger_entries SET amount = 1",
        "UPDATE ledger_entries SET value_date = '2020-01-01'",
        "DELETE FROM ledger_entries",
    ],
)
def test_nothing_is_changed_or_deleted(database: Database, command: str) -> None:
    account_id = account(database, "6410100101", owner=payer(database), debt=500_00)
    with pytest.raises(DBAPIError, match="append-only"), database.write() as session:
        session.connection().execute(text(command))
    assert balance(database, account_id) == 500_00


def test_the_same_thing_is_not_counted_twice(database: Database) -> None:
    account_id = account(database, "6410100101", owner=payer(database))
    post(database, account_id, EntryKind.PAYMENT, "P1/6410100101", -100_00, DAY)
    with pytest.raises(IntegrityError):
        post(database, account_id, EntryKind.PAYMENT, "P1/6410100101", -100_00, DAY)
    assert balance(database, account_id) == -100_00


def test_a_balance_is_a_sum_to_the_kopeck(database: Database) -> None:
    account_id = account(database, "6410100101", owner=payer(database), debt=1)
    for number in range(300):
        post(database, account_id, EntryKind.CHARGE, f"a/{number}", 10**13 + 3, DAY)
        post(database, account_id, EntryKind.PAYMENT, f"p/{number}", -(10**13), DAY)
    assert balance(database, account_id) == 901


@pytest.mark.parametrize(
    "values", ["'receivable', 'receivable', 5", "'receivable', 'cash', 0", "'cash', 'cash', -5"]
)
def test_an_entry_is_a_positive_transfer_between_two_accounts(
    database: Database, values: str
) -> None:
    account_id = account(database, "6410100101", owner=payer(database))
    with pytest.raises(IntegrityError), database.write() as session:
        session.connection().execute(
            text(
                "INSERT INTO ledger_entries (account_id, kind, ref, debit, credit, amount,"
                f" value_date, posted_at) VALUES ({account_id}, 'charge', 'x', {values},"
                " '2026-10-31', '2026-10-31 00:00:00')"
            )
        )


def test_money_on_suspense_is_in_the_books_and_in_nobodys_balance(database: Database) -> None:
    account_id = account(database, "6410100101", owner=payer(database))
    came = held("S-1", 500_00, value_date=DAY, posted_at=REAL_NOW)
    with database.write() as session:
        ledger.post(session, [came])
    with database.read() as session:
        assert ledger.held(session) == 500_00
        (kept,) = ledger.by_refs(session, EntryKind.HELD, ["S-1"])
    assert kept.account_id == NOBODY
    assert balance(database, account_id) == 0


def test_a_debt_is_always_somebodys(database: Database) -> None:
    nobodys = owed(
        EntryKind.PAYMENT,
        account_id=NOBODY,
        ref="P1",
        change=-100,
        value_date=DAY,
        booked_in=None,
        posted_at=REAL_NOW,
    )
    with pytest.raises(IntegrityError), database.write() as session:
        ledger.post(session, [nobodys])
