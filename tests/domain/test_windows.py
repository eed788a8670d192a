from datetime import UTC, date, datetime, timedelta

import pytest

from lk_app.domain.periods import Period
from lk_app.domain.windows import (
    SubmissionWindow,
    WindowRefused,
    WindowStatus,
    counted_period,
    cutoff,
    window_for,
)
from tests.domain.worked import SARATOV

OLD = SubmissionWindow(date(2025, 1, 1), 1, 28)
NEW = SubmissionWindow(date(2026, 9, 1), 23, 24)
ROWS = (NEW, OLD)
OCTOBER = Period(2026, 10)


def test_a_month_has_the_window_in_force_on_its_first_day() -> None:
    assert window_for(ROWS, Period(2026, 8)) == OLD
    assert window_for(ROWS, Period(2026, 9)) == NEW
    assert window_for((), OCTOBER).last_day == 25


def test_the_25th_counts_even_when_the_window_closes_earlier() -> None:
    assert cutoff(NEW, OCTOBER) == date(2026, 10, 25)
    assert cutoff(OLD, OCTOBER) == date(2026, 10, 28)
    assert counted_period(date(2026, 10, 1), ROWS) == OCTOBER  # before the window's first day, too
    assert counted_period(date(2026, 10, 25), ROWS) == OCTOBER
    assert counted_period(date(2026, 10, 26), ROWS) == OCTOBER + 1


def test_a_window_to_the_31st_ends_with_a_short_month() -> None:
    long = SubmissionWindow(date(2025, 1, 1), 20, 31)
    assert cutoff(long, Period(2026, 2)) == date(2026, 2, 28)


def test_the_window_opens_and_closes_at_midnight_in_saratov() -> None:
    opens = datetime(2026, 10, 22, 20, tzinfo=UTC)
    closes = datetime(2026, 10, 24, 20, tzinfo=UTC)
    second = timedelta(seconds=1)
    assert NEW.opens_at(OCTOBER, SARATOV) == opens
    assert NEW.closes_at(OCTOBER, SARATOV) == closes
    assert NEW.status(opens - second, SARATOV) is WindowStatus.BEFORE
    assert NEW.status(opens, SARATOV) is WindowStatus.OPEN
    assert NEW.status(closes - second, SARATOV) is WindowStatus.OPEN
    assert NEW.status(closes, SARATOV) is WindowStatus.CLOSED


def test_a_window_must_have_days_in_order() -> None:
    with pytest.raises(WindowRefused):
        SubmissionWindow(date(2026, 1, 1), 25, 15)
