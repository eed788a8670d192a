"""customers.csv: people of the old cabinet with their passwords, consents and accounts.

A row a link: who has several accounts has several rows, whose other columns say the same. The file
is looked through whole; then it is kept chunk by chunk, each in a transaction of its own: a run
that was killed goes on where it stopped, because whoever is here already is passed over.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path

from lk_app.db import imports
from lk_app.db.engine import Database
from lk_app.domain.accounts import LINK_NAME_LIMIT, ServiceAddress
from lk_app.domain.customers import CustomerRefused, email_address, mobile_phone, person_name
from lk_app.domain.imports import BadRow, Imported, ImportRefused, RowRefused
from lk_app.domain.old_customers import GivenConsent, OldCustomer, OldLink
from lk_app.domain.old_passwords import StrongHash, WeakHash, parse
from lk_app.domain.refusals import Refusal
from lk_app.domain.sign_in_names import login_name
from lk_app.usecases.imports import files, moving
from lk_app.usecases.imports.accounts import amount
from lk_app.usecases.imports.following import Mover
from lk_app.usecases.imports.loading import Books, Kept, Progress, summary, tell

KIND = "customers"
CHUNK = 2_000  # people kept in one transaction: sign-ins wait for no more on SQLite
LONGEST_HASH = 400
PERSON = (
    *("old_id", "login", "email", "phone", "last_name", "first_name", "patronymic"),
    *("password_hash", "consent_version", "consent_at"),
)
LINK = ("account_number", "city", "street", "house", "apartment", "link_name")
COLUMNS = (*PERSON, *LINK)
OF_PERSON = ("registered_at", "news_version", "news_at")
OF_LINK = ("meter_serial", "linked_on", "balance")
OPTIONAL = (*OF_PERSON, *OF_LINK)


@dataclass(slots=True)
class _Rows:
    """The rows of one person, wherever they stand in the file."""

    person: OldCustomer
    said: tuple[str, ...]
    links: dict[str, OldLink] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)


def run(
    *,
    db: Database,
    path: Path,
    books: Books,
    mover: Mover,
    skip_bad: bool,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Take the people of a file over, or tell what that would do.

    A person who came before is changed where the old cabinet's file changed since and they have
    changed nothing here. Raises ImportRefused: import.bad_rows with the rows, or why the file
    cannot be read at all; nothing of it is kept then.
    """
    sha256, lines = files.fingerprint(path)
    refused: list[BadRow] = []
    with _all_kept():
        people = read(path, books, mover, refused)
    judged: moving.Judged = {}
    looked = _look(db, people, books, mover, refused, judged)
    if looked.refused and not skip_bad:
        rows = tuple(looked.refused)
        raise ImportRefused("import.bad_rows", rows=rows, count=len(rows))
    if dry_run:
        return summary(KIND, looked)
    kept = Kept(refused=refused)
    for chunk in _chunks(people):
        with db.write() as session:
            imports.one_at_a_time(session)
            moving.keep(session, chunk, books, mover, kept, judged)
        tell(progress, max(person.line for person in chunk), lines)
    return _journalled(db, path, sha256, books, kept)


@contextmanager
def _all_kept() -> Iterator[None]:
    """What is read stays until the end: the collector would go through it again and again."""
    try:
        gc.disable()
        yield
        gc.freeze()
    finally:
        gc.enable()


def read(path: Path, books: Books, mover: Mover, bad: list[BadRow]) -> list[OldCustomer]:
    """The people of a file; rows that say nothing usable go to `bad`."""
    people: dict[str, _Rows] = {}
    names: dict[str, tuple[str, int]] = {}  # logins and mailboxes: whose, and where in the file
    for row in files.read(path, COLUMNS, OPTIONAL, books.layout):
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        try:
            _put(people, names, row, books, mover)
        except Refusal as reason:
            bad.append(BadRow(row.line, reason))
    return [
        replace(one.person, links=tuple(one.links.values()), lines=tuple(one.lines))
        for one in people.values()
    ]


def _put(
    people: dict[str, _Rows],
    names: dict[str, tuple[str, int]],
    row: files.Row,
    books: Books,
    mover: Mover,
) -> None:
    said = tuple(row.cells.get(name, "") for name in (*PERSON, *OF_PERSON))
    old_id = files.text(row, "old_id")
    known = people.get(old_id)
    if known is None:
        person = _person(row, books, mover)
        for name in filter(None, (person.login and f"login {person.login}", person.email)):
            other, line = names.setdefault(name, (old_id, row.line))
            if other != old_id:
                column = "email" if name == person.email else "login"
                raise RowRefused("import.said_in_line", column=column, line=line)
        known = people[old_id] = _Rows(person, said)
    elif known.said != said:
        raise RowRefused("import.person_differs", old_id=old_id, line=known.person.line)
    if row.cells["account_number"]:
        link = _link(row, books)
        if known.links.setdefault(link.account_number, link) is not link:
            raise RowRefused("import.link_twice", account_number=link.account_number)
    known.lines.append(row.line)


def _person(row: files.Row, books: Books, mover: Mover) -> OldCustomer:
    cells = row.cells
    return OldCustomer(
        line=row.line,
        lines=(row.line,),
        old_id=files.text(row, "old_id"),
        login=login_name(cells["login"])[: files.LONGEST_CELL],
        name=person_name(
            files.text(row, "last_name"), files.text(row, "first_name"), cells["patronymic"]
        ),
        email=_email(row),
        phone=_phone(row),
        password=_password(row),
        mark=mover.vault.mark(cells["password_hash"]) if cells["password_hash"] else "",
        consent=_consent(row, "consent", books),
        news=_consent(row, "news", books),
        registered_at=_moment(row, "registered_at", books) if cells.get("registered_at") else None,
        links=(),
    )


def _email(row: files.Row) -> str:
    written = files.text(row, "email")
    try:
        return email_address(written)
    except CustomerRefused:
        raise RowRefused("import.email", value=written[:60]) from None


def _phone(row: files.Row) -> str:
    written = row.cells["phone"]
    try:
        return mobile_phone(written) if written else ""
    except CustomerRefused:
        raise RowRefused("import.phone", value=written[:40]) from None


def _password(row: files.Row) -> StrongHash | WeakHash | None:
    written = row.cells["password_hash"]
    if len(written) > LONGEST_HASH:
        raise RowRefused("import.long", column="password_hash", limit=LONGEST_HASH)
    return parse(written) if written else None


def _consent(row: files.Row, kind: str, books: Books) -> GivenConsent | None:
    version, at = f"{kind}_version", f"{kind}_at"
    if not row.cells.get(version) and not row.cells.get(at):
        return None
    for column in (version, at):
        if not row.cells.get(column):
            raise RowRefused("import.empty", column=column)
    return GivenConsent(files.text(row, version), _moment(row, at, books))


def _moment(row: files.Row, column: str, books: Books) -> datetime:
    """A day or a moment; without a zone it is the supplier's."""
    written = files.text(row, column)
    try:
        if len(written) == len("2026-10-24"):
            at = datetime.combine(date.fromisoformat(written), time(), books.tz)
        else:
            at = datetime.fromisoformat(written)
    except ValueError:
        raise RowRefused("import.moment", column=column, value=written[:40]) from None
    at = at if at.tzinfo else at.replace(tzinfo=books.tz)
    files.not_ahead(at.astimezone(books.tz).date(), books.now, books.tz)
    return at


def _link(row: files.Row, books: Books) -> OldLink:
    cells = row.cells
    linked_on = files.optional_day(row, "linked_on")
    if linked_on:
        files.not_ahead(linked_on, books.now, books.tz)
    return OldLink(
        line=row.line,
        account_number=files.account_number(row, digits=books.account_number_digits),
        address=ServiceAddress(
            cells["city"], files.text(row, "street"), files.text(row, "house"), cells["apartment"]
        ),
        serial=cells.get("meter_serial", ""),
        name=" ".join(cells["link_name"].split())[:LINK_NAME_LIMIT].strip(),
        linked_on=linked_on,
        balance=amount(row, "balance", signed=True) if cells.get("balance") else None,
    )


def _look(
    db: Database,
    people: Sequence[OldCustomer],
    books: Books,
    mover: Mover,
    bad: Iterable[BadRow],
    judged: moving.Judged,
) -> Kept:
    """What keeping them would do, chunk by chunk, with nothing written."""
    looked = Kept(refused=list(bad))
    for chunk in _chunks(people):
        with db.read() as session:
            moving.plan(session, chunk, books, mover, looked, judged)
    looked.refused.sort(key=lambda one: one.line)
    return looked


def _chunks(people: Sequence[OldCustomer]) -> Iterator[Sequence[OldCustomer]]:
    return (people[start : start + CHUNK] for start in range(0, len(people), CHUNK))


def _journalled(db: Database, path: Path, sha256: str, books: Books, kept: Kept) -> Imported:
    """Write the file into the journal once all of it is kept."""
    kept.refused.sort(key=lambda one: one.line)
    with db.write() as session:
        kept.import_id = imports.begin(
            session, KIND, file_name=path.name, sha256=sha256, at=books.now
        )
        done = summary(KIND, kept)
        imports.finish(session, done)
    return done
