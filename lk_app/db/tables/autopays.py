"""Saved cards and the accounts that they pay by themselves."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, kopecks, moment


class SavedMethodRow(SQLModel, table=True):
    """A card its gateway keeps for the next time: a token and a mask, never a number."""

    __tablename__ = "saved_methods"
    __table_args__ = (UniqueConstraint("customer_id", "gateway", "token"),)
    id: int | None = key()
    customer_id: int = Field(foreign_key="customers.id", ondelete="CASCADE", index=True)
    gateway: str
    method: str
    token: str
    title: str
    saved_at: datetime = moment()
    forgotten_at: datetime | None = moment(nullable=True)


class AutopayRow(SQLModel, table=True):
    """An account that a saved card pays by itself; ended, never deleted: its charges tell of it."""

    __tablename__ = "autopays"
    __table_args__ = (
        Index(
            "ux_autopays_in_force",
            "customer_id",
            "account_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    id: int | None = key()
    customer_id: int = Field(foreign_key="customers.id", ondelete="CASCADE")
    account_id: int = Field(foreign_key="accounts.id", index=True)
    saved_method_id: int = Field(foreign_key="saved_methods.id", ondelete="CASCADE")
    trigger: str
    day: int | None = None
    cap: int = kopecks()
    contact: str
    started_at: datetime = moment()
    ended_at: datetime | None = moment(nullable=True)
    ended_why: str = ""


class AutopayChargeRow(SQLModel, table=True):
    """One time an autopay acts: the key (a bill or a chosen day) is the guard against twice."""

    __tablename__ = "autopay_charges"
    __table_args__ = (UniqueConstraint("autopay_id", "key"),)
    id: int | None = key()
    autopay_id: int = Field(foreign_key="autopays.id", ondelete="CASCADE")
    key: str
    amount: int = kopecks()
    announced_at: datetime = moment()
    charge_on: date
    state: str = Field(index=True)
    payment_number: str = ""
