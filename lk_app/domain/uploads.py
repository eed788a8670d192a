"""Files handed over in the console: looked through first, brought in when that was seen."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lk_app.domain.refusals import Refusal

LARGEST = 64 * 1024 * 1024  # bytes; what is larger comes in by `lk import` on the server
# It may hold everybody's names: whoever looked it through brings it in the same day, or again.
KEPT = timedelta(days=1)
LONGEST_NAME = 60


class UploadRefused(Refusal):
    """The file cannot be looked through, or is not here any more."""


class UploadKind(StrEnum):
    """Which of the supplier's files it is (docs/formats.md)."""

    ACCOUNTS = "accounts"
    METERS = "meters"
    READINGS = "readings"
    PAYMENTS = "payments"
    CLOSINGS = "closings"
    REFUNDS = "refunds"
    CHARGES = "charges"


BY_TWO = frozenset({UploadKind.REFUNDS})  # they take money off accounts: another person accepts


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came; `profile` tells how it is written, "" for our own form."""

    id: int
    kind: UploadKind
    profile: str
    name: str
    content: bytes
    staff_id: int
    uploaded_at: datetime


def check_upload(name: str, content: bytes) -> str:
    """The name that the journal keeps; raises UploadRefused: upload.empty, upload.large."""
    if not content:
        raise UploadRefused("upload.empty", field="file")
    if len(content) > LARGEST:
        raise UploadRefused("upload.large", field="file", megabytes=LARGEST // 1024 // 1024)
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(one for one in last if one.isprintable()).strip(". ")
    return plain[-LONGEST_NAME:] or "file"
