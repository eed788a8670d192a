"""The door while both cabinets work: old names and passwords over HTTP, and what pages say."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app import wiring
from lk_app.api import sessions, simple
from lk_app.db.engine import Database
from lk_app.documents.site import PublicPage
from lk_app.settings import SettingsError, load
from lk_app.usecases import public
from tests.usecases import old_cabinet
from tests.usecases.old_cabinet import PASSWORD, ROW, bring, bring_accounts
from tests.usecases.test_articles import NOW, SITE


@pytest.fixture
def client(
    installed: None, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    """Anna of the old cabinet, and a server over her database."""
    monkeypatch.setenv("LK_OLD_CABINET_UNTIL", "2099-03-01")
    bring_accounts(database, tmp_path)
    bring(database, tmp_path, {}, mover=wiring.mover(), books=old_cabinet.BOOKS)
    app = Starlette(routes=[*sessions.routes, *simple.routes])
    with TestClient(app, follow_redirects=False) as opened:
        yield opened


def test_an_old_client_signs_in_with_the_old_login_then_with_the_mailbox(
    client: TestClient,
) -> None:
    for login in (ROW["login"], "64000-000-01", ROW["email"]):
        client.cookies.clear()
        answer = client.post("/api/login", data={"login": login, "password": PASSWORD})
        assert "lk_session" in answer.cookies
        assert "next=/cabinet" in answer.headers["location"], "the text to agree to is another one"


def test_a_wrong_password_says_the_same_of_every_name(client: TestClient) -> None:
    said = set()
    for login in (ROW["login"], "64000-000-01", "64000-000-05", "nobody", ROW["email"]):
        answer = client.post("/api/login", data={"login": login, "password": "guess"})
        flash = wiring.signer().read("flash", answer.cookies["lk_flash"], max_age=60)
        said.add((answer.status_code, answer.headers["location"], flash["error"]))
    assert len(said) == 1


def test_the_plain_page_says_which_names_hold(client: TestClient) -> None:
    assert "до 1\u00a0марта 2099 войдут и прежний логин" in client.get("/simple/login").text


def test_pages_tell_of_the_move_until_its_day_comes(database: Database) -> None:
    told = {}
    for until in (None, date(2027, 3, 1), NOW.date()):
        site = old_cabinet.replace(SITE, moving_until=until)
        for path in ("/", "/tariffs", "/sitemap"):
            page = public.page(db=database, path=path, query={}, site=site, now=NOW)
            assert isinstance(page, PublicPage)
            told[path, until] = "Личный кабинет переехал" in page.html
    assert {until for (_, until), is_told in told.items() if is_told} == {date(2027, 3, 1)}
    assert sum(told.values()) == 3


@pytest.mark.parametrize("given", ["tomorrow", "2027-13-01"])
def test_a_wrong_day_stops_the_start(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("LK_OLD_CABINET_UNTIL", given)
    with pytest.raises(SettingsError, match="LK_OLD_CABINET_UNTIL: is not a day"):
        load()
