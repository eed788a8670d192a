"""The move from the old cabinet as it goes on: who waits for what, and what stands here already."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, func, select, update

from lk_app.db.customers import customer_of
from lk_app.db.tables import (
    AccountLinkRow,
    AccountRow,
    ConsentRow,
    CustomerRow,
    OldCustomerRow,
)
from lk_app.domain.consents import Consent
from lk_app.domain.customers import Customer


class Weak(NamedTuple):
    """Somebody whose hash waits to be wrapped."""

    id: int
    customer_id: int
    password_hash: str


def weak(session: Session, *, after: int, limit: int) -> list[Weak]:
    """The next of them."""
    rows = session.exec(
        select(OldCustomerRow.id, CustomerRow.id, CustomerRow.password_hash)
        .join(CustomerRow, col(CustomerRow.id) == OldCustomerRow.customer_id)
        .where(col(OldCustomerRow.weak), col(OldCustomerRow.id) > after)
        .order_by(col(OldCustomerRow.id))
        .limit(limit)
    )
    return [Weak(int(key or 0), int(customer_id or 0), text) for key, customer_id, text in rows]


def count_weak(session: Session) -> int:
    """How many there are."""
    return session.exec(select(func.count()).where(col(OldCustomerRow.weak))).one()


def wrapped(session: Session, customer_id: int, *, was: str, wrapped: str, standing: str) -> bool:
    """Put a wrapped hash in the place of a sealed one; False if that is another one by now."""
    done = session.exec(
        update(CustomerRow)
        .where(col(CustomerRow.id) == customer_id, col(CustomerRow.password_hash) == was)
        .values(password_hash=wrapped)
    )
    if done.rowcount:
        session.exec(
            update(OldCustomerRow)
            .where(col(OldCustomerRow.customer_id) == customer_id)
            .values(weak=False, standing=standing)
        )
    return bool(done.rowcount)


def not_weak(session: Session, customer_id: int) -> None:
    """The password was set here meanwhile: there is nothing to wrap."""
    session.exec(
        update(OldCustomerRow)
        .where(col(OldCustomerRow.customer_id) == customer_id)
        .values(weak=False)
    )


def untold(session: Session, *, limit: int) -> list[tuple[int, Customer]]:
    """Who was not written to about the move yet; nobody else is given the same ones meanwhile."""
    rows = session.exec(
        select(OldCustomerRow, CustomerRow)
        .join(CustomerRow, col(CustomerRow.id) == OldCustomerRow.customer_id)
        .where(col(OldCustomerRow.told_at).is_(None))
        .order_by(col(OldCustomerRow.id))
        .limit(limit)
        .with_for_update(of=OldCustomerRow, skip_locked=True)
    )
    return [(int(row.id or 0), customer_of(customer)) for row, customer in rows]


def told(session: Session, moved_ids: Collection[int], *, at: datetime) -> None:
    """Note that they were written to."""
    session.exec(
        update(OldCustomerRow).where(col(OldCustomerRow.id).in_(moved_ids)).values(told_at=at)
    )


def count_untold(session: Session) -> int:
    """How many were not written to."""
    found = select(func.count()).where(
        col(OldCustomerRow.told_at).is_(None), col(OldCustomerRow.customer_id).is_not(None)
    )
    return session.exec(found).one()


def old_ids(session: Session) -> set[str]:
    """Everybody who came from the old cabinet and has a login here."""
    found = select(OldCustomerRow.old_id).where(col(OldCustomerRow.customer_id).is_not(None))
    return set(session.exec(found))


def seen_accounts(session: Session, customer_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """The accounts that these customers see: names by number."""
    rows = session.exec(
        select(AccountLinkRow.customer_id, AccountRow.account_number, AccountLinkRow.name)
        .join(AccountRow, col(AccountRow.id) == AccountLinkRow.account_id)
        .where(col(AccountLinkRow.customer_id).in_(customer_ids))
    )
    found: dict[int, dict[str, str]] = {}
    for customer_id, number, name in rows:
        found.setdefault(customer_id, {})[number] = name
    return found


def given(session: Session, customer_ids: Collection[int]) -> dict[int, list[Consent]]:
    """The consents of these customers, taken back or not."""
    rows = session.exec(select(ConsentRow).where(col(ConsentRow.customer_id).in_(customer_ids)))
    found: dict[int, list[Consent]] = {}
    for row in rows:
        one = Consent(row.kind, row.version, row.given_at, row.withdrawn_at, row.address)
        found.setdefault(row.customer_id, []).append(one)
    return found
