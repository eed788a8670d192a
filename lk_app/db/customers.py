"""Customers and their one-time tokens; their consents are in consents.py."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select, update

from lk_app.db.tables import CustomerRow, OneTimeTokenRow
from lk_app.domain.accounts import search_line
from lk_app.domain.customers import Customer, OneTimeToken, PersonName


def add(session: Session, customer: Customer) -> Customer:
    """Store a new customer; the given id is ignored."""
    row = CustomerRow(
        last_name=customer.name.last,
        first_name=customer.name.first,
        patronymic=customer.name.patronymic,
        words=search_line(str(customer.name)),
        email=customer.email,
        phone=customer.phone,
        password_hash=customer.password_hash,
        confirmed_at=customer.confirmed_at,
        created_at=customer.created_at,
    )
    session.add(row)
    session.flush()
    return customer_of(row)


def by_id(session: Session, customer_id: int) -> Customer | None:
    """The customer with this id."""
    row = session.get(CustomerRow, customer_id)
    return customer_of(row) if row else None


def by_email(session: Session, email: str) -> Customer | None:
    """The customer with this (lower-case) e-mail, confirmed or not."""
    row = session.exec(select(CustomerRow).where(CustomerRow.email == email)).first()
    return customer_of(row) if row else None


def confirmed_by_phone(session: Session, phone: str, *, limit: int) -> list[Customer]:
    """Confirmed customers with this number, oldest first: a phone is not unique."""
    rows = session.exec(
        select(CustomerRow)
        .where(CustomerRow.phone == phone, col(CustomerRow.confirmed_at).is_not(None))
        .order_by(col(CustomerRow.id))
        .limit(limit)
    )
    return [customer_of(row) for row in rows]


def change(session: Session, customer_id: int, **fields: Any) -> None:
    """Set columns of a customer: email, phone, password_hash or confirmed_at."""
    session.exec(update(CustomerRow).where(col(CustomerRow.id) == customer_id).values(**fields))


def rename(session: Session, customer_id: int, name: PersonName) -> None:
    """Call a customer something else."""
    change(
        session,
        customer_id,
        last_name=name.last,
        first_name=name.first,
        patronymic=name.patronymic,
        words=search_line(str(name)),
    )


def remove(session: Session, customer_id: int) -> None:
    """Forget an unconfirmed registration and what hangs on it; a confirmed customer stays."""
    session.exec(
        delete(CustomerRow).where(
            col(CustomerRow.id) == customer_id,
            col(CustomerRow.confirmed_at).is_(None),  # not even one confirmed a moment ago
        )
    )


def add_token(session: Session, token: OneTimeToken, *, replacing: bool = True) -> None:
    """Store a one-time token; `replacing` ends earlier unused ones of the same purpose."""
    if replacing:
        session.exec(
            delete(OneTimeTokenRow).where(
                col(OneTimeTokenRow.customer_id) == token.customer_id,
                col(OneTimeTokenRow.purpose) == token.purpose,
                col(OneTimeTokenRow.used_at).is_(None),
            )
        )
    session.add(
        OneTimeTokenRow(
            customer_id=token.customer_id,
            purpose=token.purpose,
            token_hash=token.token_hash,
            facts=token.facts,
            created_at=token.created_at,
            effective_at=token.effective_at,
            expires_at=token.expires_at,
        )
    )


def token(
    session: Session, *, purpose: str, token_hash: str, lock: bool = True
) -> OneTimeToken | None:
    """The token behind a link, used or not; `lock` holds it for the transaction on PostgreSQL."""
    query = select(OneTimeTokenRow).where(
        OneTimeTokenRow.purpose == purpose, OneTimeTokenRow.token_hash == token_hash
    )
    row = session.exec(query.with_for_update() if lock else query).first()
    return _token(row) if row else None


def use_token(session: Session, token_id: int, *, at: datetime) -> None:
    """Mark a token as used."""
    session.exec(
        update(OneTimeTokenRow).where(col(OneTimeTokenRow.id) == token_id).values(used_at=at)
    )


def set_token_facts(session: Session, token_id: int, facts: dict[str, Any]) -> None:
    """Note something more about a token."""
    session.exec(
        update(OneTimeTokenRow).where(col(OneTimeTokenRow.id) == token_id).values(facts=facts)
    )


def unused_tokens(
    session: Session,
    *,
    purpose: str,
    customer_id: int | None = None,
    since: datetime | None = None,
    effective_by: datetime | None = None,
) -> list[OneTimeToken]:
    """Tokens nobody used yet, newest first: of one customer, made since, or in effect by then."""
    query = select(OneTimeTokenRow).where(
        OneTimeTokenRow.purpose == purpose, col(OneTimeTokenRow.used_at).is_(None)
    )
    if customer_id is not None:
        query = query.where(OneTimeTokenRow.customer_id == customer_id)
    if since is not None:
        query = query.where(OneTimeTokenRow.created_at >= since)
    if effective_by is not None:
        query = query.where(OneTimeTokenRow.effective_at <= effective_by)
    ordered = query.order_by(col(OneTimeTokenRow.created_at).desc(), col(OneTimeTokenRow.id).desc())
    return [_token(row) for row in session.exec(ordered)]


def forget_tokens(session: Session, customer_id: int, *, purposes: Iterable[str]) -> None:
    """Make a customer's unused links of these purposes unknown."""
    session.exec(
        delete(OneTimeTokenRow).where(
            col(OneTimeTokenRow.customer_id) == customer_id,
            col(OneTimeTokenRow.purpose).in_(list(purposes)),
            col(OneTimeTokenRow.used_at).is_(None),
        )
    )


def void_tokens(session: Session, customer_id: int, *, since: datetime, at: datetime) -> None:
    """Mark every unused token of a customer made at or after `since` as used."""
    session.exec(
        update(OneTimeTokenRow)
        .where(
            col(OneTimeTokenRow.customer_id) == customer_id,
            col(OneTimeTokenRow.created_at) >= since,
            col(OneTimeTokenRow.used_at).is_(None),
        )
        .values(used_at=at)
    )


def forget_expired_tokens(session: Session, *, before: datetime) -> int:
    """Delete links that expired before then, used or not; returns how many."""
    done = session.exec(delete(OneTimeTokenRow).where(col(OneTimeTokenRow.expires_at) < before))
    return done.rowcount


def forget_unconfirmed(session: Session, *, before: datetime) -> int:
    """Delete registrations made before then that nobody confirmed or can; returns how many."""
    has_link = select(OneTimeTokenRow.id).where(OneTimeTokenRow.customer_id == CustomerRow.id)
    done = session.exec(
        delete(CustomerRow).where(
            col(CustomerRow.confirmed_at).is_(None),
            col(CustomerRow.created_at) < before,
            ~has_link.exists(),
        )
    )
    return done.rowcount


def customer_of(row: CustomerRow) -> Customer:
    """The customer of a row."""
    assert row.id is not None
    return Customer(
        id=row.id,
        name=PersonName(row.last_name, row.first_name, row.patronymic),
        email=row.email,
        phone=row.phone,
        password_hash=row.password_hash,
        confirmed_at=row.confirmed_at,
        created_at=row.created_at,
    )


def _token(row: OneTimeTokenRow) -> OneTimeToken:
    assert row.id is not None
    return OneTimeToken(
        id=row.id,
        customer_id=row.customer_id,
        purpose=row.purpose,
        token_hash=row.token_hash,
        facts=row.facts,
        created_at=row.created_at,
        effective_at=row.effective_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )
