"""Files of the supplier's other systems by the console: the use cases of `lk import`, looked
through first (brought in and taken back in one transaction), then brought in for good."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlmodel import Session

from lk_app.db import audit, uploads
from lk_app.db.engine import Database
from lk_app.domain.audit import Action, Actor, Deed
from lk_app.domain.bank_registers import Undone
from lk_app.domain.imports import BadRow, Imported, ImportRefused
from lk_app.domain.money import plain
from lk_app.domain.uploads import Upload, UploadKind, UploadRefused, check_upload
from lk_app.usecases.imports import (
    accounts,
    bank_profiles,
    bank_registers,
    closings,
    meters,
    payments,
    readings,
    undoing,
)
from lk_app.usecases.imports.closings import Herald
from lk_app.usecases.imports.loading import Books, Seal
from lk_app.usecases.staff_sessions import OnDuty

FORMATS = {
    UploadKind.ACCOUNTS: accounts,
    UploadKind.METERS: meters,
    UploadKind.READINGS: readings,
    UploadKind.PAYMENTS: payments,
    UploadKind.CLOSINGS: closings,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What bringing a file in would do. `bad` rows stop it, unless they are left out: then
    `others` come in. `may_skip` is False where a file is taken whole or not at all."""

    upload_id: int
    done: Imported
    bad: tuple[BadRow, ...]
    may_skip: bool


class _Looked(Exception):
    """Ends the transaction of a look: nothing of it is kept."""


@cache
def banks() -> tuple[tuple[str, str], ...]:
    """Banks whose own registers are read: the profile's name and what it is called."""
    return tuple((name, bank_profiles.load(name).title) for name in bank_profiles.names())


def columns(kind: UploadKind) -> tuple[str, ...]:
    """The columns of a file of this kind, those that may be left out last."""
    form = FORMATS[kind].FORMAT
    return (*form.columns, *form.optional)


def look(
    *,
    db: Database,
    kind: UploadKind,
    bank: str,
    name: str,
    content: bytes,
    books: Books,
    me: OnDuty,
    now: datetime,
) -> Seen:
    """Keep a file for this employee and tell what bringing it in would do.

    Raises UploadRefused (upload.*), ImportRefused when the file cannot be read at all; rows that
    are refused are told in what is returned.
    """
    if bank and (kind is not UploadKind.PAYMENTS or bank not in bank_profiles.names()):
        raise UploadRefused("upload.bank", field="bank")
    one = Upload(0, kind, bank, check_upload(name, content), content, me.member.id, now)
    done, bad = _tried(db, one, books)
    with db.write() as session:
        number = uploads.add(session, one)
    return Seen(number, done, bad, may_skip=not bank)


def _tried(db: Database, one: Upload, books: Books) -> tuple[Imported, tuple[BadRow, ...]]:
    try:
        return _looked(db, one, books, skip_bad=False), ()
    except ImportRefused as refused:
        if not refused.rows:
            raise
        if one.bank:
            nothing = Imported(one.kind, rows=0, added=0, known=0)
            return nothing, refused.rows
        return _looked(db, one, books, skip_bad=True), refused.rows


def _looked(db: Database, one: Upload, books: Books, *, skip_bad: bool) -> Imported:
    seen: list[Imported] = []

    def seal(session: Session, done: Imported) -> None:
        seen.append(done)
        raise _Looked

    try:
        return _run(db, one, books, skip_bad, seal)  # it had come before
    except _Looked:
        return seen[0]


def bring_in(
    *,
    db: Database,
    upload_id: int,
    skip_bad: bool,
    books: Books,
    herald: Herald,
    me: OnDuty,
    now: datetime,
) -> Imported:
    """Bring in a file that was looked through, and note who did it in the same transaction.

    Raises UploadRefused("upload.gone") when somebody did already or a day has passed, ImportRefused
    when it cannot come in as things are now.
    """
    with db.read() as session:
        one = uploads.of_employee(session, upload_id, me.member.id)
    if one is None:
        raise UploadRefused("upload.gone")

    def seal(session: Session, done: Imported) -> None:
        after = {"rows": done.rows, "added": done.added, "refused": len(done.refused)}
        deed = Deed(Action.IMPORTED, f"№ {done.number}, {one.kind}, {one.name}", after=after)
        audit.note(session, me.actor, deed, at=now)

    done = _run(db, one, books, skip_bad, seal, herald)
    with db.write() as session:
        uploads.remove(session, upload_id)
    return done


def _run(
    db: Database,
    one: Upload,
    books: Books,
    skip_bad: bool,
    seal: Seal,
    herald: Herald | None = None,
) -> Imported:
    with _on_disk(one) as path:
        if one.bank:
            return bank_registers.run(db=db, path=path, profile=one.bank, books=books, seal=seal)
        more: dict[str, Any] = {"herald": herald} if one.kind is UploadKind.CLOSINGS else {}
        run: Callable[..., Imported] = FORMATS[one.kind].run
        return run(db=db, path=path, books=books, skip_bad=skip_bad, seal=seal, **more)


@contextmanager
def _on_disk(one: Upload) -> Iterator[Path]:
    """The file under its own name, which the journal keeps."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / one.name
        path.write_bytes(one.content)
        yield path


def undo(*, db: Database, number: int, by: Actor, now: datetime, real_now: datetime) -> Undone:
    """Take a file of payments back, as `lk import undo` does; raises BankRefused (import.*)."""

    def seal(session: Session, done: Undone) -> None:
        after = {"reversed": done.reversed, "released": done.released, "amount": plain(done.total)}
        audit.note(session, by, Deed(Action.IMPORT_UNDONE, f"№ {number}", after=after), at=real_now)

    return undoing.undo(db=db, number=number, now=now, seal=seal)
