"""«Это не я»: seven days to take back a changed e-mail, phone or password. `now` is real time."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from lk_app import security
from lk_app.db import customers, sessions
from lk_app.db.engine import Database
from lk_app.domain.customers import RESET_LIFE, UNDO_LIFE, Customer, OneTimeToken
from lk_app.domain.one_time import ENDED_BY_ITS_OWNER, LinkRefused, Purpose, check
from lk_app.usecases import one_time
from lk_app.usecases.letters import Stationery

REVERTIBLE = frozenset({"email", "phone", "password_hash"})
RECOVERY = "recovery"  # what a link from the letter about a lost mailbox takes back
DELETION = "deletion"  # and one from the letter about a login that is to be deleted
CALLED_OFF = {Purpose.CANCEL_RECOVERY: RECOVERY, Purpose.CANCEL_DELETION: DELETION}


@dataclass(frozen=True, slots=True)
class Undone:
    """What was put back (columns, RECOVERY or DELETION), and a /reset link's secret, "" if none."""

    what: frozenset[str]
    reset_secret: str = ""


def offer(
    session: Session, paper: Stationery, owner: Customer, *, was: dict[str, str], now: datetime
) -> dict[str, object]:
    """Remember what a change replaced; returns the letter's facts `undo_link`, `undo_until`.

    `was` maps "email", "phone" or "password_hash" to the old value. Earlier offers stay: a thief
    who changes a password twice must not push the owner's own out of reach.
    """
    assert was.keys() <= REVERTIBLE
    secret, until = one_time.issue(
        session,
        customer_id=owner.id,
        purpose=Purpose.UNDO,
        life=UNDO_LIFE,
        now=now,
        facts=dict(was),
        replacing=False,
    )
    return {"undo_link": paper.link("/undo", secret), "undo_until": until}


def check_link(*, db: Database, secret: str, now: datetime) -> frozenset[str]:
    """What an «Это не я» link would take back; raises LinkRefused (unknown, used, expired)."""
    with db.read() as session:
        token = _token(session, secret, lock=False)
        check(token, now=now)
        return _what(session, token)


def take_back(*, db: Database, secret: str, now: datetime) -> Undone:
    """Put back what this change and later ones replaced, end every session and link made since.

    Whoever made the change knew the password or reads the mailbox: no old password opens anything
    from now on, and a link to a new one is opened at once. A letter's link about a lost mailbox
    or a deleted login only calls that off. Raises LinkRefused (unknown, used, expired), or
    LinkRefused("undo.taken") when the old e-mail now belongs to somebody else.
    """
    with db.write() as session:
        token = _token(session, secret)
        check(token, now=now)
        undone = _what(session, token)
        if token.purpose == Purpose.CANCEL_RECOVERY:
            customers.use_token(session, token.id, at=now)
            customers.forget_tokens(session, token.customer_id, purposes=[Purpose.RECOVERY])
            return Undone(undone)
        if token.purpose == Purpose.CANCEL_DELETION:
            customers.use_token(session, token.id, at=now)
        else:
            _put_back(session, token, now)
        reset, _ = one_time.issue(
            session,
            customer_id=token.customer_id,
            purpose=Purpose.RESET,
            life=RESET_LIFE,
            now=now,
        )
        return Undone(undone, reset)


def _token(session: Session, secret: str, *, lock: bool = True) -> OneTimeToken:
    for purpose in (Purpose.UNDO, Purpose.CANCEL_DELETION):
        with suppress(LinkRefused):
            return one_time.find(session, secret, purpose=purpose, lock=lock)
    return one_time.find(session, secret, purpose=Purpose.CANCEL_RECOVERY, lock=lock)


def _what(session: Session, token: OneTimeToken) -> frozenset[str]:
    if other := CALLED_OFF.get(Purpose(token.purpose)):
        return frozenset({other})
    return frozenset(_before(session, token))


def _before(session: Session, token: OneTimeToken) -> dict[str, str]:
    """The values as they were before this change: a thief seldom stops at one."""
    later = customers.unused_tokens(
        session,
        purpose=Purpose.UNDO,
        customer_id=token.customer_id,
        since=token.created_at,
    )
    before: dict[str, str] = {}
    for offered in later:  # newest first, so that the oldest value stays
        before |= offered.facts
    return before | token.facts


def _put_back(session: Session, token: OneTimeToken, now: datetime) -> None:
    before = _before(session, token)
    email = before.get("email")
    holder = customers.by_email(session, email) if email else None
    if holder and holder.id != token.customer_id:
        if holder.confirmed_at:
            raise LinkRefused("undo.taken")
        customers.remove(session, holder.id)  # an unconfirmed registration owns nothing
    before["password_hash"] = security.hash_password(security.new_secret())  # nobody knows this one
    customers.change(session, token.customer_id, **before)
    customers.void_tokens(session, token.customer_id, since=token.created_at, at=now)
    # also what the same stranger had asked for before this change
    customers.forget_tokens(session, token.customer_id, purposes=ENDED_BY_ITS_OWNER)
    sessions.end(session, customer_id=token.customer_id, now=now)
