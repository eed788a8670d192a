"""The board of figures: counted by a job, shown as it was counted last; queues as they are.

`now` is business time, `real_now` that of letters and of the job.
"""

import time
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from datetime import time as clock

from sqlmodel import Session

from lk_app.db import kept_figures, staff_figures
from lk_app.db.engine import Database
from lk_app.domain.periods import Period
from lk_app.domain.staff_figures import LATELY, Channel, Figures, SentByDay, cumulated, is_due


def board(*, db: Database, now: datetime, real_now: datetime, tz: tzinfo) -> Figures:
    """What was counted last, now if nothing was; the queues are counted now in any case."""
    with db.read() as session:
        kept = kept_figures.read(session)
        queues = staff_figures.queues(session)
    kept = kept or count(db=db, now=now, real_now=real_now, tz=tz)
    return replace(kept, queues=queues)


def refresh(*, db: Database, now: datetime, real_now: datetime, tz: tzinfo) -> bool:
    """Count again unless that was done lately (the job); whether it was."""
    with db.read() as session:
        last = kept_figures.when(session)
    if last is not None and not is_due(*last, real_now):
        return False
    count(db=db, now=now, real_now=real_now, tz=tz)
    return True


def count(*, db: Database, now: datetime, real_now: datetime, tz: tzinfo) -> Figures:
    """Count everything at once, of one consistent state, and keep it."""
    begun = time.monotonic()
    with db.read() as session:
        counted = _counted(session, now, real_now, tz)
    took = timedelta(seconds=time.monotonic() - begun)
    with db.write() as session:
        kept_figures.keep(session, counted, counted_at=real_now, took=took)
    return counted


def _counted(session: Session, now: datetime, real_now: datetime, tz: tzinfo) -> Figures:
    today = now.astimezone(tz).date()
    this = Period.of(today)
    last = Period.of(this.first_day - timedelta(days=1))
    lately = real_now - LATELY
    return Figures(
        at=now,
        accounts=staff_figures.open_accounts(session),
        sent=(_sent(session, this, now, tz), _sent(session, last, now, tz)),
        debts=staff_figures.debts(session, today),
        channels=(_channels(session, this, tz), _channels(session, last, tz)),
        letters=staff_figures.letters(session, lately),
        pushes=staff_figures.pushes(session, lately),
        queues=staff_figures.queues(session),
    )


def _sent(session: Session, period: Period, now: datetime, tz: tzinfo) -> SentByDay:
    counted = staff_figures.first_readings(session, period.first_day, period.last_day)
    return cumulated(period, counted, now.astimezone(tz).date())


def _channels(session: Session, period: Period, tz: tzinfo) -> list[Channel]:
    since = datetime.combine(period.first_day, clock(), tz)
    until = datetime.combine(period.last_day + timedelta(days=1), clock(), tz)
    return staff_figures.channels(session, since, until)
