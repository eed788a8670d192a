"""Signing in to the console, and who is at the desk. `now` is real time, never LK_CLOCK."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from lk_app import security
from lk_app.db import audit, staff, staff_sessions, throttles
from lk_app.db.engine import Database
from lk_app.domain.audit import Action, Actor, Deed
from lk_app.domain.staff import (
    STAFF_BY_ADDRESS,
    STAFF_BY_NAME,
    StaffMember,
    StaffSession,
    StaffSignInRefused,
)
from lk_app.security import Signer
from lk_app.usecases.staff import hash_of

TOUCH_EVERY = timedelta(seconds=30)  # a write per request would cost more than it tells


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who is behind a cookie of the console."""

    session: StaffSession
    member: StaffMember

    @property
    def actor(self) -> Actor:
        """How the log names them."""
        return Actor(self.member.id, self.member.email, self.member.role, self.session.address)


def sign_in(
    *,
    db: Database,
    signer: Signer,
    email: str,
    password: str,
    code: str,
    address: str,
    user_agent: str,
    now: datetime,
) -> str:
    """Open a session for a mailbox, a password and a code of the app or of paper; its secret.

    Raises StaffSignInRefused("staff.sign_in.wrong") without telling which of the three was wrong,
    or "staff.sign_in.paused" with `until` while guessing is throttled (per name and address).
    """
    name = "".join(filter(str.isprintable, email)).strip().lower()[:200]
    keys = [f"staff:{name}", f"staff:@{address}"]
    with db.read() as session:
        _refuse_while_paused(session, keys, now)
        known = staff.by_email(session, name)
    right = _is_password(known, password)
    with db.write() as session:
        # again: guesses sent all at once had passed the first look together
        for key in keys:  # in one order everywhere: none waits for another
            throttles.hold(session, key, now=now)
        _refuse_while_paused(session, keys, now)
        member = staff.by_email(session, name, lock=True)
        if (
            right
            and member
            and _unchanged(known, member)
            and _factor(session, signer, member, code, now)
        ):
            throttles.forget(session, keys[0])
            throttles.release(session, keys[1])
            return _open(session, member, address, user_agent, now)
        throttles.fail(session, keys[0], STAFF_BY_NAME, now=now)
        throttles.fail(session, keys[1], STAFF_BY_ADDRESS, now=now)
        if member:
            by = Actor(member.id, member.email, member.role, address)
            audit.note(session, by, Deed(Action.SIGN_IN_REFUSED, member.email), at=now)
    raise StaffSignInRefused("staff.sign_in.wrong", field="email")


def _refuse_while_paused(session: Session, keys: list[str], now: datetime) -> None:
    until = throttles.blocked_until(session, keys, now=now)
    if until is not None:
        raise StaffSignInRefused("staff.sign_in.paused", field="email", until=until)


def _is_password(member: StaffMember | None, password: str) -> bool:
    """The same work for everybody, known or not."""
    if member is None or not member.may_sign_in:
        security.spend_verification(password)
        return False
    return security.verify_password(password, member.password_hash)


def _unchanged(known: StaffMember | None, fresh: StaffMember | None) -> bool:
    """Whether the password that was verified still is the password of one who may come in."""
    if known is None or fresh is None:
        return False
    return known.password_hash == fresh.password_hash and fresh.may_sign_in


def _factor(
    session: Session, signer: Signer, member: StaffMember, typed: str, now: datetime
) -> bool:
    """Whether it is a code of the app that was not taken yet, or an unused recovery code."""
    digits = "".join(typed.split())
    step = security.totp_step(signer.totp_secret(member.factor_salt), digits, now=now)
    if step is None:
        return staff.spend_code(session, member.id, hash_of(signer, member, typed), now=now)
    if step <= member.last_step:  # seen over a shoulder: RFC 6238 §5.2 takes a code once
        return False
    staff.change(session, member.id, last_step=step)
    return True


def _open(
    session: Session, member: StaffMember, address: str, user_agent: str, now: datetime
) -> str:
    secret = security.new_secret()
    opened = StaffSession(0, member.id, now, now, user_agent[:200], address)
    staff_sessions.add(session, opened, secret_hash=security.digest(secret))
    by = Actor(member.id, member.email, member.role, address)
    audit.note(session, by, Deed(Action.SIGNED_IN, member.email), at=now)
    return secret


def on_duty(*, db: Database, secret: str, now: datetime) -> OnDuty | None:
    """Who is at the desk right now; asked on every request, so that sending away acts at once."""
    if not secret:
        return None
    with db.read() as session:
        found = staff_sessions.open_by_secret(session, security.digest(secret), now=now)
        member = staff.by_id(session, found.staff_id) if found else None
    if found is None or member is None or not member.may_sign_in:
        return None
    if now - found.last_seen_at > TOUCH_EVERY:
        with db.write() as session:
            staff_sessions.touch(session, found.id, now=now)
    return OnDuty(found, member)


def sign_out(*, db: Database, secret: str, now: datetime) -> None:
    """End the session of this cookie; an unknown one is no error."""
    found = on_duty(db=db, secret=secret, now=now)
    if found:
        with db.write() as session:
            staff_sessions.end(session, staff_id=found.member.id, only=found.session.id, now=now)
            deed = Deed(Action.SIGNED_OUT, found.member.email)
            audit.note(session, found.actor, deed, at=now)


def note_denied(*, db: Database, me: OnDuty, path: str, now: datetime) -> None:
    """Somebody asked for what their role does not allow."""
    with db.write() as session:
        audit.note(session, me.actor, Deed(Action.DENIED, path), at=now)
