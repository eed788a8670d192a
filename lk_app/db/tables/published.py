"""What the supplier publishes: prices, norms, windows, rates, and that something changed."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, kopecks, moment, one_in_force


class TariffRow(SQLModel, table=True):
    """One price; rows are never edited, only superseded by a later `published_at`."""

    __tablename__ = "tariffs"
    __table_args__ = (Index("ix_tariffs_span", "category", "zones", "valid_from"),)
    id: int | None = key()
    valid_from: date
    valid_to: date | None = None
    category: str
    zones: int
    register_name: str
    band: int
    up_to_kwh: int | None = None
    price: int = kopecks()
    source: str
    published_at: datetime = moment()
    superseded_at: datetime | None = moment(nullable=True)


class NormRow(SQLModel, table=True):
    """Norm of consumption, kWh a person a month, by category and date."""

    __tablename__ = "norms"
    __table_args__ = (one_in_force("norms", "valid_from", "category"),)
    id: int | None = key()
    valid_from: date
    category: str
    norm_kwh: int
    published_at: datetime = moment()
    superseded_at: datetime | None = moment(nullable=True)


class WindowRow(SQLModel, table=True):
    """The submission window from a date on: first and last day of the month."""

    __tablename__ = "windows"
    __table_args__ = (one_in_force("windows", "valid_from"),)
    id: int | None = key()
    valid_from: date
    first_day: int
    last_day: int
    published_at: datetime = moment()
    superseded_at: datetime | None = moment(nullable=True)


class RateRow(SQLModel, table=True):
    """The late fee's yearly rate from a date on, in hundredths of a per cent (950 = 9.5 %)."""

    __tablename__ = "rates"
    __table_args__ = (one_in_force("rates", "valid_from"),)
    id: int | None = key()
    valid_from: date
    late_fee_rate: int
    published_at: datetime = moment()
    superseded_at: datetime | None = moment(nullable=True)


class ChangeRow(SQLModel, table=True):
    """What was published, counted: open pages fetch when their topic's version grew."""

    __tablename__ = "changes"
    topic: str = Field(primary_key=True)
    version: int
