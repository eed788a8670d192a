"""«Это не я»: seven days to take back a changed e-mail, phone or password. `now` is real time."""

from datetime import datetime

from sqlmodel import Session

from lk_app.db import customers, sessions
from lk_app.db.engine import Database
from lk_app.domain.customers import UNDO_LIFE, Customer
from lk_app.domain.one_time import LinkRefused, check
from lk_app.usecases import one_time
from lk_app.usecases.letters import Stationery

UNDO = "undo"
REVERTIBLE = frozenset({"email", "phone", "password_hash"})


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
        purpose=UNDO,
        life=UNDO_LIFE,
        now=now,
        facts=dict(was),
        replacing=False,
    )
    return {"undo_link": paper.link("/undo", secret), "undo_until": until}


def check_link(*, db: Database, secret: str, now: datetime) -> None:
    """Whether an «Это не я» link works now; raises LinkRefused (unknown, used, expired)."""
    with db.read() as session:
        check(one_time.find(session, secret, purpose=UNDO), now=now)


def take_back(*, db: Database, secret: str, now: datetime) -> None:
    """Put back what the change replaced, end every session and every link made since.

    Raises LinkRefused (unknown, used, expired), or LinkRefused("undo.taken") when the old e-mail
    meanwhile belongs to somebody else.
    """
    with db.write() as session:
        token = one_time.find(session, secret, purpose=UNDO)
        check(token, now=now)
        email = token.facts.get("email")
        holder = customers.by_email(session, email) if email else None
        if holder and holder.id != token.customer_id:
            raise LinkRefused("undo.taken")
        customers.change(session, token.customer_id, **token.facts)
        customers.void_tokens(session, token.customer_id, since=token.created_at, at=now)
        sessions.end(session, customer_id=token.customer_id, now=now)
