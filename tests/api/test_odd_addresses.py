"""Addresses and forms that no browser makes by itself: told off in words, never by a fault."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from lk_app import wiring
from lk_app.api import (
    appeals,
    bills,
    consumption,
    documents,
    personal_data,
    photos,
    readings,
    simple,
    staff,
    statements,
)
from lk_app.api.edge import Edge
from lk_app.db.engine import Database
from lk_app.domain.staff import Role
from tests.api.staff import desk
from tests.usecases import people

CUSTOMERS = (appeals, bills, consumption, documents, personal_data, photos, readings, simple)
ROUTES: list[Route] = [
    *(route for part in (*CUSTOMERS, statements, staff) for route in part.routes)
]
FIELDS = (
    *("text", "note", "do", "reason", "email", "request", "number", "amount", "payment", "form"),
    *("account", "why", "name", "role", "title", "to", "answer", "proposal", "single", "login"),
)
ASKED = "&".join(f"{name}=a%00b" for name in (*FIELDS, "q", "page", "receipt", "next", "queue"))


@pytest.fixture
def client(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    with desk.served(database_url, tmp_path, monkeypatch):
        for store in (wiring.photos, wiring.data_exports):
            store.cache_clear()
        app = Edge(Starlette(routes=ROUTES), output=tmp_path, https=False)
        yield TestClient(app, follow_redirects=False)
        for store in (wiring.photos, wiring.data_exports):
            store.cache_clear()


@pytest.mark.parametrize(("number", "word"), [("1", "a%00"), ("9" * 25, "1")])
def test_what_no_database_takes_is_no_fault(
    client: TestClient, database: Database, number: str, word: str
) -> None:
    people.confirmed(database)
    client.post("/simple/login", data={"login": people.ANNA, "password": people.PASSWORD})
    desk.enter(client, database, Role.ADMIN)
    for route in ROUTES:
        path = re.sub(r"\{\w+\}", word, re.sub(r"\{\w+:int\}", number, route.path))
        if "log" in path:
            continue  # nobody is signed out
        for way in sorted(route.methods or ()):
            sent = {"data": dict.fromkeys(FIELDS, "a\0b")} if way == "POST" else {}
            answer = client.request(way, f"{path}?{ASKED}", **sent)
            assert answer.status_code < 500, (way, path)
            assert answer.headers["X-Content-Type-Options"] == "nosniff", (way, path)
            assert "no-" in answer.headers["Cache-Control"], (way, path)
