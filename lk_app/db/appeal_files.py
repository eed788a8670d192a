"""Which files belong to which words of an appeal; the files themselves lie in a folder."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, delete, select, update

from lk_app.db.tables import AppealFileRow
from lk_app.domain.appeal_files import AppealFile, FileKind


def add(session: Session, file: AppealFile) -> AppealFile:
    """Keep a file in its slot, or with its message; the given id is ignored."""
    row = AppealFileRow(
        customer_id=file.customer_id,
        slot=file.slot,
        message_id=file.message_id,
        key=file.key,
        name=file.name,
        kind=file.kind,
        size=file.size,
        at=file.at,
    )
    session.add(row)
    session.flush()
    return _file(row)


def waiting(session: Session, customer_id: int, slot: str) -> list[AppealFile]:
    """What waits in a slot for its words, the first sent first."""
    rows = session.exec(
        select(AppealFileRow)
        .where(
            AppealFileRow.customer_id == customer_id,
            AppealFileRow.slot == slot,
            col(AppealFileRow.message_id).is_(None),
        )
        .order_by(col(AppealFileRow.id))
    )
    return [_file(row) for row in rows]


def send(session: Session, customer_id: int, slot: str, *, message_id: int) -> None:
    """What waited in the slot goes with this message."""
    session.exec(
        update(AppealFileRow)
        .where(
            col(AppealFileRow.customer_id) == customer_id,
            col(AppealFileRow.slot) == slot,
            col(AppealFileRow.message_id).is_(None),
        )
        .values(message_id=message_id)
    )


def take_back(session: Session, customer_id: int, file_id: int) -> None:
    """Forget one that was not sent; a stranger's and a sent one stay."""
    session.exec(
        delete(AppealFileRow).where(
            col(AppealFileRow.id) == file_id,
            col(AppealFileRow.customer_id) == customer_id,
            col(AppealFileRow.message_id).is_(None),
        )
    )


def by_id(session: Session, file_id: int) -> AppealFile | None:
    """The file with this id."""
    row = session.get(AppealFileRow, file_id)
    return _file(row) if row else None


def of_messages(session: Session, message_ids: Collection[int]) -> dict[int, list[AppealFile]]:
    """Files by message; one without has no key."""
    found: defaultdict[int, list[AppealFile]] = defaultdict(list)
    rows = session.exec(
        select(AppealFileRow)
        .where(col(AppealFileRow.message_id).in_(message_ids))
        .order_by(col(AppealFileRow.id))
    )
    for row in rows:
        found[row.message_id or 0].append(_file(row))
    return dict(found)


def forget_waiting(session: Session, *, before: datetime) -> list[str]:
    """Forget what waits since before then; the keys that nothing names any more."""
    old = (col(AppealFileRow.message_id).is_(None), col(AppealFileRow.at) < before)
    keys = set(session.exec(select(AppealFileRow.key).where(*old)))
    session.exec(delete(AppealFileRow).where(*old))
    return sorted(keys - named(session, keys))


def named(session: Session, keys: Collection[str]) -> set[str]:
    """Which of these keys some file still has."""
    return set(session.exec(select(AppealFileRow.key).where(col(AppealFileRow.key).in_(keys))))


def _file(row: AppealFileRow) -> AppealFile:
    assert row.id is not None
    return AppealFile(
        id=row.id,
        customer_id=row.customer_id,
        slot=row.slot,
        message_id=row.message_id,
        key=row.key,
        name=row.name,
        kind=FileKind(row.kind),
        size=row.size,
        at=row.at,
    )
