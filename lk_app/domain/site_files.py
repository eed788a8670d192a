"""Files of the public site: pictures of articles and the documents a supplier must disclose."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from lk_app.domain.refusals import Refusal

LARGEST = 20 * 1024 * 1024  # bytes
FIRST_YEAR, LAST_YEAR = 2000, 2100
KEY_LENGTH = 32
PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}
DOCUMENTS = {
    ".pdf": "application/pdf",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
BEGINNINGS = {  # what a file of this kind begins with: a page that calls itself a picture is none
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".webp": b"RIFF",
    **dict.fromkeys((".docx", ".xlsx", ".odt", ".ods"), b"PK"),
}


class FileRefused(Refusal):
    """The file cannot stand on the site."""


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file named by its content; a picture has its width and height, pixels."""

    key: str
    name: str
    media_type: str
    content: bytes
    width: int = 0
    height: int = 0

    @property
    def address(self) -> str:
        return f"/api/files/{self.key}/{self.name}"


@dataclass(frozen=True, slots=True)
class Document:
    """What a supplier disclosed: which file, of what kind, for which year, since when."""

    title: str
    kind: str
    year: int
    published_on: date
    address: str
    extension: str
    size: int  # bytes


def checked(name: str, content: bytes) -> tuple[str, str, str]:
    """The key, the safe name and the media type of a file; raises FileRefused: file.kind,
    file.large, file.empty."""
    extension = PurePath(name).suffix.lower()
    kinds = PICTURES | DOCUMENTS
    shown = PurePath(name).name[:60]
    if extension not in kinds or not content.startswith(BEGINNINGS.get(extension, b"")):
        raise FileRefused("file.kind", file=shown)
    if not content:
        raise FileRefused("file.empty", file=shown)
    if len(content) > LARGEST:
        raise FileRefused("file.large", file=shown, megabytes=LARGEST // 1024 // 1024)
    key = hashlib.sha256(content).hexdigest()[:KEY_LENGTH]
    stem = "".join(one if one.isascii() and one.isalnum() else "-" for one in PurePath(name).stem)
    return key, f"{stem.strip('-')[:60] or 'file'}{extension}", kinds[extension]
