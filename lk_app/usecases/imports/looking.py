"""What bringing a file in would do: brought in and taken back in one transaction."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from lk_app.domain.imports import BadRow, Imported, ImportRefused


class _Looked(Exception):
    """Ends the transaction of a look: nothing of it is kept."""


def look(run: Callable[..., Imported], **options: Any) -> Imported:
    """What a use case of imports would do with a file; raises as it."""
    seen: list[Imported] = []

    def seal(session: Session, done: Imported) -> None:
        seen.append(done)
        raise _Looked

    try:
        return run(seal=seal, **options)  # it had come before
    except _Looked:
        return seen[0]


def through(
    run: Callable[..., Imported], *, may_skip: bool, **options: Any
) -> tuple[Imported, tuple[BadRow, ...]]:
    """The same of a file with bad rows: what the others would do, and which are bad.

    Where a file is taken whole or not at all (not `may_skip`) the others do nothing. Raises
    ImportRefused when the file cannot be read at all.
    """
    skip = {"skip_bad": False} if may_skip else {}
    try:
        return look(run, **skip, **options), ()
    except ImportRefused as refused:
        if not refused.rows:
            raise
        if not may_skip:
            return Imported("", rows=0, added=0, known=0), refused.rows
        return look(run, skip_bad=True, **options), refused.rows
