"""The operator's queue of readings that were taken in time and came too late."""

from dataclasses import replace
from datetime import datetime, tzinfo

from lk_app.db import late_readings, positions
from lk_app.db.engine import Database
from lk_app.domain.late_readings import (
    LateReading,
    LateRefused,
    LateState,
    check_free,
    check_waiting,
)


def waiting(*, db: Database) -> list[LateReading]:
    """What nobody has decided about, in the order it came."""
    with db.read() as session:
        return late_readings.waiting(session)


def accept(*, db: Database, number: str, now: datetime, tz: tzinfo) -> LateReading:
    """Have the reading of this receipt count as received on the day it was taken.

    A bill that is posted stays; the next one corrects it as after any late news (CONTRACT 8).
    Raises LateRefused: late.unknown, late.decided, late.counted.
    """
    with db.write() as session:
        late = check_waiting(late_readings.locked(session, number), number)
        positions.forget(session, [late.account_id])  # waits for a run that bills this account
        late = check_waiting(late_readings.locked(session, number), number)
        check_free(late)
        taken_on = late.taken_at.astimezone(tz).date()
        late_readings.count_as_taken(session, late.reading.id, taken_on)
        decided = replace(late, state=LateState.ACCEPTED, decided_at=now)
        late_readings.decide(session, decided)
        return decided


def refuse(*, db: Database, number: str, reason: str, now: datetime) -> LateReading:
    """Leave the reading where its time of receipt put it; the person reads why.

    Raises LateRefused: late.unknown, late.decided, late.reason.
    """
    if not reason.strip():
        raise LateRefused("late.reason", number=number)
    with db.write() as session:
        late = check_waiting(late_readings.locked(session, number), number)
        decided = replace(late, state=LateState.REFUSED, reason=reason.strip(), decided_at=now)
        late_readings.decide(session, decided)
        return decided
