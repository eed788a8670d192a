"""Cards that gateways keep for their payers."""

from datetime import datetime

from sqlmodel import Session, col, select, update

from lk_app.db.tables import SavedMethodRow
from lk_app.domain.saved_methods import SavedMethod, Token


def keep(
    session: Session,
    *,
    customer_id: int,
    gateway: str,
    method: str,
    token: Token,
    now: datetime,
) -> None:
    """Remember a token of a customer; one known already is remembered again, not twice."""
    known = session.exec(
        select(SavedMethodRow).where(
            SavedMethodRow.customer_id == customer_id,
            SavedMethodRow.gateway == gateway,
            SavedMethodRow.token == token.value,
        )
    ).first()
    if known:
        known.title, known.forgotten_at = token.title, None
        session.add(known)
        return
    session.add(
        SavedMethodRow(
            customer_id=customer_id,
            gateway=gateway,
            method=method,
            token=token.value,
            title=token.title,
            saved_at=now,
        )
    )


def of_customer(session: Session, customer_id: int) -> list[SavedMethod]:
    """A customer's methods that are not forgotten, the latest first."""
    rows = session.exec(
        select(SavedMethodRow)
        .where(
            SavedMethodRow.customer_id == customer_id, col(SavedMethodRow.forgotten_at).is_(None)
        )
        .order_by(col(SavedMethodRow.id).desc())
    )
    return [_method(row) for row in rows]


def find(session: Session, method_id: int) -> SavedMethod | None:
    """One method, forgotten or not: a charge that was started with it goes on."""
    row = session.get(SavedMethodRow, method_id)
    return _method(row) if row else None


def forget(session: Session, *, customer_id: int, method_id: int, now: datetime) -> bool:
    """End a method of this customer; False if it is not theirs or ended before."""
    done = session.exec(
        update(SavedMethodRow)
        .where(
            col(SavedMethodRow.id) == method_id,
            col(SavedMethodRow.customer_id) == customer_id,
            col(SavedMethodRow.forgotten_at).is_(None),
        )
        .values(forgotten_at=now)
    )
    return bool(done.rowcount)


def _method(row: SavedMethodRow) -> SavedMethod:
    assert row.id is not None
    return SavedMethod(
        id=row.id,
        customer_id=row.customer_id,
        gateway=row.gateway,
        method=row.method,
        token=row.token,
        title=row.title,
        saved_at=row.saved_at,
        forgotten_at=row.forgotten_at,
    )
