"""The sample files moved by whole months, so that their last bill is last month's.

Prices stay where they are: they were published for their own dates.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from lk_app.domain.periods import Period

DATA = Path(__file__).parent / "data"
SAMPLE_LAST = Period(2026, 10)  # the last month that the sample files tell of
DATED = {
    "accounts": ("installed_on", "verified_until"),
    "readings": ("taken_on",),
    "payments": ("paid_on",),
}


@contextmanager
def moved(kind: str, months: int) -> Iterator[Path]:
    """A sample file with its dates moved by so many months; it exists while it is read."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.csv"
        with (DATA / f"{kind}.csv").open(encoding="utf-8", newline="") as source:
            rows = csv.DictReader(source)
            write(path, list(rows.fieldnames or ()), [_move(kind, row, months) for row in rows])
        yield path


def write(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    """A file as the import reads it."""
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, columns)
        writer.writeheader()
        writer.writerows(rows)


def _move(kind: str, row: dict[str, str], months: int) -> dict[str, str]:
    return row | {name: later(row[name], months) for name in DATED[kind] if row[name]}


def later(day: str, months: int) -> str:
    """The same day of a later month, or the last one of a shorter month."""
    known = date.fromisoformat(day)
    return (Period.of(known) + months).day(known.day).isoformat()
