"""Everything held on a person, gathered by an employee on a written request (152-ФЗ ст. 14 ч. 3).

Two people: one proposes with the request's number, another accepts; who proposed takes the file.
The person reads of it in a letter and in the profile. `now` is real time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from lk_app.db import accounts, audit, customers, data_exports, proposals
from lk_app.db.engine import Database
from lk_app.documents.letters import LetterKind
from lk_app.domain.audit import WHY, Action, Deed
from lk_app.domain.customers import Customer
from lk_app.domain.personal_data import DataExport, PersonalDataRefused
from lk_app.domain.proposals import NOTE_LIMIT, Outcome, Proposal, ProposalKind
from lk_app.gateways.ports import LargeFileStore
from lk_app.usecases.data_exports import Handed, open_file
from lk_app.usecases.letters import Stationery, post
from lk_app.usecases.proposals import checked, decide, keep
from lk_app.usecases.staff_sessions import OnDuty

KIND = ProposalKind.PERSONAL_DATA


@dataclass(frozen=True, slots=True)
class RequestDesk:
    """What waits for a second person, and the files of this employee with whose each is."""

    waiting: Sequence[Proposal]
    files: Sequence[tuple[DataExport, str]]


def desk(*, db: Database, me: OnDuty, typed: str = "", limit: int, offset: int = 0) -> RequestDesk:
    """What the page shows: of this mailbox, if asked."""
    with db.read() as session:
        mine = data_exports.of_staff(session, me.member.id)
        named = [(one, customers.by_id(session, one.customer_id)) for one in mine]
        return RequestDesk(
            proposals.waiting(session, [KIND], typed, limit=limit, offset=offset),
            [(one, person.email) for one, person in named if person],
        )


def propose(*, db: Database, email: str, request: str, me: OnDuty, now: datetime) -> int:
    """Ask for a person's data; the proposal's number.

    Raises PersonalDataRefused: "person.unknown", "person.request".
    """
    mailbox, reason = email.strip().lower(), request.strip()[:NOTE_LIMIT]
    if not reason:
        raise PersonalDataRefused("person.request", field="request")
    with db.write() as session:
        person = customers.by_email(session, mailbox)
        if person is None or person.confirmed_at is None:
            raise PersonalDataRefused("person.unknown", field="email")
        facts = {"customer": person.id, "request": reason}
        return keep(session, KIND, mailbox, facts, me=me, now=now, after={"reason": reason})


def accept(
    *, db: Database, paper: Stationery, proposal_id: int, me: OnDuty, now: datetime
) -> DataExport:
    """Have the file made for whoever proposed it, as the second person.

    Raises ProposalRefused as `proposals.accept_tariffs`, PersonalDataRefused("person.unknown")
    when the login was deleted meanwhile.
    """
    with db.write() as session:
        found = checked(session, proposal_id, KIND, me.member)
        person = customers.by_id(session, int(found.facts["customer"]))
        if person is None or person.email != found.subject:
            raise PersonalDataRefused("person.unknown")
        request = str(found.facts["request"])
        decide(session, found, Outcome.ACCEPTED, me.actor, "", {"reason": request}, now)
        wanted = data_exports.add(
            session, person.id, at=now, staff_id=found.proposed_by_id, request=request
        )
        _note(session, me, person, request, now)
        letter = paper.letter(LetterKind.DATA_EXPORT_REQUESTED, at=now, request=request)
        post(session, letter, to=person.email, dedupe_key=f"request:{wanted.id}", now=now)
    return wanted


def _note(session: Session, me: OnDuty, person: Customer, request: str, now: datetime) -> None:
    """In the log once for each account, whose subscriber reads it there; once without any."""
    links = accounts.links(session, person.id)
    seen: list[int | None] = [link.account.id for link in links]
    for account_id in seen or [None]:
        after = {WHY: f"собраны данные по запросу: {request}"}
        deed = Deed(Action.PERSON_EXPORTED, person.email, after=after, account_id=account_id)
        audit.note(session, me.actor, deed, at=now)


def take(
    *, db: Database, store: LargeFileStore, export_id: int, me: OnDuty, now: datetime
) -> Handed:
    """The file for whoever proposed it, noted each time; raises PersonalDataRefused("export.gone")
    alike for another's and for none."""
    with db.write() as session:
        found = data_exports.by_id(session, export_id)
        if found is None or found.staff_id != me.member.id:
            raise PersonalDataRefused("export.gone")
        handed = open_file(store, found, now=now)
        person = customers.by_id(session, found.customer_id)
        deed = Deed(Action.PERSON_TAKEN, person.email if person else "")
        audit.note(session, me.actor, deed, at=now)
    return handed
