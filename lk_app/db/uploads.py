"""Files that were looked through in the console and wait to be brought in."""

from datetime import datetime

from sqlmodel import Session, col, delete

from lk_app.db.tables import UploadRow
from lk_app.domain.uploads import Upload, UploadKind


def add(session: Session, one: Upload) -> int:
    """Keep a file, the only one of its kind that this employee looks through; its number."""
    session.exec(
        delete(UploadRow).where(
            col(UploadRow.staff_id) == one.staff_id, col(UploadRow.kind) == one.kind
        )
    )
    row = UploadRow(
        kind=one.kind,
        bank=one.profile,
        name=one.name,
        content=one.content,
        staff_id=one.staff_id,
        uploaded_at=one.uploaded_at,
    )
    session.add(row)
    session.flush()
    return row.id or 0


def of_employee(session: Session, upload_id: int, staff_id: int) -> Upload | None:
    """One that this employee handed over."""
    row = session.get(UploadRow, upload_id)
    if row is None or row.staff_id != staff_id:
        return None
    return Upload(
        id=row.id or 0,
        kind=UploadKind(row.kind),
        profile=row.bank,
        name=row.name,
        content=row.content,
        staff_id=row.staff_id,
        uploaded_at=row.uploaded_at,
    )


def remove(session: Session, upload_id: int) -> None:
    """Forget a file: it was brought in."""
    session.exec(delete(UploadRow).where(col(UploadRow.id) == upload_id))


def forget_old(session: Session, *, before: datetime) -> int:
    """Forget the files that nobody brought in; returns how many."""
    return session.exec(delete(UploadRow).where(col(UploadRow.uploaded_at) < before)).rowcount
