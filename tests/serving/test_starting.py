"""Starting and stopping, as the person at the keyboard sees it."""

import json
import socket
import sys
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from lk_app.serving import frontend
from tests.cabinet import Cabinet, free_port, one_line

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("built")]
MAKE_RUN = ("make", "--no-print-directory", f"PYTHON={sys.executable}", "run")


@pytest.fixture
def own(tmp_path: Path) -> Cabinet:
    """A cabinet that is not running yet."""
    return Cabinet(tmp_path)


def test_ctrl_c_leaves_nothing_behind_and_the_next_run_builds_nothing(own: Cabinet) -> None:
    build = frontend.STAMP.stat().st_mtime_ns
    for _ in range(2):
        own.start(*MAKE_RUN)
        own.stop()
        assert not own.survivors
        assert not own.answers()
    assert "Traceback" not in own.said()
    assert frontend.STAMP.stat().st_mtime_ns == build


def test_another_port_or_address_needs_no_rebuild_and_connects(
    tmp_path: Path, browser: Browser
) -> None:
    build = frontend.STAMP.stat().st_mtime_ns
    port = free_port()
    own = Cabinet(tmp_path, LK_PORT=str(port), LK_PUBLIC_URL=f"http://127.0.0.1:{port}")
    own.start(*MAKE_RUN)
    page = browser.new_page()
    try:
        answers = _answers_over_the_socket(page, f"http://127.0.0.1:{port}/login")
    finally:
        page.close()
        own.stop()
    assert answers.startswith(f"ws://127.0.0.1:{port}/")
    assert frontend.STAMP.stat().st_mtime_ns == build


def test_another_origin_may_not_connect(cabinet: Cabinet) -> None:
    request = urllib.request.Request(
        f"{cabinet.url}/ping", headers={"Origin": "https://elsewhere.example"}
    )
    with urllib.request.urlopen(request) as response:
        assert response.headers["Access-Control-Allow-Origin"] is None


def test_a_taken_port_is_said_in_one_line(own: Cabinet) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", own.port))
        taken.listen()
        line = one_line(own.lk("serve", expect=1).stderr)
    assert str(own.port) in line
    assert "LK_PORT" in line


def test_the_demonstration_serves_no_database_but_its_own(own: Cabinet) -> None:
    own.lk("migrate")
    assert "lk demo load" in one_line(own.lk("serve", expect=1).stderr)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("LK_PORT", "abc"), ("LK_ENV", "prod"), ("LK_CLOCK", "soon"), ("LK_TIMEZONE", "Mars/Base")],
)
def test_a_wrong_setting_is_named_in_one_line(tmp_path: Path, variable: str, value: str) -> None:
    own = Cabinet(tmp_path)
    own.environment[variable] = value
    assert variable in one_line(own.lk("serve", expect=1).stderr)


def test_doctor_finds_a_prepared_cabinet_whole(own: Cabinet) -> None:
    own.prepare()
    findings = json.loads(own.lk("doctor", "--json").stdout)
    assert findings
    assert all(finding["ok"] for finding in findings)


def _answers_over_the_socket(page: Page, url: str) -> str:
    """Open a page and wait for the server's first words; returns the socket's address."""
    with page.expect_websocket(lambda socket: "/_event" in socket.url) as opened:
        page.goto(url)
    opened.value.wait_for_event("framereceived")
    return opened.value.url
