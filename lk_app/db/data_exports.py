"""Files of everything held on a person: asked for, made, gone."""

from datetime import datetime

from sqlmodel import Session, col, delete, or_, select, update

from lk_app.db.engine import mention
from lk_app.db.tables import DataExportRow
from lk_app.domain.personal_data import EXPORT_ATTEMPTS, EXPORT_STALLED, DataExport

TOPIC = "data_exports"


def add(
    session: Session,
    customer_id: int,
    *,
    at: datetime,
    staff_id: int | None = None,
    request: str = "",
) -> DataExport:
    """Ask for one; the process's job hears of it once this is committed."""
    row = DataExportRow(customer_id=customer_id, asked_at=at, staff_id=staff_id, request=request)
    session.add(row)
    session.flush()
    mention(session, TOPIC)
    return _export(row)


def latest_of(session: Session, customer_id: int) -> DataExport | None:
    """The last one that the person asked for."""
    row = session.exec(
        select(DataExportRow)
        .where(DataExportRow.customer_id == customer_id, col(DataExportRow.staff_id).is_(None))
        .order_by(col(DataExportRow.id).desc())
        .limit(1)
    ).first()
    return _export(row) if row else None


def of_staff(session: Session, staff_id: int) -> list[DataExport]:
    """Those made for an employee, the newest first."""
    rows = session.exec(
        select(DataExportRow)
        .where(DataExportRow.staff_id == staff_id)
        .order_by(col(DataExportRow.id).desc())
    )
    return [_export(row) for row in rows]


def by_id(session: Session, export_id: int) -> DataExport | None:
    """The one with this id."""
    row = session.get(DataExportRow, export_id)
    return _export(row) if row else None


def claim(session: Session, *, now: datetime) -> DataExport | None:
    """The oldest that nobody is making; this caller is making it now."""
    row = session.exec(
        select(DataExportRow)
        .where(
            col(DataExportRow.made_at).is_(None),
            DataExportRow.attempts < EXPORT_ATTEMPTS,
            or_(
                col(DataExportRow.begun_at).is_(None),
                col(DataExportRow.begun_at) < now - EXPORT_STALLED,
            ),
        )
        .order_by(col(DataExportRow.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    row.begun_at, row.attempts = now, row.attempts + 1
    session.add(row)
    session.flush()
    return _export(row)


def made(
    session: Session, export_id: int, *, key: str, size: int, at: datetime, until: datetime
) -> bool:
    """It lies in the folder under this key; False when it was called off or made meanwhile."""
    done = session.exec(
        update(DataExportRow)
        .where(col(DataExportRow.id) == export_id, col(DataExportRow.made_at).is_(None))
        .values(key=key, size=size, made_at=at, expires_at=until)
    )
    return bool(done.rowcount)


def forget(session: Session, *, before: datetime) -> list[str]:
    """Forget what expired by then or was given up a while ago; the keys of files to drop."""
    over = or_(
        col(DataExportRow.expires_at) <= before,
        (col(DataExportRow.made_at).is_(None)) & (DataExportRow.asked_at < before - EXPORT_STALLED)
        & (DataExportRow.attempts >= EXPORT_ATTEMPTS),
    )  # fmt: skip
    return _drop(session, over)


def forget_of(session: Session, customer_id: int) -> list[str]:
    """Forget every one of a person; the keys of files to drop."""
    return _drop(session, DataExportRow.customer_id == customer_id)


def _drop(session: Session, over: object) -> list[str]:
    keys = [one for one in session.exec(select(DataExportRow.key).where(over)) if one]  # type: ignore[arg-type]
    session.exec(delete(DataExportRow).where(over))  # type: ignore[arg-type]
    return keys


def _export(row: DataExportRow) -> DataExport:
    assert row.id is not None
    return DataExport(
        id=row.id,
        customer_id=row.customer_id,
        asked_at=row.asked_at,
        staff_id=row.staff_id,
        request=row.request,
        attempts=row.attempts,
        made_at=row.made_at,
        expires_at=row.expires_at,
        key=row.key,
        size=row.size,
    )
