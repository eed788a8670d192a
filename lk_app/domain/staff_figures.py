"""What the supplier looks at in the morning: counts and sums of the whole, nobody's data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period

LATELY = timedelta(days=30)  # of letters and pushes


class Age(StrEnum):
    """How long a debt is overdue; the steps are those of the late fee (ЖК РФ, ст. 155, ч. 14)."""

    NOT_DUE = "not_due"
    FIRST_MONTH = "first_month"  # days 1–30: no fee yet
    THREE_MONTHS = "three_months"  # days 31–90: 1/300
    LONGER = "longer"  # from day 91: 1/130


RESTS = 20  # times as long as counting took
STEPS = (30, 90)  # days overdue that the first month and the next two end with


@dataclass(frozen=True, slots=True)
class SentByDay:
    """How many accounts had a reading by each day of a month, both ends of it included."""

    period: Period
    days: Sequence[int]

    def by(self, day: int) -> int:
        """Up to this day of the month, or its last one."""
        return self.days[min(day, len(self.days)) - 1]


@dataclass(frozen=True, slots=True)
class Aged:
    """Debts of one age: how many accounts have some, and how much in all."""

    accounts: int
    amount: Kopecks


@dataclass(frozen=True, slots=True)
class Channel:
    """Payments that came one way in a month."""

    gateway: str
    method: str
    count: int
    amount: Kopecks


@dataclass(frozen=True, slots=True)
class Delivered:
    """Letters or pushes of the last days: gone, still to go, and given up."""

    sent: int
    waiting: int
    failed: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The whole board at a moment of business time. `accounts` are the open ones; `queues` by
    name."""

    at: datetime
    accounts: int
    sent: tuple[SentByDay, SentByDay]  # this month, last month
    debts: Mapping[Age, Aged]
    channels: tuple[Sequence[Channel], Sequence[Channel]]
    letters: Delivered
    pushes: Delivered
    queues: Mapping[str, int]


def is_due(counted_at: datetime, took: timedelta, now: datetime) -> bool:
    """Whether to count again: it is let cost a twentieth of the time, however many accounts."""
    return now - counted_at >= RESTS * took


def cumulated(period: Period, counted: Mapping[date, int], until: date) -> SentByDay:
    """Counts of first readings by day, added up to `until` or the month's end."""
    last = min(period.last_day, until).day
    days, total = [], 0
    for number in range(1, last + 1):
        total += counted.get(period.day(number), 0)
        days.append(total)
    return SentByDay(period, days)
