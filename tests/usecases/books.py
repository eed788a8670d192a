"""The supplier's books in a test: the clock, and the sample files brought in."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

import lk_app.demo
from lk_app import wording
from lk_app.db.engine import Database
from lk_app.domain.imports import Imported, ImportRefused
from lk_app.usecases.imports import accounts, payments, readings
from lk_app.usecases.imports.loading import Books
from lk_app.usecases.publishing import norms, rates, tariffs, windows
from lk_app.wording.sentences import GENERAL
from tests import worlds

SAMPLES = Path(lk_app.demo.__file__).parent / "data"
SARATOV = ZoneInfo("Europe/Saratov")
NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
BOOKS = Books(now=NOW, tz=SARATOV, account_number_digits=10)


def publish(db: Database) -> None:
    """Everything the samples announce: prices, norms, windows, rates."""
    worlds.furnish(db, "announced", _publish)


def open_books(db: Database) -> None:
    """All 136 accounts of the samples, with the readings and payments of the seven."""
    worlds.furnish(db, "books", _open)


def open_and_publish(db: Database) -> None:
    """The books, and everything announced."""
    worlds.furnish(db, "books and announced", _open_and_publish)


def _open_and_publish(db: Database) -> None:
    open_books(db)
    publish(db)


def _publish(db: Database) -> None:
    for noun in (tariffs, norms, windows, rates):
        path = SAMPLES / f"{noun.__name__.rpartition('.')[2]}.csv"
        noun.run(db=db, path=path, books=BOOKS)


def _open(db: Database) -> None:
    for noun in (accounts, readings, payments):
        path = SAMPLES / f"{noun.__name__.rpartition('.')[2]}.csv"
        noun.run(db=db, path=path, books=BOOKS, skip_bad=False)


def bring(
    db: Database, noun: ModuleType, *rows: str, books: Books = BOOKS, **options: object
) -> Imported:
    """A file of these rows, brought in whole; raises ImportRefused."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{noun.FORMAT.kind}.csv"
        header = ",".join([*noun.FORMAT.columns, *noun.FORMAT.optional])
        path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
        imported: Imported = noun.run(db=db, path=path, books=books, skip_bad=False, **options)
        return imported


def refused(db: Database, noun: ModuleType, *rows: str, books: Books = BOOKS) -> list[str]:
    """The codes of the bad rows of a file that was not taken, in the order of its lines."""
    with pytest.raises(ImportRefused) as caught:
        bring(db, noun, *rows, books=books)
    assert all(wording.refusal(bad.reason) != GENERAL for bad in caught.value.rows)
    return [bad.reason.code for bad in caught.value.rows]


def waits(db: Database) -> bool:
    """Whether somebody waits for a row; on SQLite whoever writes waits at the door."""
    if db.dialect == "sqlite":
        return True
    blocked = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with db.read() as session:
        return bool(session.connection().execute(text(blocked)).scalar_one())
