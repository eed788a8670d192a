"""/simple over plain HTTP: the same answers as the screens, nothing lost, nothing of strangers."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app.api import simple
from lk_app.api.edge import Edge
from lk_app.db import guest_readings as stored
from lk_app.db.engine import Database
from lk_app.domain.customers import Customer
from lk_app.domain.guest_readings import ProposalState
from lk_app.domain.photos import LARGEST
from tests import pictures
from tests.usecases import metered, people
from tests.usecases.test_guest_readings import propose

GOOD = {"login": people.ANNA, "password": people.PASSWORD}
NUMBER = "6410100101"
PAGE = f"/simple/readings/{NUMBER}"


@pytest.fixture
def client(
    installed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    monkeypatch.setenv("LK_CLOCK", "2026-11-20T10:00")
    app = Edge(Starlette(routes=simple.routes), output=tmp_path, https=False)
    with TestClient(app, follow_redirects=False) as opened:
        yield opened


def test_whoever_is_not_signed_in_is_asked_to_and_led_on(
    client: TestClient, anna: Customer
) -> None:
    answer = client.get(f"{PAGE}?single=4300")
    assert answer.headers["location"] == f"/simple/login?next={PAGE}%3Fsingle%3D4300"
    asked = client.get(answer.headers["location"])
    (target,) = re.findall(r'name="next" value="([^"]*)"', asked.text)
    entered = client.post("/simple/login", data={**GOOD, "next": unescape(target)})
    assert (entered.status_code, entered.headers["location"]) == (303, f"{PAGE}?single=4300")
    assert 'value="4300"' in client.get(entered.headers["location"]).text


def test_a_wrong_password_is_told_beside_it_and_the_name_stays(
    client: TestClient, anna: Customer
) -> None:
    answer = client.post("/simple/login", data={**GOOD, "password": "не тот"})
    assert answer.status_code == 422
    assert 'id="password-error"' in answer.text
    assert f'value="{people.ANNA}"' in answer.text
    assert "не тот" not in answer.text


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/cabinet/pay"])
def test_signing_in_leads_to_plain_pages_only(
    client: TestClient, anna: Customer, elsewhere: str
) -> None:
    answer = client.post("/simple/login", data={**GOOD, "next": elsewhere})
    assert answer.headers["location"] == "/simple"


def test_a_reading_is_sent_once_however_often_the_form_is(
    client: TestClient, anna: Customer
) -> None:
    sign_in(client)
    typed = {**form_of(client), "single": "4 300", "do": "send"}
    first = client.post(PAGE, data=typed)
    assert first.status_code == 303
    assert client.post(PAGE, data=typed).headers["location"] == first.headers["location"]
    shown = client.get(first.headers["location"]).text
    assert "Показания приняты" in shown
    assert "90\xa0кВт·ч" in shown
    assert "учтём в счёте за ноябрь 2026" in shown
    assert "Показания за ноябрь получены" in client.get("/simple").text


def test_a_photo_is_attached_to_what_was_just_sent(
    client: TestClient, anna: Customer, tmp_path: Path
) -> None:
    sign_in(client)
    sent = client.post(PAGE, data={**form_of(client), "single": "4300", "do": "send"})
    receipt = client.get(sent.headers["location"]).text
    (place,) = re.findall(r'action="(/simple/photos/[^"]+)"', receipt)
    typed = {"form": unescape(re.findall(r'name="form" value="([^"]*)"', receipt)[0])}
    picture = {"photo": ("meter.jpg", pictures.phone_jpeg(800, 600))}
    assert "Страница устарела" in client.post(place, files=picture).text
    assert "Выберите фото" in client.post(place, data=typed, files={"photo": ("", b"")}).text
    odd = {"photo": ("meter.jpg", b"no picture at all")}
    assert client.post(place, data=typed, files=odd).status_code == 422
    endless = {"photo": ("meter.jpg", bytes(LARGEST + 20_000))}
    assert "Файл больше 8" in client.post(place, data=typed, files=endless).text
    assert not list((tmp_path / "photos").rglob("*.jpg"))
    kept = client.post(place, data=typed, files=picture)
    assert (kept.status_code, kept.headers["location"]) == (303, sent.headers["location"])
    assert "Фото приложено" in client.get(kept.headers["location"]).text
    assert len(list((tmp_path / "photos").rglob("*.jpg"))) == 1


def test_a_guests_reading_is_shown_and_may_be_refused(
    client: TestClient, anna: Customer, database: Database
) -> None:
    propose(database)
    sign_in(client)
    page = client.get(PAGE).text
    assert "4660. Показания без входа" in unescape(page)
    (number,) = re.findall(r'name="proposal" value="([^"]+)"', page)
    stale = client.post(f"{PAGE}/guest", data={"form": "made up", "proposal": number})
    assert (stale.status_code, "Страница устарела" in stale.text) == (422, True)
    assert "Показания без входа" in stale.text and "не учтём" not in page
    for _ in range(2):
        refused = client.post(f"{PAGE}/guest", data={**form_of(client), "proposal": number})
        assert refused.status_code == 303
        said = client.get(refused.headers["location"]).text
        assert "Эти показания мы не учтём" in unescape(said).replace("\xa0", " ")
    assert "Показания без входа" not in said
    assert "не учтём" not in client.get(PAGE).text
    none = client.post(f"{PAGE}/guest", data={**form_of(client), "proposal": "1"})
    assert none.status_code == 404


def test_a_guests_reading_that_counts_by_now_says_so(
    client: TestClient, anna: Customer, database: Database
) -> None:
    proposal = propose(database).proposal
    sign_in(client)
    form = form_of(client)
    with database.write() as session:
        stored.decide(session, proposal, state=ProposalState.ACCEPTED, now=proposal.received_at)
    late = client.post(f"{PAGE}/guest", data={**form, "proposal": proposal.number})
    assert late.status_code == 422
    assert "уже вошли в счёт за" in unescape(late.text).replace("\xa0", " ")


def test_a_refused_reading_says_why_and_stays_typed(client: TestClient, anna: Customer) -> None:
    sign_in(client)
    answer = client.post(PAGE, data={**form_of(client), "single": "4300,5", "do": "send"})
    assert answer.status_code == 422
    assert 'id="single-error"' in answer.text
    assert 'value="4300,5"' in answer.text


def test_a_strange_reading_is_taken_only_as_it_was_asked_about(
    client: TestClient, anna: Customer
) -> None:
    sign_in(client)
    asked = client.post(PAGE, data={**form_of(client), "single": "43000", "do": "send"}).text
    assert "Проверьте показания" in asked
    assert f'href="{PAGE}?single=4300"' in asked
    assert "Исправить на 4300" in asked
    yes = {**form_in(asked), "do": "confirm"}
    other = client.post(PAGE, data={**yes, "single": "53000"})
    assert "Проверьте показания" in other.text, "an answer about other values is no answer"
    assert client.post(PAGE, data={**yes, "single": "43000"}).status_code == 303


def test_a_form_of_another_session_sends_nothing_and_keeps_what_was_typed(
    client: TestClient, anna: Customer, database: Database
) -> None:
    sign_in(client)
    old = form_of(client)
    client.post("/simple/logout")
    sign_in(client)
    for forged in (old, {"form": "made-up"}, {}):
        answer = client.post(PAGE, data={**forged, "single": "4300", "do": "send"})
        assert answer.status_code == 422
        assert "Страница устарела" in answer.text
        assert 'value="4300"' in answer.text


def test_another_sites_form_is_turned_away(client: TestClient, anna: Customer) -> None:
    foreign = {"Origin": "https://evil.example"}
    assert client.post("/simple/login", data=GOOD, headers=foreign).status_code == 403
    sign_in(client)
    typed = {**form_of(client), "single": "4300", "do": "send"}
    assert client.post(PAGE, data=typed, headers=foreign).status_code == 403


def test_a_strangers_account_and_none_look_alike(
    client: TestClient, anna: Customer, database: Database
) -> None:
    boris = people.confirmed(database, people.BORIS, "+79270000009")
    metered.account(database, "6410100102", owner=boris.id)
    sign_in(client)
    mine = form_of(client)
    for place in ("readings", "history"):
        strangers, none = (client.get(f"/simple/{place}/{n}") for n in ("6410100102", "1"))
        assert strangers.status_code == none.status_code == 404
        assert strangers.text == none.text
    sent = client.post("/simple/readings/6410100102", data={**mine, "single": "4300", "do": "send"})
    assert sent.status_code == 404


def test_what_was_typed_never_becomes_markup(client: TestClient, anna: Customer) -> None:
    sign_in(client)
    answer = client.get(PAGE, params={"single": '"><script>'})
    assert "<script" not in answer.text
    assert "script" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "private, no-store"


def test_a_day_that_is_no_day_is_told_beside_its_field(client: TestClient, anna: Customer) -> None:
    sign_in(client)
    answer = client.get(f"/simple/history/{NUMBER}?from=31.12.2025")
    assert answer.status_code == 422
    assert 'aria-describedby="error"' in answer.text
    assert 'value="31.12.2025"' in answer.text


def sign_in(client: TestClient) -> None:
    assert client.post("/simple/login", data=GOOD).status_code == 303


def form_of(client: TestClient) -> dict[str, str]:
    """The hidden field of the account's form."""
    return form_in(client.get(PAGE).text)


def form_in(page: str) -> dict[str, str]:
    signed = re.findall(r'name="form" value="([^"]*)"', page)[-1]
    return {"form": unescape(signed)}
