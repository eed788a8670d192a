"""Signing in and out, and who is behind a cookie. `now` is real time here, never LK_CLOCK."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session as DbSession

from lk_app import security
from lk_app.db import customers, sessions, throttles
from lk_app.db.engine import Database
from lk_app.domain.customers import (
    PHONE_CANDIDATES,
    REMEMBERED_LIFE,
    SESSION_LIFE,
    SIGN_IN_BY_ADDRESS,
    SIGN_IN_BY_NAME,
    Customer,
    CustomerRefused,
    Session,
    SignInRefused,
    email_address,
    mobile_phone,
)

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
) -> SignedIn:
    """Open a session for an e-mail or phone and password.

    Raises SignInRefused("sign_in.wrong") without telling which of the two was wrong, or
    SignInRefused("sign_in.paused", until=…) while guessing is throttled (per name and address).
    """
    name = _one_spelling(login)
    name_key, address_key = f"sign_in:{name}", f"sign_in:@{address}"
    with db.read() as session:
        _refuse_while_paused(session, name_key, address_key, now)
        candidates = _candidates(session, name)
    customer = _first_match(candidates, password, tries=1 if "@" in name else PHONE_CANDIDATES)
    with db.write() as session:
        # again: guesses sent all at once had passed the first look together
        for key in (name_key, address_key):  # in one order everywhere: none waits for another
            throttles.hold(session, key, now=now)
        _refuse_while_paused(session, name_key, address_key, now)
        if customer and _unchanged(session, customer):
            throttles.forget(session, name_key)
            throttles.release(session, address_key)
            return _open(session, customer, remember, address, user_agent, now)
        throttles.fail(session, name_key, SIGN_IN_BY_NAME, now=now)
        throttles.fail(session, address_key, SIGN_IN_BY_ADDRESS, now=now)
    raise SignInRefused("sign_in.wrong", field="password")


def _one_spelling(login: str) -> str:
    """The name as it is kept: were each spelling counted apart, each would be guessed anew."""
    try:
        return email_address(login) if "@" in login else mobile_phone(login)
    except CustomerRefused:  # nobody's name
        return "".join(filter(str.isprintable, login)).lower()[:200]


def _refuse_while_paused(
    session: DbSession, name_key: str, address_key: str, now: datetime
) -> None:
    until = throttles.blocked_until(session, [name_key, address_key], now=now)
    if until is not None:
        raise SignInRefused("sign_in.paused", field="login", until=until)


def _candidates(session: DbSession, name: str) -> list[Customer]:
    if "@" in name:
        found = customers.by_email(session, name)
        return [found] if found and found.confirmed_at else []
    return customers.confirmed_by_phone(session, name, limit=PHONE_CANDIDATES)


def _first_match(candidates: list[Customer], password: str, *, tries: int) -> Customer | None:
    """The one whose password it is, always after `tries` verifications, known or not."""
    matches = [c for c in candidates if security.verify_password(password, c.password_hash)]
    for _ in range(tries - len(candidates)):
        security.spend_verification(password)
    return matches[0] if matches else None


def _unchanged(session: DbSession, customer: Customer) -> bool:
    """Whether the password that was verified still is the password."""
    fresh = customers.by_id(session, customer.id)
    return fresh is not None and fresh.password_hash == customer.password_hash


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
