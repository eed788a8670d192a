"""A new text of the consent is asked for at the next sign-in, once; nobody is forced or tricked."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app.api import sessions, simple
from lk_app.db import consents as stored
from lk_app.db.engine import Database
from lk_app.domain.consents import in_force
from lk_app.domain.registration import CONSENT_TO_NEWS, CONSENT_TO_PROCESSING, CONSENT_VERSION
from tests.usecases import people
from tests.usecases.people import ANNA, BORIS, NOW, PASSWORD

ASKED = "/simple/consent?next=/cabinet/pay"


@pytest.fixture
def client(installed: None) -> Iterator[TestClient]:
    app = Starlette(routes=[*sessions.routes, *simple.routes])
    with TestClient(app, follow_redirects=False) as opened:
        yield opened


def agreed(db: Database, mailbox: str, version: str, kind: str = CONSENT_TO_PROCESSING) -> int:
    person = people.confirmed(db, mailbox)
    with db.write() as session:
        stored.add(session, person.id, kind=kind, version=version, at=NOW, address="10.0.0.7")
    return person.id


def sign_in(client: TestClient, mailbox: str = ANNA) -> str:
    form = {"login": mailbox, "password": PASSWORD, "next": "/cabinet/pay"}
    return client.post("/api/login", data=form).headers["location"]


def hidden(page: str) -> str:
    (found,) = re.findall(r'name="form" value="([^"]*)"', page)
    return unescape(found)


def test_who_agreed_to_an_older_text_is_asked_and_goes_on(
    client: TestClient, database: Database
) -> None:
    anna = agreed(database, ANNA, "2025-01-01")
    assert sign_in(client) == ASKED
    page = client.get(ASKED).text
    missed = client.post("/simple/consent", data={"form": hidden(page)})
    assert missed.status_code == 422
    assert "Отметьте согласие" in missed.text
    done = client.post("/simple/consent", data={"form": hidden(page), "consent": "on"})
    assert (done.status_code, done.headers["location"]) == (303, "/cabinet/pay")
    with database.read() as session:
        known = stored.of_customer(session, anna)
    given = in_force(known, CONSENT_TO_PROCESSING)
    assert given and given.version == CONSENT_VERSION and given.address == "testclient"
    assert len(known) == 2, "the earlier one stays on record"
    assert sign_in(client) == "/cabinet/pay"


def test_who_agreed_to_this_text_or_to_news_alone_is_not_asked(
    client: TestClient, database: Database
) -> None:
    agreed(database, ANNA, CONSENT_VERSION)
    agreed(database, BORIS, "2025-01-01", CONSENT_TO_NEWS)
    assert sign_in(client) == sign_in(client, BORIS) == "/cabinet/pay"
    assert client.get("/simple/consent?next=//evil.example").headers["location"] == "/cabinet"


def test_another_site_cannot_agree_for_somebody(client: TestClient, database: Database) -> None:
    anna = agreed(database, ANNA, "2025-01-01")
    agreed(database, BORIS, "2025-01-01")
    sign_in(client, BORIS)
    strangers = hidden(client.get(ASKED).text)
    sign_in(client)
    for form in ("", strangers):
        client.post("/simple/consent", data={"form": form, "consent": "on"})
    with database.read() as session:
        assert [one.version for one in stored.of_customer(session, anna)] == ["2025-01-01"]
    client.cookies.clear()
    assert client.post("/simple/consent", data={"consent": "on"}).status_code == 303
