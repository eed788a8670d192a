"""Meters and their readings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, moment


class MeterRow(SQLModel, table=True):
    """A meter on an account; `initial_readings` is the set counted for the period before."""

    __tablename__ = "meters"
    __table_args__ = (UniqueConstraint("account_id", "serial", "installed_on"),)
    id: int | None = key()
    account_id: int = Field(foreign_key="accounts.id", index=True)
    serial: str = Field(index=True)
    model: str
    digits: int
    ratio: int
    zones: int
    installed_on: date
    removed_on: date | None = None
    verified_until: date | None = None
    remote: bool = False
    initial_readings: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))
    final_readings: dict[str, int] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    import_id: int | None = None  # the file that brought it


class MeterChangeRow(SQLModel, table=True):
    """What a file made known of a meter that stood there: undoing the file puts back `before`."""

    __tablename__ = "meter_changes"
    import_id: int = Field(primary_key=True, foreign_key="imports.id")
    meter_id: int = Field(primary_key=True, foreign_key="meters.id")
    before: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    after: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class ReadingPhotoRow(SQLModel, table=True):
    """The photo beside a reading; the picture is a file named by its content."""

    __tablename__ = "reading_photos"
    reading_id: int = Field(primary_key=True, foreign_key="readings.id")
    key: str
    width: int
    height: int
    added_at: datetime = moment()
    customer_id: int | None = Field(default=None, foreign_key="customers.id", ondelete="SET NULL")


class ReadingRow(SQLModel, table=True):
    """One set of readings of all registers; repeating the same submission finds this row again."""

    __tablename__ = "readings"
    __table_args__ = (
        UniqueConstraint("meter_id", "source", "taken_on", "idempotency_key"),
        Index("ix_readings_meter_received", "meter_id", "received_at"),
        Index("ix_readings_account", "account_id", "id"),
        Index("ix_readings_taken", "taken_on", "state", "account_id"),
    )
    id: int | None = key()
    account_id: int = Field(foreign_key="accounts.id")
    meter_id: int = Field(foreign_key="meters.id")
    taken_on: date
    received_at: datetime = moment()
    values: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))
    source: str
    state: str
    customer_id: int | None = Field(default=None, foreign_key="customers.id", ondelete="SET NULL")
    receipt_number: str = Field(unique=True)
    idempotency_key: str
    import_id: int | None = None  # the file that brought it


class LateReadingRow(SQLModel, table=True):
    """A reading taken in time that came too late: both times, and what an operator decided."""

    __tablename__ = "late_readings"
    __table_args__ = (Index("ix_late_readings_state", "state"),)
    reading_id: int = Field(foreign_key="readings.id", primary_key=True)
    taken_at: datetime = moment()
    meant_for: str
    state: str
    reason: str = ""
    decided_at: datetime | None = moment(nullable=True)


class ReadingCheckRow(SQLModel, table=True):
    """A reading that an employee looks at or has taken back: why, and what was decided."""

    __tablename__ = "reading_checks"
    __table_args__ = (
        Index("ix_reading_checks_queue", "kind", "state", "reading_id"),
        Index("ix_reading_checks_meter", "meter_id", "period"),
    )
    reading_id: int = Field(foreign_key="readings.id", primary_key=True)
    meter_id: int = Field(foreign_key="meters.id")
    period: str
    kind: str
    doubts: list[str] = Field(sa_column=Column(JSON, nullable=False))
    state: str
    reason: str = ""
    decided_at: datetime | None = moment(nullable=True)
