"""Changing the e-mail: effective once the new mailbox was opened. `now` is real time."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from lk_app.db import customers, sessions
from lk_app.db.engine import Database
from lk_app.documents.letters import LetterKind, masked_email
from lk_app.domain.customers import (
    ACTIVATION_LIFE,
    Customer,
    CustomerRefused,
    OneTimeToken,
    email_address,
)
from lk_app.domain.one_time import LinkRefused, Purpose, check
from lk_app.usecases import letters, one_time, passwords, registration, undo
from lk_app.usecases.letters import Stationery, post
from lk_app.usecases.sessions import Visitor

# Whoever reads the old mailbox, or waits to replace it, has nothing to open any more.
ENDED_BY_A_NEW_MAILBOX = (
    Purpose.RESET,
    Purpose.CONFIRM_EMAIL,
    Purpose.RECOVERY,
    Purpose.CANCEL_RECOVERY,
)


class Confirmation(StrEnum):
    """What opening the link of a new mailbox came to."""

    CHANGED = "changed"
    ALREADY = "already"


def request_change(
    *, db: Database, paper: Stationery, me: Visitor, email: str, password: str, now: datetime
) -> str:
    """Send a link to the new mailbox and return it; until it is opened nothing changes.

    The answer is the same whether or not the mailbox has a cabinet already: only its owner reads
    which letter came. Raises CustomerRefused ("email.wrong", "email.same"), PasswordRefused or
    LettersPaused.
    """
    mailbox = email_address(email)
    if mailbox == me.customer.email:
        raise CustomerRefused("email.same", field="email")
    passwords.prove(db=db, me=me, password=password, now=now)
    with db.write() as session:
        letters.count(session, mailbox, now=now)
        secret, until = one_time.issue(
            session,
            customer_id=me.customer.id,
            purpose=Purpose.CONFIRM_EMAIL,
            life=ACTIVATION_LIFE,
            now=now,
            facts={"email": mailbox, "session": me.session.id},
        )
        known = customers.by_email(session, mailbox)
        if known and known.confirmed_at:
            registration.tell_already_registered(session, paper, known, now)
        else:
            link = paper.link("/confirm-email", secret)
            letter = paper.letter(LetterKind.CONFIRM_EMAIL, link=link, until=until)
            post(session, letter, to=mailbox, dedupe_key=f"confirm_email:{link}", now=now)
    return mailbox


def awaited(*, db: Database, customer_id: int, now: datetime) -> str:
    """The new mailbox that waits to be opened, "" if none does."""
    with db.read() as session:
        tokens = customers.unused_tokens(
            session, purpose=Purpose.CONFIRM_EMAIL, customer_id=customer_id
        )
    return next((str(t.facts["email"]) for t in tokens if t.expires_at > now), "")


def call_off(*, db: Database, customer_id: int) -> None:
    """Forget the change that waits; its link stops working."""
    with db.write() as session:
        customers.forget_tokens(session, customer_id, purposes=[Purpose.CONFIRM_EMAIL])


def confirm(*, db: Database, paper: Stationery, secret: str, now: datetime) -> Confirmation:
    """Make the new mailbox the customer's; opening the link again says ALREADY.

    Raises LinkRefused (unknown, used, expired), or "email.taken" if it got a cabinet meanwhile.
    """
    with db.write() as session:
        token = one_time.find(session, secret, purpose=Purpose.CONFIRM_EMAIL)
        owner = owner_of(session, token)
        if token.used_at and owner.email == token.facts["email"]:
            return Confirmation.ALREADY
        check(token, now=now)
        customers.use_token(session, token.id, at=now)
        asked_from = int(token.facts["session"])
        replace(session, paper, owner, token.facts["email"], keep=asked_from, now=now)
    return Confirmation.CHANGED


def owner_of(session: Session, token: OneTimeToken) -> Customer:
    """Whose link this is; links go with their customer."""
    owner = customers.by_id(session, token.customer_id)
    assert owner is not None
    return owner


def replace(
    session: Session,
    paper: Stationery,
    owner: Customer,
    email: str,
    *,
    now: datetime,
    keep: int | None = None,
) -> None:
    """Change the mailbox, end every session but `keep`, and tell the old one with «Это не я».

    Raises LinkRefused("email.taken") when a confirmed customer has this mailbox.
    """
    holder = customers.by_email(session, email)
    if holder and holder.id != owner.id:
        if holder.confirmed_at:
            raise LinkRefused("email.taken")
        customers.remove(session, holder.id)  # an unconfirmed registration owns nothing
    customers.change(session, owner.id, email=email)
    customers.forget_tokens(session, owner.id, purposes=ENDED_BY_A_NEW_MAILBOX)
    sessions.end(session, customer_id=owner.id, except_for=keep, now=now)
    facts = undo.offer(session, paper, owner, was={"email": owner.email}, now=now)
    letter = paper.letter(LetterKind.EMAIL_CHANGED, at=now, new_email=masked_email(email), **facts)
    key = f"email_changed:{owner.id}:{now.isoformat()}"
    post(session, letter, to=owner.email, dedupe_key=key, now=now)
