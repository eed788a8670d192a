"""The log of what the staff did keeps what was written into it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from lk_app.db.engine import Database
from tests.usecases.colleagues import enrolled, log


@pytest.mark.parametrize(
    "command", ["UPDATE audit_records SET actor = 'nobody'", "DELETE FROM audit_records"]
)
def test_nothing_is_changed_or_deleted(database: Database, command: str) -> None:
    enrolled(database)
    before = log(database)
    with pytest.raises(DBAPIError, match="append-only"), database.write() as session:
        session.connection().execute(text(command))
    assert log(database) == before
