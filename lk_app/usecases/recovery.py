"""A lost mailbox replaced: asked for with proofs, told to the old one, effective after 72 hours.

`now` is real time. Two links are written: to the new mailbox («this is mine») and to the old one
(«Это не я», taken back in undo.py). A mailbox nobody opened never becomes anybody's.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from lk_app.db import accounts, customers, ledger, meters, throttles
from lk_app.db.engine import Database
from lk_app.documents.letters import LetterKind, masked_email
from lk_app.domain.customers import RECOVERY_DELAY, RESET_LIFE, Customer, OneTimeToken
from lk_app.domain.one_time import LinkRefused, Purpose, check
from lk_app.domain.recovery import (
    RECOVERY_BY_ACCOUNT,
    RECOVERY_BY_ADDRESS,
    RECOVERY_LIFE,
    Claim,
    RecoveryForm,
    RecoveryRefused,
    carries_serial,
    claim,
    claimant,
)
from lk_app.usecases import letters, mailboxes, one_time, passwords
from lk_app.usecases.letters import Stationery, post


@dataclass(frozen=True, slots=True)
class Recovery:
    """Where a recovery stands: `due` while it waits, `reset_secret` once the mailbox is new."""

    due: datetime | None
    reset_secret: str = ""


def request(
    *,
    db: Database,
    paper: Stationery,
    form: RecoveryForm,
    account_digits: int,
    address: str,
    now: datetime,
) -> datetime:
    """Start replacing the mailbox of whoever the proofs belong to; returns when it takes effect.

    Raises FormRefused for what is malformed; RecoveryRefused "recovery.mismatch" whatever did not
    match, "recovery.which" when several people see the account, "recovery.paused" (until=…) per
    account and per address; LettersPaused.
    """
    asked = claim(form, account_digits=account_digits)
    keys = [f"recovery:{asked.account_number}", f"recovery:@{address}"]
    with db.write() as session:
        for key in keys:  # guesses sent all at once wait in line
            throttles.hold(session, key, now=now)
        until = throttles.blocked_until(session, keys, now=now)
        if until is not None:
            raise RecoveryRefused("recovery.paused", until=until)
        owner = _owner(session, asked)
        if owner is None:
            throttles.fail(session, keys[0], RECOVERY_BY_ACCOUNT, now=now)
            throttles.fail(session, keys[1], RECOVERY_BY_ADDRESS, now=now)
        else:
            throttles.forget(session, keys[0])
            _start(session, paper, owner, asked.email, now)
    if owner is None:
        raise RecoveryRefused("recovery.mismatch")
    return now + RECOVERY_DELAY


def _owner(session: Session, asked: Claim) -> Customer | None:
    account = accounts.by_number(session, asked.account_number)
    if account is None:
        return None
    if not carries_serial(meters.of_account(session, account.id), asked.serial):
        return None
    if ledger.last_payment(session, account.id) != asked.amount:
        return None
    ids = accounts.linked_customers(session, account.id)
    linked = [found for found in (customers.by_id(session, i) for i in ids) if found]
    return claimant(linked, asked.former)


def _start(
    session: Session, paper: Stationery, owner: Customer, mailbox: str, now: datetime
) -> None:
    letters.count(session, mailbox, now=now)
    secret, until = one_time.issue(
        session,
        customer_id=owner.id,
        purpose=Purpose.RECOVERY,
        delay=RECOVERY_DELAY,
        life=RECOVERY_LIFE,
        now=now,
        facts={"email": mailbox, "opened": False},
    )
    cancel, _ = one_time.issue(
        session,
        customer_id=owner.id,
        purpose=Purpose.CANCEL_RECOVERY,
        life=RECOVERY_DELAY + RECOVERY_LIFE,
        now=now,
        replacing=False,
    )
    due = now + RECOVERY_DELAY
    link = paper.link("/recover", secret)
    ours = paper.letter(
        LetterKind.MAILBOX_RECOVERY_CONFIRM, link=link, effective_at=due, until=until
    )
    post(session, ours, to=mailbox, dedupe_key=f"recovery:{link}", now=now)
    warning = paper.letter(
        LetterKind.MAILBOX_RECOVERY,
        at=now,
        effective_at=due,
        new_email=masked_email(mailbox),
        undo_link=paper.link("/undo", cancel),
    )
    key = f"recovery_warning:{owner.id}:{now.isoformat()}"
    post(session, warning, to=owner.email, dedupe_key=key, now=now)


def pending(*, db: Database, customer_id: int, now: datetime) -> datetime | None:
    """When a mailbox somebody asked for takes this one's place, None if nobody did."""
    with db.read() as session:
        tokens = customers.unused_tokens(session, purpose=Purpose.RECOVERY, customer_id=customer_id)
    return next((token.effective_at for token in tokens if token.expires_at > now), None)


def confirm(*, db: Database, paper: Stationery, secret: str, now: datetime) -> Recovery:
    """Note that the new mailbox was opened; once due, make it the customer's.

    Raises LinkRefused (unknown or cancelled, used, expired, "email.taken").
    """
    with db.write() as session:
        token = one_time.find(session, secret, purpose=Purpose.RECOVERY)
        if token.used_at is None and now < token.effective_at:
            customers.set_token_facts(session, token.id, token.facts | {"opened": True})
            return Recovery(due=token.effective_at)
        _apply(session, paper, token, now)
        reset, _ = one_time.issue(
            session,
            customer_id=token.customer_id,
            purpose=Purpose.RESET,
            life=RESET_LIFE,
            now=now,
        )
    return Recovery(due=None, reset_secret=reset)


def apply_due(*, db: Database, paper: Stationery, now: datetime) -> int:
    """Replace every mailbox that is due and was opened; returns how many. Safe to repeat."""
    with db.read() as session:
        waiting = customers.unused_tokens(session, purpose=Purpose.RECOVERY, effective_by=now)
    opened = [token for token in waiting if token.facts["opened"] and token.expires_at > now]
    return sum(_apply_by_letter(db, paper, token, now) for token in opened)


def _apply_by_letter(db: Database, paper: Stationery, token: OneTimeToken, now: datetime) -> bool:
    try:
        with db.write() as session:
            fresh = customers.token(session, purpose=Purpose.RECOVERY, token_hash=token.token_hash)
            if fresh is None:
                return False  # cancelled a moment ago
            _apply(session, paper, fresh, now)
            passwords.send_reset(session, paper, mailboxes.owner_of(session, fresh), now)
        return True
    except LinkRefused:  # used a moment ago, or the new mailbox got a cabinet of its own
        return False


def _apply(session: Session, paper: Stationery, token: OneTimeToken, now: datetime) -> None:
    check(token, now=now)
    customers.use_token(session, token.id, at=now)
    owner = mailboxes.owner_of(session, token)
    mailboxes.replace(session, paper, owner, token.facts["email"], now=now)
