"""Transactions: what a reader sees while others write, what a power failure leaves."""

from pathlib import Path

import pytest

from lk_app.db import engine, marks
from lk_app.db.engine import Database


def test_a_reader_sees_one_state_whatever_is_written_meanwhile(database: Database) -> None:
    with database.read() as reader:
        assert marks.read(reader, "first") is None
        with database.write() as session:
            marks.write(session, "first", "yes")
            marks.write(session, "second", "yes")
        assert marks.read(reader, "second") is None, "or a balance would not match its own lines"
    with database.read() as reader:
        assert marks.read(reader, "second") == "yes"


def test_what_was_committed_outlives_a_power_failure(
    tmp_path: Path, product_sync: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "SYNCHRONOUS", product_sync)
    database = Database(f"sqlite:///{tmp_path}/own.db")
    with database.connection() as connection:
        full = 2  # sqlite.org/pragma.html#pragma_synchronous
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == full
    database.close()
