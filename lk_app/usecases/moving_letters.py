"""«Ваш кабинет переехал»: a letter to everybody of the old cabinet, once, so many a minute.

The campaign is a mark in the database: a process that dies, or a second worker, tells nobody twice.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from lk_app.db import marks, moving
from lk_app.db.engine import Database
from lk_app.documents.letters import LetterKind
from lk_app.domain.notices import is_quiet
from lk_app.usecases.letters import Stationery, post

MARK = "moving_letters"
ROUND = timedelta(seconds=50)  # the schedule's minute, however punctual it is


@dataclass(frozen=True, slots=True)
class Campaign:
    """How many letters a minute (0: none go), and who still waits for one."""

    per_minute: int
    untold: int


def start(*, db: Database, per_minute: int) -> Campaign:
    """Write so many a minute from now on; 0 stops. Repeating it starts nothing anew."""
    with db.write() as session:
        _keep(session, per_minute, "")
    return standing(db=db)


def standing(*, db: Database) -> Campaign:
    """Where it stands."""
    with db.read() as session:
        return Campaign(_kept(session)[0], moving.count_untold(session))


def write(
    *,
    db: Database,
    paper: Stationery,
    until: datetime | None,
    now: datetime,
    real_now: datetime,
) -> int:
    """Write this minute's letters; returns how many. `now` is business time: none go at night.

    `until` is when names of the old cabinet stop to hold.
    """
    if is_quiet(now, paper.zone):
        return 0
    with db.write() as session:
        marks.hold(session, MARK)
        per_minute, last = _kept(session)
        if not per_minute or (last and real_now - datetime.fromisoformat(last) < ROUND):
            return 0
        _keep(session, per_minute, real_now.isoformat())
        people = moving.untold(session, limit=per_minute)
        facts = {
            "link": paper.link("/login"),
            "reset_link": paper.link("/reset"),
            "until": until.astimezone(paper.zone).date() if until else None,
        }
        letter = paper.letter(LetterKind.CABINET_MOVED, **facts)
        for _, customer in people:
            key = f"cabinet_moved:{customer.id}"
            post(session, letter, to=customer.email, dedupe_key=key, now=real_now)
        moving.told(session, [key for key, _ in people], at=real_now)
    return len(people)


def _kept(session: Session) -> tuple[int, str]:
    kept = json.loads(marks.read(session, MARK) or '{"per_minute": 0, "last": ""}')
    return int(kept["per_minute"]), str(kept["last"])


def _keep(session: Session, per_minute: int, last: str) -> None:
    marks.write(session, MARK, json.dumps({"per_minute": per_minute, "last": last}))
