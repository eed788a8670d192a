"""The one file the demo bank keeps its books in."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def opened(path: Path, schema: str) -> Iterator[sqlite3.Connection]:
    """A transaction on the file, made with this book's table where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=10)) as db:
        db.row_factory = sqlite3.Row
        db.execute(schema)
        with db:
            yield db
