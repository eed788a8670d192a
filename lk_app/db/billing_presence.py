"""Who is at work on a monthly run: a lock that ends with its process, however that ends.

PostgreSQL keeps it for the session, SQLite on an empty file beside the database; nothing has to be
cleaned up after a SIGKILL.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Protocol

from sqlalchemy import Connection, func, make_url, select

from lk_app.db.engine import Database

AT_WORK = 7_210_302  # the advisory lock that everybody at work on a run shares


class Presence(Protocol):
    """One command's place among those at work."""

    def is_alone(self) -> bool:
        """Whether nobody else is at work. Ask before coming in."""

    def come_in(self) -> None:
        """Be at work until the end of this process, or of `presence`."""


@contextmanager
def presence(db: Database) -> Iterator[Presence]:
    """A command that may come to work on a run."""
    if not db.has_one_writer:
        with db.own_connection() as connection:
            yield _Session(connection)
    elif path := make_url(db.url).database:
        with closing(sqlite3.connect(f"{path}.billing", isolation_level=None, timeout=0)) as file:
            yield _File(file)
    else:
        yield _Nobody()


class _Session:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def is_alone(self) -> bool:
        if not self._ask(func.pg_try_advisory_lock(AT_WORK)):
            return False
        self._ask(func.pg_advisory_unlock(AT_WORK))
        return True

    def come_in(self) -> None:
        self._ask(func.pg_advisory_lock_shared(AT_WORK))

    def _ask(self, question: object) -> object:
        return self._connection.execute(select(question)).scalar()  # type: ignore[call-overload]


class _File:
    """SQLite's own locks of a file, for they are the same on every system."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file

    def is_alone(self) -> bool:
        try:
            self._file.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:  # somebody reads it
            return False
        self._file.execute("ROLLBACK")
        return True

    def come_in(self) -> None:
        self._file.execute("BEGIN")
        self._file.execute("SELECT * FROM sqlite_master").fetchall()  # holds it for reading


class _Nobody:
    """A database in memory has no one else."""

    def is_alone(self) -> bool:
        return True

    def come_in(self) -> None:
        pass
