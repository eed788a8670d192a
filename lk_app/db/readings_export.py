"""Readings of a stretch of days, of all accounts, for another system."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from lk_app.db.readings import reading_of
from lk_app.db.tables import AccountRow, MeterRow, ReadingRow
from lk_app.domain.readings import ReadingSet, ReadingState

AT_ONCE = 5_000


class Exported(NamedTuple):
    """A set of readings with the names that another system knows it by."""

    account_number: str
    serial: str
    unified_account: str
    reading: ReadingSet


def taken_between(session: Session, first: date, last: date) -> Iterator[Exported]:
    """Readings that stand, taken on these days, both included, by account number and day."""
    rows = session.exec(
        select(ReadingRow, AccountRow.account_number, MeterRow.serial, AccountRow.unified_account)
        .join(AccountRow, col(AccountRow.id) == ReadingRow.account_id)
        .join(MeterRow, col(MeterRow.id) == ReadingRow.meter_id)
        .where(
            col(ReadingRow.taken_on).between(first, last),
            ReadingRow.state == ReadingState.RECEIVED,
        )
        .order_by(col(AccountRow.account_number), col(ReadingRow.taken_on), col(ReadingRow.id))
        .execution_options(yield_per=AT_ONCE)
    )
    for row, number, serial, unified in rows:
        yield Exported(number, serial, unified, reading_of(row))
