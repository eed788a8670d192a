"""Payments through a gateway or a bank, their refunds, and what a person must decide."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, kopecks, moment


class PaymentRow(SQLModel, table=True):
    """One payment through a gateway or from a bank's register; its state only moves forward."""

    __tablename__ = "payments"
    id: int | None = key()
    public_id: str = Field(unique=True)
    customer_id: int | None = Field(default=None, foreign_key="customers.id", ondelete="SET NULL")
    gateway: str
    method: str
    amount: int = kopecks()
    state: str = Field(index=True)
    idempotency_key: str = Field(unique=True)
    external_id: str | None = Field(default=None, unique=True)
    checkout_url: str = ""
    receipt_contact: str = ""
    card_mask: str = ""
    decline_code: str = ""
    created_at: datetime = moment(index=True)
    updated_at: datetime = moment()
    next_check_at: datetime | None = moment(nullable=True, index=True)
    checks: int = 0
    receipt_state: str = ""
    receipt_document: str = ""
    receipt_storage: str = ""
    receipt_sign: str = ""
    save_method: bool = False
    saved_method_id: int | None = None  # no foreign key: SQLite adds none to a table that stands


class PaymentPartRow(SQLModel, table=True):
    """What part of a payment goes to which account, and the period the payer named."""

    __tablename__ = "payment_parts"
    __table_args__ = (
        UniqueConstraint("payment_id", "account_id"),
        CheckConstraint("amount > 0"),
    )
    id: int | None = key()
    payment_id: int = Field(foreign_key="payments.id", index=True)
    account_id: int = Field(foreign_key="accounts.id", index=True)
    amount: int = kopecks()
    period: str | None = None


class PaymentEventRow(SQLModel, table=True):
    """What happened to a payment, once each: the first guard against counting twice."""

    __tablename__ = "payment_events"
    __table_args__ = (UniqueConstraint("gateway", "event_key"),)
    id: int | None = key()
    payment_id: int = Field(foreign_key="payments.id", index=True)
    gateway: str
    event_key: str
    kind: str
    happened_at: datetime = moment()
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class PaymentRefundRow(SQLModel, table=True):
    """Money of a payment on its way back through the gateway; its state only moves forward."""

    __tablename__ = "payment_refunds"
    __table_args__ = (
        UniqueConstraint("gateway", "external_id"),
        CheckConstraint("amount > 0"),
    )
    id: int | None = key()
    public_id: str = Field(unique=True)
    payment_id: int = Field(foreign_key="payments.id", index=True)
    gateway: str
    kind: str
    amount: int = kopecks()
    state: str
    idempotency_key: str = Field(unique=True)
    external_id: str | None = None
    reason: str = ""
    by: str = ""
    created_at: datetime = moment()
    updated_at: datetime = moment()
    next_check_at: datetime | None = moment(nullable=True, index=True)
    checks: int = 0


class PaymentRefundPartRow(SQLModel, table=True):
    """What of a refund is taken from which account."""

    __tablename__ = "payment_refund_parts"
    __table_args__ = (UniqueConstraint("refund_id", "account_id"), CheckConstraint("amount > 0"))
    id: int | None = key()
    refund_id: int = Field(foreign_key="payment_refunds.id", index=True)
    account_id: int = Field(foreign_key="accounts.id", index=True)
    amount: int = kopecks()


class PaymentReviewRow(SQLModel, table=True):
    """What our books and a gateway say differently of one movement: a person decides."""

    __tablename__ = "payment_reviews"
    __table_args__ = (UniqueConstraint("gateway", "subject", "external_id"),)
    id: int | None = key()
    gateway: str
    subject: str
    external_id: str
    number: str
    kind: str
    day: date
    here: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    there: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    noticed_at: datetime = moment()
    closed_at: datetime | None = moment(nullable=True, index=True)
    note: str = ""
