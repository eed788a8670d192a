"""The installation itself: bring the database up to date, say whether everything is in place."""

from dataclasses import dataclass

from lk_app.db import marks
from lk_app.db.engine import Database
from lk_app.db.migrate import is_current
from lk_app.db.migrate import migrate as upgrade

MADE_BY, DEMO_LOAD = "made_by", "lk demo load"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what, whether it is right, and what to do if not."""

    what: str
    ok: bool
    says: str


def migrate(*, db: Database) -> bool:
    """Bring the schema to the newest; returns whether anything had to change."""
    if is_current(db):
        return False
    upgrade(db)
    return True


def examine(*, db: Database) -> tuple[Finding, ...]:
    """Look at the database; never raises."""
    if not db.answers():
        return (Finding("database", False, "does not answer: check LK_DATABASE_URL"),)
    current = is_current(db)
    return (
        Finding("database", True, f"{db.dialect} answers"),
        Finding("schema", current, "newest" if current else "old: run lk migrate"),
    )


def is_demonstration(*, db: Database) -> bool:
    """Whether `lk demo load` made this database; no other may be served as one."""
    with db.read() as session:
        return marks.read(session, MADE_BY) == DEMO_LOAD
