"""What an editor types into the console instead of a file: the same publishing, and who did it."""

from datetime import date, datetime

from sqlmodel import Session

from lk_app.db import audit
from lk_app.db import norms as stored_norms
from lk_app.db import rates as stored_rates
from lk_app.db import windows as stored
from lk_app.db.engine import Database
from lk_app.domain.audit import Action, Actor, Deed
from lk_app.domain.consumption import NormRow
from lk_app.domain.imports import Imported
from lk_app.domain.late_fees import LateFeeRate
from lk_app.domain.windows import SubmissionWindow
from lk_app.usecases.imports.files import written
from lk_app.usecases.imports.loading import Books
from lk_app.usecases.publishing import norms, rates, windows


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


def norm(
    *,
    db: Database,
    valid_from: date,
    category: str,
    kwh: int,
    books: Books,
    by: Actor,
    now: datetime,
) -> Imported:
    """Put a norm in force from a day on: kWh a person a month. Raises ImportRefused."""
    with db.read() as session:
        known = stored_norms.published(session)
    before = {(one.valid_from, one.category): str(one.norm_kwh) for one in known}
    was = before.get((valid_from, category))

    def seal(session: Session, done: Imported) -> None:
        deed = Deed(
            Action.NORMS_PUBLISHED, f"{category} с {valid_from}",
            {"norm": was} if was else {}, {"norm": str(kwh)},
        )  # fmt: skip
        audit.note(session, by, deed, at=now)

    with written(f"{','.join(norms.COLUMNS)}\n{valid_from},{category},{kwh}\n") as path:
        return norms.run(db=db, path=path, books=books, seal=seal)


def rate(
    *, db: Database, valid_from: date, per_cent: str, books: Books, by: Actor, now: datetime
) -> Imported:
    """Put a rate of late fees in force from a day on, per cent a year. Raises ImportRefused."""
    with db.read() as session:
        known = stored_rates.published(session)
    was = {one.valid_from: f"{float(one.rate * 100):g}" for one in known}.get(valid_from)

    def seal(session: Session, done: Imported) -> None:
        deed = Deed(
            Action.RATES_PUBLISHED, f"с {valid_from}",
            {"rate": was} if was else {}, {"rate": per_cent},
        )  # fmt: skip
        audit.note(session, by, deed, at=now)

    with written(f"{','.join(rates.COLUMNS)}\n{valid_from},{per_cent}\n") as path:
        return rates.run(db=db, path=path, books=books, seal=seal)


def norms_and_rates(*, db: Database) -> tuple[list[NormRow], list[LateFeeRate]]:
    """Those in force, the earliest first."""
    with db.read() as session:
        return list(stored_norms.published(session)), list(stored_rates.published(session))


def published(*, db: Database) -> list[SubmissionWindow]:
    """The windows in force, the earliest first."""
    with db.read() as session:
        return stored.published(session)


def _days(one: SubmissionWindow) -> str:
    return f"{one.first_day}–{one.last_day}"
