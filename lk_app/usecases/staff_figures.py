"""The board of figures, counted when it is asked for."""

from datetime import datetime, time, timedelta, tzinfo

from sqlmodel import Session

from lk_app.db import staff_figures
from lk_app.db.engine import Database
from lk_app.domain.periods import Period
from lk_app.domain.staff_figures import LATELY, Channel, Figures, SentByDay, cumulated


def board(*, db: Database, now: datetime, real_now: datetime, tz: tzinfo) -> Figures:
    """Everything at once, of one consistent state; `now` is business time."""
    today = now.astimezone(tz).date()
    this = Period.of(today)
    last = Period.of(this.first_day - timedelta(days=1))
    lately = real_now - LATELY
    with db.read() as session:
        return Figures(
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
    since = datetime.combine(period.first_day, time(), tz)
    until = datetime.combine(period.last_day + timedelta(days=1), time(), tz)
    return staff_figures.channels(session, since, until)
