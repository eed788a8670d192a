"""Links from letters that work once. The secret travels in the letter, its digest is kept."""

from datetime import datetime, timedelta

from sqlmodel import Session

from lk_app import security
from lk_app.db import customers
from lk_app.domain.customers import OneTimeToken
from lk_app.domain.one_time import LinkRefused


def issue(
    session: Session,
    *,
    customer_id: int,
    purpose: str,
    life: timedelta,
    now: datetime,
    delay: timedelta = timedelta(0),
    facts: dict[str, object] | None = None,
    replacing: bool = True,
) -> tuple[str, datetime]:
    """A new secret and when it expires; `replacing` ends earlier unused links of this purpose."""
    secret, until = security.new_secret(), now + delay + life
    token = OneTimeToken(
        id=0,
        customer_id=customer_id,
        purpose=purpose,
        token_hash=security.digest(secret),
        facts=facts or {},
        created_at=now,
        effective_at=now + delay,
        expires_at=until,
    )
    customers.add_token(session, token, replacing=replacing)
    return secret, until


def find(session: Session, secret: str, *, purpose: str, lock: bool = True) -> OneTimeToken:
    """The token of a link, used or not; raises LinkRefused("link.unknown").

    Locked to be used once; a look in a reading session takes `lock=False`.
    """
    token = customers.token(session, purpose=purpose, token_hash=security.digest(secret), lock=lock)
    if token is None:
        raise LinkRefused("link.unknown")
    return token
