"""A photo of the meter beside its reading: taken, kept, shown to whoever may see the reading."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlmodel import Session

from lk_app.db import photos, readings
from lk_app.db.engine import Database
from lk_app.documents.meter_photo import made_anew
from lk_app.domain.photos import Photo, PhotoRefused, check_reading
from lk_app.domain.readings import ReadingSet
from lk_app.gateways.ports import PhotoStore
from lk_app.usecases import unnamed_files
from lk_app.usecases.accounts import require_link


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """A photo as it is downloaded."""

    name: str
    content: bytes


def attach(
    *,
    db: Database,
    store: PhotoStore,
    customer_id: int,
    receipt_number: str,
    content: bytes,
    zone: tzinfo,
    now: datetime,
) -> Photo:
    """Keep a photo of what the person sent; the same one again changes nothing. `now` is real time.

    The file is written before the row: a crash leaves a file nobody names, never a name without
    one. Raises PhotoRefused (photo.*; photo.unknown for a stranger's reading and for none alike)
    and LinkRefused("link.not_yours").
    """
    with db.read() as session:
        _visible(session, customer_id, receipt_number, zone)
    made = made_anew(content)
    store.keep(made)
    with db.write() as session:
        reading = _visible(session, customer_id, receipt_number, zone)
        readings.lock(session, reading.meter_id)
        known = photos.of_readings(session, [reading.id]).get(reading.id)
        photo = Photo(reading.id, made.key, made.width, made.height, now)
        if not check_reading(reading, known, made.key):
            return known or photo
        photos.put(session, photo, customer_id=customer_id)
    return photo


def forget_unnamed(*, db: Database, store: PhotoStore, now: datetime) -> int:
    """Delete files that no reading names, a part of all an hour; how many. `now` is real."""
    return unnamed_files.forget(db=db, store=store, named=photos.named, now=now)


def photographed(*, db: Database, reading_ids: Collection[int]) -> frozenset[int]:
    """Which of these readings have a photo; whose they are is the caller's to know."""
    with db.read() as session:
        return frozenset(photos.of_readings(session, reading_ids))


def file(
    *, db: Database, store: PhotoStore, customer_id: int, receipt_number: str, zone: tzinfo
) -> PhotoFile | None:
    """The photo of a reading the person may see; None when there is none, or its file is gone.

    Raises PhotoRefused("photo.unknown") and LinkRefused("link.not_yours").
    """
    with db.read() as session:
        reading = _visible(session, customer_id, receipt_number, zone)
        known = photos.of_readings(session, [reading.id]).get(reading.id)
    content = store.read(known.key) if known else None
    return PhotoFile(f"meter-{receipt_number}.jpg", content) if content else None


def _visible(session: Session, customer_id: int, receipt_number: str, zone: tzinfo) -> ReadingSet:
    """The reading with this receipt, with the bill that counted it."""
    found = readings.by_receipt(session, receipt_number)
    if found is None:
        raise PhotoRefused("photo.unknown")
    account_number, bare = found
    link = require_link(session, customer_id, account_number)
    if bare.received_on(zone) < link.visible_from:
        raise PhotoRefused("photo.unknown")
    sets = readings.of_meters(session, [bare.meter_id])[bare.meter_id]
    return next(one for one in sets if one.id == bare.id)
