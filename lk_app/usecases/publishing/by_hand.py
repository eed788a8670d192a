"""What an editor types into the console instead of a file: the same publishing, and who did it."""

from datetime import date, datetime

from sqlmodel import Session

from lk_app.db import audit
from lk_app.db import windows as stored
from lk_app.db.engine import Database
from lk_app.domain.audit import Action, Actor, Deed
from lk_app.domain.imports import Imported
from lk_app.domain.windows import SubmissionWindow
from lk_app.usecases.imports.files import written
from lk_app.usecases.imports.loading import Books
from lk_app.usecases.publishing import windows


def window(
    *,
    db: Database,
    valid_from: date,
    first_day: int,
    last_day: int,
    books: Books,
    by: Actor,
    now: datetime,
) -> Imported:
    """Put a submission window in force from the month that begins on `valid_from` or later.

    Raises WindowRefused("window.days") for days no month can have.
    """
    said = SubmissionWindow(valid_from, first_day, last_day)
    with db.read() as session:
        before = {str(one.valid_from): _days(one) for one in stored.published(session)}
    day = str(valid_from)

    def seal(session: Session, done: Imported) -> None:
        was = {"days": before[day]} if day in before else {}
        deed = Deed(Action.WINDOWS_PUBLISHED, f"с {day}", was, {"days": _days(said)})
        audit.note(session, by, deed, at=now)

    text = f"{','.join(windows.COLUMNS)}\n{day},{first_day},{last_day}\n"
    with written(text) as path:
        return windows.run(db=db, path=path, books=books, seal=seal)


def published(*, db: Database) -> list[SubmissionWindow]:
    """The windows in force, the earliest first."""
    with db.read() as session:
        return stored.published(session)


def _days(one: SubmissionWindow) -> str:
    return f"{one.first_day}–{one.last_day}"
