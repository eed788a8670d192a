"""A billing period is a calendar month in the supplier's time zone."""

import re
from calendar import monthrange
from datetime import date, datetime, tzinfo
from functools import cache
from typing import NamedTuple, Self

from lk_app.domain.refusals import Refusal


class PeriodRefused(Refusal):
    """What was written is not a month of the form YYYY-MM."""


class Period(NamedTuple):
    """One month; ordered, printed as `2026-10`.

    A named tuple, not a dataclass: a run over a million accounts compares and hashes it in C.
    """

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """`2026-10`; raises PeriodRefused (period.malformed)."""
        match = re.fullmatch(r"([12]\d{3})-(0[1-9]|1[0-2])", text.strip(), re.ASCII)
        if match is None:
            raise PeriodRefused("period.malformed", field="period", text=text[:40])
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The month this day lies in."""
        return _month(day.year, day.month)  # type: ignore[return-value]

    @classmethod
    def at(cls, moment: datetime, tz: tzinfo) -> Self:
        """The month it is in `tz` at an aware `moment`."""
        return cls.of(moment.astimezone(tz))

    @property
    def first_day(self) -> date:
        return _day(self, 1)

    @property
    def last_day(self) -> date:
        return _day(self, 31)

    @property
    def days(self) -> int:
        return self.last_day.day

    def until(self, other: "Period") -> int:
        """How many months lie from this one to `other`; negative when `other` is earlier."""
        return (other.year - self.year) * 12 + other.month - self.month

    def day(self, number: int) -> date:
        """The day of that number, or the last one in a shorter month."""
        return _day(self, number)

    def __add__(self, months: int) -> "Period":  # type: ignore[override]
        return _after(self, months)

    def __sub__(self, months: int) -> "Period":
        return self + -months

    def __str__(self) -> str:
        return _text(self)


@cache  # of a few thousand months at most, like those below
def _month(year: int, month: int) -> Period:
    return Period(year, month)


@cache
def _text(period: Period) -> str:
    return f"{period.year:04d}-{period.month:02d}"


@cache
def _after(period: Period, months: int) -> Period:
    year, month = divmod(period.year * 12 + period.month - 1 + months, 12)
    return Period(year, month + 1)


@cache
def _day(period: Period, number: int) -> date:
    return date(period.year, period.month, min(number, monthrange(*period)[1]))


def span(first: Period, last: Period) -> list[Period]:
    """Every month from `first` to `last`, both included; empty when `last` is earlier."""
    return [first + offset for offset in range(first.until(last) + 1)]
