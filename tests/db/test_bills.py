"""A posted bill keeps what its adjustments came from; bills from before that are read as well."""

from dataclasses import replace

from lk_app.db import accounts, bills
from lk_app.db.engine import Database
from lk_app.domain.bills import AdjustmentKind
from tests.usecases.books import NOW
from tests.usecases.test_bills import billed

LATE_READER = "6410100105"


def test_an_adjustment_keeps_its_lines_and_the_sum_they_replaced(database: Database) -> None:
    billed(database)
    with database.read() as session:
        account = accounts.by_number(session, LATE_READER)
        assert account is not None
        posted = bills.of_account(session, account.id)
    by_period = {bill.period: bill for bill in posted}
    found = [
        one for bill in posted for one in bill.adjustments if one.kind is AdjustmentKind.READING
    ]
    assert found
    for one in found:
        assert one.recount is not None
        assert one.recount.amount == one.amount
        assert one.recount.billed == by_period[one.period].charges
        assert all(line.tariff_row_id for line in one.recount.lines)


def test_a_bill_from_before_it_was_kept_reads_as_well(database: Database) -> None:
    billed(database)
    with database.write() as session:
        account = accounts.by_number(session, LATE_READER)
        assert account is not None
        last = bills.of_account(session, account.id)[-1]
        adjusted = next(
            one
            for bill in bills.of_account(session, account.id)
            for one in bill.adjustments
            if one.recount
        )
        old = last._replace(period=last.period + 1, adjustments=(replace(adjusted, recount=None),))
        bills.add(session, [(account.id, old)], now=NOW)
        (read,) = bills.of_account(session, account.id)[-1].adjustments
    assert read == adjusted
    assert read.recount is None
