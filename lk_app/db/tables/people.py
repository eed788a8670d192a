"""The people of the cabinet: who they are, what they agreed to, how they sign in."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, moment


class CustomerRow(SQLModel, table=True):
    """A registered person; unconfirmed, it owns nothing and the next registration replaces it."""

    __tablename__ = "customers"
    id: int | None = key()
    last_name: str
    first_name: str
    patronymic: str = ""
    words: str = ""  # what the console's search looks through
    email: str = Field(unique=True)
    phone: str = Field(index=True)
    password_hash: str
    confirmed_at: datetime | None = moment(nullable=True)
    created_at: datetime = moment()
    erased_at: datetime | None = moment(nullable=True)  # the login was deleted: nobody's since
    mailbox_digest: str = Field(default="", sa_column_kwargs={"server_default": ""})


class ConsentRow(SQLModel, table=True):
    """152-ФЗ ст. 9: which text was agreed to, when and from where, and when it was taken back."""

    __tablename__ = "consents"
    id: int | None = key()
    customer_id: int = Field(foreign_key="customers.id", index=True, ondelete="CASCADE")
    kind: str
    version: str
    given_at: datetime = moment()
    address: str
    withdrawn_at: datetime | None = moment(nullable=True)


class SessionRow(SQLModel, table=True):
    """A signed-in browser; the cookie's secret is kept as its SHA-256."""

    __tablename__ = "sessions"
    id: int | None = key()
    customer_id: int = Field(foreign_key="customers.id", index=True, ondelete="CASCADE")
    secret_hash: str = Field(unique=True)
    created_at: datetime = moment()
    last_seen_at: datetime = moment()
    expires_at: datetime = moment(index=True)
    remembered: bool = False
    user_agent: str = ""
    address: str = ""
    ended_at: datetime | None = moment(nullable=True)


class OneTimeTokenRow(SQLModel, table=True):
    """A link from a letter: kept hashed, used once, forgotten when it expires."""

    __tablename__ = "one_time_tokens"
    id: int | None = key()
    customer_id: int = Field(foreign_key="customers.id", index=True, ondelete="CASCADE")
    purpose: str
    token_hash: str = Field(unique=True)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime = moment()
    effective_at: datetime = moment()
    expires_at: datetime = moment(index=True)
    used_at: datetime | None = moment(nullable=True)


class ThrottleRow(SQLModel, table=True):
    """Failures counted for one key (a name, an address, a target account)."""

    __tablename__ = "throttles"
    key: str = Field(primary_key=True)
    failures: int
    blocked_until: datetime = moment()
    forget_at: datetime = moment(index=True)


class UsedChallengeRow(SQLModel, table=True):
    """Captcha challenges already spent, remembered until they expire anyway."""

    __tablename__ = "used_challenges"
    signature: str = Field(primary_key=True)
    expires_at: datetime = moment(index=True)
