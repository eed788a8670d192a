"""One file, one transaction: every row is checked and kept, or nothing of the file is."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

from sqlmodel import Session

from lk_app.db import billing, imports
from lk_app.db.engine import Database
from lk_app.domain.imports import BadRow, Imported, ImportRefused, RowRefused
from lk_app.domain.refusals import Refusal
from lk_app.usecases.imports import files
from lk_app.usecases.imports.layouts import PLAIN, Layout

T = TypeVar("T")
S = TypeVar("S")
CHUNK = 5_000  # rows whose neighbours in the database are looked up together
Progress = Callable[[int, int], None]  # lines done, lines in all
Seal = Callable[[Session, Imported], None]  # what belongs into the transaction of the whole file


@dataclass(frozen=True, slots=True)
class Books:
    """What the rows are read by: the clock and the supplier's habits.

    `layout` is how the file is written; `profiles` the folder of the supplier's own.
    """

    now: datetime
    tz: tzinfo
    account_number_digits: int
    layout: Layout = PLAIN
    profiles: Path | None = None


@dataclass(frozen=True, slots=True)
class Item(Generic[T]):
    """What one or several lines of the file say together."""

    lines: tuple[int, ...]
    value: T


@dataclass(slots=True)
class Kept:
    """What became of a file so far, counted in lines; `import_id` is its number in the journal."""

    import_id: int = 0
    added: int = 0
    known: int = 0
    held: int = 0
    refused: list[BadRow] = field(default_factory=list)

    def add(self, item: Item[T]) -> None:
        self.added += len(item.lines)

    def recognise(self, item: Item[T]) -> None:
        self.known += len(item.lines)

    def hold(self, item: Item[T]) -> None:
        self.held += len(item.lines)

    def refuse(self, item: Item[T], reason: Refusal) -> None:
        self.refused += [BadRow(line, reason) for line in item.lines]


@dataclass(frozen=True, slots=True)
class Format(Generic[T]):
    """A kind of file: its columns, how a row is read, and how a chunk is kept."""

    kind: str
    columns: Sequence[str]
    optional: Sequence[str]
    items: Callable[[Iterable[files.Row], Books, list[BadRow]], Iterator[Item[T]]]
    keep: Callable[[Session, Sequence[Item[T]], Books, Kept], None]
    every_time: bool = False  # read also when this very file came before
    moves_money: bool = False  # its accounts are held by id, as a billing run holds them


def each_row(parse: Callable[[files.Row, Books], T]) -> Callable[..., Iterator[Item[T]]]:
    """The `items` of a format where every row stands for itself."""

    def items(rows: Iterable[files.Row], books: Books, bad: list[BadRow]) -> Iterator[Item[T]]:
        for row in rows:
            try:
                yield Item((row.line,), parse(row, books))
            except Refusal as reason:
                bad.append(BadRow(row.line, reason))

    return items


def load(
    form: Format[T],
    *,
    db: Database,
    path: Path,
    books: Books,
    skip_bad: bool,
    progress: Progress | None = None,
    seal: Seal | None = None,
) -> Imported:
    """Bring a file in; a file that was brought in whole before is recognised at once.

    Raises ImportRefused: import.bad_rows (import.bad_list) with the rows, or why the file cannot
    be read at all; nothing of it is kept then.
    """
    sha256, lines = files.fingerprint(path)
    with db.write() as session:
        imports.one_at_a_time(session)
        seen = None if form.every_time else _complete(session, form, books, sha256)
        if seen is not None:
            return Imported(form.kind, rows=seen, added=0, known=seen)
        number = imports.begin(
            session,
            form.kind,
            file_name=path.name,
            sha256=sha256,
            at=books.now,
            bank=books.layout.name,
        )
        kept = Kept(number)
        if form.moves_money and lines > CHUNK:  # a single chunk is held in order by its own
            hold_still(session, _account_numbers(form, path, books))
        _keep_all(session, form, path, books, kept, lambda done: tell(progress, done, lines))
        kept.refused = in_order(kept.refused, books.layout)
        if kept.refused and not skip_bad:
            refused = tuple(kept.refused)
            code = "import.bad_list" if form.every_time else "import.bad_rows"
            raise ImportRefused(code, rows=refused, count=len(refused))
        done = summary(form.kind, kept)
        imports.finish(session, done)
        if seal is not None:
            seal(session, done)
    return done


def _complete(session: Session, form: Format[T], books: Books, sha256: str) -> int | None:
    return imports.complete(session, form.kind, sha256, bank=books.layout.name)


def in_order(bad: Iterable[BadRow], layout: Layout) -> list[BadRow]:
    """Bad rows by their lines, in the words of whoever wrote the file; a line told once.

    A line that is several rows of ours is refused as a whole by the first of them.
    """
    first: dict[int, BadRow] = {}
    for one in sorted(bad, key=lambda one: one.line):
        first.setdefault(one.line, BadRow(one.line, layout.in_their_words(one.reason)))
    return [*first.values()]


def _keep_all(
    session: Session,
    form: Format[T],
    path: Path,
    books: Books,
    kept: Kept,
    told: Callable[[int], None],
) -> None:
    rows = _readable(files.read(path, form.columns, form.optional, books.layout), kept.refused)
    items = form.items(rows, books, kept.refused)
    while chunk := list(islice(items, CHUNK)):
        form.keep(session, chunk, books, kept)
        told(max(chunk[-1].lines))


def _account_numbers(form: Format[T], path: Path, books: Books) -> set[str]:
    numbers = set()
    for row in _readable(files.read(path, form.columns, form.optional, books.layout), []):
        with suppress(Refusal):  # told with its line when the row is read in earnest
            numbers.add(files.account_number(row, digits=books.account_number_digits))
    return numbers


def hold_still(session: Session, numbers: Collection[str]) -> None:
    """Lock every account of a file by id: a file and a billing run never wait in a ring."""
    ids: set[int] = set()
    for some in _chunks(sorted(numbers)):
        ids |= {account.id for account in imports.accounts(session, some).values()}
    for chunk in _chunks(sorted(ids)):
        billing.lock(session, chunk)


def _chunks(many: Sequence[S]) -> Iterator[Sequence[S]]:
    return (many[start : start + CHUNK] for start in range(0, len(many), CHUNK))


def _readable(rows: Iterable[files.Row | BadRow], bad: list[BadRow]) -> Iterator[files.Row]:
    for row in rows:
        if isinstance(row, BadRow):
            bad.append(row)
        else:
            yield row


def tell(progress: Progress | None, done: int, lines: int) -> None:
    """Say how far it is, of a file whose lines were counted before."""
    if progress is not None:
        progress(done, max(lines, done))


def summary(kind: str, kept: Kept) -> Imported:
    """What became of a whole file."""
    rows = kept.added + kept.known + kept.held + len(kept.refused)
    refused = tuple(kept.refused)
    return Imported(kind, rows, kept.added, kept.known, refused, kept.held, kept.import_id)


def unknown_account(number: str) -> RowRefused:
    """The reason of a row whose account the books do not hold."""
    return RowRefused("import.unknown_account", account_number=number)
