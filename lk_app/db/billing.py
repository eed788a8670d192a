"""What holds an account's money still while a bill is posted or a payment booked."""

from collections.abc import Sequence
from datetime import date

from psycopg.errors import LockNotAvailable
from sqlalchemy import ColumnElement, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from lk_app.db import bills
from lk_app.db.billing_facts import whole
from lk_app.db.tables import AccountRow
from lk_app.domain.bills import AccountForBilling
from lk_app.domain.ledger import booking
from lk_app.domain.periods import Period

PATIENCE_MS = 500  # less than PostgreSQL's deadlock_timeout


def lock(session: Session, ids: Sequence[int]) -> None:
    """Hold these accounts' money still until the transaction ends; SQLite has one writer anyway.

    Readings and payments that only refer to the accounts do not wait for it (`key_share`).
    """
    _hold(session, col(AccountRow.id).in_(ids))


class Held(Exception):
    """Somebody else holds one of the accounts, and may be waiting for us."""


def lock_span(session: Session, first_id: int, last_id: int) -> None:
    """The same for every account of a stretch of ids; raises Held rather than wait for long.

    An import locks account by account in the order of its file. PostgreSQL ends one of two that
    wait for each other after a second: it shall never be the import.
    """
    if session.connection().dialect.name == "sqlite":
        return  # it has one writer
    within = col(AccountRow.id).between(first_id, last_id)
    session.connection().execute(text(f"SET LOCAL lock_timeout = '{PATIENCE_MS}ms'"))
    try:
        _hold(session, within)
    except OperationalError as error:
        if isinstance(error.orig, LockNotAvailable):
            raise Held from error
        raise
    session.connection().execute(text("SET LOCAL lock_timeout TO DEFAULT"))


def _hold(session: Session, which: ColumnElement[bool]) -> None:
    session.exec(
        select(AccountRow.id)
        .where(which)
        .order_by(col(AccountRow.id))
        .with_for_update(key_share=True)
    ).all()


def open_period(session: Session, account_id: int, day: date) -> Period:
    """The period a movement of this day is booked in (`domain.ledger.booking`).

    Holds the account, as a run does, so that no bill is posted in between.
    """
    lock(session, [account_id])
    query = select(col(AccountRow.opened_on)).where(AccountRow.id == account_id)
    opened_on = session.exec(query).one()
    return booking(day, opened_on, bills.last_period(session, account_id))


def snapshots(session: Session, ids: Sequence[int]) -> dict[int, AccountForBilling]:
    """Everything the next bills of these accounts depend on."""
    return {told.id: told.account for told in whole(session, ids)}
