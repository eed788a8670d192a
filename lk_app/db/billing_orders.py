"""Monthly runs ordered in the console, and the accounts that have no bill for a reason."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, func, select, update

from lk_app.db import bills
from lk_app.db.accounts import account_of
from lk_app.db.engine import mention
from lk_app.db.tables import (
    AccountRow,
    BillingOrderRow,
    BillingRunRow,
    BillingStopRow,
    HouseRow,
    StaffRow,
)
from lk_app.domain.billing_orders import BillingOrder, LeftOut
from lk_app.domain.periods import Period

TOPIC = "billing_orders"  # a commit that mentions it ordered a run


def add(session: Session, one: BillingOrder, *, staff_id: int) -> int:
    """Keep an order; its number."""
    row = BillingOrderRow(
        first=str(one.first),
        last=str(one.last),
        early=one.early,
        staff_id=staff_id,
        ordered_at=one.ordered_at,
        business_at=one.business_at,
    )
    session.add(row)
    session.flush()
    mention(session, TOPIC)
    return row.id or 0


def unfinished(session: Session) -> BillingOrder | None:
    """The oldest order that has not come to its end."""
    row = session.exec(
        _orders()
        .where(col(BillingOrderRow.finished_at).is_(None))
        .order_by(col(BillingOrderRow.id))
        .limit(1)
    ).first()
    return _order(*row) if row else None


def latest(session: Session, *, limit: int, offset: int = 0) -> list[BillingOrder]:
    """The orders, the newest first."""
    rows = session.exec(
        _orders().order_by(col(BillingOrderRow.id).desc()).limit(limit).offset(offset)
    )
    return [_order(*row) for row in rows]


def begin(session: Session, number: int, *, at: datetime) -> None:
    """Somebody is at work on it."""
    session.exec(
        update(BillingOrderRow).where(col(BillingOrderRow.id) == number).values(begun_at=at)
    )


def finish(
    session: Session, number: int, *, posted: int, refused: int, failure: str, at: datetime
) -> None:
    """Write down what came of it, once."""
    session.exec(
        update(BillingOrderRow)
        .where(col(BillingOrderRow.id) == number, col(BillingOrderRow.finished_at).is_(None))
        .values(finished_at=at, posted=posted, refused=refused, failure=failure)
    )


def left_out(session: Session, typed: str, *, limit: int, offset: int) -> list[LeftOut]:
    """Accounts without a bill whose numbers begin like this, by number, and why."""
    rows = session.exec(
        select(AccountRow, HouseRow)
        .join(BillingStopRow, col(BillingStopRow.account_id) == AccountRow.id)
        .join(HouseRow, col(HouseRow.id) == AccountRow.house_id)
        .where(col(AccountRow.account_number).startswith(typed, autoescape=True))
        .order_by(col(AccountRow.account_number))
        .limit(limit)
        .offset(offset)
    )
    found = [account_of(*row) for row in rows]
    why = bills.stops(session, [one.id for one in found])
    return [LeftOut(one, *why[one.id]) for one in found]


def how_many_left_out(session: Session) -> int:
    """How many accounts have no bill for a reason."""
    return session.exec(select(func.count()).select_from(BillingStopRow)).one()


def earliest_left_out(session: Session) -> Period | None:
    """The first month that some account has no bill of, for a reason."""
    found = session.exec(select(func.min(BillingStopRow.period))).one()
    return Period.parse(found) if found else None


def last_billed(session: Session) -> Period | None:
    """The last month that a run came to the end of."""
    found = session.exec(
        select(func.max(BillingRunRow.last)).where(BillingRunRow.state == "finished")
    ).one()
    return Period.parse(found) if found else None


def first_opened(session: Session) -> date | None:
    """When the first account was opened."""
    return session.exec(select(func.min(AccountRow.opened_on))).one()


def _orders() -> Any:
    return select(BillingOrderRow, StaffRow).join(
        StaffRow, col(StaffRow.id) == BillingOrderRow.staff_id
    )


def _order(row: BillingOrderRow, by: StaffRow) -> BillingOrder:
    return BillingOrder(
        id=row.id or 0,
        first=Period.parse(row.first),
        last=Period.parse(row.last),
        early=row.early,
        by=by.email,
        ordered_at=row.ordered_at,
        business_at=row.business_at,
        begun_at=row.begun_at,
        finished_at=row.finished_at,
        posted=row.posted,
        refused=row.refused,
        failure=row.failure,
    )
