"""Everything that is looked at when one reading is decided, and the receipt it ends with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlmodel import Session

from lk_app.db import meters, readings, tariffs, windows
from lk_app.domain.accounts import Account, Link
from lk_app.domain.consumption import ConsumptionRefused, CountedSet
from lk_app.domain.doubts import ReadingRefused
from lk_app.domain.estimates import Estimate, estimate, last_counted
from lk_app.domain.late_readings import LateReading
from lk_app.domain.meters import Meter, advance, predecessor, serving
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSet, meter_to_read
from lk_app.domain.tariffs import TariffRefused
from lk_app.domain.windows import SubmissionWindow, counted_period
from lk_app.usecases.accounts import require_link


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was taken: proof for the person, and which bill it goes into."""

    account: Account
    meter: Meter
    reading: ReadingSet
    counts_for: Period
    previous: Mapping[str, int]  # the last values counted for an earlier month
    repeated: bool = False
    late: LateReading | None = None  # taken in time, and with an operator now

    @property
    def number(self) -> str:
        return self.reading.receipt_number or ""

    @property
    def kwh(self) -> Mapping[str, int]:
        """kWh of each register since the last counted set."""
        values = self.reading.values
        return {r: advance(self.meter, r, self.previous[r], values[r]) for r in values}


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that is looked at when one reading is decided."""

    link: Link
    meter: Meter
    before: Meter | None  # the meter this one was hung in place of
    history: list[ReadingSet]
    windows: list[SubmissionWindow]
    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        """The business day in the supplier's zone."""
        return self.now.astimezone(self.zone).date()

    def last(self, period: Period) -> CountedSet:
        return last_counted(self.meter, self.history, period, self.windows, self.zone, self.before)

    def receipt(self, reading: ReadingSet, *, repeated: bool = False) -> Receipt:
        counts_for = counted_period(reading.received_on(self.zone), self.windows)
        previous = self.last(counts_for).values
        return Receipt(self.link.account, self.meter, reading, counts_for, previous, repeated)

    def estimate(self, session: Session, values: Mapping[str, int]) -> Estimate | None:
        """None where the readings or the tariffs do not say: an estimate is never an obstacle."""
        period = counted_period(self.today, self.windows)
        try:
            return estimate(
                self.last(period),
                CountedSet(period, self.meter, values),
                book=tariffs.book(session),
                category=self.link.account.category,
            )
        except (ConsumptionRefused, TariffRefused):
            return None


def case_of(
    session: Session,
    customer_id: int,
    account_number: str,
    now: datetime,
    zone: tzinfo,
    meter_id: int | None,
) -> Case:
    """The case of the meter in service, locked: submissions of one meter go one by one.

    Raises LinkRefused (link.not_yours) and ReadingRefused: as `domain.readings.meter_to_read`, and
    reading.meter_replaced when the form was filled in for another one.
    """
    link, today = require_link(session, customer_id, account_number), now.astimezone(zone).date()
    fitted = meters.of_account(session, link.account.id)
    meter = meter_to_read(serving(fitted, today), today, closed_on=link.account.closed_on)
    if meter_id not in (None, meter.id):
        raise ReadingRefused("reading.meter_replaced", replaced_on=meter.installed_on)
    readings.lock(session, meter.id)
    return with_history(session, link, fitted, meter, now, zone)


def load(session: Session, link: Link, now: datetime, zone: tzinfo) -> Case | None:
    """The case of the meter in service, to look at only; None where there is none."""
    fitted = meters.of_account(session, link.account.id)
    meter = serving(fitted, now.astimezone(zone).date())
    return with_history(session, link, fitted, meter, now, zone) if meter else None


def with_history(
    session: Session,
    link: Link,
    fitted: Sequence[Meter],
    meter: Meter,
    now: datetime,
    zone: tzinfo,
) -> Case:
    """The case of any of an account's meters."""
    history = readings.of_meters(session, [meter.id])[meter.id]
    before = predecessor(fitted, meter)
    return Case(link, meter, before, history, windows.published(session), now, zone)
