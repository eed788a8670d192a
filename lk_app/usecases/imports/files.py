"""Files of rows under a header, read line by line; and what may stand in a cell."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from tempfile import TemporaryDirectory

from lk_app.documents.spreadsheets import unescaped
from lk_app.domain.accounts import LinkRefused, normalise_account_number
from lk_app.domain.imports import BadRow, ImportRefused, RowRefused
from lk_app.usecases.imports.layouts import PLAIN, Layout

PIECE = 1 << 20
LONGEST_CELL = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file by column names."""

    line: int
    cells: Mapping[str, str]


@contextmanager
def written(text: str) -> Iterator[Path]:
    """A text that came without a file, as the file that is read; gone on leaving."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "typed.csv"
        path.write_text(text, encoding="utf-8", newline="")
        yield path


def fingerprint(path: Path) -> tuple[str, int]:
    """SHA-256 of the file and how many lines it has; ImportRefused when it cannot be read."""
    digest, lines = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                lines += piece.count(b"\n")
    except OSError as error:
        raise ImportRefused("import.unreadable", path=str(path), reason=error.strerror) from None
    return digest.hexdigest(), lines


def read(
    path: Path, columns: Sequence[str], optional: Sequence[str], layout: Layout = PLAIN
) -> Iterator[Row | BadRow]:
    """The rows below the header; ImportRefused when the file is not of this form at all."""
    lines = layout.lines(path)
    header = [cell.strip() for cell in next(lines, (0, []))[1]]
    layout.check_header(header, columns, optional)
    blank = dict.fromkeys(columns, "")
    for line, cells in lines:
        if len(cells) != len(header):
            reason = RowRefused("import.cells", expected=len(header), found=len(cells))
            yield BadRow(line, reason)
            continue
        told, written = dict(zip(header, map(str.strip, cells), strict=True)), "".join(cells)
        if "\0" in written:  # PostgreSQL takes none
            yield BadRow(line, RowRefused("import.nul"))
            continue
        if "'" in written:
            told = {name: unescaped(cell) for name, cell in told.items()}
        if not layout.columns:
            yield Row(line, told)
            continue
        try:
            rows = layout.translated(told)
        except RowRefused as reason:
            yield BadRow(line, reason)
        else:
            yield from (Row(line, {**blank, **cells}) for cells in rows)


def text(row: Row, column: str) -> str:
    """A cell that must not be empty."""
    value = row.cells[column]
    if not value:
        raise RowRefused("import.empty", field=column, column=column)
    if len(value) > LONGEST_CELL:
        raise RowRefused("import.long", field=column, column=column, limit=LONGEST_CELL)
    return value


def whole(row: Row, column: str, *, least: int, most: int) -> int:
    """A whole number within bounds, both included."""
    value = text(row, column)
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII) or not least <= int(value) <= most:
        raise RowRefused(
            "import.whole", field=column, column=column, value=value[:40], least=least, most=most
        )
    return int(value)


def one_of(row: Row, column: str, known: Sequence[str]) -> str:
    """One of the words the format knows."""
    value = text(row, column)
    if value not in known:
        raise RowRefused(
            "import.choice", field=column, column=column, value=value[:40], known=", ".join(known)
        )
    return value


def day(row: Row, column: str) -> date:
    """A date of the form YYYY-MM-DD."""
    value = text(row, column)
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise RowRefused("import.day", field=column, column=column, value=value[:40]) from None


def optional_day(row: Row, column: str) -> date | None:
    """A date, or nothing."""
    return day(row, column) if row.cells.get(column) else None


def not_ahead(value: date, now: datetime, tz: tzinfo) -> None:
    """Refuse a day that has not come yet by the business clock."""
    if value > now.astimezone(tz).date():
        raise RowRefused("import.future", day=value)


def account_number(row: Row, *, digits: int, column: str = "account_number") -> str:
    """The number of the account as the supplier writes it, hyphens allowed."""
    try:
        return normalise_account_number(text(row, column), digits=digits)
    except LinkRefused:
        value = row.cells[column][:40]
        raise RowRefused("import.account_number", value=value, digits=digits) from None
