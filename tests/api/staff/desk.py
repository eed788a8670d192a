"""The console over plain HTTP, and employees of every role who sit at it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app import wiring
from lk_app.api import staff
from lk_app.api.edge import Edge
from lk_app.db.engine import Database
from lk_app.domain.staff import Role
from tests.office import wired
from tests.usecases import colleagues

CLOCK = "2026-11-20T10:00"


@contextmanager
def served(
    database_url: str, var_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    """The routes of the console over this database, behind the edge."""
    monkeypatch.setenv("LK_DATABASE_URL", database_url)
    monkeypatch.setenv("LK_VAR_DIR", str(var_dir))
    monkeypatch.setenv("LK_CLOCK", CLOCK)
    app = Edge(Starlette(routes=staff.routes), output=var_dir, https=False)
    with wired(), TestClient(app, follow_redirects=False) as opened:
        yield opened


def enter(
    client: TestClient, db: Database, role: Role = Role.OPERATOR, email: str = colleagues.OLGA
) -> None:
    """Enrol somebody and sign them in with this browser, by a recovery code: time is real here."""
    codes = colleagues.enrolled(db, email, role, now=wiring.real_now(), signer=wiring.signer())
    answer = client.post("/staff/login", data=typed(email, codes[0]))
    assert answer.status_code == 303, answer.text


def typed(email: str, code: str) -> dict[str, str]:
    """The sign-in form."""
    return {"email": email, "password": colleagues.PASSWORD, "code": code}


def field(page: str, name: str) -> str:
    """What a hidden field of a page carries."""
    (found,) = re.findall(rf'name="{name}" value="([^"]*)"', page)
    return unescape(found)
