"""Rows by the thousand, past the ORM: executemany on SQLite, COPY on PostgreSQL."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import psycopg
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

Row = Sequence[Any]


def moment(session: Session, at: datetime) -> str:
    """A moment the way the columns of `tables.UtcDateTime` keep it."""
    utc = at.astimezone(UTC)
    naive = session.connection().dialect.name == "sqlite"
    return f"{utc:%Y-%m-%d %H:%M:%S.%f}" if naive else utc.isoformat()


def add(session: Session, table: type[SQLModel], columns: Sequence[str], rows: list[Row]) -> None:
    """Insert rows of database values (text, numbers, dates as ISO), in the order of `columns`.

    A row that is there already is an IntegrityError, as with any other INSERT.
    """
    if not rows:
        return
    name, names = table.__tablename__, ", ".join(f'"{column}"' for column in columns)
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        holes = ", ".join("?" * len(columns))
        command = f"INSERT INTO {name} ({names}) VALUES ({holes})"  # noqa: S608 our own names
        connection.exec_driver_sql(command, rows)
        return
    copy_in(session, f"COPY {name} ({names}) FROM STDIN", rows)


def copy_in(session: Session, command: str, rows: Iterable[Row]) -> None:
    """Send rows to PostgreSQL as one stream of text."""
    driver: Any = session.connection().connection
    try:
        with driver.cursor() as cursor, cursor.copy(command) as copy:
            copy.write("".join("\t".join(map(_cell, row)) + "\n" for row in rows))
    except psycopg.IntegrityError as error:
        raise IntegrityError(command, None, error) from error


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    text = str(value)
    if "\\" in text or "\t" in text or "\n" in text or "\r" in text:
        for plain, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
            text = text.replace(plain, written)
    return text
