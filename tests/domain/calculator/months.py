"""Months as numbers, days of payment, and rounding."""

import calendar
import datetime as dt
from functools import cache


def month_of(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def written_month(month: int) -> str:
    return f"{month // 12:04}-{month % 12 + 1:02}"


@cache
def day_of(month: int, number: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, number)


@cache
def length_of(month: int) -> int:
    return calendar.monthrange(month // 12, month % 12 + 1)[1]


@cache
def due(month: int) -> dt.date:
    """CONTRACT 5."""
    tenth = day_of(month + 1, 10)
    return tenth if tenth < dt.date(2026, 3, 1) else day_of(month + 1, 15)


def half_up(over: int, under: int) -> int:
    return (2 * over + under) // (2 * under)
