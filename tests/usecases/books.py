"""The supplier's books in a test: the clock, and the sample files brought in."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import lk_app.demo
from lk_app.db.engine import Database
from lk_app.usecases.imports import accounts, payments, readings
from lk_app.usecases.imports.loading import Books
from lk_app.usecases.publishing import norms, rates, tariffs, windows

SAMPLES = Path(lk_app.demo.__file__).parent / "data"
SARATOV = ZoneInfo("Europe/Saratov")
NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
BOOKS = Books(now=NOW, tz=SARATOV, account_number_digits=10)


def publish(db: Database) -> None:
    """Everything the samples announce: prices, norms, windows, rates."""
    for noun in (tariffs, norms, windows, rates):
        path = SAMPLES / f"{noun.__name__.rpartition('.')[2]}.csv"
        noun.run(db=db, path=path, books=BOOKS)


def open_books(db: Database) -> None:
    """All 136 accounts of the samples, with the readings and payments of the seven."""
    for noun in (accounts, readings, payments):
        path = SAMPLES / f"{noun.__name__.rpartition('.')[2]}.csv"
        noun.run(db=db, path=path, books=BOOKS, skip_bad=False)
