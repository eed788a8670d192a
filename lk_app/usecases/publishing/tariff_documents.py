"""The regulator's document that a price list rests on: on /tariffs and among what is disclosed."""

from datetime import date, datetime
from pathlib import Path

from lk_app.db import changes
from lk_app.db.engine import Database
from lk_app.usecases import site_files
from lk_app.usecases.changes import TARIFFS
from lk_app.usecases.imports import files
from lk_app.usecases.publishing.tariffs import FORMAT
from lk_app.wording import day

KIND = "Решения о тарифах"


def attach(
    *, db: Database, prices: Path, name: str, content: bytes, today: date, now: datetime
) -> str:
    """Disclose the document of a price list that is in force; gives the title it stands under.

    Raises FileRefused.
    """
    rows = files.read(prices, FORMAT.columns, FORMAT.optional)
    since = min(files.day(row, "valid_from") for row in rows if isinstance(row, files.Row))
    title = " ".join(f"Решение о тарифах с {day(since)}".split())
    changed = site_files.disclose(
        db=db, name=name, content=content, title=title, kind=KIND, year=since.year, today=today,
        now=now,
    )  # fmt: skip
    if changed:
        with db.write() as session:
            changes.announce(session, TARIFFS)
    return title
