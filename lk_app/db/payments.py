"""Payments with their parts and what happened to them."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select, update

from lk_app.db.tables import AccountRow, PaymentEventRow, PaymentPartRow, PaymentRow
from lk_app.domain.fiscal_receipts import FiscalReceipt, ReceiptState
from lk_app.domain.payments import HEARD, UNFINISHED, Part, Payment, PaymentState, Step
from lk_app.domain.periods import Period


def add(session: Session, payment: Payment) -> Payment:
    """Store a new payment with its parts; the given id is ignored.

    The same idempotency key twice is an IntegrityError.
    """
    row = PaymentRow(
        public_id=payment.public_id,
        customer_id=payment.customer_id,
        gateway=payment.gateway,
        method=payment.method,
        amount=payment.amount,
        state=payment.state,
        idempotency_key=payment.idempotency_key,
        external_id=payment.external_id,
        checkout_url=payment.checkout_url,
        receipt_contact=payment.receipt_contact,
        created_at=payment.created_at,
        updated_at=payment.updated_at,
        next_check_at=payment.next_check_at,
        save_method=payment.save_method,
        saved_method_id=payment.saved_method_id,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    session.add_all(
        PaymentPartRow(
            payment_id=row.id,
            account_id=part.account_id,
            amount=part.amount,
            period=str(part.period) if part.period else None,
        )
        for part in payment.parts
    )
    session.flush()
    return _payment(session, row)


def save(session: Session, payment: Payment) -> None:
    """Write what may change of a payment; amount, parts, key and number never do."""
    session.exec(
        update(PaymentRow)
        .where(col(PaymentRow.id) == payment.id)
        .values(
            state=payment.state,
            external_id=payment.external_id,
            checkout_url=payment.checkout_url,
            card_mask=payment.card_mask,
            decline_code=payment.decline_code,
            updated_at=payment.updated_at,
            next_check_at=payment.next_check_at,
            checks=payment.checks,
            receipt_state=payment.receipt.state,
            receipt_document=payment.receipt.document,
            receipt_storage=payment.receipt.storage,
            receipt_sign=payment.receipt.sign,
        )
    )


def correct(session: Session, payment: Payment) -> None:
    """Write the sum and parts that a person accepted instead of those that were asked for."""
    session.exec(
        update(PaymentRow).where(col(PaymentRow.id) == payment.id).values(amount=payment.amount)
    )
    kept = {part.account_id: part.amount for part in payment.parts}
    rows = session.exec(select(PaymentPartRow).where(PaymentPartRow.payment_id == payment.id))
    for row in rows.all():
        if row.account_id in kept:
            row.amount = kept[row.account_id]
            session.add(row)
        else:
            session.delete(row)
    session.flush()


def by_key(session: Session, idempotency_key: str) -> Payment | None:
    """The payment that was started with this key."""
    row = session.exec(
        select(PaymentRow).where(PaymentRow.idempotency_key == idempotency_key)
    ).first()
    return _payment(session, row) if row else None


def by_public_id(session: Session, public_id: str) -> Payment | None:
    """The payment with this number, whoever pays it."""
    row = session.exec(select(PaymentRow).where(PaymentRow.public_id == public_id)).first()
    return _payment(session, row) if row else None


def number_of(session: Session, *, gateway: str, external_id: str) -> str | None:
    """Our number of what a gateway knows by its own."""
    return session.exec(
        select(PaymentRow.public_id).where(
            PaymentRow.gateway == gateway, PaymentRow.external_id == external_id
        )
    ).first()


def locked(session: Session, public_id: str) -> Payment | None:
    """The same, locked for the transaction: on SQLite the one writer holds the whole database."""
    row = session.exec(
        select(PaymentRow).where(PaymentRow.public_id == public_id).with_for_update()
    ).first()
    return _payment(session, row) if row else None


def to_check(session: Session, *, real_now: datetime, limit: int) -> list[str]:
    """Numbers of payments to ask their gateway about, the longest waiting first.

    Not over yet, or with a receipt that is awaited: both, and nothing else, have a next check.
    """
    rows = session.exec(
        select(PaymentRow.public_id)
        .where(col(PaymentRow.next_check_at) <= real_now)
        .order_by(col(PaymentRow.next_check_at))
        .limit(limit)
    )
    return list(rows)


def unfinished_of(session: Session, customer_id: int) -> list[Payment]:
    """A customer's payments that are not final, the latest first."""
    rows = session.exec(
        select(PaymentRow)
        .where(PaymentRow.customer_id == customer_id, col(PaymentRow.state).in_(UNFINISHED))
        .order_by(col(PaymentRow.id).desc())
    ).all()
    return [_payment(session, row) for row in rows]


def latest_of(session: Session, customer_id: int, *, limit: int) -> list[Payment]:
    """A customer's payments, the latest first."""
    rows = session.exec(
        select(PaymentRow)
        .where(PaymentRow.customer_id == customer_id)
        .order_by(col(PaymentRow.id).desc())
        .limit(limit)
    ).all()
    return [_payment(session, row) for row in rows]


def being_paid(session: Session, account_id: int) -> bool:
    """Whether somebody's payment for this account is neither paid nor over."""
    found = (
        select(PaymentRow.id)
        .join(PaymentPartRow, col(PaymentPartRow.payment_id) == PaymentRow.id)
        .where(PaymentPartRow.account_id == account_id, col(PaymentRow.state).in_(UNFINISHED))
    )
    return session.exec(found).first() is not None


def note(
    session: Session,
    payment: Payment,
    *,
    key: str,
    kind: str,
    at: datetime,
    facts: dict[str, Any] | None = None,
) -> bool:
    """Note what happened, once for each key of a gateway; False if it was noted before.

    The payment must be locked: that makes asking first and writing then one step.
    """
    seen = select(PaymentEventRow.id).where(
        PaymentEventRow.gateway == payment.gateway, PaymentEventRow.event_key == key
    )
    if session.exec(seen).first() is not None:
        return False
    session.add(
        PaymentEventRow(
            payment_id=payment.id,
            gateway=payment.gateway,
            event_key=key,
            kind=kind,
            happened_at=at,
            facts=facts or {},
        )
    )
    session.flush()
    return True


def steps(session: Session, payment_id: int) -> list[Step]:
    """What happened to a payment, oldest first; what was only said again is left out."""
    rows = session.exec(
        select(PaymentEventRow)
        .where(PaymentEventRow.payment_id == payment_id, PaymentEventRow.kind != HEARD)
        .order_by(col(PaymentEventRow.id))
    )
    return [Step(row.kind, row.happened_at, str(row.facts.get("reference", ""))) for row in rows]


def of_account(
    session: Session, account_id: int, *, customer_id: int | None = None
) -> list[Payment]:
    """Payments with a part for this account, oldest first; of one payer, or of everybody."""
    query = (
        select(PaymentRow)
        .join(PaymentPartRow, col(PaymentPartRow.payment_id) == PaymentRow.id)
        .where(PaymentPartRow.account_id == account_id)
        .order_by(col(PaymentRow.id))
    )
    if customer_id is not None:
        query = query.where(PaymentRow.customer_id == customer_id)
    return [_payment(session, row) for row in session.exec(query).all()]


def _payment(session: Session, row: PaymentRow) -> Payment:
    assert row.id is not None
    return Payment(
        id=row.id,
        public_id=row.public_id,
        customer_id=row.customer_id,
        gateway=row.gateway,
        method=row.method,
        amount=row.amount,
        parts=_parts(session, row.id),
        state=PaymentState(row.state),
        idempotency_key=row.idempotency_key,
        external_id=row.external_id,
        checkout_url=row.checkout_url,
        receipt_contact=row.receipt_contact,
        card_mask=row.card_mask,
        decline_code=row.decline_code,
        created_at=row.created_at,
        updated_at=row.updated_at,
        next_check_at=row.next_check_at,
        checks=row.checks,
        receipt=FiscalReceipt(
            ReceiptState(row.receipt_state),
            row.receipt_document,
            row.receipt_storage,
            row.receipt_sign,
        ),
        save_method=row.save_method,
        saved_method_id=row.saved_method_id,
    )


def _parts(session: Session, payment_id: int) -> tuple[Part, ...]:
    rows = session.exec(
        select(PaymentPartRow, AccountRow.account_number)
        .join(AccountRow, col(AccountRow.id) == PaymentPartRow.account_id)
        .where(PaymentPartRow.payment_id == payment_id)
        .order_by(col(PaymentPartRow.account_id))
    )
    return tuple(
        Part(row.account_id, number, row.amount, Period.parse(row.period) if row.period else None)
        for row, number in rows
    )
