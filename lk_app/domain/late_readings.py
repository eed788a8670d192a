"""Readings taken in time that reached us too late: an operator decides which bill they go into.

The server's time of receipt decides (CONTRACT 1), so such a reading counts like any other received
then. A device's clock proves nothing, yet who stood at the meter without a network did their part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from lk_app.domain.meters import Meter
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSet
from lk_app.domain.refusals import Refusal
from lk_app.domain.windows import SubmissionWindow, counted_period


class LateState(StrEnum):
    """WAITING for an operator; ACCEPTED as if received when taken; REFUSED with a reason."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class LateRefused(Refusal):
    """The operator's decision cannot be taken."""


@dataclass(frozen=True, slots=True)
class LateReading:
    """A reading in the operator's queue. `taken_at` is the device's clock, `meant_for` the month it
    would have counted for had it arrived then; `number` is that of its receipt."""

    number: str
    account_id: int
    account_number: str
    serial: str
    reading: ReadingSet
    taken_at: datetime
    meant_for: Period
    state: LateState = LateState.WAITING
    reason: str = ""
    decided_at: datetime | None = None


def meant_for(
    taken_at: datetime,
    received_at: datetime,
    meter: Meter,
    windows: Sequence[SubmissionWindow],
    tz: tzinfo,
) -> Period | None:
    """The month a reading was taken in time for and came too late for; None when nothing was lost.

    A clock that runs ahead of ours tells nothing, and no reading is older than its meter.
    """
    day = taken_at.astimezone(tz).date()
    if taken_at > received_at or day < meter.installed_on:
        return None
    wanted = counted_period(day, windows)
    return wanted if wanted < counted_period(received_at.astimezone(tz).date(), windows) else None


def check_waiting(late: LateReading | None, number: str) -> LateReading:
    """The reading, if an operator may still decide about it.

    Raises LateRefused: late.unknown, late.decided.
    """
    if late is None:
        raise LateRefused("late.unknown", number=number)
    if late.state is not LateState.WAITING:
        raise LateRefused("late.decided", number=number)
    return late


def check_free(late: LateReading) -> None:
    """A bill that was posted with it stays as it is; raises LateRefused (late.counted)."""
    if late.reading.counted_in is not None:
        raise LateRefused("late.counted", number=late.number, period=late.reading.counted_in)
