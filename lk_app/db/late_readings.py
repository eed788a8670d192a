"""The operator's queue of readings that were taken in time and came too late."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, select, update

from lk_app.db import readings, typed
from lk_app.db.tables import AccountRow, LateReadingRow, MeterRow, ReadingRow
from lk_app.domain.late_readings import LateReading, LateState
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSource


def add(session: Session, reading_id: int, *, taken_at: datetime, meant_for: Period) -> None:
    """Put a stored reading into the queue."""
    session.add(
        LateReadingRow(
            reading_id=reading_id,
            taken_at=taken_at,
            meant_for=str(meant_for),
            state=LateState.WAITING,
        )
    )
    session.flush()


def waiting(
    session: Session, *, asked: str = "", after: int = 0, limit: int | None = None
) -> list[LateReading]:
    """What nobody has decided about, in the order it came, after the reading of this id."""
    return _found(
        session,
        and_(
            col(LateReadingRow.state) == LateState.WAITING,
            col(LateReadingRow.reading_id) > after,
            *typed.numbered(asked, col(ReadingRow.receipt_number)),
        ),
        limit=limit,
    )


def count(session: Session) -> int:
    """How many wait."""
    waits = col(LateReadingRow.state) == LateState.WAITING
    return session.exec(select(func.count()).select_from(LateReadingRow).where(waits)).one()


def decided(session: Session, since: datetime) -> list[tuple[int, LateReading]]:
    """What was decided at that moment or later, each with who had sent it."""
    found = _found(session, col(LateReadingRow.decided_at) >= since)
    senders = session.exec(
        select(ReadingRow.id, ReadingRow.customer_id).where(
            col(ReadingRow.id).in_([one.reading.id for one in found])
        )
    )
    sender = dict(senders.all())
    return [(who, one) for one in found if (who := sender[one.reading.id])]


def of_readings(session: Session, reading_ids: Sequence[int]) -> dict[int, LateReading]:
    """Those among these readings that came late, by the reading."""
    found = _found(session, col(LateReadingRow.reading_id).in_(reading_ids))
    return {one.reading.id: one for one in found}


def locked(session: Session, number: str) -> LateReading | None:
    """One by its receipt's number, held until the transaction ends."""
    reading_id = select(ReadingRow.id).where(ReadingRow.receipt_number == number).scalar_subquery()
    session.exec(
        select(LateReadingRow.reading_id)
        .where(LateReadingRow.reading_id == reading_id)
        .with_for_update()
    ).first()
    found = _found(session, col(LateReadingRow.reading_id) == reading_id)
    return found[0] if found else None


def decide(session: Session, late: LateReading) -> None:
    """Write down what an operator decided."""
    session.exec(
        update(LateReadingRow)
        .where(col(LateReadingRow.reading_id) == late.reading.id)
        .values(state=late.state, reason=late.reason, decided_at=late.decided_at)
    )


def count_as_taken(session: Session, reading_id: int, taken_on: date) -> None:
    """Have a reading count as received on the day it was taken; its account is to be replayed."""
    session.exec(
        update(ReadingRow)
        .where(col(ReadingRow.id) == reading_id)
        .values(source=ReadingSource.LATE, taken_on=taken_on)
    )


def _found(
    session: Session, which: ColumnElement[bool], *, limit: int | None = None
) -> list[LateReading]:
    rows = session.exec(
        select(LateReadingRow, ReadingRow, AccountRow.account_number, MeterRow.serial)
        .join(ReadingRow, col(ReadingRow.id) == LateReadingRow.reading_id)
        .join(AccountRow, col(AccountRow.id) == ReadingRow.account_id)
        .join(MeterRow, col(MeterRow.id) == ReadingRow.meter_id)
        .where(which)
        .order_by(col(LateReadingRow.reading_id))
        .limit(limit)
    ).all()
    sets = readings.by_id(session, [reading.meter_id for _, reading, *_ in rows])
    return [
        LateReading(
            number=reading.receipt_number,
            account_id=reading.account_id,
            account_number=account_number,
            serial=serial,
            reading=sets[row.reading_id],
            taken_at=row.taken_at,
            meant_for=Period.parse(row.meant_for),
            state=LateState(row.state),
            reason=row.reason,
            decided_at=row.decided_at,
        )
        for row, reading, account_number, serial in rows
    ]
