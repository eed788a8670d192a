"""Registers of banks: taken whole or not at all; what cannot be counted waits, its money too."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from sqlmodel import Session

from lk_app.db import bank_registers, imports
from lk_app.db.engine import Database
from lk_app.domain.bank_registers import BankOperation
from lk_app.domain.imports import Imported, ImportRefused
from lk_app.domain.money import Kopecks
from lk_app.usecases.imports import bank_files, bank_profiles, booking, files
from lk_app.usecases.imports.bank_profiles import Profile
from lk_app.usecases.imports.loading import (
    CHUNK,
    Books,
    Item,
    Kept,
    Progress,
    Seal,
    hold_still,
    summary,
    tell,
)

KIND = "payments"
T = TypeVar("T")


def run(
    *,
    db: Database,
    path: Path,
    profile: str,
    books: Books,
    progress: Progress | None = None,
    seal: Seal | None = None,
) -> Imported:
    """Bring a bank's register in by its profile; the same file again is recognised at once.

    Raises ImportRefused: profile.* and register.* (the control line disagrees, another encoding),
    register.bad_rows with the rows. A line that cannot be read refuses the whole file: money that
    a bank reports is never left out.
    """
    rules = bank_profiles.load(profile, books.profiles)
    sha256, _ = files.fingerprint(path)
    with db.write() as session:
        imports.one_at_a_time(session)
        seen = imports.complete(session, KIND, sha256, bank=rules.name)
        if seen is not None:
            return Imported(KIND, rows=seen, added=0, known=seen)
        register = bank_files.read(path, rules, books, fingerprint=sha256)
        if register.bad:
            count = len(register.bad)
            raise ImportRefused("register.bad_rows", rows=register.bad, count=count)
        register.control.check(register.operations)
        kept = Kept(
            imports.begin(
                session, KIND, file_name=path.name, sha256=sha256, at=books.now, bank=rules.name
            )
        )
        _keep(session, register.operations, rules, books, kept, progress)
        if kept.refused:
            refused = tuple(kept.refused)
            raise ImportRefused("register.bad_rows", rows=refused, count=len(refused))
        done = summary(KIND, kept)
        imports.finish(session, done, total=register.control.total)
        if seal is not None:
            seal(session, done)
    return done


def _keep(
    session: Session,
    operations: Sequence[BankOperation],
    profile: Profile,
    books: Books,
    kept: Kept,
    progress: Progress | None,
) -> None:
    hold_still(session, {one.account_number for one in operations})
    twins = set() if profile.numbers_operations else _twins(session, operations, profile)
    for chunk in _chunks(operations):
        items = [Item((one.line,), one) for one in chunk]
        booking.keep(session, items, books, kept, may_hold=True, twins=twins)
        tell(progress, kept.added + kept.known + kept.held, len(operations))


def _twins(
    session: Session, operations: Sequence[BankOperation], profile: Profile
) -> set[tuple[str, date, Kopecks]]:
    """What other registers of the bank had, looked up before this one's own are in the books."""
    found: set[tuple[str, date, Kopecks]] = set()
    for chunk in _chunks(operations):
        numbers = {one.account_number for one in chunk}
        found |= bank_registers.twins(session, profile.name, numbers)
    return found


def _chunks(many: Sequence[T]) -> Iterator[Sequence[T]]:
    return (many[start : start + CHUNK] for start in range(0, len(many), CHUNK))
