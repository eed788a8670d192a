"""People of the old cabinet: who of them is whom here, and what their file said last."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, delete, func, select, update

from lk_app.db import batches, marks
from lk_app.db.accounts import is_last_holder
from lk_app.db.customers import customer_of
from lk_app.db.tables import (
    AccountLinkRow,
    AccountRow,
    ConsentRow,
    CustomerRow,
    HolderRow,
    OldCustomerRow,
)
from lk_app.domain.accounts import search_line
from lk_app.domain.customers import Customer
from lk_app.domain.old_customers import GivenConsent, Moved, OldCustomer
from lk_app.domain.registration import CONSENT_TO_NEWS, CONSENT_TO_PROCESSING

CEILINGS = "old_passwords"  # the mark that keeps what the slowest hashes cost

MOVED: tuple[Any, ...] = (
    *(col(OldCustomerRow.id), col(OldCustomerRow.old_id), col(OldCustomerRow.customer_id)),
    *(col(OldCustomerRow.facts), col(OldCustomerRow.standing)),
)


class MadeLink(NamedTuple):
    """An account that a person of the file will see."""

    account_id: int
    name: str
    linked_on: date
    proven: bool


class Newcomer(NamedTuple):
    """A person to add: what the file says, the hash as it is kept, and their accounts."""

    person: OldCustomer
    password_hash: str
    standing: str
    weak: bool
    links: Sequence[MadeLink]


def moved(session: Session, old_ids: Collection[str]) -> dict[str, Moved]:
    """Who of these came before, by their number in the old cabinet."""
    rows = session.connection().execute(
        select(*MOVED).where(col(OldCustomerRow.old_id).in_(old_ids))
    )
    return {row[1]: Moved(*row) for row in rows}


def whose_logins(session: Session, logins: Collection[str]) -> dict[str, str]:
    """Whose each of these old logins is."""
    rows = session.exec(
        select(OldCustomerRow.login, OldCustomerRow.old_id).where(
            col(OldCustomerRow.login).in_(logins)
        )
    )
    return {str(login): old_id for login, old_id in rows}


def whose_customers(session: Session, customer_ids: Collection[int]) -> dict[int, str]:
    """Who of these customers came from the old cabinet."""
    rows = session.exec(
        select(OldCustomerRow.customer_id, OldCustomerRow.old_id).where(
            col(OldCustomerRow.customer_id).in_(customer_ids)
        )
    )
    return {customer_id: old_id for customer_id, old_id in rows if customer_id is not None}


def customers(
    session: Session, *, emails: Collection[str] = (), ids: Collection[int] = ()
) -> list[Customer]:
    """Customers with these mailboxes, confirmed or not, or with these ids."""
    wanted = col(CustomerRow.email).in_(emails) if emails else col(CustomerRow.id).in_(ids)
    return [customer_of(row) for row in session.exec(select(CustomerRow).where(wanted))]


def held_since(session: Session, account_ids: Collection[int]) -> dict[int, date]:
    """Since when who holds each account now holds it; of a closed one, who moved out."""
    rows = session.exec(
        select(HolderRow.account_id, func.max(HolderRow.valid_from))
        .join(AccountRow, col(AccountRow.id) == HolderRow.account_id)
        .where(col(HolderRow.account_id).in_(account_ids), is_last_holder())
        .group_by(col(HolderRow.account_id))
    )
    return dict(rows.all())


def forget_unconfirmed(session: Session, emails: Collection[str]) -> None:
    """Registrations with these mailboxes that nobody confirmed own nothing, and make room."""
    session.exec(
        delete(CustomerRow).where(
            col(CustomerRow.email).in_(emails), col(CustomerRow.confirmed_at).is_(None)
        )
    )


def add(session: Session, people: Sequence[Newcomer], *, now: datetime) -> None:
    """Add people with their consents and accounts, their mailboxes confirmed."""
    batches.add_values(session, CustomerRow, (_customer_values(one, now) for one in people))
    emails = [one.person.email for one in people]
    found = select(CustomerRow.email, CustomerRow.id).where(col(CustomerRow.email).in_(emails))
    ids = {email: int(key or 0) for email, key in session.exec(found)}
    own = [(ids[one.person.email], one) for one in people]
    batches.add_values(session, OldCustomerRow, (_moved_values(key, one, now) for key, one in own))
    add_consents(session, ((key, one.person) for key, one in own))
    add_links(session, ((key, link) for key, one in own for link in one.links), now=now)


def adopt(session: Session, customer_id: int, one: Newcomer, *, now: datetime) -> None:
    """Note that a customer of ours is this person of the old cabinet."""
    batches.add_values(session, OldCustomerRow, [_moved_values(customer_id, one, now)])


def add_consents(session: Session, given: Iterable[tuple[int, OldCustomer]]) -> None:
    """Consents with the version and the time they had in the old cabinet."""
    rows = [
        _consent_values(key, kind, consent)
        for key, person in given
        for kind, consent in (
            (CONSENT_TO_PROCESSING, person.consent),
            (CONSENT_TO_NEWS, person.news),
        )
        if consent is not None
    ]
    batches.add_values(session, ConsentRow, rows)


def add_links(session: Session, made: Iterable[tuple[int, MadeLink]], *, now: datetime) -> None:
    """Let customers see accounts they did not see."""
    rows = (
        {
            "customer_id": key,
            "account_id": link.account_id,
            "name": link.name,
            "linked_at": now,
            "linked_on": link.linked_on,
            "proven_at": now if link.proven else None,
        }
        for key, link in made
    )
    batches.add_values(session, AccountLinkRow, rows)


def note(session: Session, moved_id: int, person: OldCustomer, **changed: Any) -> None:
    """What the file says now, and what of the row changed with it."""
    session.exec(
        update(OldCustomerRow)
        .where(col(OldCustomerRow.id) == moved_id)
        .values(facts=person.facts, login=person.login or None, **changed)
    )


def ceilings(session: Session) -> dict[str, int]:
    """What the slowest hash of each kind costs that was ever brought in."""
    return dict(json.loads(marks.read(session, CEILINGS) or "{}"))


def raise_ceilings(session: Session, counts: Mapping[str, int]) -> None:
    """Remember what the slowest of these cost; never lowered: one may still be asked for."""
    known = ceilings(session)
    higher = {work: max(count, known.get(work, 0)) for work, count in counts.items()}
    if {**known, **higher} != known:
        marks.write(session, CEILINGS, json.dumps({**known, **higher}))


def by_login(session: Session, login: str) -> list[Customer]:
    """Who had this login in the old cabinet: one person, or nobody."""
    rows = session.exec(
        select(CustomerRow)
        .join(OldCustomerRow, col(OldCustomerRow.customer_id) == CustomerRow.id)
        .where(OldCustomerRow.login == login, col(CustomerRow.confirmed_at).is_not(None))
    )
    return [customer_of(row) for row in rows]


def by_account(session: Session, account_number: str, *, limit: int) -> list[Customer]:
    """Who saw this account in the old cabinet and sees it now, up to `limit` of them."""
    rows = session.exec(
        select(CustomerRow, OldCustomerRow)
        .join(OldCustomerRow, col(OldCustomerRow.customer_id) == CustomerRow.id)
        .join(AccountLinkRow, col(AccountLinkRow.customer_id) == CustomerRow.id)
        .join(AccountRow, col(AccountRow.id) == AccountLinkRow.account_id)
        .join(HolderRow, col(HolderRow.account_id) == AccountRow.id)
        .where(
            AccountRow.account_number == account_number,
            col(CustomerRow.confirmed_at).is_not(None),
            is_last_holder(),
            col(HolderRow.valid_from) <= col(AccountLinkRow.linked_on),
        )
        .order_by(col(CustomerRow.id))
    )
    owners = [customer_of(row) for row, old in rows if account_number in old.facts["links"]]
    return owners[:limit]


def rehashed(session: Session, customer_id: int, *, standing: str, at: datetime) -> None:
    """The old cabinet's password stands as a hash of ours from now on."""
    session.exec(
        update(OldCustomerRow)
        .where(col(OldCustomerRow.customer_id) == customer_id)
        .values(standing=standing, weak=False, seen_at=func.coalesce(OldCustomerRow.seen_at, at))
    )


def is_known(session: Session, customer_id: int) -> bool:
    """Whether this person came from the old cabinet."""
    found = select(OldCustomerRow.id).where(OldCustomerRow.customer_id == customer_id)
    return session.exec(found).first() is not None


def forget(session: Session, customer_id: int) -> None:
    """A login was deleted here: of the person stays the number that keeps files from bringing
    them back."""
    session.exec(
        update(OldCustomerRow)
        .where(col(OldCustomerRow.customer_id) == customer_id)
        .values(customer_id=None, login=None, facts={}, standing="", weak=False)
    )


def _customer_values(one: Newcomer, now: datetime) -> dict[str, Any]:
    person = one.person
    return {
        "last_name": person.name.last,
        "first_name": person.name.first,
        "patronymic": person.name.patronymic,
        "words": search_line(str(person.name)),
        "email": person.email,
        "phone": person.phone,
        "password_hash": one.password_hash,
        "confirmed_at": now,
        "created_at": person.registered_at or now,
    }


def _moved_values(customer_id: int, one: Newcomer, now: datetime) -> dict[str, Any]:
    return {
        "old_id": one.person.old_id,
        "customer_id": customer_id,
        "login": one.person.login or None,
        "facts": one.person.facts,
        "standing": one.standing,
        "weak": one.weak,
        "moved_at": now,
    }


def _consent_values(customer_id: int, kind: str, given: GivenConsent) -> dict[str, Any]:
    return {
        "customer_id": customer_id,
        "kind": kind,
        "version": given.version,
        "given_at": given.at,
        "address": "",
    }
