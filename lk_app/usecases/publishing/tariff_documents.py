"""The regulator's document that a price list rests on: on /tariffs and among what is disclosed."""

from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session

from lk_app.db import changes
from lk_app.db import site_files as stored
from lk_app.db.engine import Database
from lk_app.domain.audit import Actor
from lk_app.domain.site_files import SiteFile
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
    since = first_day(prices)
    title = title_of(since)
    changed = site_files.disclose(
        db=db, name=name, content=content, title=title, kind=KIND, year=since.year, today=today,
        now=now,
    )  # fmt: skip
    if changed:
        with db.write() as session:
            changes.announce(session, TARIFFS)
    return title


def first_day(prices: Path) -> date:
    """The first day of a price list that can be read."""
    rows = files.read(prices, FORMAT.columns, FORMAT.optional)
    return min(files.day(row, "valid_from") for row in rows if isinstance(row, files.Row))


def title_of(since: date) -> str:
    """What the document of prices from that day on is called."""
    return " ".join(f"Решение о тарифах с {day(since)}".split())


def keep(*, db: Database, name: str, content: bytes) -> SiteFile:
    """Keep a document that waits with its prices; nobody is led to it yet. Raises FileRefused."""
    file = site_files.described(name, content)
    with db.write() as session:
        stored.put(session, file)
    return file


def disclose_kept(
    session: Session, key: str, prices: Path, *, today: date, now: datetime, by: Actor
) -> None:
    """Put a kept document on its page as its prices come into force."""
    file = stored.by_key(session, key)
    if file is None:
        return
    since = first_day(prices)
    site_files.put_on_page(
        session, file, title=title_of(since), kind=KIND, year=since.year, today=today, now=now,
        by=by,
    )  # fmt: skip
