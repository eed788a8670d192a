"""Refunds through gateways, with the accounts they are taken from."""

from datetime import datetime

from sqlmodel import Session, col, select, update

from lk_app.db.tables import AccountRow, PaymentRefundPartRow, PaymentRefundRow, PaymentRow
from lk_app.domain.payment_refunds import (
    UNFINISHED,
    Refund,
    RefundKind,
    RefundPart,
    RefundState,
)


def add(session: Session, refund: Refund, *, gateway: str) -> Refund:
    """Store a new refund; the given id is ignored. Its payment must be locked."""
    row = PaymentRefundRow(
        public_id=refund.public_id,
        payment_id=refund.payment_id,
        gateway=gateway,
        kind=refund.kind,
        amount=refund.amount,
        state=refund.state,
        idempotency_key=refund.idempotency_key,
        external_id=refund.external_id,
        reason=refund.reason,
        by=refund.by,
        created_at=refund.created_at,
        updated_at=refund.updated_at,
        next_check_at=refund.next_check_at,
        checks=refund.checks,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    session.add_all(
        PaymentRefundPartRow(refund_id=row.id, account_id=part.account_id, amount=part.amount)
        for part in refund.parts
    )
    session.flush()
    return _refund(session, row, refund.payment_number)


def save(session: Session, refund: Refund) -> None:
    """Write what may change of a refund; amount, parts, key and number never do."""
    session.exec(
        update(PaymentRefundRow)
        .where(col(PaymentRefundRow.id) == refund.id)
        .values(
            state=refund.state,
            external_id=refund.external_id,
            updated_at=refund.updated_at,
            next_check_at=refund.next_check_at,
            checks=refund.checks,
        )
    )


def of_payment(session: Session, payment_id: int) -> list[Refund]:
    """The refunds of a payment, oldest first."""
    return _found(session, PaymentRefundRow.payment_id == payment_id)


def by_key(session: Session, idempotency_key: str) -> Refund | None:
    """The refund that was started with this key."""
    return next(iter(_found(session, PaymentRefundRow.idempotency_key == idempotency_key)), None)


def by_public_id(session: Session, public_id: str) -> Refund | None:
    """The refund with this number."""
    return next(iter(_found(session, PaymentRefundRow.public_id == public_id)), None)


def to_check(session: Session, *, real_now: datetime, limit: int) -> list[str]:
    """Numbers of unfinished refunds to ask their gateway about, the longest waiting first."""
    rows = session.exec(
        select(PaymentRefundRow.public_id)
        .where(
            col(PaymentRefundRow.state).in_(UNFINISHED),
            col(PaymentRefundRow.next_check_at) <= real_now,
        )
        .order_by(col(PaymentRefundRow.next_check_at))
        .limit(limit)
    )
    return list(rows)


def _found(session: Session, condition: bool) -> list[Refund]:
    rows = session.exec(
        select(PaymentRefundRow, PaymentRow.public_id)
        .join(PaymentRow, col(PaymentRow.id) == PaymentRefundRow.payment_id)
        .where(condition)
        .order_by(col(PaymentRefundRow.id))
    ).all()
    return [_refund(session, row, payment_number) for row, payment_number in rows]


def _refund(session: Session, row: PaymentRefundRow, payment_number: str) -> Refund:
    assert row.id is not None
    return Refund(
        id=row.id,
        public_id=row.public_id,
        payment_id=row.payment_id,
        payment_number=payment_number,
        kind=RefundKind(row.kind),
        amount=row.amount,
        parts=_parts(session, row.id),
        state=RefundState(row.state),
        idempotency_key=row.idempotency_key,
        reason=row.reason,
        by=row.by,
        created_at=row.created_at,
        updated_at=row.updated_at,
        next_check_at=row.next_check_at,
        checks=row.checks,
        external_id=row.external_id,
    )


def _parts(session: Session, refund_id: int) -> tuple[RefundPart, ...]:
    rows = session.exec(
        select(PaymentRefundPartRow, AccountRow.account_number)
        .join(AccountRow, col(AccountRow.id) == PaymentRefundPartRow.account_id)
        .where(PaymentRefundPartRow.refund_id == refund_id)
        .order_by(col(PaymentRefundPartRow.account_id))
    )
    return tuple(RefundPart(row.account_id, number, row.amount) for row, number in rows)
