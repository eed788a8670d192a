"""«Найти» of the console. Every search stands in the log: its answer is people's data."""

from collections.abc import Mapping
from datetime import datetime

from lk_app.db import audit, finding, houses
from lk_app.db.engine import Database
from lk_app.domain.accounts import House
from lk_app.domain.audit import Action, Actor, Deed
from lk_app.domain.finding import PAGE, Kind, Page, wanted

FIRST_LOOK = 5  # of each kind, until one kind is chosen


def everything(*, db: Database, typed: str, by: Actor, now: datetime) -> Mapping[Kind, Page]:
    """The first of each kind; a kind of which there is nothing is left out."""
    asked = wanted(typed)
    with db.read() as session:
        found = {
            kind: finding.find(session, kind, asked, limit=FIRST_LOOK + 1, offset=0)
            for kind in Kind
        }
    _note(db, typed, by, now)
    return {
        kind: Page(some[:FIRST_LOOK], len(some) > FIRST_LOOK)
        for kind, some in found.items()
        if some
    }


def of_kind(*, db: Database, typed: str, kind: Kind, number: int, by: Actor, now: datetime) -> Page:
    """One page of one kind; the first is number 1."""
    offset = (number - 1) * PAGE
    with db.read() as session:
        found = finding.find(session, kind, wanted(typed), limit=PAGE + 1, offset=offset)
    _note(db, typed, by, now)
    return Page(found[:PAGE], len(found) > PAGE)


def in_house(
    *, db: Database, house_id: int, typed: str = "", number: int, by: Actor, now: datetime
) -> tuple[House, Page] | None:
    """A house and one page of its accounts, or of those of a flat or a number; None where there is
    no such house."""
    with db.read() as session:
        house = houses.by_id(session, house_id)
        offset = (number - 1) * PAGE
        found = finding.of_house(session, house_id, typed, limit=PAGE + 1, offset=offset)
    if house is None:
        return None
    _note(db, f"{house.street}, {house.house}, {typed}".removesuffix(", "), by, now)
    return house, Page(found[:PAGE], len(found) > PAGE)


def _note(db: Database, typed: str, by: Actor, now: datetime) -> None:
    line = "".join(filter(str.isprintable, typed))
    with db.write() as session:
        audit.note(session, by, Deed(Action.SEARCHED, line), at=now)
