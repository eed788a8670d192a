"""Operations of bank registers, by the thousand: counted as payments, or waiting for a person."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast
from sqlmodel import Session, col, func, insert, or_, select, update

from lk_app.db import batches
from lk_app.db.tables import (
    AccountRow,
    BankOperationRepeatRow,
    BankOperationRow,
    ImportRow,
    PaymentPartRow,
    PaymentRow,
)
from lk_app.domain.bank_registers import BankOperation, Hold, KeptOperation
from lk_app.domain.money import Kopecks
from lk_app.domain.payments import PaymentState
from lk_app.domain.periods import Period

GATEWAY = "bank"  # of payments that no gateway of ours took


def known(session: Session, bank: str, references: Collection[str]) -> dict[str, KeptOperation]:
    """The operations of a bank that are in the books, by its own number; undone ones are not."""
    rows = session.exec(
        select(BankOperationRow).where(
            BankOperationRow.bank == bank,
            col(BankOperationRow.reference).in_(references),
            col(BankOperationRow.undone_at).is_(None),
        )
    )
    return {row.reference: _kept(row) for row in rows}


def taken(session: Session, numbers: Collection[str]) -> set[str]:
    """Which of these numbers an operation had, be it undone since."""
    rows = session.exec(
        select(BankOperationRow.number).where(col(BankOperationRow.number).in_(numbers))
    )
    return set(rows)


def twins(
    session: Session, bank: str, account_numbers: Collection[str]
) -> set[tuple[str, date, Kopecks]]:
    """Account, day and sum of a bank's operations in the books, for these accounts."""
    rows = session.exec(
        select(
            col(BankOperationRow.account_number),
            col(BankOperationRow.paid_on),
            col(BankOperationRow.amount),
        ).where(
            BankOperationRow.bank == bank,
            col(BankOperationRow.account_number).in_(account_numbers),
            col(BankOperationRow.undone_at).is_(None),
        )
    )
    return {(number, paid_on, amount) for number, paid_on, amount in rows}


def add(session: Session, kept: Sequence[KeptOperation], payment_ids: Mapping[str, int]) -> None:
    """Put operations into the books, with the payments (by number) that some were counted as."""
    rows = (_values(one, payment_ids.get(one.number)) for one in kept)
    batches.add_values(session, BankOperationRow, rows)


def add_payments(
    session: Session,
    rows: Sequence[tuple[KeptOperation, int, datetime]],
    *,
    now: datetime,
) -> dict[str, int]:
    """Add settled payments: operation, account id, moment of value; their ids by number."""
    if not rows:
        return {}
    batches.add_values(session, PaymentRow, (_payment(one, at, now) for one, _, at in rows))
    found = select(PaymentRow.public_id, PaymentRow.id).where(
        col(PaymentRow.public_id).in_([one.number for one, _, _ in rows])
    )
    ids = {number: int(key or 0) for number, key in session.exec(found)}
    parts = (
        {
            "payment_id": ids[one.number],
            "account_id": account_id,
            "amount": one.operation.amount,
            "period": _text(one.operation.period),
        }
        for one, account_id, _ in rows
    )
    batches.add_values(session, PaymentPartRow, parts)
    return ids


def repeat(session: Session, ids: Iterable[int], import_id: int) -> None:
    """Note that a later file lists these operations too."""
    rows = [{"operation_id": key, "import_id": import_id} for key in sorted(set(ids))]
    if rows:
        session.execute(insert(BankOperationRepeatRow), rows)


def inherit_repeats(session: Session, old: int, number: str) -> None:
    """What later files listed of an operation they list of the one with this number instead."""
    heir = select(BankOperationRow.id).where(BankOperationRow.number == number)
    session.exec(
        update(BankOperationRepeatRow)
        .where(col(BankOperationRepeatRow.operation_id) == old)
        .values(operation_id=session.exec(heir).one())
    )


def waiting(
    session: Session, typed: str = "", *, limit: int | None = None, offset: int = 0
) -> list[KeptOperation]:
    """What waits for a person, the oldest first: of this number, account or payer, if asked."""
    rows = session.exec(
        select(BankOperationRow)
        .where(*_waits(typed))
        .order_by(col(BankOperationRow.id))
        .limit(limit)
        .offset(offset)
    )
    return [_kept(row) for row in rows]


def waiting_in_all(session: Session, typed: str = "") -> tuple[int, Kopecks]:
    """How many of them wait, and how much money."""
    total = cast(func.coalesce(func.sum(BankOperationRow.amount), 0), BigInteger)
    count, amount = session.exec(select(func.count(), total).where(*_waits(typed))).one()
    return count, int(amount)


def _waits(typed: str) -> list[ColumnElement[bool]]:
    held: list[ColumnElement[bool]] = [
        col(BankOperationRow.hold).is_not(None),
        col(BankOperationRow.undone_at).is_(None),
    ]
    if not typed:
        return held
    named = or_(
        col(BankOperationRow.number) == typed,
        col(BankOperationRow.account_number).startswith(typed, autoescape=True),
        col(BankOperationRow.payer).contains(typed.upper(), autoescape=True),
        col(BankOperationRow.payer).contains(typed, autoescape=True),
    )
    return [*held, named]


def locked(session: Session, number: str) -> KeptOperation | None:
    """An operation in force by its number, held until the transaction ends."""
    row = session.exec(
        select(BankOperationRow)
        .where(BankOperationRow.number == number, col(BankOperationRow.undone_at).is_(None))
        .with_for_update()
    ).first()
    if row is None or row.payment_id is None:
        return _kept(row) if row else None
    return _kept(row, _accounts(session, [row.payment_id])[row.payment_id])


def settle(session: Session, operation_id: int, payment_id: int, *, at: datetime) -> None:
    """The operation counts as this payment from now on."""
    session.exec(
        update(BankOperationRow)
        .where(col(BankOperationRow.id) == operation_id)
        .values(hold=None, payment_id=payment_id, settled_at=at)
    )


def of_import(session: Session, import_id: int) -> list[KeptOperation]:
    """What of a file is in force, with the accounts it was counted on.

    Held until the transaction ends, so that nobody settles meanwhile what is being undone.
    """
    rows = session.exec(
        select(BankOperationRow)
        .where(BankOperationRow.import_id == import_id, col(BankOperationRow.undone_at).is_(None))
        .order_by(col(BankOperationRow.id))
        .with_for_update()
    ).all()
    paid_to = _accounts(session, [row.payment_id for row in rows if row.payment_id])
    return [_kept(row, paid_to.get(row.payment_id or 0, "")) for row in rows]


def hand_over(session: Session, import_id: int) -> int:
    """Leave to the next file in force whatever of this one it lists too; how many those are."""
    repeats = BankOperationRepeatRow
    heirs = session.exec(
        select(repeats.operation_id, func.min(repeats.import_id))
        .join(BankOperationRow, col(BankOperationRow.id) == repeats.operation_id)
        .join(ImportRow, col(ImportRow.id) == repeats.import_id)
        .where(
            BankOperationRow.import_id == import_id,
            col(BankOperationRow.undone_at).is_(None),
            repeats.import_id != import_id,  # it may have been handed over to this one before
            col(ImportRow.undone_at).is_(None),
        )
        .group_by(col(repeats.operation_id))
    ).all()
    for operation_id, heir in heirs:
        session.exec(
            update(BankOperationRow)
            .where(col(BankOperationRow.id) == operation_id)
            .values(import_id=heir)
        )
    return len(heirs)


def undo(session: Session, operations: Sequence[KeptOperation], *, at: datetime) -> None:
    """Nothing of these counts any more; the rows stay, and so do their payments, as reversed."""
    for start in range(0, len(operations), CHUNK):
        chunk = operations[start : start + CHUNK]
        session.exec(
            update(BankOperationRow)
            .where(col(BankOperationRow.id).in_([one.id for one in chunk]))
            .values(undone_at=at, hold=None)
        )
        session.exec(
            update(PaymentRow)
            .where(col(PaymentRow.id).in_([one.payment_id for one in chunk if one.payment_id]))
            .values(state=PaymentState.REVERSED, updated_at=at)
        )


CHUNK = 5_000  # keys an IN


def _accounts(session: Session, payment_ids: Sequence[int]) -> dict[int, str]:
    """The account each payment was counted on."""
    found: dict[int, str] = {}
    for start in range(0, len(payment_ids), CHUNK):
        rows = session.exec(
            select(PaymentPartRow.payment_id, AccountRow.account_number)
            .join(AccountRow, col(AccountRow.id) == PaymentPartRow.account_id)
            .where(col(PaymentPartRow.payment_id).in_(payment_ids[start : start + CHUNK]))
        )
        found |= dict(rows.all())
    return found


def _kept(row: BankOperationRow, paid_to: str = "") -> KeptOperation:
    return KeptOperation(
        id=row.id or 0,
        import_id=row.import_id,
        number=row.number,
        operation=BankOperation(
            bank=row.bank,
            reference=row.reference,
            account_number=row.account_number,
            paid_on=row.paid_on,
            amount=row.amount,
            source=row.source,
            period=Period.parse(row.period) if row.period else None,
            payer=row.payer,
            line=row.line,
        ),
        hold=Hold(row.hold) if row.hold else None,
        payment_id=row.payment_id,
        paid_to=paid_to,
    )


def _values(kept: KeptOperation, payment_id: int | None) -> dict[str, Any]:
    one = kept.operation
    return {
        "import_id": kept.import_id,
        "line": one.line,
        "bank": one.bank,
        "reference": one.reference,
        "number": kept.number,
        "account_number": one.account_number,
        "paid_on": one.paid_on,
        "amount": one.amount,
        "source": one.source,
        "period": _text(one.period),
        "payer": one.payer,
        "hold": kept.hold,
        "payment_id": payment_id,
    }


def _payment(kept: KeptOperation, valued_at: datetime, now: datetime) -> dict[str, Any]:
    return {
        "public_id": kept.number,
        "gateway": GATEWAY,
        "method": kept.operation.source,
        "amount": kept.operation.amount,
        "state": PaymentState.SUCCEEDED,
        "idempotency_key": f"{GATEWAY}:{kept.number}",
        "created_at": valued_at,
        "updated_at": now,
    }


def _text(period: Period | None) -> str | None:
    return str(period) if period else None
