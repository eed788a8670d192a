"""Forget what is over. `now` is real time."""

from dataclasses import dataclass
from datetime import datetime

from lk_app.db import customers, letters, notices, sessions, staff_sessions, throttles, uploads
from lk_app.db.engine import Database
from lk_app.domain import housekeeping as rules


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many of each were forgotten."""

    tokens: int
    registrations: int
    sessions: int
    throttles: int
    letters: int
    notices: int
    uploads: int


def tidy(*, db: Database, now: datetime) -> Forgotten:
    """Forget links, registrations, sessions, counts of failures, bodies of letters, notices,
    files that nobody brought in.

    Links go first: a registration with a link that may still be opened is kept.
    """
    with db.write() as session:
        return Forgotten(
            tokens=customers.forget_expired_tokens(session, before=rules.tokens_before(now)),
            registrations=customers.forget_unconfirmed(
                session, before=rules.unconfirmed_before(now)
            ),
            sessions=sessions.forget_ended(session, before=rules.sessions_before(now))
            + staff_sessions.forget_ended(session, before=rules.sessions_before(now)),
            throttles=throttles.forget_all(session, before=rules.throttles_before(now)),
            letters=letters.forget_bodies(session, before=rules.letters_before(now)),
            notices=notices.forget_told(session, before=rules.notices_before(now)),
            uploads=uploads.forget_old(session, before=rules.uploads_before(now)),
        )
