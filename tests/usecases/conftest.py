"""Anna and her flat, whose meter most of the rules of readings are tried on; registers of banks."""

from pathlib import Path

import pytest

from lk_app.db.engine import Database
from tests.usecases import metered
from tests.usecases.registers import Sber, open_accounts, writer
from tests.usecases.sent_readings import read_monthly


@pytest.fixture
def anna(database: Database) -> int:
    """A subscriber, by id."""
    return metered.customer(database)


@pytest.fixture
def flat(database: Database, anna: int) -> int:
    """Her meter, by id, read every month since August."""
    return read_monthly(database, anna)


@pytest.fixture
def books(database: Database) -> Database:
    """All accounts of the samples, and nothing paid."""
    return open_accounts(database)


@pytest.fixture
def sber(tmp_path: Path) -> Sber:
    """Writes registers of Сбербанк."""
    return writer(tmp_path)
