"""When readings are taken: the supplier's window, and the day the law adds to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal

LAWFUL_DAY = 25  # ПП РФ 354, п. 31 «ж»: a reading received up to the 25th must be used


class WindowRefused(Refusal):
    """A row of windows.csv that no month can have."""


class WindowStatus(StrEnum):
    BEFORE = "before"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class SubmissionWindow:
    """First and last day of the month, both included; stands for months that begin on
    `valid_from` or later, until a later row."""

    valid_from: date
    first_day: int
    last_day: int

    def __post_init__(self) -> None:
        if not 1 <= self.first_day <= self.last_day <= 31:
            raise WindowRefused(
                "window.days", field="last_day", first_day=self.first_day, last_day=self.last_day
            )

    def opens_at(self, period: Period, tz: tzinfo) -> datetime:
        """The first moment inside the window."""
        return datetime.combine(period.day(self.first_day), time(), tz)

    def closes_at(self, period: Period, tz: tzinfo) -> datetime:
        """The first moment after the window (half-open, like every span here)."""
        return datetime.combine(period.day(self.last_day) + timedelta(days=1), time(), tz)

    def status(self, now: datetime, tz: tzinfo) -> WindowStatus:
        """Where an aware `now` stands in the window of its own month."""
        period = Period.at(now, tz)
        if now < self.opens_at(period, tz):
            return WindowStatus.BEFORE
        return WindowStatus.OPEN if now < self.closes_at(period, tz) else WindowStatus.CLOSED


DEFAULT_WINDOW = SubmissionWindow(date(1900, 1, 1), 15, 25)


def window_for(rows: Sequence[SubmissionWindow], period: Period) -> SubmissionWindow:
    """The row in force on the first day of the month; 15–25 where none is."""
    known = (row for row in rows if row.valid_from <= period.first_day)
    return max(known, key=lambda row: row.valid_from, default=DEFAULT_WINDOW)


def cutoff(window: SubmissionWindow, period: Period) -> date:
    """The last day whose readings count for this month: the later of the window's and the 25th."""
    return max(period.day(window.last_day), period.day(LAWFUL_DAY))


def readings_until(period: Period, rows: Sequence[SubmissionWindow]) -> date:
    """The last day whose readings count for this month, by the rows in force."""
    return cutoff(window_for(rows, period), period)


def counted_period(received_on: date, rows: Sequence[SubmissionWindow]) -> Period:
    """The month whose bill a reading received on this day goes into."""
    period = Period.of(received_on)
    return period if received_on <= cutoff(window_for(rows, period), period) else period + 1
