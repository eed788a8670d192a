"""The supplier's staff, their browsers, and the log of what they did."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, moment


class StaffRow(SQLModel, table=True):
    """An employee; never deleted, for the log names them."""

    __tablename__ = "staff"
    id: int | None = key()
    email: str = Field(unique=True)
    name: str
    role: str
    password_hash: str = ""
    factor_salt: str
    last_step: int = 0
    created_at: datetime = moment()
    invitation_hash: str | None = Field(default=None, unique=True)
    invited_until: datetime | None = moment(nullable=True)
    enrolled_at: datetime | None = moment(nullable=True)
    disabled_at: datetime | None = moment(nullable=True)


class StaffRecoveryCodeRow(SQLModel, table=True):
    """A way in without the phone, once."""

    __tablename__ = "staff_recovery_codes"
    id: int | None = key()
    staff_id: int = Field(foreign_key="staff.id", index=True)
    code_hash: str = Field(unique=True)
    used_at: datetime | None = moment(nullable=True)


class StaffSessionRow(SQLModel, table=True):
    """A browser at work; the cookie's secret is kept as its SHA-256."""

    __tablename__ = "staff_sessions"
    id: int | None = key()
    staff_id: int = Field(foreign_key="staff.id", index=True)
    secret_hash: str = Field(unique=True)
    created_at: datetime = moment()
    last_seen_at: datetime = moment(index=True)
    ended_at: datetime | None = moment(nullable=True)
    user_agent: str = ""
    address: str = ""


class AuditRow(SQLModel, table=True):
    """What somebody did; append-only by triggers on both engines."""

    __tablename__ = "audit_records"
    __table_args__ = (Index("ix_audit_account", "account_id", "id"),)
    id: int | None = key()
    at: datetime = moment()
    staff_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    actor: str
    role: str = ""
    address: str = ""
    action: str
    subject: str
    account_id: int | None = Field(default=None, foreign_key="accounts.id")
    before: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    after: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
