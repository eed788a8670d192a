"""A running cabinet as an operator starts it: the `lk` command in a process group of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from tests.post_office import link_in

ROOT = Path(__file__).parents[1]
LK = Path(sys.executable).parent / "lk"
CLOCK = "2026-11-20T10:00+"  # inside the submission window; runs on from there
START_SECONDS = 120  # patience with a loaded machine, not a promise
STOP_SECONDS = 15
LETTER_SECONDS = 60  # patience with a loaded machine; a lost letter never comes
LOOK_EVERY = 0.05
GRACE_SECONDS = 3  # for the grandchildren, after the process itself has gone
ATTEND = """
import importlib, sys
for job in sys.argv[1:]:
    noun, name = job.split(".")
    getattr(importlib.import_module(f"lk_app.jobs.{noun}"), name)()
"""
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without these Chromium calls home at every start and waits where there is no network.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


class Cabinet:
    """`lk serve` on a free port over its own LK_VAR_DIR, with the demonstration loaded."""

    def __init__(self, var_dir: Path, **environment: str) -> None:
        self.var_dir = var_dir
        self.port = int(environment.get("LK_PORT", free_port()))
        self.url = f"http://localhost:{self.port}"
        own = {"LK_VAR_DIR": str(var_dir), "LK_PORT": str(self.port), "LK_CLOCK": CLOCK}
        inherited = {
            name: text for name, text in os.environ.items() if not name.startswith(("LK_", "MAKE"))
        }
        self.environment = {**inherited, **own, **environment}
        self.process: subprocess.Popen[str] | None = None
        self.survivors = False  # whether Ctrl-C left a process behind

    def prepare(self) -> None:
        """Migrate and load the demonstration."""
        self.lk("migrate")
        self.lk("demo", "load")

    def lk(self, *arguments: str, expect: int = 0) -> subprocess.CompletedProcess[str]:
        """Run one `lk` command in this cabinet's environment, in another process."""
        done = subprocess.run(
            [LK, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == expect, f"lk {arguments}: {done.stdout}{done.stderr}"
        return done

    def attend(self, *jobs: str) -> None:
        """Do these background jobs now (`noun.function` of lk_app/jobs), as the schedule would."""
        done = subprocess.run(
            [sys.executable, "-c", ATTEND, *jobs],
            cwd=ROOT, env=self.environment, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def start(self, *command: str, patience: int = START_SECONDS) -> None:
        """Start serving (or the given command) and wait until the first request is answered."""
        with (self.var_dir / "serve.log").open("a") as log:
            self.process = subprocess.Popen(
                command or (str(LK), "serve"),
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, text=True,
                start_new_session=True,
            )  # fmt: skip
        poll = self.process.poll
        until(lambda: poll() is not None or self.answers(), patience)
        if poll() is not None or not self.answers():
            self.stop()
            raise AssertionError(f"not serving: {self.said()}")

    def stop(self) -> int:
        """Press Ctrl-C; returns the exit code. Whatever is left after that is killed."""
        assert self.process is not None
        if self.left_behind():
            os.killpg(self.process.pid, signal.SIGINT)
        try:
            return self.process.wait(STOP_SECONDS)
        finally:
            self.survivors = not until(lambda: not self.left_behind(), GRACE_SECONDS)
            if self.survivors:
                os.killpg(self.process.pid, signal.SIGKILL)

    def left_behind(self) -> bool:
        """Whether any process of the group still lives."""
        assert self.process is not None
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def answers(self) -> bool:
        """Whether the server answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/ping", timeout=2) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def said(self) -> str:
        """What it printed so far."""
        return (self.var_dir / "serve.log").read_text()

    def link(self, mailbox: str, path: str) -> str:
        """The link that leads to `path` in a letter that reaches this mailbox within moments."""
        assert until(lambda: self._links(mailbox, path), LETTER_SECONDS), f"no letter to {mailbox}"
        return self._links(mailbox, path)[-1]

    def _links(self, mailbox: str, path: str) -> list[str]:
        files = sorted(
            (self.var_dir / "outbox").glob("*.eml"), key=lambda file: file.stat().st_mtime
        )
        letters = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
        bodies = [letter.get_body(("plain",)) for letter in letters if letter["To"] == mailbox]
        texts = [body.get_content() for body in bodies if body]
        return [link_in(text, path) for text in texts if f"{path}?token=" in text]


def until(happened: Callable[[], object], seconds: float) -> bool:
    """Look again and again, at most so long; whether it happened."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            return False
        time.sleep(LOOK_EVERY)
    return True


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def chromium() -> dict[str, object]:
    """How Playwright should start the browser: the machine's own if there is one."""
    found = os.environ.get("LK_TEST_CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUMS)), None
    )
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # root has no user namespace to give away
    return {"executable_path": found, "args": [*QUIET, *sandbox]}


def one_line(text: str) -> str:
    """The only line of a message; fails if there are more."""
    lines = [line for line in re.split(r"[\r\n]+", text) if line.strip()]
    assert len(lines) == 1, text
    return lines[0]
