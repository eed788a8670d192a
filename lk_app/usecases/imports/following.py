"""What of a person's newer file is taken over here, and what is missing of who was here before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from lk_app import old_passwords, security
from lk_app.db import accounts as links
from lk_app.db import consents, customers, old_customers, sessions
from lk_app.db.old_customers import MadeLink, Newcomer
from lk_app.domain.accounts import link_name
from lk_app.domain.consents import in_force
from lk_app.domain.customers import Customer
from lk_app.domain.old_customers import Moved, OldCustomer, taken_over
from lk_app.domain.old_passwords import StrongHash, WeakHash
from lk_app.domain.one_time import REPLACING_A_MAILBOX
from lk_app.domain.registration import CONSENT_TO_NEWS
from lk_app.old_passwords import Vault
from lk_app.settings import LinkProof
from lk_app.usecases import autopays
from lk_app.usecases.imports.loading import Books
from lk_app.usecases.letters import Stationery


@dataclass(frozen=True, slots=True)
class Mover:
    """What moving takes: the key of weak hashes, the supplier's proof of an account, paper for
    who loses an autopay, and real time."""

    vault: Vault
    proof: LinkProof
    paper: Stationery
    real_now: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do for one person: nothing (`known`), add, adopt, or change."""

    person: OldCustomer
    made: Mapping[str, MadeLink | None]
    before: Moved | None = None
    ours: Customer | None = None
    known: bool = False


def adopt(session: Session, one: Plan, ours: Customer, mover: Mover) -> None:
    """Who registered here before has a name and a password here: what is missing is added."""
    bare = Newcomer(one.person, "", "", False, ())
    old_customers.adopt(session, ours.id, bare, now=mover.real_now)
    seen = {link.account.account_number for link in links.links(session, ours.id)}
    missing = [(ours.id, x) for number, x in one.made.items() if x and number not in seen]
    old_customers.add_links(session, missing, now=mover.real_now)


def change(session: Session, one: Plan, before: Moved, books: Books, mover: Mover) -> None:
    """Take over what changed in the old cabinet since and the person left alone here."""
    assert before.customer_id is not None
    ours = customers.by_id(session, before.customer_id)
    assert ours is not None
    changed = taken_over(before.facts, one.person.facts, facts_of(ours))
    changed = {COLUMNS[name]: value for name, value in changed.items()}
    noted: dict[str, Any] = {}
    if _password_follows(one.person, before, ours):
        kept, standing, weak = kept_password(one.person.password, mover.vault)
        changed["password_hash"], noted = kept, {"standing": standing, "weak": weak}
    _change_customer(session, ours, changed, mover)
    _change_news(session, ours.id, one.person, before, mover)
    _change_links(session, ours.id, one, before, books, mover)
    old_customers.note(session, before.id, one.person, **noted)


COLUMNS = {
    "email": "email",
    "phone": "phone",
    "last": "last_name",
    "first": "first_name",
    "patronymic": "patronymic",
}


def facts_of(customer: Customer) -> dict[str, str]:
    """What of a customer may be taken over, named as in OldCustomer.facts."""
    name = customer.name
    return {
        "email": customer.email,
        "phone": customer.phone,
        "last": name.last,
        "first": name.first,
        "patronymic": name.patronymic,
    }


def _password_follows(person: OldCustomer, before: Moved, ours: Customer) -> bool:
    """Whether it is another one there, and still that cabinet's here (rehashed or not)."""
    same = before.facts["password"] == person.mark
    return not same and before.standing == security.digest(ours.password_hash)


def _change_customer(
    session: Session, ours: Customer, changed: Mapping[str, str], mover: Mover
) -> None:
    if not changed:
        return
    if "email" in changed:
        old_customers.forget_unconfirmed(session, [changed["email"]])
    customers.change(session, ours.id, **changed)
    if not {"last_name", "first_name", "patronymic"}.isdisjoint(changed):
        fresh = customers.by_id(session, ours.id)
        assert fresh is not None
        customers.rename(session, ours.id, fresh.name)
    if not {"email", "password_hash"}.isdisjoint(changed):  # as when it is changed here
        sessions.end(session, customer_id=ours.id, now=mover.real_now)
        customers.forget_tokens(session, ours.id, purposes=REPLACING_A_MAILBOX)


def _change_news(
    session: Session, customer_id: int, person: OldCustomer, before: Moved, mover: Mover
) -> None:
    wanted, known = person.news is not None, consents.of_customer(session, customer_id)
    ours = in_force(known, CONSENT_TO_NEWS) is not None
    if wanted == before.facts["news"] or ours != before.facts["news"]:
        return
    if person.news is None:
        consents.withdraw(session, customer_id, kind=CONSENT_TO_NEWS, at=mover.real_now)
    else:
        version, at = person.news.version, person.news.at
        consents.add(session, customer_id, kind=CONSENT_TO_NEWS, version=version, at=at, address="")


def _change_links(
    session: Session,
    customer_id: int,
    one: Plan,
    before: Moved,
    books: Books,
    mover: Mover,
) -> None:
    was, now = before.facts["links"], one.person.facts["links"]
    ours = {link.account.account_number: link for link in links.links(session, customer_id)}
    fresh = [
        (customer_id, link)
        for number, link in one.made.items()
        if link and number not in was and number not in ours
    ]
    old_customers.add_links(session, fresh, now=mover.real_now)
    for number in was.keys() & ours.keys():
        link = ours[number]
        if link.name != link_name(was[number], account=link.account):
            continue  # it was named anew here, so it is wanted here
        if number not in now:
            links.remove_link(session, link.id)
            _let_go(session, customer_id, link.account.id, books, mover)
        elif renamed := one.made.get(number):
            links.rename_link(session, link.id, name=renamed.name)


def _let_go(
    session: Session, customer_id: int, account_id: int, books: Books, mover: Mover
) -> None:
    autopays.detached(
        session,
        mover.paper,
        customer_id=customer_id,
        account_id=account_id,
        now=books.now,
        real_now=mover.real_now,
    )


def kept_password(password: StrongHash | WeakHash | None, vault: Vault) -> tuple[str, str, bool]:
    kept = old_passwords.stored(password, vault)
    return kept, security.digest(kept), isinstance(password, WeakHash)
