"""The nightly comparison: a job like the others, and a gateway that is down does not stop it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from huey import MemoryHuey

from lk_app import wiring
from lk_app.db.migrate import migrate
from lk_app.jobs import payments
from lk_app.usecases import payment_reviews
from tests.office import wired
from tests.vendors import served
from tests.vendors.demo_bank import DemoBankMachine


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation of its own; nobody serves its demo bank."""
    monkeypatch.setenv("LK_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("LK_DATABASE_URL", "")
    with wired():
        migrate(wiring.database())
        yield tmp_path


def test_a_night_with_a_gateway_that_is_down_ends_quietly(home: Path) -> None:
    payments.reconcile()
    assert payment_reviews.cases(db=wiring.database()) == []


def test_the_last_three_days_are_compared(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(DemoBankMachine()) as bank:
        monkeypatch.setattr(wiring, "payment_gateways", lambda: {"demo_bank": bank.gateway})
        payments.reconcile()
        assert bank.calls == 3


def test_it_is_run_once_a_night() -> None:
    jobs = MemoryHuey(immediate=False)
    payments.add_to(jobs)
    night = [hour for hour in range(24) if _due(jobs, hour)]
    assert night == [0]


def _due(jobs: MemoryHuey, hour: int) -> bool:
    tasks = jobs.read_periodic(datetime(2026, 11, 20, hour, 40, tzinfo=UTC))
    return any("reconcile_payments_daily" in str(task) for task in tasks)
