"""Notices: who asked for which, on which devices, and what was told."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, moment


class MailWishRow(SQLModel, table=True):
    """A kind of notice that goes to a person's mailbox, since when and asked for from where."""

    __tablename__ = "notice_mail_wishes"
    customer_id: int = Field(primary_key=True, foreign_key="customers.id", ondelete="CASCADE")
    kind: str = Field(primary_key=True, index=True)
    given_at: datetime = moment()
    address: str


class PushDeviceRow(SQLModel, table=True):
    """A browser that takes notices; it goes when its person signs out there."""

    __tablename__ = "push_devices"
    id: int | None = key()
    customer_id: int = Field(foreign_key="customers.id", index=True, ondelete="CASCADE")
    session_id: int = Field(index=True)  # no foreign key: an expired session does not end notices
    browser: str = Field(unique=True)  # of its cookie, the SHA-256
    endpoint: str = Field(unique=True, sa_type=Text)
    p256dh: str
    auth: str
    created_at: datetime = moment()


class PushWishRow(SQLModel, table=True):
    """A kind of notice that goes to a device."""

    __tablename__ = "notice_push_wishes"
    device_id: int = Field(primary_key=True, foreign_key="push_devices.id", ondelete="CASCADE")
    kind: str = Field(primary_key=True, index=True)
    given_at: datetime = moment()
    address: str


class NoticeRow(SQLModel, table=True):
    """A notice told or to be told: the key lets one thing be told once in each way."""

    __tablename__ = "notices"
    __table_args__ = (UniqueConstraint("customer_id", "kind", "subject", "device_id"),)
    id: int | None = key()
    customer_id: int = Field(foreign_key="customers.id", ondelete="CASCADE")
    kind: str
    subject: str
    device_id: int = 0  # 0: by mail
    title: str
    text: str = Field(sa_type=Text)
    path: str
    created_at: datetime = moment(index=True)
    until: datetime | None = moment(nullable=True)
    sent_at: datetime | None = moment(nullable=True)
    next_attempt_at: datetime | None = moment(nullable=True, index=True)
    attempts: int = 0
    last_error: str = ""
