"""Who came from the old cabinet."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, moment


class OldCustomerRow(SQLModel, table=True):
    """A person of the old cabinet and what its file said last; without a customer: deleted here.

    `standing` is the digest of the customer's hash while it is the old cabinet's password; `weak`
    waits to be wrapped, `told_at` is when the letter about the move was written.
    """

    __tablename__ = "old_customers"
    __table_args__ = (
        Index(
            "ix_old_customers_weak",
            "id",
            sqlite_where=text("weak"),
            postgresql_where=text("weak"),
        ),
        Index(
            "ix_old_customers_untold",
            "id",
            sqlite_where=text("told_at IS NULL"),
            postgresql_where=text("told_at IS NULL"),
        ),
    )
    id: int | None = key()
    old_id: str = Field(unique=True)
    customer_id: int | None = Field(
        default=None, foreign_key="customers.id", unique=True, ondelete="SET NULL"
    )
    login: str | None = Field(default=None, unique=True)
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    standing: str = ""
    weak: bool = False
    moved_at: datetime = moment()
    told_at: datetime | None = moment(nullable=True)
    seen_at: datetime | None = moment(nullable=True)  # the first sign-in with the old password
