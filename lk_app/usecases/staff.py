"""The supplier's staff: invited by one who may, enrolled by themselves, sent away at once.

`now` is real time. The second factor's secret follows from the server's key and a salt, so a stolen
database gives no codes; a new key asks everybody to enrol again (`reset_second_factor`).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from lk_app import security
from lk_app.db import audit, staff, staff_sessions
from lk_app.db.engine import Database
from lk_app.documents.letters import LetterKind
from lk_app.domain.audit import Action, Actor, Deed
from lk_app.domain.customers import check_password, email_address
from lk_app.domain.staff import (
    INVITATION_LIFE,
    RECOVERY_CODES,
    Role,
    StaffMember,
    StaffRefused,
    check_invitation,
    check_long_enough,
    recovery_code,
    staff_name,
)
from lk_app.security import Signer
from lk_app.usecases.letters import Stationery, post
from lk_app.wording.staff import ROLES

ENROL = "/staff/enrol"


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whoever has the secret sets the password and the second factor of the member."""

    member: StaffMember
    secret: str


def add(
    *,
    db: Database,
    email: str,
    name: str,
    role: Role,
    by: Actor,
    now: datetime,
    paper: Stationery | None = None,
) -> Invitation:
    """Invite an employee, or one who was sent away, anew; with `paper` also by letter.

    Raises CustomerRefused("email.wrong"), StaffRefused: staff.name, staff.known.
    """
    mailbox, called = email_address(email), staff_name(name)
    with db.write() as session:
        known = staff.by_email(session, mailbox, lock=True)
        if known and not known.disabled_at:
            raise StaffRefused("staff.known", field="email", email=mailbox)
        fresh = StaffMember(0, mailbox, called, role, "", security.new_secret(), 0, now)
        member = known or staff.add(session, fresh)
        staff.change(session, member.id, name=called, role=role, disabled_at=None)
        after = {"name": called, "role": role}
        audit.note(session, by, Deed(Action.STAFF_ADDED, mailbox, after=after), at=now)
        return _invite(session, mailbox, now, paper)


def _invite(session: Session, mailbox: str, now: datetime, paper: Stationery | None) -> Invitation:
    """A new salt: what the earlier phone shows opens nothing any more."""
    member, secret = _known(session, mailbox), security.new_secret()
    staff.change(
        session,
        member.id,
        factor_salt=security.new_secret(),
        enrolled_at=None,
        invitation_hash=security.digest(secret),
        invited_until=now + INVITATION_LIFE,
    )
    staff.put_codes(session, member.id, ())
    staff_sessions.end(session, staff_id=member.id, now=now)
    invitation = Invitation(_known(session, mailbox), secret)
    if paper:
        _write(session, paper, invitation, now)
    return invitation


def _write(session: Session, paper: Stationery, invitation: Invitation, now: datetime) -> None:
    """The link goes to the mailbox alone: who invites cannot sit down as the second person."""
    member = invitation.member
    letter = paper.letter(
        LetterKind.STAFF_INVITED,
        role=ROLES[member.role],
        link=paper.link(ENROL, invitation.secret),
        until=member.invited_until,
    )
    key = f"staff-invited:{security.digest(invitation.secret)}"
    post(session, letter, to=member.email, dedupe_key=key, now=now)


def _known(session: Session, mailbox: str) -> StaffMember:
    member = staff.by_email(session, mailbox, lock=True)
    if member is None:
        raise StaffRefused("staff.unknown", email=mailbox)
    return member


def everybody(*, db: Database) -> list[StaffMember]:
    """All employees, also those who were sent away."""
    with db.read() as session:
        return staff.everybody(session)


def disable(*, db: Database, email: str, by: Actor, now: datetime) -> None:
    """Send somebody away: their screens answer no more. Again changes nothing.

    Raises StaffRefused: staff.unknown, staff.own.
    """
    with db.write() as session:
        member = _another(session, email, by)
        if member.disabled_at:
            return
        staff.change(session, member.id, disabled_at=now, invitation_hash=None, invited_until=None)
        staff_sessions.end(session, staff_id=member.id, now=now)
        audit.note(session, by, Deed(Action.STAFF_DISABLED, member.email), at=now)


def reset_second_factor(
    *, db: Database, email: str, by: Actor, now: datetime, paper: Stationery | None = None
) -> Invitation:
    """For a lost phone: both password and second factor are set anew by the invitation.

    Raises StaffRefused: staff.own; staff.unknown, also for one who was sent away: `add` takes
    them back.
    """
    with db.write() as session:
        member = _another(session, email, by)
        if member.disabled_at:
            raise StaffRefused("staff.unknown", email=member.email)
        audit.note(session, by, Deed(Action.STAFF_RESET, member.email), at=now)
        return _invite(session, member.email, now, paper)


def _another(session: Session, email: str, by: Actor) -> StaffMember:
    """Nobody shuts themselves out: somebody has to be left who lets people in."""
    member = _known(session, email_address(email))
    if member.id == by.staff_id:
        raise StaffRefused("staff.own")
    return member


def invited(*, db: Database, secret: str, now: datetime) -> StaffMember:
    """Whom an invitation waits for; raises StaffRefused("staff.invitation")."""
    with db.read() as session:
        member = staff.by_invitation(session, security.digest(secret))
    return check_invitation(member, now=now)


def enrol(
    *,
    db: Database,
    signer: Signer,
    secret: str,
    password: str,
    repeated: str,
    code: str,
    address: str,
    now: datetime,
) -> tuple[str, ...]:
    """Set the password and prove the second factor; gives the recovery codes, shown this once.

    Raises StaffRefused: staff.invitation, staff.password, staff.code; CustomerRefused (password.*).
    """
    check_long_enough(password)
    check_password(password, repeated, common=security.is_common_password(password))
    invited(db=db, secret=secret, now=now)  # before the work of hashing
    hashed = security.hash_password(password)
    codes = tuple(security.new_code() for _ in range(RECOVERY_CODES))
    with db.write() as session:
        found = staff.by_invitation(session, security.digest(secret))
        member = check_invitation(found, now=now)
        step = security.totp_step(signer.totp_secret(member.factor_salt), code, now=now)
        if step is None:
            raise StaffRefused("staff.code", field="code")
        facts = {"password_hash": hashed, "last_step": step, "enrolled_at": now}
        staff.change(session, member.id, **facts, invitation_hash=None, invited_until=None)
        staff.put_codes(session, member.id, [hash_of(signer, member, code) for code in codes])
        by = Actor(member.id, member.email, member.role, address)
        audit.note(session, by, Deed(Action.STAFF_ENROLLED, member.email), at=now)
    return codes


def hash_of(signer: Signer, member: StaffMember, code: str) -> str:
    """What is kept of a recovery code: of no use without the server's key."""
    return signer.derive("staff-recovery", f"{member.id}:{recovery_code(code)}").hex()
