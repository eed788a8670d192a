"""Whose account it is: asked before anything of an account is read or changed."""

from sqlmodel import Session

from lk_app.db import accounts
from lk_app.db.engine import Database
from lk_app.domain.accounts import Link, LinkRefused


def linked(*, db: Database, customer_id: int) -> list[Link]:
    """The accounts a customer sees, in the order they were attached."""
    with db.read() as session:
        return accounts.links(session, customer_id)


def require_link(session: Session, customer_id: int, account_number: str) -> Link:
    """The customer's own link to this account, inside the caller's transaction.

    Raises LinkRefused("link.not_yours") alike for a stranger's account and for none at all.
    """
    found = accounts.link(session, customer_id, account_number)
    if found is None:
        raise LinkRefused("link.not_yours")
    return found
