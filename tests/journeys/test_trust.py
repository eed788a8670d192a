"""Every handler and route of the running app, attacked: nothing read, nothing changed.

The lists come from the app itself (a new handler or route without a row in `trust_rows` fails), the
attacks go over the wire: without a session, with a stolen client token, with another person's ids.
"""

import hashlib
import inspect
import json
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from reflex.state import BaseState, State

from lk_app import lk_app
from lk_app.demo import people
from tests.cabinet import Cabinet
from tests.journeys.trust_calls import Target
from tests.journeys.trust_rows import HANDLERS, PAGES, ROUTES
from tests.wire import Wire

pytestmark = pytest.mark.journey

# They note that somebody came by, not what the person has
PASSING = {"sessions", "throttles", "used_challenges", "changes", "kept_figures", "alembic_version"}


@dataclass(frozen=True)
class Scene:
    """A served cabinet, a victim with everything, and an attacker with an account of their own."""

    cabinet: Cabinet
    target: Target
    victim_cookie: str
    attacker_cookie: str

    def state_of_the_database(self) -> dict[str, str]:
        """A fingerprint per table."""
        with sqlite3.connect(self.cabinet.var_dir / "lk.db") as db:
            names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            kept = sorted({name for (name,) in names} - PASSING)
            rows = {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in kept}
        return {
            table: hashlib.sha256(repr(found).encode()).hexdigest() for table, found in rows.items()
        }


@pytest.fixture(scope="module")
def scene(
    built: None, furnished: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene]:
    """A cabinet of its own: other journeys must not move its database meanwhile."""
    running = Cabinet(shutil.copytree(furnished, tmp_path_factory.mktemp("trust") / "var"))
    running.start()
    try:
        attacker = _sign_in(running, people.LANDLORD)
        victim = _sign_in(running, people.SUBSCRIBER)
        yield Scene(running, Target.of(running), victim, attacker)
    finally:
        running.stop()


def _sign_in(cabinet: Cabinet, person: people.DemoPerson) -> str:
    typed = {"login": person.email, "password": people.PASSWORD}
    secret = httpx.post(f"{cabinet.url}/api/login", data=typed).cookies.get("lk_session")
    assert secret, f"{person.email} cannot sign in"
    return f"lk_session={secret}"


def _handlers() -> Iterator[tuple[str, str]]:
    """(short name, full name) of every handler of every state of the app."""

    for state in _states(State):
        for name in state.event_handlers:
            yield f"{state.__name__}.{name}", f"{state.get_full_name()}.{name}"


def _states(cls: type[BaseState]) -> Iterator[type[BaseState]]:
    yield cls
    for child in cls.get_substates():
        yield from _states(child)


def test_every_handler_has_a_row() -> None:
    ours = {short for short, _ in _handlers() if not short.endswith(".setvar")}
    assert ours == set(HANDLERS), "write a row in tests/journeys/trust_rows.py"


def test_every_route_has_a_row() -> None:
    assert {route.path for route in lk_app.http.routes} == set(ROUTES)  # type: ignore[attr-defined]


def _call_everything(scene: Scene, token: str, cookie: str, *, first: str, own: bool = True) -> str:
    """All handlers under one token; everything the server ever sent, as text.

    `own=False` leaves out those that take no ids and act on the caller's own things.
    """
    received: list[Any] = []
    with Wire(scene.cabinet.url, token, cookie=cookie) as wire:
        if first:
            received += wire.open(first)
        calls = [
            (
                full,
                HANDLERS[short].payload(scene.target),
                HANDLERS[short].page.format(**vars(scene.target)),
            )
            for short, full in _handlers()
            if short in HANDLERS and (own or not HANDLERS[short].acts_on_self)
        ]
        # A hydrate binds the state to its caller: everything else comes before
        calls.sort(key=lambda call: ".hydrate" in call[0])
        received += wire.send_all(calls)
    return json.dumps(received, ensure_ascii=False)


def _leaks(scene: Scene, text: str) -> list[str]:
    return [marker for marker in scene.target.markers if marker in text]


def test_the_victim_sees_what_the_attacks_look_for(scene: Scene) -> None:
    """Otherwise the tests below would pass on an app that shows nothing to anybody."""
    with Wire(scene.cabinet.url, str(uuid.uuid4()), cookie=scene.victim_cookie) as wire:
        seen = json.dumps([wire.open(page) for page in PAGES], ensure_ascii=False)
    assert len(_leaks(scene, seen)) >= len(scene.target.markers) // 2


def test_without_a_session_nothing_is_read_or_changed(scene: Scene) -> None:
    before = scene.state_of_the_database()
    text = _call_everything(scene, str(uuid.uuid4()), "", first="/cabinet")
    assert _leaks(scene, text) == []
    assert scene.state_of_the_database() == before


@pytest.mark.parametrize("thief", ["nobody", "another subscriber"])
def test_a_stolen_client_token_opens_nothing(scene: Scene, thief: str) -> None:
    """The owner has closed the lid; the server still holds the state behind the token."""
    token = str(uuid.uuid4())
    cookie = scene.attacker_cookie if thief == "another subscriber" else ""
    with Wire(scene.cabinet.url, token, cookie=scene.victim_cookie) as owner:
        owner.open("/cabinet")
    before = scene.state_of_the_database()
    own = thief == "nobody"  # another subscriber may do what is their own to do
    text = _call_everything(scene, token, cookie, first="", own=own)
    text += _call_everything(scene, token, cookie, first="/cabinet", own=own)
    assert _leaks(scene, text) == []
    assert scene.state_of_the_database() == before


def test_another_subscribers_ids_open_nothing(scene: Scene) -> None:
    before = scene.state_of_the_database()
    text = _call_everything(
        scene, str(uuid.uuid4()), scene.attacker_cookie, first="/cabinet", own=False
    )
    assert _leaks(scene, text) == []
    assert scene.state_of_the_database() == before


NONSENSE: tuple[Any, ...] = (None, True, -1, 1e9, "", "x" * 10_000, [], [None], {}, {"a": {"b": 1}})


@pytest.mark.parametrize("caller", ["nobody", "a subscriber"])
def test_nonsense_is_refused_and_no_fault(scene: Scene, caller: str) -> None:
    cookie = scene.attacker_cookie if caller == "a subscriber" else ""
    before = scene.state_of_the_database()
    calls = [
        (full, dict.fromkeys(names, nonsense), HANDLERS[short].page.format(**vars(scene.target)))
        for short, full, names in _our_handlers_with_arguments()
        for nonsense in NONSENSE
    ]
    with Wire(scene.cabinet.url, str(uuid.uuid4()), cookie=cookie) as wire:
        wire.open("/cabinet")
        wire.send_all(calls)
    faults = [line for line in scene.cabinet.said().splitlines() if '"incident"' in line]
    assert faults == [], "\n".join(faults)
    assert scene.state_of_the_database() == before


def _our_handlers_with_arguments() -> Iterator[tuple[str, str, list[str]]]:
    for state in _states(State):
        if state.__module__.startswith("lk_app."):
            for name, handler in state.event_handlers.items():
                names = list(inspect.signature(handler.fn).parameters)[1:]
                if names and name != "setvar":
                    yield f"{state.__name__}.{name}", f"{state.get_full_name()}.{name}", names


@pytest.mark.parametrize("caller", ["nobody", "another subscriber"])
def test_no_route_hands_out_what_is_not_the_callers(scene: Scene, caller: str) -> None:
    headers = {"Cookie": scene.attacker_cookie} if caller == "another subscriber" else {}
    before = scene.state_of_the_database()
    with httpx.Client(base_url=scene.cabinet.url, headers=headers) as client:
        for path, request in ROUTES.items():
            answer = client.request(*request.method_and_path(scene.target), data=request.form)
            assert answer.status_code in request.refusals, f"{path}: {answer.status_code}"
            assert _leaks(scene, answer.text) == [], path
    assert scene.state_of_the_database() == before
