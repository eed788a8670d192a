"""What tests of handlers begin with: settings of an installation of their own, and Anna."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lk_app.db.engine import Database
from lk_app.domain.customers import Customer
from tests.office import wired
from tests.usecases import metered, people

NUMBER = "6410100101"


@pytest.fixture
def installed(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The composition root over the test's database and folder."""
    monkeypatch.setenv("LK_DATABASE_URL", database_url)
    monkeypatch.setenv("LK_VAR_DIR", str(tmp_path))
    with wired():
        yield


@pytest.fixture
def anna(database: Database) -> Customer:
    """With one meter that showed 4210 when it was installed."""
    person = people.confirmed(database)
    metered.account(database, NUMBER, owner=person.id)
    return person
