"""What subscribers ask of the supplier, what was said to it, and the files beside it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, Text
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, moment


class AppealRow(SQLModel, table=True):
    """An appeal. `waits_until` is `due_on` while an answer is due, else nothing: the queue's order.

    Its words are messages; `facts` are the fields of its topic.
    """

    __tablename__ = "appeals"
    __table_args__ = (
        Index("ix_appeals_queue", "waits_until", "id"),
        Index("ix_appeals_customer", "customer_id", "id"),
        Index("ix_appeals_state", "state", "id"),
    )
    id: int | None = key()
    number: str = Field(unique=True)
    customer_id: int = Field(foreign_key="customers.id")
    account_id: int | None = Field(default=None, foreign_key="accounts.id", index=True)
    topic: str
    state: str
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = moment()
    changed_at: datetime = moment()
    due_on: date
    waits_until: date | None = None
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    prolonged: bool = False


class AppealMessageRow(SQLModel, table=True):
    """What one side wrote; never edited. `stars` is what the person thinks of an answer."""

    __tablename__ = "appeal_messages"
    id: int | None = key()
    appeal_id: int = Field(foreign_key="appeals.id", index=True)
    kind: str
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    text: str = Field(sa_type=Text)
    at: datetime = moment()
    stars: int | None = None
    words: str = ""


class AppealFileRow(SQLModel, table=True):
    """A file; it waits in its slot until the message it belongs to is sent."""

    __tablename__ = "appeal_files"
    __table_args__ = (Index("ix_appeal_files_waiting", "customer_id", "slot"),)
    id: int | None = key()
    customer_id: int = Field(foreign_key="customers.id")
    slot: str
    message_id: int | None = Field(default=None, foreign_key="appeal_messages.id", index=True)
    key: str = Field(index=True)
    name: str
    kind: str
    size: int
    at: datetime = moment()
