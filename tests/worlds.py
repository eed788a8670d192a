"""A world is brought in once a worker; whoever wants the same one again gets a copy of its rows."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import inspect, text

from lk_app.db.engine import Database

_tables: dict[str, list[str]] = {}  # dialect: all that migrations make
_bare: dict[str, frozenset[str]] = {}  # … and those they fill
_made: dict[tuple[str, str], "sqlite3.Connection | Rows"] = {}


@dataclass(frozen=True)
class Rows:
    """What PostgreSQL held: each filled table as COPY writes it, each sequence as it stood."""

    tables: dict[str, bytes]
    sequences: dict[str, tuple[int, bool]]


def remember_bare(db: Database) -> None:
    """This is how a database looks that nobody has touched."""
    _tables[db.dialect] = inspect(db._engine).get_table_names()
    _bare[db.dialect] = filled(db)


def filled(db: Database) -> frozenset[str]:
    """The tables that hold something."""
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in _tables[db.dialect]
    )
    with db.read() as session:
        return frozenset(name for (name,) in session.connection().execute(text(asked)))


def furnish(db: Database, world: str, make: Callable[..., object]) -> None:
    """What `make` does; to a database nobody has touched by a copy, once it was done to another."""
    if db.dialect not in _bare or filled(db) != _bare[db.dialect]:
        make(db=db)
        return
    key = (db.dialect, world)
    if key not in _made:
        make(db=db)
        with closing(db._engine.raw_connection()) as lent:
            _made[key] = _taken(lent.driver_connection, filled(db))
        return
    with closing(db._engine.raw_connection()) as lent:
        _put(lent.driver_connection, _made[key])


def _taken(connection: Any, tables: frozenset[str]) -> sqlite3.Connection | Rows:
    if isinstance(connection, sqlite3.Connection):
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        connection.backup(copy)
        return copy
    return _rows(connection, tables)


def _rows(connection: psycopg.Connection, tables: frozenset[str]) -> Rows:
    copies, sequences = {}, {}
    for table in sorted(tables):
        with connection.cursor().copy(f"COPY {table} TO STDOUT (FORMAT BINARY)") as out:
            copies[table] = b"".join(out)
    for (name,) in connection.execute("SELECT sequencename FROM pg_sequences").fetchall():
        (found,) = connection.execute(f"SELECT last_value, is_called FROM {name}").fetchall()
        if found != (1, False):
            sequences[name] = found
    connection.rollback()
    return Rows(copies, sequences)


def _put(connection: Any, world: sqlite3.Connection | Rows) -> None:
    if isinstance(world, sqlite3.Connection):
        world.backup(connection)
        return
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")  # the rows fit together
        for table, rows in world.tables.items():
            connection.execute(f"DELETE FROM {table}")
            with connection.cursor().copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as into:
                into.write(rows)
        for name, stood in world.sequences.items():
            connection.execute(f"SELECT setval('{name}', %s, %s)", stood)
