"""Keep pictures of articles and disclose documents; hand them out to anyone."""

import io
import struct
from dataclasses import dataclass
from datetime import date, datetime

import imagesize
from sqlmodel import Session

from lk_app.db import audit, changes, site_files
from lk_app.db.engine import Database
from lk_app.domain.audit import COMMAND_LINE, Action, Actor, Deed
from lk_app.domain.site_files import (
    FIRST_YEAR,
    LAST_YEAR,
    PICTURES,
    Document,
    FileRefused,
    SiteFile,
    checked,
)
from lk_app.usecases.changes import ARTICLES

LONGEST = 200  # characters of a title or a kind


@dataclass(frozen=True, slots=True)
class HandedFile:
    """A file as it came from a form."""

    name: str
    content: bytes


def disclose(
    *,
    db: Database,
    name: str,
    content: bytes,
    title: str,
    kind: str,
    year: int,
    today: date,
    now: datetime,
    by: Actor = COMMAND_LINE,
) -> bool:
    """Put a document on /disclosure; the same again changes nothing and gives False.

    Raises FileRefused: file.kind, file.empty, file.large, file.words, file.year.
    """
    if not FIRST_YEAR <= year < LAST_YEAR:
        raise FileRefused("file.year", year=str(year)[:10])
    words = [" ".join(text.split()) for text in (title, kind)]
    if not all(0 < len(text) <= LONGEST and text.isprintable() for text in words):
        raise FileRefused("file.words", limit=LONGEST)
    file = described(name, content)
    with db.write() as session:
        return put_on_page(
            session, file, title=words[0], kind=words[1], year=year, today=today, now=now, by=by
        )


def put_on_page(
    session: Session,
    file: SiteFile,
    *,
    title: str,
    kind: str,
    year: int,
    today: date,
    now: datetime,
    by: Actor,
) -> bool:
    """The same inside the caller's transaction, of a file and words that were checked."""
    site_files.put(session, file)
    changed = site_files.disclose(
        session, file.key, title=title, kind=kind, year=year, published_on=today
    )
    if changed:
        changes.announce(session, ARTICLES)
        deed = Deed(Action.DISCLOSED, f"{title}, {year}", after={"title": file.name})
        audit.note(session, by, deed, at=now)
    return changed


def disclosed(*, db: Database) -> list[Document]:
    """Every document of /disclosure, the latest year first."""
    with db.read() as session:
        return site_files.disclosed(session)


def keep_picture(*, db: Database, name: str, content: bytes, by: Actor, now: datetime) -> SiteFile:
    """Keep a picture for a text that is being written; raises FileRefused (file.*)."""
    file = described(name, content)
    if file.media_type not in PICTURES.values():
        raise FileRefused("file.kind", file=name[:60])
    with db.write() as session:
        site_files.put(session, file)
        audit.note(session, by, Deed(Action.PICTURE_KEPT, file.address), at=now)
    return file


def file(*, db: Database, key: str) -> SiteFile | None:
    """A file for anyone who asks."""
    with db.read() as session:
        return site_files.by_key(session, key)


def described(name: str, content: bytes) -> SiteFile:
    """The file with its key and, of a picture, its size; raises FileRefused."""
    key, safe, media_type = checked(name, content)
    if media_type not in PICTURES.values():
        return SiteFile(key, safe, media_type, content)
    width, height = _size(content)
    if width <= 0 or height <= 0:
        raise FileRefused("file.kind", file=name[:60])
    return SiteFile(key, safe, media_type, content, width, height)


def _size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels; zeros of what only begins like a picture."""
    try:
        width, height = imagesize.get(io.BytesIO(content))
    except (ValueError, IndexError, struct.error):
        return 0, 0
    return int(width), int(height)
