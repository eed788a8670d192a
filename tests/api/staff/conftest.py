"""The console, served to a browser nobody has used yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from lk_app.db.engine import Database
from tests.api.staff import desk


@pytest.fixture
def client(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    with desk.served(database_url, tmp_path, monkeypatch) as opened:
        yield opened
