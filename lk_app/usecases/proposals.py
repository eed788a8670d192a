"""Changes of money's rules that need a second person: proposed, looked at, accepted or refused.

What a proposal does is done in the transaction that accepts it, by the use case that `lk` calls.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from lk_app.db import accounts, audit, payment_refunds, payments, proposals, tariffs
from lk_app.db.engine import Database
from lk_app.domain.audit import NOTHING, Action, Actor, Deed
from lk_app.domain.imports import Imported
from lk_app.domain.money import Kopecks, plain
from lk_app.domain.payment_refunds import Refund, refundable
from lk_app.domain.payments import PaymentRefused
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
from lk_app.usecases.payment_refunds import start
from lk_app.usecases.payments import Gateways
from lk_app.usecases.publishing import tariff_documents
from lk_app.usecases.publishing import tariffs as publishing
from lk_app.usecases.site_files import HandedFile
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
    *,
    db: Database,
    text: str,
    subject: str,
    books: Books,
    me: OnDuty,
    now: datetime,
    document: HandedFile | None = None,
) -> int:
    """Keep a price list until another person accepts it; the proposal's number.

    `document` is the regulator's, disclosed with the prices. Raises FileRefused, ImportRefused when
    it could not be published as things are, ProposalRefused("proposal.nothing") when it would
    change nothing.
    """
    seen = preview_tariffs(db=db, text=text, books=books)
    if not seen.accounts:
        raise ProposalRefused("proposal.nothing")
    facts = {"text": text}
    if document:
        file = tariff_documents.keep(db=db, name=document.name, content=document.content)
        facts |= {"document": file.key, "address": file.address}
    after = {"rows": len(seen.added), "ended": len(seen.closed) + len(seen.ended)}
    with db.write() as session:
        return keep(session, ProposalKind.TARIFFS, subject, facts, me=me, now=now, after=after)


def keep(
    session: Session,
    kind: ProposalKind,
    subject: str,
    facts: Mapping[str, Any],
    *,
    me: OnDuty,
    now: datetime,
    after: Mapping[str, object],
    before: Mapping[str, object] = NOTHING,
) -> int:
    """Keep a proposal and note who made it; its number. The very same one that waits already is
    that one: a button pressed twice gives no money back twice."""
    by = me.member.id
    if known := proposals.same(session, kind, subject, facts, proposed_by=by):
        return known
    number = proposals.add(session, kind, subject, facts, proposed_by=by, at=now)
    deed = Deed(Action.PROPOSED, named(number, subject), before, after)
    audit.note(session, me.actor, deed, at=now)
    return number


def propose_refund(
    *, db: Database, number: str, amount: Kopecks, reason: str, me: OnDuty, now: datetime
) -> int:
    """Keep a refund of a payment until another person accepts it; the proposal's number.

    Raises PaymentRefused("payment.unknown"), RefundRefused (refund.*) as things are now,
    ProposalRefused("proposal.reason").
    """
    why = reason.strip()[:NOTE_LIMIT]
    if not why:
        raise ProposalRefused("proposal.reason", field="reason")
    with db.write() as session:
        payment = payments.locked(session, number)
        if payment is None:
            raise PaymentRefused("payment.unknown")
        refundable(payment, payment_refunds.of_payment(session, payment.id), amount)
        facts = {"number": number, "amount": amount, "reason": why}
        after = {"amount": plain(amount), "note": why}
        return keep(session, ProposalKind.REFUND, number, facts, me=me, now=now, after=after)


def waiting(
    *,
    db: Database,
    kinds: Sequence[ProposalKind],
    typed: str = "",
    limit: int,
    offset: int = 0,
) -> list[Proposal]:
    """What nobody decided yet of these kinds, the oldest first; of this subject or mailbox, if
    asked."""
    with db.read() as session:
        return proposals.waiting(session, kinds, typed, limit=limit, offset=offset)


def accept_refund(
    *,
    db: Database,
    gateways: Gateways,
    proposal_id: int,
    me: OnDuty,
    now: datetime,
    real_now: datetime,
) -> Refund:
    """Give the money back, as the second person: kept together with the decision, then sent.

    Raises ProposalRefused as `accept_tariffs`, RefundRefused when it may not go back any more.
    """
    with db.read() as session:
        found = checked(session, proposal_id, ProposalKind.REFUND, me.member)
    facts = found.facts

    def seal(session: Session) -> None:
        again = checked(session, proposal_id, ProposalKind.REFUND, me.member)
        after = {"amount": plain(int(facts["amount"]))}
        decide(session, again, Outcome.ACCEPTED, me.actor, "", after, real_now)

    return start(
        db=db,
        gateways=gateways,
        public_id=str(facts["number"]),
        amount=int(facts["amount"]),
        reason=str(facts["reason"]),
        by=f"{found.proposed_by}, {me.member.email}",
        idempotency_key=f"proposal:{found.id}",
        now=now,
        real_now=real_now,
        seal=seal,
    )


def accept_tariffs(
    *, db: Database, proposal_id: int, books: Books, me: OnDuty, now: datetime
) -> Proposal:
    """Do what was proposed, as its second person. Everything or nothing of it happens.

    Raises ProposalRefused: proposal.unknown, proposal.right, proposal.decided, proposal.own;
    ImportRefused when the price list cannot stand any more.
    """
    with db.read() as session:
        found = checked(session, proposal_id, ProposalKind.TARIFFS, me.member)

    def seal(session: Session, done: Imported) -> None:
        # two may accept at the same moment
        again = checked(session, proposal_id, ProposalKind.TARIFFS, me.member)
        after = {"rows": done.added}
        decide(session, again, Outcome.ACCEPTED, me.actor, "", after, now)
        if key := str(again.facts.get("document", "")):
            today = books.now.astimezone(books.tz).date()
            tariff_documents.disclose_kept(session, key, path, today=today, now=now, by=me.actor)

    with written(str(found.facts["text"])) as path:
        publishing.run(db=db, path=path, books=books, seal=seal)
    return found


def checked(
    session: Session, proposal_id: int, kind: ProposalKind, member: StaffMember
) -> Proposal:
    """A proposal that this employee may accept as its second person, held for the transaction.

    Raises ProposalRefused: proposal.unknown, proposal.right, proposal.decided, proposal.own.
    """
    found = _known(session, proposal_id, kind)
    check_second(found, member)
    return found


def _known(session: Session, proposal_id: int, kind: ProposalKind) -> Proposal:
    found = proposals.locked(session, proposal_id)
    if found is None or found.kind is not kind:
        raise ProposalRefused("proposal.unknown")
    return found


def refuse(
    *,
    db: Database,
    proposal_id: int,
    kind: ProposalKind,
    note: str,
    me: OnDuty,
    now: datetime,
) -> Proposal:
    """Call a proposal off: the second person says why, or whoever proposed it takes it back.

    Raises ProposalRefused: proposal.unknown, proposal.right, proposal.decided, proposal.note.
    """
    if not note.strip():
        raise ProposalRefused("proposal.note", field="note")
    with db.write() as session:
        found = _known(session, proposal_id, kind)
        check_decides(found, me.member)
        decide(session, found, Outcome.REFUSED, me.actor, note.strip()[:NOTE_LIMIT], {}, now)
    return found


def decide(
    session: Session,
    found: Proposal,
    outcome: Outcome,
    by: Actor,
    note: str,
    after: Mapping[str, object],
    now: datetime,
) -> None:
    """Write down what became of it, and who decided."""
    proposals.decide(session, found.id, outcome, by=by.staff_id or 0, note=note, at=now)
    accepted = outcome is Outcome.ACCEPTED
    action = Action.PROPOSAL_ACCEPTED if accepted else Action.PROPOSAL_REFUSED
    said = {**after, **({"note": note} if note else {})}
    before = {"proposed_by": found.proposed_by}
    audit.note(session, by, Deed(action, named(found.id, found.subject), before, said), at=now)


def named(number: int, subject: str) -> str:
    """What the log calls a proposal."""
    return f"№ {number}, {subject}"
