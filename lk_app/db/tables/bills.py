"""Bills, the runs that post them, and where an account stands between two."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, kopecks, moment


class BillRow(SQLModel, table=True):
    """A posted bill (квитанция): never changed after it is written."""

    __tablename__ = "bills"
    __table_args__ = (UniqueConstraint("account_id", "period"),)
    id: int | None = key()
    account_id: int = Field(foreign_key="accounts.id")
    period: str
    opening_balance: int = kopecks()
    charges: int = kopecks()
    adjustment_total: int = kopecks()
    late_fee: int = kopecks()
    payments: int = kopecks()
    closing_balance: int = kopecks()
    due_date: date
    posted_at: datetime = moment()
    policy: str = "decree354"
    rule_version: str
    lines: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    adjustments: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    reading_ids: list[int] = Field(sa_column=Column(JSON, nullable=False))
    act_meter_ids: list[int] = Field(  # meters whose act of removal it counted
        default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]")
    )
    import_id: int | None = None  # the file of an outside billing system that told it
    document_number: str | None = None  # in ГИС ЖКХ


class BillingStopRow(SQLModel, table=True):
    """Why an account could not be billed; removed when a later run succeeds."""

    __tablename__ = "billing_stops"
    account_id: int = Field(primary_key=True, foreign_key="accounts.id")
    period: str
    code: str
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    noticed_at: datetime = moment()
    run_id: int | None = Field(default=None, foreign_key="billing_runs.id")


class BillingRunRow(SQLModel, table=True):
    """One monthly run: what it bills, and the rows of rules it keeps to from start to end."""

    __tablename__ = "billing_runs"
    id: int | None = key()
    first: str
    last: str
    policy: str
    rule_version: str
    rules: dict[str, list[int]] = Field(sa_column=Column(JSON, nullable=False))
    as_of: datetime = moment()  # business time, on its bills as the moment they were posted
    finished_at: datetime | None = moment(nullable=True)
    state: str


class BillingChunkRow(SQLModel, table=True):
    """A stretch of accounts by id that one transaction of a run bills, marked done within it."""

    __tablename__ = "billing_chunks"
    run_id: int = Field(primary_key=True, foreign_key="billing_runs.id")
    number: int = Field(primary_key=True)
    first_id: int
    last_id: int
    accounts: int
    posted: int = 0
    done: bool = False


class PositionRow(SQLModel, table=True):
    """Where an account stands after its last bill: a cache of the replay, thrown away at will.

    Readings up to `read_from`, and those of `known` after it, are inside; there were `before` of
    the former, for on PostgreSQL a lower id may be committed later.
    """

    __tablename__ = "positions"
    account_id: int = Field(primary_key=True, foreign_key="accounts.id", ondelete="CASCADE")
    after: str
    state: str = Field(sa_type=Text)
    read_from: int
    before: int
    known: str = Field(sa_type=Text)


class PositionResetRow(SQLModel, table=True):
    """How often positions were thrown away: of single accounts, or because the rules changed."""

    __tablename__ = "position_resets"
    reason: str = Field(primary_key=True)
    times: int
