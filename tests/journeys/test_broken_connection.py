"""The connection breaks while a reading is being sent, again and again: each is there once."""

import contextlib
import os
import random
import shutil
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import col, select

from lk_app.db.tables import ReadingRow
from tests.cabinet import Cabinet, until
from tests.journeys.conftest import PATIENCE, PHONE, new_context
from tests.journeys.households import Household

pytestmark = pytest.mark.journey

RECONNECTS = int(os.environ.get("LK_TEST_RECONNECTS", "8"))
SEED = 20_261_120
NO_DRAFT = "() => !Object.keys(localStorage).some((name) => name.startsWith('lk-draft:'))"
FIRST = 4600
MOST_MS = 80  # between the press and the cut: before, while and after the server takes it
RESET = struct.pack("ii", 1, 0)  # SO_LINGER of no seconds: the other end sees the line drop


class Relay:
    """A line between browser and server that can be cut."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self.door.getsockname()[1]}"
        self.to = 0
        self.ends: set[socket.socket] = set()
        self.lock = threading.Lock()
        threading.Thread(target=self._answer, daemon=True).start()

    def cut(self) -> None:
        """Every connection there is; new ones may be made at once."""
        with self.lock:
            ends, self.ends = self.ends, set()
        for end in ends:
            with contextlib.suppress(OSError):  # gone by itself meanwhile
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            with_quiet_close(end)

    def close(self) -> None:
        self.door.close()
        self.cut()

    def _answer(self) -> None:
        while True:
            try:
                near, _ = self.door.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                with_quiet_close(near)  # the server has not started yet, or is gone
                continue
            with self.lock:
                self.ends |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65_536):
                other.sendall(data)
        except OSError:
            pass
        with self.lock:
            self.ends -= {one, other}
        for end in (one, other):
            with_quiet_close(end)


def with_quiet_close(end: socket.socket) -> None:
    """Both directions, whoever waits on it; closing twice is no fault."""
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@pytest.fixture
def relay() -> Iterator[Relay]:
    line = Relay()
    yield line
    line.close()


@pytest.fixture
def cabinet_behind(relay: Relay, built: None, furnished: Path, tmp_path: Path) -> Iterator[Cabinet]:
    running = Cabinet(shutil.copytree(furnished, tmp_path / "var"), LK_PUBLIC_URL=relay.url)
    relay.to = running.port
    running.start()
    yield running
    running.stop()


def stored(person: Household) -> list[int]:
    """Every value the person sent, in the order the server took them."""
    with person.database.read() as session:
        rows = session.exec(
            select(ReadingRow.values)
            .where(ReadingRow.source == "subscriber", ReadingRow.customer_id == person.owner)
            .order_by(col(ReadingRow.id))
        )
        return [values["single"] for values in rows]


def is_stored(person: Household, value: int) -> bool:
    """Nobody presses again: the cabinet repeats what the connection took along."""
    return until(lambda: value in stored(person), PATIENCE / 1000)


def send(page: Page, value: int) -> None:
    page.get_by_label("Показание").fill(str(value))
    page.get_by_role("button", name="Передать показания").click()


def test_reconnects_during_submits_leave_one_reading_each(
    browser: Browser, cabinet_behind: Cabinet, relay: Relay
) -> None:
    cabinet_behind.url = relay.url
    chance = random.Random(SEED)
    context = new_context(browser, cabinet_behind, PHONE)
    page = context.new_page()
    with Household(cabinet_behind) as anna:
        number = anna.account()
        anna.sign_in(page)
        page.wait_for_function("async () => await window.readingsQueue?.seen() !== undefined")
        for value in range(FIRST, FIRST + RECONNECTS):
            field = page.get_by_label("Показание")
            send(page, value)
            page.wait_for_timeout(chance.uniform(0, MOST_MS))
            relay.cut()
            assert is_stored(anna, value), f"{value}: {page.locator('main').inner_text()}"
            page.wait_for_function(NO_DRAFT)  # taken, whichever way it went, and told so
            expect(field).to_have_value("")
        page.goto(f"/cabinet/readings?account={number}")
        expect(page.get_by_text(str(FIRST + RECONNECTS - 1), exact=True)).to_be_visible()
        page.wait_for_timeout(1000)  # whatever still wanted to be sent again
        assert stored(anna) == list(range(FIRST, FIRST + RECONNECTS))
    context.close()
