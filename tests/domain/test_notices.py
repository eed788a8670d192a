"""When it is time to tell somebody something, and when people sleep."""

from datetime import date, timedelta

import pytest

from lk_app.domain.notices import (
    NoticeKind,
    chosen,
    days_left,
    is_quiet,
    is_verification_due,
    reminders,
)
from lk_app.domain.windows import DEFAULT_WINDOW, SubmissionWindow
from tests.usecases.metered import ZONE, at

OPENS, FEW = NoticeKind.WINDOW_OPENS, NoticeKind.FEW_DAYS
LAST, THIRD = NoticeKind.LAST_DAY, NoticeKind.THIRD_MONTH
SHORT = SubmissionWindow(date(2026, 1, 1), 23, 25)


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"), [(8, 59, True), (9, 0, False), (20, 59, False), (21, 0, True)]
)
def test_nobody_is_told_anything_at_night(hour: int, minute: int, quiet: bool) -> None:
    assert is_quiet(at(20, hour, minute=minute), ZONE) is quiet


@pytest.mark.parametrize(
    ("day", "due"),
    [(14, ()), (15, (OPENS,)), (16, (OPENS,)), (17, ()), (22, ()), (23, (FEW,)), (24, (FEW,)),
     (25, (LAST,)), (26, ())],
)  # fmt: skip
def test_each_reminder_has_its_days(day: int, due: tuple[NoticeKind, ...]) -> None:
    assert reminders(DEFAULT_WINDOW, at(day), ZONE, missed=[0]) == due


def test_who_waits_for_nothing_is_reminded_of_nothing() -> None:
    assert reminders(DEFAULT_WINDOW, at(25), ZONE, missed=[]) == ()


@pytest.mark.parametrize(("missed", "warned"), [(0, False), (1, False), (2, True), (3, False)])
def test_the_warning_comes_before_the_third_month(missed: int, warned: bool) -> None:
    assert (THIRD in reminders(DEFAULT_WINDOW, at(18), ZONE, missed=[0, missed])) is warned


def test_of_a_short_window_one_thing_is_said_at_a_time() -> None:
    due = reminders(SHORT, at(23), ZONE, missed=[2])
    assert due == (FEW, THIRD, OPENS)
    assert chosen(due, frozenset(NoticeKind)) == (FEW, (THIRD, OPENS))
    assert chosen(due, frozenset({OPENS})) == (OPENS, ())
    assert chosen(due, frozenset({LAST})) is None
    assert [days_left(SHORT, at(day), ZONE) for day in (23, 24, 25)] == [3, 2, 1]


def test_a_verification_is_told_of_in_good_time() -> None:
    ends = date(2026, 12, 31)
    due = [ends - timedelta(days=days) for days in (60, 0, -60)]
    assert all(is_verification_due(ends, day) for day in due)
    assert not is_verification_due(ends, ends - timedelta(days=61))
    assert not is_verification_due(ends, ends + timedelta(days=61))
    assert not is_verification_due(None, ends)
