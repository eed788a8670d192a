"""Readings sent without signing in."""

from datetime import datetime

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from lk_app.db.tables.columns import key, moment


class GuestReadingRow(SQLModel, table=True):
    """A proposal; `reading_id` is the reading it became."""

    __tablename__ = "guest_readings"
    __table_args__ = (Index("ix_guest_readings_meter", "meter_id", "period"),)
    id: int | None = key()
    number: str = Field(unique=True)
    account_id: int = Field(foreign_key="accounts.id", index=True)
    meter_id: int = Field(foreign_key="meters.id")
    period: str
    received_at: datetime = moment()
    values: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))
    state: str = Field(index=True)
    doubts: list[str] = Field(sa_column=Column(JSON, nullable=False))
    note: str = ""
    decided_at: datetime | None = moment(nullable=True)
    reading_id: int | None = Field(default=None, foreign_key="readings.id")
