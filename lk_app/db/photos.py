"""Which photo belongs to which reading; the pictures themselves lie in files."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from lk_app.db.tables import ReadingPhotoRow
from lk_app.domain.photos import Photo


def of_readings(session: Session, reading_ids: Collection[int]) -> dict[int, Photo]:
    """Photos by reading; one without a photo has no key."""
    rows = session.exec(
        select(ReadingPhotoRow).where(col(ReadingPhotoRow.reading_id).in_(reading_ids))
    )
    return {row.reading_id: _photo(row) for row in rows}


def named(session: Session, keys: Collection[str]) -> set[str]:
    """Those of the keys that belong to some reading."""
    return set(session.exec(select(ReadingPhotoRow.key).where(col(ReadingPhotoRow.key).in_(keys))))


def put(session: Session, photo: Photo, *, customer_id: int) -> None:
    """Attach a photo, in place of the one there was."""
    row = session.get(ReadingPhotoRow, photo.reading_id) or ReadingPhotoRow(
        reading_id=photo.reading_id, key="", width=0, height=0, added_at=photo.added_at
    )
    row.key, row.width, row.height = photo.key, photo.width, photo.height
    row.added_at, row.customer_id = photo.added_at, customer_id
    session.add(row)
    session.flush()


def _photo(row: ReadingPhotoRow) -> Photo:
    return Photo(row.reading_id, row.key, row.width, row.height, row.added_at)
