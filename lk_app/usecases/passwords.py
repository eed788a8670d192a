"""A forgotten password: a letter with a link that lives an hour. `now` is real time."""

from datetime import datetime

from sqlmodel import Session

from lk_app import security
from lk_app.db import customers, sessions
from lk_app.db.engine import Database
from lk_app.documents.letters import LetterKind
from lk_app.domain.customers import (
    RESET_LIFE,
    Customer,
    OneTimeToken,
    check_password,
    email_address,
)
from lk_app.domain.one_time import check
from lk_app.usecases import letters, one_time, undo
from lk_app.usecases.letters import Stationery, post
from lk_app.usecases.registration import send_activation

RESET = "reset"


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
            _send_reset(session, paper, found, now)
        elif found:  # a password of an unconfirmed mailbox opens nothing: confirm it first
            send_activation(session, paper, found, now)
    return mailbox


def _send_reset(session: Session, paper: Stationery, to: Customer, now: datetime) -> None:
    secret, until = one_time.issue(
        session, customer_id=to.id, purpose=RESET, life=RESET_LIFE, now=now
    )
    letter = paper.letter(LetterKind.RESET, link=paper.link("/reset", secret), until=until)
    post(session, letter, to=to.email, dedupe_key=f"reset:{security.digest(secret)}", now=now)


def check_link(*, db: Database, secret: str, now: datetime) -> None:
    """Whether a reset link works now; raises LinkRefused (unknown, used, expired)."""
    with db.read() as session:
        check(one_time.find(session, secret, purpose=RESET), now=now)


def reset(
    *, db: Database, paper: Stationery, secret: str, password: str, again: str, now: datetime
) -> None:
    """Set a new password by a link from a letter, end every session and tell the mailbox.

    Raises LinkRefused (unknown, used, expired) or CustomerRefused naming the field.
    """
    check_link(db=db, secret=secret, now=now)
    check_password(password, again, common=security.is_common_password(password))
    hashed = security.hash_password(password)  # a quarter of a second: outside the transaction
    with db.write() as session:
        token = one_time.find(session, secret, purpose=RESET)
        check(token, now=now)  # again, under the lock: a link works once
        _replace(session, paper, token, hashed, now)


def _replace(
    session: Session, paper: Stationery, token: OneTimeToken, hashed: str, now: datetime
) -> None:
    owner = customers.by_id(session, token.customer_id)
    assert owner is not None  # tokens go with their customer
    customers.use_token(session, token.id, at=now)
    customers.change(session, owner.id, password_hash=hashed)
    sessions.end(session, customer_id=owner.id, now=now)
    facts = undo.offer(session, paper, owner, was={"password_hash": owner.password_hash}, now=now)
    letter = paper.letter(LetterKind.PASSWORD_CHANGED, at=now, **facts)
    key = f"password_changed:{owner.id}:{now.isoformat()}"
    post(session, letter, to=owner.email, dedupe_key=key, now=now)
