"""Houses, the accounts in them, who holds an account and who may see it."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, kopecks, moment


class HouseRow(SQLModel, table=True):
    """A building the supplier serves."""

    __tablename__ = "houses"
    __table_args__ = (UniqueConstraint("city", "street", "house"),)
    id: int | None = key()
    city: str
    street: str
    house: str
    has_apartments: bool
    words: str = ""  # what a search looks through: SQLite folds no Cyrillic capitals


class AccountRow(SQLModel, table=True):
    """A personal account (лицевой счёт)."""

    __tablename__ = "accounts"
    id: int | None = key()
    account_number: str = Field(unique=True)
    unified_account: str = Field(default="", index=True)
    house_id: int = Field(foreign_key="houses.id", index=True)
    apartment: str = ""
    category: str
    residents: int
    norm_kwh: int
    opened_on: date
    opening_balance: int = kopecks(default=0)
    import_id: int | None = None  # the file that opened it; no foreign key: SQLite adds none later
    closed_on: date | None = None  # its holder moved out; the account is nobody else's after that


class HolderRow(SQLModel, table=True):
    """Who held an account from when to when (half-open); a link sees its holder's dates only."""

    __tablename__ = "holders"
    id: int | None = key()
    account_id: int = Field(foreign_key="accounts.id", index=True)
    name: str
    words: str = ""  # what the console's search looks through
    valid_from: date
    valid_to: date | None = None


class AccountLinkRow(SQLModel, table=True):
    """A customer's view of an account; history before `linked_on` needs `proven_at`."""

    __tablename__ = "account_links"
    __table_args__ = (UniqueConstraint("customer_id", "account_id"),)
    id: int | None = key()
    customer_id: int = Field(foreign_key="customers.id", index=True, ondelete="CASCADE")
    account_id: int = Field(foreign_key="accounts.id", index=True)
    name: str
    linked_at: datetime = moment()
    linked_on: date  # by the business clock, as everything that a link shows or hides is dated
    proven_at: datetime | None = moment(nullable=True)
