"""The ledger, and the credits that the supplier paid back from it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, kopecks, moment
from lk_app.domain.ledger import MONEY

# written out: SQLite takes an index over some rows only where the query says the very same words
IS_MONEY = text(f"kind IN ({', '.join(repr(str(kind)) for kind in MONEY)})")


class LedgerEntryRow(SQLModel, table=True):
    """A transfer between two ledger accounts; append-only. (kind, ref) is the second guard.

    `account_id` is NULL while the money stands on suspense: nobody's balance feels it.
    A subscriber's balance = Σ amount where debit is "receivable" − Σ where credit is.
    """

    __tablename__ = "ledger_entries"
    __table_args__ = (
        UniqueConstraint("kind", "ref"),
        CheckConstraint("amount > 0"),
        CheckConstraint("debit <> credit"),
        CheckConstraint(
            "account_id IS NOT NULL OR (debit <> 'receivable' AND credit <> 'receivable')",
            name="somebody_owes",
        ),
        Index("ix_ledger_account_date", "account_id", "value_date"),
        Index(
            "ix_ledger_money",
            "account_id",
            "booked_in",
            sqlite_where=IS_MONEY,
            postgresql_where=IS_MONEY,
        ),
    )
    id: int | None = key()
    account_id: int | None = Field(default=None, foreign_key="accounts.id")
    kind: str
    ref: str
    debit: str
    credit: str
    amount: int = kopecks()
    value_date: date
    booked_in: str | None = None
    named: str | None = None
    posted_at: datetime = moment()


class RefundRow(SQLModel, table=True):
    """A credit that the supplier paid back, with the bank's reference; its entry is a REFUND."""

    __tablename__ = "refunds"
    __table_args__ = (CheckConstraint("amount > 0"),)
    refund_id: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="accounts.id", index=True)
    paid_on: date
    amount: int = kopecks()
    reference: str
    booked_at: datetime = moment()
