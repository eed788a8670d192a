"""Proposals of guests: kept, decided once, and turned into readings."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select, update

from lk_app.db import typed
from lk_app.db.tables import AccountRow, GuestReadingRow
from lk_app.domain.guest_readings import OPEN, Proposal, ProposalState
from lk_app.domain.periods import Period


def add(
    session: Session,
    *,
    account_id: int,
    meter_id: int,
    values: Mapping[str, int],
    counts_for: Period,
    state: ProposalState,
    doubts: Sequence[str],
    key: str,
    now: datetime,
) -> Proposal:
    """Keep a proposal and give it a number; `key` stands in for the number meanwhile."""
    row = GuestReadingRow(
        number=key,
        account_id=account_id,
        meter_id=meter_id,
        period=str(counts_for),
        received_at=now,
        values=dict(values),
        state=state,
        doubts=list(doubts),
    )
    session.add(row)
    session.flush()
    row.number = f"{counts_for}-G{row.id:06d}"
    session.flush()
    found = by_number(session, row.number)
    assert found is not None
    return found


def by_number(session: Session, number: str) -> Proposal | None:
    """The proposal with this number."""
    return next(iter(_all(session, GuestReadingRow.number == number)), None)


def by_id(session: Session, proposal_id: int) -> Proposal | None:
    """The proposal with this id."""
    return next(iter(_all(session, GuestReadingRow.id == proposal_id)), None)


def of_meter(session: Session, meter_id: int, period: Period) -> list[Proposal]:
    """What guests proposed for a month of a meter, in the order it came."""
    return _all(
        session, GuestReadingRow.meter_id == meter_id, GuestReadingRow.period == str(period)
    )


def open_of_meters(session: Session, meter_ids: Sequence[int]) -> list[Proposal]:
    """What nobody has decided about yet, in the order it came."""
    return _all(
        session, col(GuestReadingRow.meter_id).in_(meter_ids), col(GuestReadingRow.state).in_(OPEN)
    )


def of_state(
    session: Session,
    state: ProposalState,
    *,
    up_to: Period | None = None,
    asked: str = "",
    after: int = 0,
    limit: int | None = None,
) -> list[Proposal]:
    """Proposals in this state, for a month up to this one, from the first after an id."""
    until = [] if up_to is None else [GuestReadingRow.period <= str(up_to)]
    return _all(
        session,
        GuestReadingRow.state == state,
        col(GuestReadingRow.id) > after,
        *until,
        *typed.numbered(asked, col(GuestReadingRow.number)),
        limit=limit,
    )


def count(session: Session, state: ProposalState) -> int:
    """How many are in this state."""
    query = select(func.count()).select_from(GuestReadingRow)
    return session.exec(query.where(GuestReadingRow.state == state)).one()


def decide(
    session: Session,
    proposal: Proposal,
    *,
    state: ProposalState,
    now: datetime,
    note: str = "",
    reading_id: int | None = None,
) -> bool:
    """Move a proposal on from the state it was seen in; False when somebody else did."""
    moved = session.exec(
        update(GuestReadingRow)
        .where(col(GuestReadingRow.id) == proposal.id, col(GuestReadingRow.state) == proposal.state)
        .values(state=state, decided_at=now, note=note, reading_id=reading_id)
    )
    return bool(moved.rowcount)


def _all(session: Session, *conditions: object, limit: int | None = None) -> list[Proposal]:
    rows = session.exec(
        select(GuestReadingRow, AccountRow.account_number)
        .join(AccountRow, col(AccountRow.id) == GuestReadingRow.account_id)
        .where(*conditions)  # type: ignore[arg-type]
        .order_by(col(GuestReadingRow.id))
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return [_proposal(row, number) for row, number in rows]


def _proposal(row: GuestReadingRow, account_number: str) -> Proposal:
    assert row.id is not None
    return Proposal(
        id=row.id,
        number=row.number,
        account_id=row.account_id,
        account_number=account_number,
        meter_id=row.meter_id,
        received_at=row.received_at,
        values=row.values,
        counts_for=Period.parse(row.period),
        state=ProposalState(row.state),
        doubts=tuple(row.doubts),
        note=row.note,
    )
