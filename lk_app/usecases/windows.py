"""Where we stand in this month's submission window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from lk_app.db import windows
from lk_app.db.engine import Database
from lk_app.domain.periods import Period
from lk_app.domain.windows import (
    SubmissionWindow,
    WindowStatus,
    counted_period,
    cutoff,
    window_for,
)


@dataclass(frozen=True, slots=True)
class WindowNow:
    """This month's window as a subscriber meets it; what arrives now counts for `counts_for`."""

    status: WindowStatus
    period: Period
    first: date
    last: date
    opens_at: datetime
    closes_at: datetime
    cutoff: date
    counts_for: Period
    takes_until: date  # the last day whose readings go into that same bill

    def passed(self, now: datetime) -> float:
        """The share of the window that is over, 0 to 1."""
        share = (now - self.opens_at) / (self.closes_at - self.opens_at)
        return min(max(share, 0.0), 1.0)


def current(*, db: Database, now: datetime, tz: tzinfo) -> WindowNow:
    """The window of the month it is in `tz`, from the rows in force."""
    with db.read() as session:
        return standing(windows.published(session), now, tz)


def standing(rows: Sequence[SubmissionWindow], now: datetime, tz: tzinfo) -> WindowNow:
    """The same of rows that were read already."""
    period = Period.at(now, tz)
    window = window_for(rows, period)
    counts_for = counted_period(now.astimezone(tz).date(), rows)
    return WindowNow(
        status=window.status(now, tz),
        period=period,
        first=period.day(window.first_day),
        last=period.day(window.last_day),
        opens_at=window.opens_at(period, tz),
        closes_at=window.closes_at(period, tz),
        cutoff=cutoff(window, period),
        counts_for=counts_for,
        takes_until=cutoff(window_for(rows, counts_for), counts_for),
    )
