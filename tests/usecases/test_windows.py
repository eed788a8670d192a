"""What the front page says of the window: before, inside and after it, to the day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from lk_app.db import windows as rows
from lk_app.db.engine import Database
from lk_app.domain.windows import SubmissionWindow
from lk_app.usecases import windows
from lk_app.wording.windows import window_text, window_title

SARATOV = ZoneInfo("Europe/Saratov")


@pytest.mark.parametrize(
    ("now", "title", "text"),
    [
        (
            "2026-11-10T12:00",
            "Показания ждём с\u00a015 по\u00a025\u00a0ноября",
            "Передать можно и сейчас: полученное до 25\u00a0ноября войдёт в квитанцию за ноябрь.",
        ),
        (
            "2026-11-23T20:00",
            "Передайте показания до\u00a025\u00a0ноября",
            "Осталось 2\u00a0дня 4\u00a0часа. Если не успеть, начислим по среднему.",
        ),
        (
            "2026-11-25T23:39",
            "Передайте показания до\u00a025\u00a0ноября",
            "Осталась 21\u00a0минута. Если не успеть, начислим по среднему.",
        ),
        (
            "2026-11-26T00:00",
            "Срок передачи показаний закончился 25\u00a0ноября",
            "Передать можно и сейчас: показания войдут в квитанцию за декабрь, "
            "а квитанция за ноябрь выйдет без них.",
        ),
    ],
)
def test_the_banner_says_what_holds_now(
    database: Database, now: str, title: str, text: str
) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=SARATOV)
    window = windows.current(db=database, now=moment, tz=SARATOV)
    assert window_title(window) == title
    assert window_text(window, moment, otherwise="по среднему") == text


@pytest.mark.parametrize(
    ("dearer_by", "text"),
    [
        ((12_345, 19_001), "по среднему: обычно это на 120–200\u00a0₽ больше."),
        ((12_000, 12_000), "по среднему: обычно это на 120\u00a0₽ больше."),
        ((900, 1_900), "по среднему."),
        (None, "по среднему."),
    ],
)
def test_what_being_late_costs_is_said_in_tens_of_roubles(
    database: Database, dearer_by: tuple[int, int] | None, text: str
) -> None:
    moment = datetime(2026, 11, 20, 9, tzinfo=SARATOV)
    window = windows.current(db=database, now=moment, tz=SARATOV)
    said = window_text(window, moment, otherwise="по среднему", dearer_by=dearer_by)
    assert said.endswith(f"начислим {text}")


def test_a_published_window_shows_and_the_lawful_day_still_counts(database: Database) -> None:
    moment = datetime(2026, 11, 22, 9, tzinfo=SARATOV)
    with database.write() as session:
        rows.put(session, SubmissionWindow(date(2026, 11, 1), 10, 20), now=moment)
    window = windows.current(db=database, now=moment, tz=SARATOV)
    assert window_title(window) == "Срок передачи показаний закончился 20\u00a0ноября"
    assert "до 25\u00a0ноября войдёт в квитанцию за ноябрь" in window_text(
        window, moment, otherwise="по среднему"
    )
