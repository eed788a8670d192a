"""The queue of readings that an employee looks at."""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, select, update

from lk_app.db import readings, typed
from lk_app.db.tables import AccountRow, ReadingCheckRow, ReadingRow
from lk_app.domain.periods import Period
from lk_app.domain.reading_checks import Check, CheckKind, CheckState
from lk_app.domain.readings import ReadingSet


def add(
    session: Session,
    reading: ReadingSet,
    *,
    kind: CheckKind,
    period: Period,
    doubts: Collection[str] = (),
) -> None:
    """Put a stored reading into the queue."""
    session.add(
        ReadingCheckRow(
            reading_id=reading.id,
            meter_id=reading.meter_id,
            period=str(period),
            kind=kind,
            doubts=list(doubts),
            state=CheckState.WAITING,
        )
    )
    session.flush()


def waiting(
    session: Session, kind: CheckKind, *, asked: str = "", after: int, limit: int
) -> list[Check]:
    """What nobody has decided about, in the order it came, after the reading of this id."""
    return _found(
        session,
        and_(
            _queued(kind),
            col(ReadingCheckRow.reading_id) > after,
            *typed.numbered(asked, col(ReadingRow.receipt_number)),
        ),
        limit=limit,
    )


def count(session: Session) -> Mapping[CheckKind, int]:
    """How many wait, by kind; a kind without any has no key."""
    rows = session.exec(
        select(ReadingCheckRow.kind, func.count())
        .where(ReadingCheckRow.state == CheckState.WAITING)
        .group_by(ReadingCheckRow.kind)
    )
    return {CheckKind(kind): number for kind, number in rows}


def of_readings(session: Session, reading_ids: Collection[int]) -> dict[int, Check]:
    """Those of these readings that were looked at or wait for it, by the reading."""
    found = _found(session, col(ReadingCheckRow.reading_id).in_(reading_ids))
    return {one.reading.id: one for one in found}


def of_meter(session: Session, meter_id: int, period: Period) -> list[Check]:
    """Those of one month of a meter."""
    return _found(
        session,
        and_(col(ReadingCheckRow.meter_id) == meter_id, col(ReadingCheckRow.period) == str(period)),
    )


def locked(session: Session, number: str) -> Check | None:
    """One by its receipt's number, held until the transaction ends."""
    reading_id = select(ReadingRow.id).where(ReadingRow.receipt_number == number).scalar_subquery()
    mine = col(ReadingCheckRow.reading_id) == reading_id
    session.exec(select(ReadingCheckRow.reading_id).where(mine).with_for_update()).first()
    return next(iter(_found(session, mine)), None)


def decide(session: Session, check: Check) -> None:
    """Write down what an employee decided."""
    session.exec(
        update(ReadingCheckRow)
        .where(col(ReadingCheckRow.reading_id) == check.reading.id)
        .values(state=check.state, reason=check.reason, decided_at=check.decided_at)
    )


def drop_refused(session: Session, meter_id: int, period: Period) -> None:
    """Nobody need look at refused attempts any more: another reading came for their month."""
    session.exec(
        update(ReadingCheckRow)
        .where(
            col(ReadingCheckRow.meter_id) == meter_id,
            col(ReadingCheckRow.period) == str(period),
            _queued(CheckKind.REFUSED),
        )
        .values(state=CheckState.DROPPED)
    )


def _queued(kind: CheckKind) -> ColumnElement[bool]:
    return and_(col(ReadingCheckRow.kind) == kind, col(ReadingCheckRow.state) == CheckState.WAITING)


def _found(
    session: Session, which: ColumnElement[bool], *, limit: int | None = None
) -> list[Check]:
    rows = session.exec(
        select(ReadingCheckRow, ReadingRow, AccountRow.account_number)
        .join(ReadingRow, col(ReadingRow.id) == ReadingCheckRow.reading_id)
        .join(AccountRow, col(AccountRow.id) == ReadingRow.account_id)
        .where(which)
        .order_by(col(ReadingCheckRow.reading_id))
        .limit(limit)
        .execution_options(populate_existing=True)
    ).all()
    if not rows:
        return []
    sets = readings.by_id(session, [reading.meter_id for _, reading, _ in rows])
    return [
        Check(
            number=reading.receipt_number,
            account_id=reading.account_id,
            account_number=account_number,
            reading=sets[row.reading_id],
            kind=CheckKind(row.kind),
            period=Period.parse(row.period),
            doubts=tuple(row.doubts),
            state=CheckState(row.state),
            reason=row.reason,
            decided_at=row.decided_at,
            customer_id=reading.customer_id,
        )
        for row, reading, account_number in rows
    ]
