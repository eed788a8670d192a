"""Consents: given and taken back, never deleted while their customer is here."""

from datetime import datetime

from sqlmodel import Session, col, select, update

from lk_app.db.tables import ConsentRow
from lk_app.domain.consents import Consent


def add(
    session: Session, customer_id: int, *, kind: str, version: str, at: datetime, address: str
) -> None:
    """Record a consent (152-ФЗ ст. 9): which text, when, from which network address."""
    session.add(
        ConsentRow(
            customer_id=customer_id, kind=kind, version=version, given_at=at, address=address
        )
    )
    session.flush()


def of_customer(session: Session, customer_id: int) -> list[Consent]:
    """A customer's consents, those taken back too, oldest first."""
    rows = session.exec(
        select(ConsentRow)
        .where(ConsentRow.customer_id == customer_id)
        .order_by(col(ConsentRow.given_at), col(ConsentRow.id))
    )
    return [
        Consent(row.kind, row.version, row.given_at, row.withdrawn_at, row.address) for row in rows
    ]


def withdraw(session: Session, customer_id: int, *, kind: str, at: datetime) -> None:
    """Take back the consents of this kind that are still in force."""
    session.exec(
        update(ConsentRow)
        .where(
            col(ConsentRow.customer_id) == customer_id,
            col(ConsentRow.kind) == kind,
            col(ConsentRow.withdrawn_at).is_(None),
        )
        .values(withdrawn_at=at)
    )
