"""The outbox, and who gets bills by mail."""

from datetime import datetime

from sqlalchemy import JSON, Column, Text
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, moment


class LetterRow(SQLModel, table=True):
    """The outbox: a letter is saved with the change it tells of, and sent afterwards."""

    __tablename__ = "letters"
    id: int | None = key()
    kind: str
    recipient: str
    subject: str
    text: str = Field(sa_type=Text)
    html: str = Field(sa_type=Text)
    attached: list[dict[str, str]] = (
        Field(  # what names each paper: it is made when the letter goes
            default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]")
        )
    )
    unsubscribe_link: str = Field(default="", sa_column_kwargs={"server_default": ""})
    dedupe_key: str = Field(unique=True)
    created_at: datetime = moment(index=True)
    sent_at: datetime | None = moment(nullable=True)
    attempts: int = 0
    next_attempt_at: datetime | None = moment(nullable=True, index=True)
    last_error: str = ""


class EbillRow(SQLModel, table=True):
    """An account whose bills go to a customer's mailbox, and the newest bill told or passed over.

    The row is the wish; the consent beside it says when it was given. `noticed_at` is when a newer
    bill was first seen while the person's other accounts were still being billed.
    """

    __tablename__ = "ebills"
    customer_id: int = Field(primary_key=True, foreign_key="customers.id", ondelete="CASCADE")
    account_id: int = Field(primary_key=True, foreign_key="accounts.id")
    told: str = ""  # YYYY-MM; empty before the account's first bill
    noticed_at: datetime | None = moment(nullable=True)
