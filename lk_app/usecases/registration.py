"""Registering and confirming the mailbox. `now` is real time here, never LK_CLOCK.

The answer and the work are the same whether or not the e-mail is known: a password is hashed, one
letter goes into the outbox. Only the owner of the mailbox learns which letter it was.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from lk_app import security
from lk_app.db import challenges, consents, customers
from lk_app.db.engine import Database
from lk_app.documents.letters import LetterKind
from lk_app.domain.customers import ACTIVATION_LIFE, Customer, email_address
from lk_app.domain.one_time import Purpose, check
from lk_app.domain.registration import (
    CONSENT_TO_NEWS,
    CONSENT_TO_PROCESSING,
    CONSENT_VERSION,
    Applicant,
    RegistrationForm,
    RegistrationRefused,
    applicant,
)
from lk_app.gateways.ports import Captcha, SolvedChallenge
from lk_app.usecases import letters, one_time
from lk_app.usecases.letters import Stationery, post


class Activation(StrEnum):
    """What opening an activation link came to."""

    CONFIRMED = "confirmed"
    ALREADY = "already"


@dataclass(frozen=True, slots=True)
class _Consent:
    news: bool
    address: str


def register(
    *,
    db: Database,
    captcha: Captcha,
    paper: Stationery,
    form: RegistrationForm,
    captcha_payload: str,
    address: str,
    now: datetime,
) -> str:
    """Register an unconfirmed customer and send a letter; returns the mailbox it went to.

    Raises FormRefused with a reason for every wrong field; then, for a replayed captcha,
    RegistrationRefused("captcha.spent"); LettersPaused while letters to this mailbox are paused.
    """
    challenge = captcha.solved(captcha_payload)
    common = security.is_common_password(form.password)
    person = applicant(form, common_password=common, captcha_solved=challenge is not None)
    password_hash = security.hash_password(form.password)
    with db.write() as session:
        _spend(session, challenge, now)
        letters.count(session, person.email, now=now)
        known = customers.by_email(session, person.email)
        if known and known.confirmed_at:
            tell_already_registered(session, paper, known, now)
        else:
            if known:  # an unconfirmed registration owns nothing: the next one replaces it
                customers.remove(session, known.id)
            added = _add(session, person, password_hash, _Consent(form.news, address), now)
            send_activation(session, paper, added, now)
    return person.email


def _spend(session: Session, challenge: SolvedChallenge | None, now: datetime) -> None:
    fresh = challenge and challenges.spend(
        session, challenge.signature, expires_at=challenge.expires_at, now=now
    )
    if not fresh:
        raise RegistrationRefused("captcha.spent", field="captcha")


def _add(
    session: Session, person: Applicant, password_hash: str, consent: _Consent, now: datetime
) -> Customer:
    added = customers.add(
        session,
        Customer(0, person.name, person.email, person.phone, password_hash, None, now),
    )
    for kind in [CONSENT_TO_PROCESSING, *([CONSENT_TO_NEWS] if consent.news else [])]:
        consents.add(
            session,
            added.id,
            kind=kind,
            version=CONSENT_VERSION,
            at=now,
            address=consent.address,
        )
    return added


def send_activation(session: Session, paper: Stationery, to: Customer, now: datetime) -> None:
    """Post a fresh link; the earlier one stops working."""
    secret, until = one_time.issue(
        session, customer_id=to.id, purpose=Purpose.ACTIVATION, life=ACTIVATION_LIFE, now=now
    )
    letter = paper.letter(LetterKind.ACTIVATE, link=paper.link("/activate", secret), until=until)
    post(session, letter, to=to.email, dedupe_key=f"activate:{security.digest(secret)}", now=now)


def tell_already_registered(
    session: Session, paper: Stationery, to: Customer, now: datetime
) -> None:
    """Tell the owner of a mailbox that somebody typed it, and that it has a cabinet."""
    letter = paper.letter(
        LetterKind.ALREADY_REGISTERED,
        link=paper.link("/login"),
        reset_link=paper.link("/reset"),
        at=now,
    )
    key = f"already_registered:{to.id}:{now.isoformat()}"
    post(session, letter, to=to.email, dedupe_key=key, now=now)


def activate(*, db: Database, secret: str, now: datetime) -> Activation:
    """Confirm the mailbox behind a link; opening it again says ALREADY.

    Raises LinkRefused("link.unknown") for a link that a later letter replaced (or nobody wrote)
    and LinkRefused("link.expired") 24 hours after the letter.
    """
    with db.write() as session:
        token = one_time.find(session, secret, purpose=Purpose.ACTIVATION)
        owner = customers.by_id(session, token.customer_id)
        if token.used_at or (owner and owner.confirmed_at):
            return Activation.ALREADY
        check(token, now=now)
        customers.use_token(session, token.id, at=now)
        customers.change(session, token.customer_id, confirmed_at=now)
    return Activation.CONFIRMED


def resend(*, db: Database, paper: Stationery, email: str, now: datetime) -> None:
    """Send the activation letter again, if this mailbox waits for one; the answer is the same.

    Raises CustomerRefused("email.wrong"), or LettersPaused which says until when.
    """
    mailbox = email_address(email)
    with db.write() as session:
        letters.count(session, mailbox, now=now)
        found = customers.by_email(session, mailbox)
        if found and found.confirmed_at:
            tell_already_registered(session, paper, found, now)
        elif found:
            send_activation(session, paper, found, now)


def resend_by_link(*, db: Database, paper: Stationery, secret: str, now: datetime) -> None:
    """Send a fresh letter to the owner of an expired link.

    Raises LinkRefused("link.unknown") or LettersPaused.
    """
    with db.read() as session:
        token = one_time.find(session, secret, purpose=Purpose.ACTIVATION, lock=False)
        owner = customers.by_id(session, token.customer_id)
    if owner:
        resend(db=db, paper=paper, email=owner.email, now=now)
