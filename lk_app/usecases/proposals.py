"""Changes of money's rules that need a second person: proposed, looked at, accepted or refused.

What a proposal does is done in the transaction that accepts it, by the use case that `lk` calls.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from lk_app.db import accounts, audit, proposals, tariffs
from lk_app.db.engine import Database
from lk_app.domain.audit import Action, Actor, Deed
from lk_app.domain.imports import Imported
from lk_app.domain.proposals import (
    NOTE_LIMIT,
    Outcome,
    Proposal,
    ProposalKind,
    ProposalRefused,
    check_decides,
    check_second,
)
from lk_app.domain.staff import StaffMember
from lk_app.domain.tariffs import TariffRow
from lk_app.usecases.imports.files import written
from lk_app.usecases.imports.loading import Books
from lk_app.usecases.publishing import tariffs as publishing
from lk_app.usecases.staff_sessions import OnDuty


@dataclass(frozen=True, slots=True)
class TariffPreview:
    """What a price list would change: rows that are new, rows that get a last day, rows that are
    taken back, and how many accounts each (category, zones) of them has."""

    added: Sequence[TariffRow]
    closed: Sequence[TariffRow]
    ended: Sequence[TariffRow]
    accounts: Mapping[tuple[str, int], int]


class _Seen(Exception):
    """Ends the transaction of a preview: nothing of it is kept."""


def preview_tariffs(*, db: Database, text: str, books: Books) -> TariffPreview:
    """What publishing this file would change, by publishing it and taking that back.

    Raises ImportRefused as publishing does.
    """
    seen: list[TariffPreview] = []
    with db.read() as session:
        before = tariffs.current(session)

    def look(session: Session, done: Imported) -> None:
        seen.append(_difference(session, before, tariffs.current(session)))
        raise _Seen

    with written(text) as path:
        try:
            publishing.run(db=db, path=path, books=books, seal=look)
        except _Seen:
            return seen[0]
    raise AssertionError("a preview is sealed")


def _difference(
    session: Session, before: Sequence[TariffRow], after: Sequence[TariffRow]
) -> TariffPreview:
    old, new = ({replace(row, id=0) for row in rows} for rows in (before, after))
    was, will = ({_open(row) for row in rows} for rows in (old - new, new - old))
    added = sorted((row for row in new - old if _open(row) not in was), key=_order)
    closed = sorted((row for row in new - old if _open(row) in was), key=_order)
    ended = sorted((row for row in old - new if _open(row) not in will), key=_order)
    touched = {(row.category, row.zones) for row in [*added, *closed, *ended]}
    counted = accounts.by_price_list(session)
    numbers = {key: counted.get(key, 0) for key in sorted(touched)}
    return TariffPreview(added, closed, ended, numbers)


def _open(row: TariffRow) -> TariffRow:
    return replace(row, valid_to=None)


def _order(row: TariffRow) -> tuple[object, ...]:
    return row.valid_from, row.category, row.zones, row.band, row.register


def propose_tariffs(
    *, db: Database, text: str, subject: str, books: Books, me: OnDuty, now: datetime
) -> int:
    """Keep a price list until another person accepts it; the proposal's number.

    Raises ImportRefused when it could not be published as things are, ProposalRefused
    ("proposal.nothing") when it would change nothing.
    """
    seen = preview_tariffs(db=db, text=text, books=books)
    if not seen.accounts:
        raise ProposalRefused("proposal.nothing")
    with db.write() as session:
        number = proposals.add(
            session, ProposalKind.TARIFFS, subject, {"text": text},
            proposed_by=me.member.id, at=now,
        )  # fmt: skip
        after = {"rows": len(seen.added), "ended": len(seen.closed) + len(seen.ended)}
        audit.note(
            session, me.actor, Deed(Action.PROPOSED, _name(number, subject), {}, after), at=now
        )
    return number


def waiting(*, db: Database, limit: int, offset: int = 0) -> list[Proposal]:
    """What nobody decided yet, the oldest first."""
    with db.read() as session:
        return proposals.waiting(session, limit=limit, offset=offset)


def accept(*, db: Database, proposal_id: int, books: Books, me: OnDuty, now: datetime) -> Proposal:
    """Do what was proposed, as its second person. Everything or nothing of it happens.

    Raises ProposalRefused: proposal.unknown, proposal.right, proposal.decided, proposal.own;
    ImportRefused when the price list cannot stand any more.
    """
    with db.read() as session:
        found = _checked(session, proposal_id, me.member)

    def seal(session: Session, done: Imported) -> None:
        again = _checked(session, proposal_id, me.member)  # two may accept at the same moment
        after = {"rows": done.added}
        _decide(session, again, Outcome.ACCEPTED, me.actor, "", after, now)

    with written(str(found.facts["text"])) as path:
        publishing.run(db=db, path=path, books=books, seal=seal)
    return found


def _checked(session: Session, proposal_id: int, member: StaffMember) -> Proposal:
    found = _known(session, proposal_id)
    check_second(found, member)
    return found


def _known(session: Session, proposal_id: int) -> Proposal:
    found = proposals.locked(session, proposal_id)
    if found is None:
        raise ProposalRefused("proposal.unknown")
    return found


def refuse(*, db: Database, proposal_id: int, note: str, me: OnDuty, now: datetime) -> Proposal:
    """Call a proposal off: the second person says why, or whoever proposed it takes it back.

    Raises ProposalRefused: proposal.unknown, proposal.right, proposal.decided, proposal.note.
    """
    if not note.strip():
        raise ProposalRefused("proposal.note", field="note")
    with db.write() as session:
        found = _known(session, proposal_id)
        check_decides(found, me.member)
        _decide(session, found, Outcome.REFUSED, me.actor, note.strip()[:NOTE_LIMIT], {}, now)
    return found


def _decide(
    session: Session,
    found: Proposal,
    outcome: Outcome,
    by: Actor,
    note: str,
    after: Mapping[str, object],
    now: datetime,
) -> None:
    proposals.decide(session, found.id, outcome, by=by.staff_id or 0, note=note, at=now)
    accepted = outcome is Outcome.ACCEPTED
    action = Action.PROPOSAL_ACCEPTED if accepted else Action.PROPOSAL_REFUSED
    said = {**after, **({"note": note} if note else {})}
    before = {"proposed_by": found.proposed_by}
    audit.note(session, by, Deed(action, _name(found.id, found.subject), before, said), at=now)


def _name(number: int, subject: str) -> str:
    return f"№ {number}, {subject}"
