"""Photos of meters: which are taken, for which readings, and how long one may be replaced."""

from dataclasses import dataclass
from datetime import datetime

from lk_app.domain.readings import ReadingSet, ReadingSource
from lk_app.domain.refusals import Refusal

LARGEST = 8 * 1024 * 1024  # bytes as it is sent: phones take 3–6 MB, our script sends 0.3
MOST_PIXELS = 110_000_000  # of a JPEG, which is read small: a phone's best camera has 108
MOST_UNPACKED = 25_000_000  # of other kinds, which are unpacked whole: 100 MB of memory
LONGEST_SIDE = 1_600  # of the kept one: dials and the serial are read easily
QUALITY = 80


class PhotoRefused(Refusal):
    """The photo cannot be attached."""


@dataclass(frozen=True, slots=True)
class MadePhoto:
    """A JPEG made anew of what was sent; `key` is the SHA-256 of its bytes."""

    key: str
    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Photo:
    """A kept photo of a reading, and when it came."""

    reading_id: int
    key: str
    width: int
    height: int
    added_at: datetime


def check_reading(reading: ReadingSet, known: Photo | None, key: str) -> bool:
    """Whether the photo is new to this reading; raises PhotoRefused.

    photo.not_yours: nobody photographed what a subscriber did not send. photo.counted: what a bill
    has used may be asked about in a dispute, so its photo stays; one may still be added.
    """
    if reading.source is not ReadingSource.SUBSCRIBER:
        raise PhotoRefused("photo.not_yours")
    if known is None:
        return True
    if known.key != key and reading.counted_in is not None:
        raise PhotoRefused("photo.counted")
    return known.key != key
