"""Passwords: set anew by a letter, and asked again before a change. `now` is real time."""

from datetime import datetime

from sqlmodel import Session

from lk_app import old_passwords, security
from lk_app.db import customers, sessions, throttles
from lk_app.db.engine import Database
from lk_app.documents.letters import LetterKind
from lk_app.domain.customers import (
    PASSWORD_BY_CUSTOMER,
    RESET_LIFE,
    Customer,
    PasswordRefused,
    check_password,
    email_address,
)
from lk_app.domain.one_time import ENDED_BY_ITS_OWNER, Purpose, check
from lk_app.usecases import letters, one_time, undo
from lk_app.usecases.letters import Stationery, post
from lk_app.usecases.registration import send_activation
from lk_app.usecases.sessions import Visitor


def request_reset(*, db: Database, paper: Stationery, email: str, now: datetime) -> str:
    """Send a reset link if the mailbox is known; the answer and the work are the same if not.

    Returns the mailbox. Raises CustomerRefused("email.wrong") or LettersPaused, for known and
    unknown alike.
    """
    mailbox = email_address(email)
    with db.write() as session:
        letters.count(session, mailbox, now=now)
        found = customers.by_email(session, mailbox)
        if found and found.confirmed_at:
            send_reset(session, paper, found, now)
        elif found:  # a password of an unconfirmed mailbox opens nothing: confirm it first
            send_activation(session, paper, found, now)
    return mailbox


def send_reset(session: Session, paper: Stationery, to: Customer, now: datetime) -> None:
    """Post a fresh link; the earlier one stops working."""
    secret, until = one_time.issue(
        session, customer_id=to.id, purpose=Purpose.RESET, life=RESET_LIFE, now=now
    )
    letter = paper.letter(LetterKind.RESET, link=paper.link("/reset", secret), until=until)
    post(session, letter, to=to.email, dedupe_key=f"reset:{security.digest(secret)}", now=now)


def check_link(*, db: Database, secret: str, now: datetime) -> None:
    """Whether a reset link works now; raises LinkRefused (unknown, used, expired)."""
    with db.read() as session:
        check(one_time.find(session, secret, purpose=Purpose.RESET, lock=False), now=now)


def reset(
    *, db: Database, paper: Stationery, secret: str, password: str, again: str, now: datetime
) -> None:
    """Set a new password by a link from a letter, end every session and tell the mailbox.

    A change of the mailbox or a deletion that waits, by anybody, is called off with it.
    Raises LinkRefused (unknown, used, expired) or CustomerRefused naming the field.
    """
    check_link(db=db, secret=secret, now=now)
    check_password(password, again, common=security.is_common_password(password))
    hashed = security.hash_password(password)  # a quarter of a second: outside the transaction
    with db.write() as session:
        token = one_time.find(session, secret, purpose=Purpose.RESET)
        check(token, now=now)  # again, under the lock: a link works once
        owner = customers.by_id(session, token.customer_id)
        assert owner is not None  # tokens go with their customer
        customers.use_token(session, token.id, at=now)
        customers.forget_tokens(session, owner.id, purposes=ENDED_BY_ITS_OWNER)
        replace(session, paper, owner, hashed, now=now)


def replace(
    session: Session,
    paper: Stationery,
    owner: Customer,
    hashed: str,
    *,
    now: datetime,
    keep: int | None = None,
) -> None:
    """Set the password, end every session but `keep`, and tell the mailbox with «Это не я»."""
    customers.change(session, owner.id, password_hash=hashed)
    sessions.end(session, customer_id=owner.id, except_for=keep, now=now)
    facts = undo.offer(session, paper, owner, was={"password_hash": owner.password_hash}, now=now)
    letter = paper.letter(LetterKind.PASSWORD_CHANGED, at=now, **facts)
    key = f"password_changed:{owner.id}:{now.isoformat()}"
    post(session, letter, to=owner.email, dedupe_key=key, now=now)


def prove(*, db: Database, me: Visitor, password: str, now: datetime) -> None:
    """Whether it is the owner who sits at this open session: their current password.

    Raises PasswordRefused("current_password.wrong"), or "current_password.paused" with `until`
    after a few wrong ones in a row.
    """
    key = f"password:{me.customer.id}"
    with db.read() as session:
        _refuse_while_paused(session, key, now)
    # a newer file of the old cabinet may have put another kind of hash there this very moment
    right = old_passwords.verify(password, me.customer.password_hash, None, {})
    with db.write() as session:
        # again: guesses sent all at once had passed the first look together
        throttles.hold(session, key, now=now)
        _refuse_while_paused(session, key, now)
        if right:
            throttles.forget(session, key)
        else:
            throttles.fail(session, key, PASSWORD_BY_CUSTOMER, now=now)
    if not right:
        raise PasswordRefused("current_password.wrong", field="current_password")


def _refuse_while_paused(session: Session, key: str, now: datetime) -> None:
    until = throttles.blocked_until(session, [key], now=now)
    if until is not None:
        raise PasswordRefused("current_password.paused", field="current_password", until=until)
