"""Signing in and out, and who is behind a cookie. `now` is real time here, never LK_CLOCK."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session as DbSession

from lk_app import old_passwords, security
from lk_app.db import customers, old_customers, sessions, throttles
from lk_app.db.engine import Database
from lk_app.domain.customers import (
    PHONE_CANDIDATES,
    REMEMBERED_LIFE,
    SESSION_LIFE,
    SIGN_IN_BY_ADDRESS,
    SIGN_IN_BY_NAME,
    Customer,
    Session,
    SignInRefused,
)
from lk_app.domain.old_customers import OWNERS_OF_A_NAME
from lk_app.domain.sign_in_names import SignInName, sign_in_name
from lk_app.usecases.old_cabinet import NO_OLD_CABINET, OldCabinet

OWNERS = PHONE_CANDIDATES  # of a phone, or of an account number
TOUCH_EVERY = timedelta(minutes=5)  # a write per event would cost more than it tells


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session and the secret its cookie carries."""

    session: Session
    secret: str


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is behind a cookie."""

    session: Session
    customer: Customer


def sign_in(
    *,
    db: Database,
    login: str,
    password: str,
    remember: bool,
    address: str,
    user_agent: str,
    now: datetime,
    old: OldCabinet = NO_OLD_CABINET,
) -> SignedIn:
    """Open a session for an e-mail or phone and password; until the old cabinet is switched off
    also for a login of it or an account number.

    Raises SignInRefused("sign_in.wrong") without telling which of the two was wrong, or
    SignInRefused("sign_in.paused", until=…) while guessing is throttled (per name and address).
    """
    name = sign_in_name(login, digits=old.digits)
    name_key, address_key = f"sign_in:{name.key}", f"sign_in:@{address}"
    with db.read() as session:
        _refuse_while_paused(session, name_key, address_key, now)
        candidates = _candidates(session, name, old.names_hold(now))
        ceilings = old_customers.ceilings(session)
    tries = OWNERS if name.phone or name.account else 1
    matches = _matches(candidates, password, old, ceilings, tries=tries)
    customer = _chosen(matches, by_account=bool(name.account))
    fresh_hash = _our_own(customer, password)
    with db.write() as session:
        # again: guesses sent all at once had passed the first look together
        for key in (name_key, address_key):  # in one order everywhere: none waits for another
            throttles.hold(session, key, now=now)
        _refuse_while_paused(session, name_key, address_key, now)
        if customer and _unchanged(session, customer, password, old):
            throttles.forget(session, name_key)
            throttles.release(session, address_key)
            if fresh_hash:
                _rehash(session, customer, fresh_hash, now)
            return _open(session, customer, remember, address, user_agent, now)
        throttles.fail(session, name_key, SIGN_IN_BY_NAME, now=now)
        throttles.fail(session, address_key, SIGN_IN_BY_ADDRESS, now=now)
    raise SignInRefused("sign_in.wrong", field="password")


def _refuse_while_paused(
    session: DbSession, name_key: str, address_key: str, now: datetime
) -> None:
    until = throttles.blocked_until(session, [name_key, address_key], now=now)
    if until is not None:
        raise SignInRefused("sign_in.paused", field="login", until=until)


def _candidates(session: DbSession, name: SignInName, old_names: bool) -> list[Customer]:
    """Whose name it may be: of a mailbox one person, else three at most."""
    if name.email:
        found = customers.by_email(session, name.email)
        if found and found.confirmed_at:
            return [found]
        return old_customers.by_login(session, name.login) if old_names else []
    found_by = old_customers.by_login(session, name.login) if old_names else []
    if name.phone:
        found_by += customers.confirmed_by_phone(session, name.phone, limit=PHONE_CANDIDATES)
    if name.account and old_names:
        owners = old_customers.by_account(session, name.account, limit=OWNERS_OF_A_NAME + 1)
        found_by += owners if len(owners) <= OWNERS_OF_A_NAME else []
    return list({one.id: one for one in found_by}.values())[:OWNERS]


def _matches(
    candidates: Sequence[Customer],
    password: str,
    old: OldCabinet,
    ceilings: Mapping[str, int],
    *,
    tries: int,
) -> list[Customer]:
    """Those whose password it is, always after `tries` verifications, known or not."""
    matches = [
        one
        for one in candidates
        if old_passwords.verify(password, one.password_hash, old.vault, ceilings)
    ]
    for _ in range(tries - len(candidates)):
        old_passwords.spend(password, ceilings)
    return matches


def _chosen(matches: Sequence[Customer], *, by_account: bool) -> Customer | None:
    """Whose session it becomes. Two owners of an account with one password: nobody's, for either
    may have learnt it of a list; they have their mailboxes."""
    if by_account and len(matches) > 1:
        return None
    return matches[0] if matches else None


def _our_own(customer: Customer | None, password: str) -> str:
    """The hash that takes the place of the old cabinet's, "" where it is ours already."""
    if customer is None or old_passwords.is_ours(customer.password_hash):
        return ""
    return security.hash_password(password)


def _unchanged(session: DbSession, customer: Customer, password: str, old: OldCabinet) -> bool:
    """Whether the password that was verified still is the password.

    An old one may have been wrapped or made ours meanwhile, which is no other password.
    """
    fresh = customers.by_id(session, customer.id)
    if fresh is None:
        return False
    same = fresh.password_hash == customer.password_hash
    if same or old_passwords.is_ours(customer.password_hash):
        return same
    return old_passwords.verify(password, fresh.password_hash, old.vault, {})


def _rehash(session: DbSession, customer: Customer, fresh_hash: str, now: datetime) -> None:
    customers.change(session, customer.id, password_hash=fresh_hash)
    old_customers.rehashed(session, customer.id, standing=security.digest(fresh_hash), at=now)


def _open(
    session: DbSession,
    customer: Customer,
    remember: bool,
    address: str,
    user_agent: str,
    now: datetime,
) -> SignedIn:
    secret = security.new_secret()
    opened = Session(
        id=0,
        customer_id=customer.id,
        created_at=now,
        last_seen_at=now,
        expires_at=now + (REMEMBERED_LIFE if remember else SESSION_LIFE),
        remembered=remember,
        user_agent=user_agent[:200],
        address=address,
    )
    stored = sessions.add(session, opened, secret_hash=security.digest(secret))
    return SignedIn(stored, secret)


def visitor(*, db: Database, secret: str, now: datetime) -> Visitor | None:
    """Who is behind this cookie right now; asked on every event, so that sign-out acts at once."""
    if not secret:
        return None
    with db.read() as session:
        found = sessions.open_by_secret(session, security.digest(secret), now=now)
        customer = customers.by_id(session, found.customer_id) if found else None
    if found is None or customer is None:
        return None
    if now - found.last_seen_at > TOUCH_EVERY:
        with db.write() as session:
            sessions.touch(session, found.id, now=now)
    return Visitor(found, customer)


def sign_out(*, db: Database, secret: str, now: datetime) -> None:
    """End the session of this cookie; an unknown one is no error."""
    found = visitor(db=db, secret=secret, now=now)
    if found:
        with db.write() as session:
            sessions.end(session, customer_id=found.customer.id, only=found.session.id, now=now)


def open_of(*, db: Database, customer_id: int, now: datetime) -> list[Session]:
    """A customer's signed-in browsers, the latest used first."""
    with db.read() as session:
        return sessions.open_of(session, customer_id, now=now)


def end_one(*, db: Database, customer_id: int, session_id: int, now: datetime) -> None:
    """End one of the customer's own sessions; a stranger's id and an ended one change nothing."""
    with db.write() as session:
        if session_id in {known.id for known in sessions.open_of(session, customer_id, now=now)}:
            sessions.end(session, customer_id=customer_id, only=session_id, now=now)


def end_others(*, db: Database, me: Visitor, now: datetime) -> None:
    """End every session of the customer but this one."""
    with db.write() as session:
        sessions.end(session, customer_id=me.customer.id, except_for=me.session.id, now=now)
