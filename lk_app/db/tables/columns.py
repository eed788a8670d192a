"""Kinds of columns that tables share."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, Index, text
from sqlalchemy import DateTime as SaDateTime
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in Python on both engines; SQLite keeps it naive, PostgreSQL with its zone."""

    impl = SaDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments: they would mean another hour on another machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def moment(*, nullable: bool = False, index: bool = False) -> Any:
    """A column holding a moment."""
    return Field(sa_type=UtcDateTime, nullable=nullable, index=index)


def kopecks(*, default: int | None = None) -> Any:
    """A column holding money: 64 bits hold 92 quadrillion roubles."""
    if default is None:
        return Field(sa_type=BigInteger)
    return Field(default=default, sa_type=BigInteger)


def key() -> Any:
    """A surrogate key given by the database."""
    return Field(default=None, primary_key=True)


def one_in_force(table: str, *columns: str) -> Index:
    """Of the rows nothing superseded, one for these columns at most."""
    current = text("superseded_at IS NULL")
    return Index(
        f"ux_{table}_in_force",
        *columns,
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )
