"""Readings sent without signing in: proposed, looked at, counted when nothing better came.

`now` is the business clock, `real_now` that of throttles and letters.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from sqlmodel import Session

from lk_app import security
from lk_app.db import (
    accounts,
    audit,
    customers,
    guest_readings,
    meters,
    readings,
    throttles,
    windows,
)
from lk_app.db.engine import Database
from lk_app.documents.letters import LetterKind
from lk_app.domain import guest_readings as rules
from lk_app.domain.accounts import Account, LinkRefused, normalise_account_number, normalise_serial
from lk_app.domain.audit import COMMAND_LINE, Action, Actor, Deed
from lk_app.domain.guest_readings import OPEN, GuestRefused, Proposal, ProposalState
from lk_app.domain.meters import Meter, serving
from lk_app.domain.readings import meter_to_read
from lk_app.domain.windows import counted_period
from lk_app.security import Signer
from lk_app.usecases import reading_notices
from lk_app.usecases.accounts import require_link
from lk_app.usecases.letters import Stationery, post
from lk_app.wording import address

PURPOSE = "guest-reading"  # of codes and of links


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks without signing in: the network address, and when by both clocks."""

    source: str
    now: datetime
    real_now: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """What a guest takes along: the number, and the code that proves it."""

    proposal: Proposal
    code: str


def propose(
    *,
    db: Database,
    paper: Stationery,
    signer: Signer,
    typed: Mapping[str, str],
    account_digits: int,
    caller: Caller,
    zone: tzinfo,
) -> Given:
    """Take a reading by account number and meter serial; the same once more is the same.

    What is strange waits for an operator. Whoever has the account gets a letter with «Это не я».
    Raises LinkRefused("account_number.length"); GuestRefused: guest.serial, guest.mismatch whatever
    did not match, guest.paused (until=…) per account and per source; ReadingRefused as
    `meter_to_read` and `by_register`.
    """
    number = normalise_account_number(typed.get("account_number", ""), digits=account_digits)
    serial = normalise_serial(typed.get("serial", ""))
    if not serial:
        raise GuestRefused("guest.serial", field="serial")
    with db.write() as session:
        _refuse_while_paused(session, number, caller)
        found = _find(session, number, serial, caller, zone)
        if found is not None:
            made = _propose(session, *found, typed, paper, signer, caller, zone)
            return Given(made, code(signer, made))
        _count_mismatch(session, number, caller)
    raise GuestRefused("guest.mismatch")


def _keys(number: str, caller: Caller) -> tuple[str, str, str]:
    return f"guest:#{number}", f"guest:@{caller.source}", f"guest-sent:#{number}"


def _refuse_while_paused(session: Session, number: str, caller: Caller) -> None:
    keys = list(_keys(number, caller))
    for key in keys:
        throttles.hold(session, key, now=caller.real_now)
    until = throttles.blocked_until(session, keys, now=caller.real_now)
    if until is not None:
        raise GuestRefused("guest.paused", until=until)


def _count_mismatch(session: Session, number: str, caller: Caller) -> None:
    by_account, by_source, _ = _keys(number, caller)
    throttles.fail(session, by_account, rules.BY_ACCOUNT, now=caller.real_now)
    throttles.fail(session, by_source, rules.BY_SOURCE, now=caller.real_now)


def _find(
    session: Session, number: str, serial: str, caller: Caller, zone: tzinfo
) -> tuple[Account, Meter] | None:
    account = accounts.by_number(session, number)
    if account is None:
        return None
    meter = serving(meters.of_account(session, account.id), caller.now.astimezone(zone).date())
    fits = meter is not None and normalise_serial(meter.serial) == serial
    return (account, meter) if fits and meter else None


def _propose(
    session: Session,
    account: Account,
    meter: Meter,
    typed: Mapping[str, str],
    paper: Stationery,
    signer: Signer,
    caller: Caller,
    zone: tzinfo,
) -> Proposal:
    today = caller.now.astimezone(zone).date()
    meter_to_read(meter, today, closed_on=account.closed_on)
    values = rules.by_register(meter, typed)
    published = windows.published(session)
    counts_for = counted_period(today, published)
    readings.lock(session, meter.id)
    for earlier in guest_readings.of_meter(session, meter.id, counts_for):
        if dict(earlier.values) == values and earlier.state in OPEN:
            return earlier
    sent = _keys(account.account_number, caller)[2]
    throttles.fail(session, sent, rules.SENT_BY_ACCOUNT, now=caller.real_now)
    doubts = rules.doubts_about(
        meter=meter,
        values=values,
        received_on=today,
        history=readings.of_meters(session, [meter.id])[meter.id],
        windows=published,
        tz=zone,
    )
    made = guest_readings.add(
        session,
        account_id=account.id,
        meter_id=meter.id,
        values=values,
        counts_for=counts_for,
        state=ProposalState.REVIEW if doubts else ProposalState.PROPOSED,
        doubts=doubts,
        key=security.new_secret(),
        now=caller.now,
    )
    _tell(session, account, made, paper, signer, caller)
    return made


def _tell(
    session: Session,
    account: Account,
    made: Proposal,
    paper: Stationery,
    signer: Signer,
    caller: Caller,
) -> None:
    """Everybody who has the account may say «Это не я»."""
    link = paper.link("/guest/not-me", signer.sign(PURPOSE, made.id))
    letter = paper.letter(
        LetterKind.GUEST_READING,
        account_number=account.account_number,
        address=address(account.address),
        at=made.received_at,
        period=made.counts_for,
        values=list(made.values.items()),
        link=link,
    )
    for customer_id in accounts.linked_customers(session, account.id):
        customer = customers.by_id(session, customer_id)
        if customer is not None:
            key = f"guest_reading:{made.id}:{customer_id}"
            post(session, letter, to=customer.email, dedupe_key=key, now=caller.real_now)


def code(signer: Signer, proposal: Proposal) -> str:
    """By which the supplier and anyone tells a proposal's receipt from a made-up one."""
    return signer.code(PURPOSE, _signed(proposal))


def check(*, db: Database, signer: Signer, number: str, typed: str) -> Proposal | None:
    """The proposal, if the code is its own."""
    with db.read() as session:
        found = guest_readings.by_number(session, number)
    if found is None or not signer.is_code(PURPOSE, _signed(found), typed):
        return None
    return found


def _signed(proposal: Proposal) -> list[object]:
    return [proposal.id, sorted(proposal.values.items())]


def by_link(*, db: Database, signer: Signer, token: str) -> Proposal:
    """What an «Это не я» link is about; raises GuestRefused("guest.link")."""
    told = signer.read(PURPOSE, token, max_age=int(rules.NOT_ME_LIFE.total_seconds()))
    with db.read() as session:
        found = guest_readings.by_id(session, told) if isinstance(told, int) else None
    if found is None:
        raise GuestRefused("guest.link")
    return found


def not_me(*, db: Database, signer: Signer, token: str, now: datetime) -> Proposal:
    """«Это не я»: the proposal will not count. Once it counted it stays; raises GuestRefused:
    guest.link, guest.counted."""
    found = by_link(db=db, signer=signer, token=token)
    with db.write() as session:
        return _disown(session, found, now)


def disown(*, db: Database, customer_id: int, number: str, now: datetime, zone: tzinfo) -> Proposal:
    """«Не учитывать» of who has the account; a second time changes nothing.

    Raises LinkRefused("link.not_yours"), for an unknown number, too; GuestRefused("guest.counted").
    """
    with db.write() as session:
        known = rules.NUMBER.fullmatch(number)
        found = guest_readings.by_number(session, number) if known else None
        if found is None:
            raise LinkRefused("link.not_yours")
        link = require_link(session, customer_id, found.account_number)
        if found.received_at.astimezone(zone).date() < link.visible_from:
            raise LinkRefused("link.not_yours")
        return _disown(session, found, now)


def _disown(session: Session, found: Proposal, now: datetime) -> Proposal:
    if found.state is ProposalState.ACCEPTED:
        raise GuestRefused("guest.counted", period=found.counts_for)
    if found.state in OPEN:
        guest_readings.decide(session, found, state=ProposalState.REFUSED, now=now)
    return replace(found, state=ProposalState.REFUSED)


def waiting(*, db: Database, state: ProposalState = ProposalState.REVIEW) -> list[Proposal]:
    """Proposals in a state; by default those an operator has to look at."""
    with db.read() as session:
        return guest_readings.of_state(session, state)


def decide(
    *,
    db: Database,
    number: str,
    accept: bool,
    note: str,
    now: datetime,
    real_now: datetime,
    by: Actor = COMMAND_LINE,
) -> Proposal:
    """An operator's word on what was strange: it may count, or it does not, and the subscriber
    learns why.

    Raises GuestRefused: guest.unknown, guest.decided, guest.note without a reason to refuse.
    """
    if not accept and not note.strip():
        raise GuestRefused("guest.note", field="note")
    state = ProposalState.PROPOSED if accept else ProposalState.REFUSED
    said = note.strip()[:500]
    with db.write() as session:
        found = guest_readings.by_number(session, number)
        if found is None:
            raise GuestRefused("guest.unknown", number=number[:40])
        if found.state not in OPEN or not guest_readings.decide(
            session, found, state=state, now=now, note=said
        ):
            raise GuestRefused("guest.decided", number=number[:40])
        action = Action.READING_ACCEPTED if accept else Action.READING_REFUSED
        was = {"state": str(found.state), "values": dict(found.values)}
        after = {"note": said} if said else {}
        audit.note(session, by, Deed(action, f"№ {number}", was, after, found.account_id), at=now)
        if not accept:
            reading_notices.to_everybody(
                session,
                account_id=found.account_id,
                account_number=found.account_number,
                reference=f"guest:{number}",
                why=f"Их передал гость. {said}",
                period=found.counts_for,
                real_now=real_now,
            )
    return replace(found, state=state)
