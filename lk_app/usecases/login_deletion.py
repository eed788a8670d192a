"""A login is deleted: asked for with the password, waited for a week, then nobody's.

The link of the letter that calls it off is the request itself: unused, it comes true when it
expires. `now` is real time but where a function says otherwise.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from lk_app.db import autopays as autopays_db
from lk_app.db import customers, erasing, payments, sessions
from lk_app.db.engine import Database
from lk_app.documents.letters import LetterKind
from lk_app.domain.autopay import Ending
from lk_app.domain.customers import Customer, OneTimeToken
from lk_app.domain.one_time import Purpose
from lk_app.domain.personal_data import DELETION_DELAY, PAYMENTS_AWAITED
from lk_app.gateways.ports import FileStore, LargeFileStore
from lk_app.security import Signer
from lk_app.usecases import autopays, one_time, passwords
from lk_app.usecases.letters import Stationery, post
from lk_app.usecases.sessions import Visitor

DIGEST = "mailbox"


@dataclass(frozen=True, slots=True)
class Archive:
    """Where a person's files lie, and what keeps the mailbox's digest from being guessed."""

    signer: Signer
    appeal_files: FileStore
    exports: LargeFileStore


def ask(
    *,
    db: Database,
    paper: Stationery,
    me: Visitor,
    password: str,
    now: datetime,
    real_now: datetime,
) -> datetime:
    """Ask for the deletion and return when it comes; asking again changes nothing.

    Other sessions and autopays end at once. `now` is business time. Raises PasswordRefused.
    """
    passwords.prove(db=db, me=me, password=password, now=real_now)
    owner = me.customer
    with db.write() as session:
        if waiting := _waiting(customers.unused_tokens(
            session, purpose=Purpose.CANCEL_DELETION, customer_id=owner.id
        )):  # fmt: skip
            return waiting.expires_at
        secret, due = one_time.issue(
            session,
            customer_id=owner.id,
            purpose=Purpose.CANCEL_DELETION,
            life=DELETION_DELAY,
            now=real_now,
        )
        sessions.end(session, customer_id=owner.id, except_for=me.session.id, now=real_now)
        for one in autopays_db.of_customer(session, owner.id):
            autopays.end(session, paper, one, Ending.ASKED, now=now, real_now=real_now)
        letter = paper.letter(
            LetterKind.LOGIN_DELETION_ASKED,
            at=real_now,
            due=due,
            undo_link=paper.link("/undo", secret),
        )
        key = f"deletion:{owner.id}:{real_now.isoformat()}"
        post(session, letter, to=owner.email, dedupe_key=key, now=real_now)
    return due


def due(*, db: Database, customer_id: int) -> datetime | None:
    """When the login is deleted; None where nobody asked."""
    with db.read() as session:
        found = customers.unused_tokens(
            session, purpose=Purpose.CANCEL_DELETION, customer_id=customer_id
        )
    waiting = _waiting(found)
    return waiting.expires_at if waiting else None


def _waiting(tokens: list[OneTimeToken]) -> OneTimeToken | None:
    return tokens[0] if tokens else None


def call_off(*, db: Database, customer_id: int) -> None:
    """From the profile: the cabinet stays; repeating it changes nothing."""
    with db.write() as session:
        customers.forget_tokens(session, customer_id, purposes=[Purpose.CANCEL_DELETION])


def apply_due(*, db: Database, paper: Stationery, archive: Archive, now: datetime) -> int:
    """Delete every login whose week is over and return how many; safe to repeat.

    One with a payment under way waits a few days for it: its letter and receipt are still to come.
    """
    with db.read() as session:
        asked = customers.unused_tokens(session, purpose=Purpose.CANCEL_DELETION)
    return sum(
        erase(db=db, paper=paper, archive=archive, token=token, now=now)
        for token in asked
        if token.expires_at <= now
    )


def erase(
    *, db: Database, paper: Stationery, archive: Archive, token: OneTimeToken, now: datetime
) -> bool:
    """Delete one, unless it was called off a moment ago or its money is on its way."""
    with db.write() as session:
        fresh = customers.token(session, purpose=token.purpose, token_hash=token.token_hash)
        owner = customers.by_id(session, token.customer_id)
        if fresh is None or fresh.used_at or owner is None:
            return False
        if now < token.expires_at + PAYMENTS_AWAITED and payments.unfinished_of(session, owner.id):
            return False
        digest = archive.signer.derive(DIGEST, owner.email).hex()
        unsent = erasing.erase(session, owner, mailbox_digest=digest, at=now)
        exports = erasing.files_of(session, owner.id)
        _say_farewell(session, paper, owner, now)
    for key in unsent:
        archive.appeal_files.drop(key)
    for key in exports:
        archive.exports.drop(key)
    return True


def _say_farewell(session: Session, paper: Stationery, owner: Customer, now: datetime) -> None:
    letter = paper.letter(LetterKind.LOGIN_DELETED, at=now, link=paper.link("/register"))
    key = f"deleted:{owner.id}"
    post(session, letter, to=owner.email, dedupe_key=key, now=now)
