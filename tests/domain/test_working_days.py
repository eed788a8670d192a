"""Working days as the official calendar of 2026 has them."""

from datetime import date

import pytest

from lk_app.domain.working_days import after, is_working


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


@pytest.mark.parametrize(
    ("month", "working"),
    [(1, 15), (2, 19), (3, 21), (4, 22), (5, 19), (6, 21), (7, 23), (8, 21), (9, 22), (10, 22),
     (11, 20), (12, 22)],
)  # fmt: skip
def test_the_calendar_of_2026(month: int, working: int) -> None:
    days = [day(month, number) for number in range(1, 29)]
    days += [
        date.fromordinal(days[-1].toordinal() + more)
        for more in range(1, 4)
        if date.fromordinal(days[-1].toordinal() + more).month == month
    ]
    assert sum(map(is_working, days)) == working


def test_a_term_begins_on_the_next_day_and_skips_what_is_off() -> None:
    assert after(day(11, 20), 3) == day(11, 25)  # Friday: Monday, Tuesday, Wednesday
    assert after(day(11, 21), 3) == day(11, 25)  # what came on a Saturday has no less
    assert after(day(11, 3), 1) == day(11, 5)
    assert after(day(12, 30), 1) == day(1, 11, 2027)
    assert after(day(3, 6), 1) == day(3, 10)  # 8 March was a Sunday: Monday is off
