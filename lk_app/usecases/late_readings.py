"""The operator's queue of readings that were taken in time and came too late."""

from dataclasses import replace
from datetime import datetime, tzinfo

from sqlmodel import Session

from lk_app.db import audit, late_readings, positions
from lk_app.db.engine import Database
from lk_app.domain.audit import COMMAND_LINE, Action, Actor, Deed
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


def accept(
    *,
    db: Database,
    number: str,
    now: datetime,
    tz: tzinfo,
    by: Actor = COMMAND_LINE,
) -> LateReading:
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
        _log(session, Action.READING_ACCEPTED, late, by, now, period=str(late.meant_for))
        return decided


def refuse(
    *,
    db: Database,
    number: str,
    reason: str,
    now: datetime,
    by: Actor = COMMAND_LINE,
) -> LateReading:
    """Leave the reading where its time of receipt put it; the person reads why in its history.

    Raises LateRefused: late.unknown, late.decided, late.reason.
    """
    why = " ".join(reason.split())
    if not why:
        raise LateRefused("late.reason", field="note", number=number)
    with db.write() as session:
        late = check_waiting(late_readings.locked(session, number), number)
        decided = replace(late, state=LateState.REFUSED, reason=why, decided_at=now)
        late_readings.decide(session, decided)
        _log(session, Action.READING_REFUSED, late, by, now, note=why)
        return decided


def _log(
    session: Session, action: Action, late: LateReading, by: Actor, at: datetime, **after: str
) -> None:
    before = {"taken_at": late.taken_at.isoformat(), "values": dict(late.reading.values)}
    deed = Deed(action, f"№ {late.number}", before, after, late.account_id)
    audit.note(session, by, deed, at=at)
