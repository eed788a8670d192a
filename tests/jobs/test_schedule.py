"""What waits in the database is looked for by the minute, whoever wrote it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from huey import MemoryHuey

from lk_app.jobs import NOUNS
from tests.office import wired

BY_THE_MINUTE = {
    "announce_by_the_minute",
    "bill_what_was_left_by_the_minute",
    "check_payments_by_the_minute",
    "count_figures_by_the_minute",
    "deliver_letters_by_the_minute",
    "make_data_exports_by_the_minute",
    "deliver_notices_by_the_minute",
    "tell_of_posted_bills",
    "tell_of_the_move_by_the_minute",
    "wrap_old_passwords_by_the_minute",
}


def test_nothing_that_is_due_waits_longer_than_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LK_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("LK_DATABASE_URL", "")
    with wired():
        jobs = MemoryHuey(immediate=False)
        for noun in NOUNS:
            noun.add_to(jobs)
        for minute in (7, 8):
            due = {
                task.name
                for task in jobs.read_periodic(datetime(2026, 11, 20, 9, minute, tzinfo=UTC))
            }
            assert due == BY_THE_MINUTE
