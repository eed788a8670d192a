"""Working days: which they are, and what «N рабочих дней» comes to.

A term begins on the day after what it is counted from (ГК РФ ст. 191).
"""

from datetime import date, timedelta

SATURDAY = 5
DAY = timedelta(days=1)
HOLIDAYS = frozenset(  # (month, day): ТК РФ ст. 112 ч. 1
    {
        *((1, day) for day in range(1, 9)),
        (2, 23),
        (3, 8),
        (5, 1),
        (5, 9),
        (6, 12),
        (11, 4),
    }
)
JANUARY = 1  # its holidays on a weekend move by decree alone (ст. 112 ч. 2 and 5)
# Days off that a decree has moved. Each autumn's decree adds the next year here; a year that is not
# here yet goes by the code alone.
MOVED_TO = frozenset(
    {date(2026, 1, 9), date(2026, 12, 31)}  # ПП РФ № 1466 of 24.09.2025
)


def is_working(day: date) -> bool:
    """Whether the five-day week works on it."""
    return not (_is_off(day) or day in MOVED_TO or day in _moved_weekends(day.year))


def after(day: date, count: int) -> date:
    """The last day of a term of so many working days that `day` sets off."""
    while count:
        day += DAY
        count -= is_working(day)
    return day


def _is_off(day: date) -> bool:
    return day.weekday() >= SATURDAY or (day.month, day.day) in HOLIDAYS


def _moved_weekends(year: int) -> set[date]:
    """Where holidays that fell on a weekend go: the first working day after (ст. 112 ч. 2)."""
    moved: set[date] = set()
    for month, number in sorted(HOLIDAYS):
        day = date(year, month, number)
        if month == JANUARY or day.weekday() < SATURDAY:
            continue
        while _is_off(day) or day in moved:
            day += DAY
        moved.add(day)
    return moved
