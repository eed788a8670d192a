"""The screen of bills: the owner's bills only, from where the link may see, and what is unpaid."""

from datetime import date

import pytest

from lk_app.db import accounts
from lk_app.db.engine import Database
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.consumption import Policy
from lk_app.domain.customers import Customer
from lk_app.domain.periods import Period
from lk_app.usecases import billing, bills
from lk_app.usecases.bills import BillsScreen
from tests import worlds
from tests.usecases.books import NOW, SARATOV, open_and_publish, open_books, publish
from tests.usecases.people import ANNA, BORIS, confirmed

DEBTOR = "6410100106"


def billed(db: Database) -> None:
    """The books of the samples with every bill up to last month's."""
    worlds.furnish(db, "billed", _bill)


def _bill(db: Database) -> None:
    open_and_publish(db)
    run(db)


def run(db: Database) -> None:
    billing.run(
        db=db,
        first=Period(2024, 10),
        last=Period(2026, 10),
        policy=Policy.DECREE354,
        tz=SARATOV,
        now=NOW,
    )


def linked(
    db: Database, *, number: str = DEBTOR, proven: bool = True, on: date = date(2026, 11, 1)
) -> Customer:
    """A customer who sees the debtor's account, or another one."""
    person = confirmed(db, ANNA)
    with db.write() as session:
        account = accounts.by_number(session, number)
        assert account is not None
        accounts.add_link(
            session,
            customer_id=person.id,
            account_id=account.id,
            name="",
            linked_at=NOW,
            linked_on=on,
            proven_at=NOW if proven else None,
        )
    return person


def screen(db: Database, person: Customer) -> BillsScreen:
    return bills.screen(db=db, customer_id=person.id, account_number=DEBTOR)


def test_bills_come_newest_first_with_what_is_unpaid(database: Database) -> None:
    billed(database)
    shown = screen(database, linked(database))
    assert [str(one.bill.period) for one in shown.bills[:2]] == ["2026-10", "2026-09"]
    assert shown.balance == shown.bills[0].bill.closing_balance == 731_841
    assert sum(one.unpaid for one in shown.bills) + shown.fees == shown.balance
    assert [str(one.bill.period) for one in shown.bills if one.unpaid] == [
        *("2026-10", "2026-09", "2026-08", "2026-07", "2026-06")
    ]
    assert not shown.has_earlier
    for one in shown.bills:
        assert sum(paid.amount for paid in one.money) == one.bill.payments


def test_made_up_prices_are_known_as_such(database: Database) -> None:
    billed(database)
    shown = screen(database, linked(database))
    rows = {line.tariff_row_id for one in shown.bills for line in one.bill.lines}
    assert shown.demo_rows
    assert shown.demo_rows <= rows


def test_an_unproven_link_sees_no_bill_from_before_it(database: Database) -> None:
    billed(database)
    shown = screen(database, linked(database, proven=False, on=date(2026, 10, 20)))
    assert [str(one.bill.period) for one in shown.bills] == ["2026-10"]
    assert shown.has_earlier
    assert shown.balance == 731_841  # what is to be paid is asked of whoever pays


def test_a_strangers_bills_are_refused_like_none(database: Database) -> None:
    billed(database)
    linked(database)
    stranger = confirmed(database, BORIS, "+79270000009")
    with pytest.raises(LinkRefused, match="not_yours"):
        screen(database, stranger)


def test_an_account_that_stopped_says_from_when_and_why(database: Database) -> None:
    open_books(database)
    run(database)  # nothing published: no price for anyone
    person = linked(database)
    shown = screen(database, person)
    assert shown.bills == ()
    assert shown.stop is not None
    assert shown.stop.code == "tariff.category"
    publish(database)
    run(database)
    assert screen(database, person).stop is None
