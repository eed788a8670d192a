"""Files beside an appeal: photos, which are made anew, and PDFs, which are kept as they came.

A file waits in a slot (a new appeal, or one that is written on) until its words are sent.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lk_app.domain.appeals import AppealRefused
from lk_app.domain.customers import Throttle

LARGEST = 8 * 1024 * 1024  # bytes of one file as it is sent
MOST = 5  # of one message
NEW = "new"  # the slot of an appeal that has no number yet
SLOT = re.compile(r"new|[0-9]{4}-[0-9]{6,9}", re.ASCII)
WAITING_KEPT = timedelta(days=7)  # of a draft that nobody sent
LONGEST_NAME = 80
FILES_BY_CUSTOMER = Throttle(30, timedelta(minutes=5), timedelta(hours=1))
PDF_HEAD, PDF_TAIL = b"%PDF-", b"%%EOF"
PDF_HEAD_WITHIN, PDF_TAIL_WITHIN = 1024, 2048  # what readers forgive (ISO 32000-1, annex H)


class FileKind(StrEnum):
    """What is taken; the value is its media type."""

    PHOTO = "image/jpeg"
    PDF = "application/pdf"


ENDINGS = {FileKind.PHOTO: "jpg", FileKind.PDF: "pdf"}


@dataclass(frozen=True, slots=True)
class AppealFile:
    """A kept file. `key` is the SHA-256 of its bytes; `message_id` is None while it waits."""

    id: int
    customer_id: int
    slot: str
    message_id: int | None
    key: str
    name: str
    kind: FileKind
    size: int
    at: datetime


def is_pdf(content: bytes) -> bool:
    """Whether it says so itself, at both its ends."""
    return PDF_HEAD in content[:PDF_HEAD_WITHIN] and PDF_TAIL in content[-PDF_TAIL_WITHIN:]


def slot_of(typed: str) -> str:
    """Where a file is to wait; raises AppealRefused("appeal.unknown")."""
    if not SLOT.fullmatch(typed):
        raise AppealRefused("appeal.unknown")
    return typed


def file_name(typed: str, kind: FileKind) -> str:
    """What a person knows it by: without folders, with the ending of what it really is."""
    bare = re.split(r"[/\\]", "".join(filter(str.isprintable, typed)))[-1].strip()
    stem = bare.rpartition(".")[0] or bare
    return f"{stem[:LONGEST_NAME].strip(' .') or 'файл'}.{ENDINGS[kind]}"


def check_count(waiting: int) -> None:
    """Raises AppealRefused("appeal.files_many")."""
    if waiting >= MOST:
        raise AppealRefused("appeal.files_many", most=MOST)
