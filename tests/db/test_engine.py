"""Transactions: what a reader sees while others write."""

from lk_app.db import marks
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
