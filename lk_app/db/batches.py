"""Rows by the thousand, past the ORM: executemany on SQLite, COPY on PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import psycopg
from sqlalchemy import ColumnDefault
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from lk_app.db.engine import as_json

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


def add_values(session: Session, table: type[SQLModel], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows of Python values by column, all with the same ones; the rest are defaults."""
    given = list(rows)
    if not given:
        return
    session.flush()  # what these rows refer to may still be only in the session
    names = [*given[0]]
    usual = _defaults(table)
    for name in names:
        usual.pop(name, None)
    rest = [_plain(session, value, {}) for value in usual.values()]
    moments: dict[datetime, str] = {}
    add(
        session,
        table,
        [*names, *usual],
        [(*(_plain(session, row[name], moments) for name in names), *rest) for row in given],
    )


def _defaults(table: type[SQLModel]) -> dict[str, Any]:
    """What the columns hold that nobody speaks of."""
    columns = SQLModel.metadata.tables[str(table.__tablename__)].columns
    return {
        column.name: column.default.arg
        for column in columns
        if isinstance(column.default, ColumnDefault) and column.default.is_scalar
    }


def _plain(session: Session, value: Any, moments: dict[datetime, str]) -> Any:
    """A value the way its column keeps it."""
    if isinstance(value, datetime):
        if value not in moments:  # a file has few of them
            moments[value] = moment(session, value)
        return moments[value]
    if isinstance(value, date):
        return value.isoformat()
    return as_json(value) if isinstance(value, dict) else value


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
