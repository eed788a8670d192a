"""Both cabinets side by side: everybody is told once, and a report says when one is enough."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lk_app.db.engine import Database
from lk_app.domain.moving_report import Report
from lk_app.usecases import moving_letters, moving_report, old_passwords, profile
from lk_app.usecases.imports import following
from tests.documents import papers
from tests.usecases import people
from tests.usecases.old_cabinet import (
    BOOKS,
    MOVER,
    NOW,
    UNTIL,
    VAULT,
    bring,
    bring_accounts,
    file,
)
from tests.usecases.test_old_customers import ANNA, found

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=papers.SARATOV)
OTHERS = [{"old_id": f"{n}", "login": f"p{n}", "email": f"p{n}@old.example"} for n in range(1, 5)]


@pytest.fixture(autouse=True)
def furnished(database: Database, tmp_path: Path) -> None:
    bring_accounts(database, tmp_path)


def tell(db: Database, at: datetime = NOON) -> int:
    return moving_letters.write(db=db, paper=people.PAPER, until=UNTIL, now=at, real_now=at)


def test_everybody_is_told_once_so_many_a_minute_and_never_at_night(
    database: Database, tmp_path: Path
) -> None:
    bring(database, tmp_path, *OTHERS)
    assert tell(database) == 0, "nobody asked for letters yet"
    assert moving_letters.start(db=database, per_minute=3).untold == 4
    assert tell(database, NOON + timedelta(hours=14)) == 0, "it is night"
    assert [tell(database), tell(database)] == [3, 0], "the minute is over its letters"
    later = [tell(database, NOON + timedelta(minutes=n)) for n in (1, 2)]
    assert later == [1, 0]
    (letter,) = people.letters_to(database, "p1@old.example")
    assert letter.subject == "Ваш кабинет переехал"
    assert "до 1 марта 2027" in letter.text.replace("\u00a0", " ")
    moving_letters.start(db=database, per_minute=0)
    bring(database, tmp_path, *OTHERS, {})
    assert tell(database, NOON + timedelta(minutes=5)) == 0


def compare(db: Database, folder: Path, *rows: dict[str, Any]) -> Report:
    return moving_report.compare(db=db, path=file(folder, *rows), books=BOOKS, mover=MOVER)


def said(report: Report) -> set[tuple[str, str, str, bool]]:
    return {(one.what, one.there, one.here, one.explained) for one in report.differences}


def test_nothing_differs_after_a_move_and_the_old_one_may_go_once_all_is_done(
    database: Database, tmp_path: Path
) -> None:
    row = {"balance": "1.50", "news_version": "1", "news_at": "2020-01-01"}
    bring(database, tmp_path, row)
    report = compare(database, tmp_path, row)
    assert (report.differences, report.there) == ([], report.here)
    assert report.there == {
        "people": 1, "links": 1, "consents": 1, "news": 1, "passwords": 1, "balance": 150
    }  # fmt: skip
    assert not report.may_switch_off, "a weak hash waits, and nobody was told"
    old_passwords.wrap(db=database, vault=VAULT, seconds=9)
    moving_letters.start(db=database, per_minute=5)
    tell(database)
    assert compare(database, tmp_path, row).may_switch_off


def test_what_the_person_changed_here_is_explained_and_the_rest_is_not(
    database: Database, tmp_path: Path
) -> None:
    bring(database, tmp_path, {}, OTHERS[0])
    profile.rename(
        db=database, customer_id=found(database).id, last="Смирнова", first="Анна",
        patronymic="Петровна",
    )  # fmt: skip
    more = {"account_number": "6400000002", "apartment": "3"}
    newer = {"phone": "89170000001", "balance": "9.00"}
    report = compare(database, tmp_path, newer, {**newer, **more}, {**OTHERS[1]})
    assert said(report) == {
        ("last", "Иванова", "Смирнова", True),
        ("phone", "+79170000001", "+79277654321", False),
        ("account_number", "6400000002", "", False),
        ("balance 6400000001", "9.00", "1.50", False),
        ("balance 6400000002", "9.00", "2.50", False),
        ("old_id", "2", "", False),
        ("old_id", "", "1", False),
    }
    assert report.unexplained == 6


def test_a_bad_row_of_the_file_is_a_difference(database: Database, tmp_path: Path) -> None:
    bring(database, tmp_path, {})
    report = compare(database, tmp_path, {}, {**OTHERS[0], "phone": "нет"})
    assert ([one.line for one in report.bad], report.unexplained) == ([3], 1)


def test_a_mover_of_another_key_sees_other_passwords(database: Database, tmp_path: Path) -> None:
    bring(database, tmp_path, {})
    other = replace(MOVER, vault=following.Vault(b"o" * 32))
    report = moving_report.compare(db=database, path=file(tmp_path, {}), books=BOOKS, mover=other)
    assert [(one.what, one.who) for one in report.differences] == [
        ("password_hash", "Иванова Анна Петровна")
    ]
    assert (found(database).email, people.NOW) == (ANNA, NOW)
