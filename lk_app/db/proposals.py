"""Changes that need a second person."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select, update

from lk_app.db import typed
from lk_app.db.tables import ProposalRow, StaffRow
from lk_app.domain.proposals import Outcome, Proposal, ProposalKind


def add(
    session: Session,
    kind: ProposalKind,
    subject: str,
    facts: Mapping[str, Any],
    *,
    proposed_by: int,
    at: datetime,
) -> int:
    """Keep a proposal; its number."""
    row = ProposalRow(
        kind=kind, subject=subject, facts=dict(facts), proposed_by=proposed_by, proposed_at=at
    )
    session.add(row)
    session.flush()
    return row.id or 0


def same(
    session: Session,
    kind: ProposalKind,
    subject: str,
    facts: Mapping[str, Any],
    *,
    proposed_by: int,
) -> int | None:
    """The number of the very same proposal of this employee that nobody decided yet."""
    rows = session.exec(
        select(ProposalRow).where(
            col(ProposalRow.decided_at).is_(None),
            ProposalRow.kind == kind,
            ProposalRow.subject == subject,
            ProposalRow.proposed_by == proposed_by,
        )
    )
    return next((row.id for row in rows if row.facts == dict(facts)), None)


def waiting(
    session: Session,
    kinds: Sequence[ProposalKind],
    asked: str = "",
    *,
    limit: int,
    offset: int = 0,
) -> list[Proposal]:
    """What nobody decided yet of these kinds, the oldest first; of this subject or of whoever
    proposed it, if asked."""
    rows = session.exec(
        _proposals()
        .where(
            col(ProposalRow.decided_at).is_(None),
            col(ProposalRow.kind).in_(kinds),
            *typed.said(asked, col(ProposalRow.subject), col(StaffRow.email)),
        )
        .order_by(col(ProposalRow.id))
        .limit(limit)
        .offset(offset)
    )
    return [_proposal(*row) for row in rows]


def locked(session: Session, proposal_id: int) -> Proposal | None:
    """One of them, held for the transaction."""
    row = session.exec(
        _proposals()
        .where(ProposalRow.id == proposal_id)
        .with_for_update(of=ProposalRow)
        .execution_options(populate_existing=True)
    ).first()
    return _proposal(*row) if row else None


def decide(
    session: Session, proposal_id: int, outcome: Outcome, *, by: int, note: str, at: datetime
) -> None:
    """Write down what became of it."""
    session.exec(
        update(ProposalRow)
        .where(col(ProposalRow.id) == proposal_id)
        .values(outcome=outcome, decided_by=by, decided_at=at, note=note)
    )


def _proposals() -> Any:
    return select(ProposalRow, StaffRow).join(StaffRow, col(StaffRow.id) == ProposalRow.proposed_by)


def _proposal(row: ProposalRow, by: StaffRow) -> Proposal:
    assert row.id is not None
    return Proposal(
        id=row.id,
        kind=ProposalKind(row.kind),
        subject=row.subject,
        facts=row.facts,
        proposed_by_id=row.proposed_by,
        proposed_by=by.email,
        proposed_at=row.proposed_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
    )
