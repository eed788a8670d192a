"""Credits paid back by the supplier; the money itself is in the ledger."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from lk_app.db import batches
from lk_app.db.tables import AccountRow, RefundRow
from lk_app.domain.imports import RefundFacts


def by_ids(session: Session, refund_ids: Collection[str]) -> dict[str, RefundFacts]:
    """The known refunds among these."""
    rows = session.exec(
        select(RefundRow, AccountRow.account_number)
        .join(AccountRow, col(AccountRow.id) == RefundRow.account_id)
        .where(col(RefundRow.refund_id).in_(refund_ids))
    )
    return {
        row.refund_id: RefundFacts(row.refund_id, number, row.paid_on, row.amount, row.reference)
        for row, number in rows
    }


def references(session: Session, account_id: int) -> dict[str, str]:
    """The bank's reference of each refund of an account, by refund id."""
    rows = session.exec(select(RefundRow).where(RefundRow.account_id == account_id))
    return {row.refund_id: row.reference for row in rows}


def add(session: Session, refunds: Iterable[tuple[int, RefundFacts]], *, at: datetime) -> None:
    """Write down refunds by account id; their entries go to the ledger in the same transaction."""
    rows = (
        {
            "refund_id": facts.refund_id,
            "account_id": account_id,
            "paid_on": facts.paid_on,
            "amount": facts.amount,
            "reference": facts.reference,
            "booked_at": at,
        }
        for account_id, facts in refunds
    )
    batches.add_values(session, RefundRow, rows)
