"""Files of the supplier's other systems by the console: the use cases of `lk import`, looked
through first (brought in and taken back in one transaction), then brought in for good."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from sqlmodel import Session

from lk_app.db import audit, uploads
from lk_app.db.engine import Database
from lk_app.domain.audit import Action, Actor, Deed
from lk_app.domain.bank_registers import Undone
from lk_app.domain.imports import BadRow, Imported, ImportRefused
from lk_app.domain.money import plain
from lk_app.domain.uploads import BY_TWO, Upload, UploadKind, UploadRefused, check_upload
from lk_app.usecases.imports import (
    accounts,
    bad_rows,
    bank_profiles,
    bank_registers,
    charges,
    closings,
    looking,
    meters,
    payments,
    readings,
    refunds,
    table_profiles,
    undoing,
)
from lk_app.usecases.imports.closings import Herald
from lk_app.usecases.imports.loading import Books
from lk_app.usecases.staff_sessions import OnDuty

FORMATS = {
    UploadKind.ACCOUNTS: accounts,
    UploadKind.METERS: meters,
    UploadKind.READINGS: readings,
    UploadKind.PAYMENTS: payments,
    UploadKind.CLOSINGS: closings,
    UploadKind.REFUNDS: refunds,
    UploadKind.CHARGES: charges,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What bringing a file in would do. `bad` rows stop it, unless they are left out: then
    `others` come in. `may_skip` is False where a file is taken whole or not at all, `by_two`
    where another person accepts it."""

    upload_id: int
    done: Imported
    bad: tuple[BadRow, ...]
    may_skip: bool
    by_two: bool


class Way(NamedTuple):
    """How files may be written: a profile's name and what it is called."""

    name: str
    title: str


def banks(own: Path | None) -> list[Way]:
    """Banks whose own registers are read."""
    return _ways(bank_profiles.load, bank_profiles.names(own), own)


def tables(own: Path | None) -> list[Way]:
    """Systems whose tables are read."""
    return _ways(table_profiles.load, table_profiles.names(own), own)


def _ways(load: Callable[..., Any], names: Sequence[str], own: Path | None) -> list[Way]:
    """A profile of the supplier's that cannot be read is not offered; `lk import` says why."""
    found = []
    for name in names:
        with suppress(ImportRefused):
            found.append(Way(name, load(name, own).title))
    return found


def columns(kind: UploadKind) -> tuple[str, ...]:
    """The columns of a file of this kind, those that may be left out last."""
    form = FORMATS[kind].FORMAT
    return (*form.columns, *form.optional)


def look(
    *,
    db: Database,
    kind: UploadKind,
    profile: str,
    name: str,
    content: bytes,
    books: Books,
    me: OnDuty,
    now: datetime,
) -> Seen:
    """Keep a file for this employee and tell what bringing it in would do.

    `profile` is that of a bank's register or of another system's tables, "" for our own form.
    Raises UploadRefused (upload.*), ImportRefused when the file cannot be read at all; rows that
    are refused are told in what is returned.
    """
    _check_profile(kind, profile, books.profiles)
    one = Upload(0, kind, profile, check_upload(name, content), content, me.member.id, now)
    done, bad = tried(db, one, books)
    with db.write() as session:
        number = uploads.add(session, one)
    by_two = kind in BY_TWO
    may_skip = not by_two and not _is_register(one, books)
    return Seen(number, done, bad, may_skip=may_skip, by_two=by_two)


def _check_profile(kind: UploadKind, profile: str, own: Path | None) -> None:
    """A name of the lists alone: what a browser says is no path."""
    if profile in table_profiles.names(own):
        table_profiles.layout(profile, kind, own)
    elif profile and (kind is not UploadKind.PAYMENTS or profile not in bank_profiles.names(own)):
        raise UploadRefused("upload.bank", field="profile")


def _is_register(one: Upload, books: Books) -> bool:
    return one.profile in bank_profiles.names(books.profiles)


def tried(db: Database, one: Upload, books: Books) -> tuple[Imported, tuple[BadRow, ...]]:
    """What a file would do, and which of its rows are bad; raises ImportRefused."""
    with on_disk(one) as path:
        run, options = use_case(one, books)
        may_skip = not _is_register(one, books)
        return looking.through(run, may_skip=may_skip, db=db, path=path, **options)


def bad_rows_of(*, db: Database, upload_id: int, books: Books, me: OnDuty) -> bytes:
    """The rows of a file looked through that would not come in, as a file to be mended.

    Raises UploadRefused("upload.gone"), ImportRefused when the file cannot be read any more.
    """
    one = mine(db, upload_id, me)
    _, bad = tried(db, one, books)
    with on_disk(one) as path:
        if _is_register(one, books):
            return bad_rows.of_register(path, one.profile, bad, books.profiles)
        layout = table_profiles.layout(one.profile, one.kind, books.profiles)
        return bad_rows.of_table(path, layout, bad)


def mine(db: Database, upload_id: int, me: OnDuty) -> Upload:
    """A file that this employee handed over; raises UploadRefused("upload.gone")."""
    with db.read() as session:
        one = uploads.of_employee(session, upload_id, me.member.id)
    if one is None:
        raise UploadRefused("upload.gone")
    return one


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
    when it cannot come in as things are now, UploadRefused("upload.by_two") when it needs two.
    """
    one = mine(db, upload_id, me)
    if one.kind in BY_TWO:
        raise UploadRefused("upload.by_two")

    def seal(session: Session, done: Imported) -> None:
        after = {"rows": done.rows, "added": done.added, "refused": len(done.refused)}
        deed = Deed(Action.IMPORTED, f"№ {done.number}, {one.kind}, {one.name}", after=after)
        audit.note(session, me.actor, deed, at=now)

    run, options = use_case(one, books)
    if not _is_register(one, books):
        options["skip_bad"] = skip_bad
    if one.kind is UploadKind.CLOSINGS:
        options["herald"] = herald
    with on_disk(one) as path:
        done = run(db=db, path=path, seal=seal, **options)
    with db.write() as session:
        uploads.remove(session, upload_id)
    return done


def use_case(one: Upload, books: Books) -> tuple[Callable[..., Imported], dict[str, Any]]:
    """What brings such a file in, and its options beside database and path."""
    if _is_register(one, books):
        return bank_registers.run, {"profile": one.profile, "books": books}
    layout = table_profiles.layout(one.profile, one.kind, books.profiles)
    return FORMATS[one.kind].run, {"books": replace(books, layout=layout)}


@contextmanager
def on_disk(one: Upload) -> Iterator[Path]:
    """The file under its own name, which the journal keeps."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / one.name
        path.write_bytes(one.content)
        yield path


def undo(*, db: Database, number: int, by: Actor, now: datetime, real_now: datetime) -> Undone:
    """Take a file back, as `lk import undo` does; raises BankRefused (import.*)."""

    def seal(session: Session, done: Undone) -> None:
        after: dict[str, object] = {"gone": done.gone}
        if not done.gone:
            after = {"reversed": done.reversed, "released": done.released}
            after["amount"] = plain(done.total)
        audit.note(session, by, Deed(Action.IMPORT_UNDONE, f"№ {number}", after=after), at=real_now)

    return undoing.undo(db=db, number=number, now=now, seal=seal)
