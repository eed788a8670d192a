"""People of the old cabinet kept: added by the thousand, changed one by one (decision 0022)."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from lk_app import old_passwords, security
from lk_app.db import accounts as links
from lk_app.db import consents, customers, imports, meters, old_customers, sessions
from lk_app.db.old_customers import MadeLink, Newcomer
from lk_app.domain.accounts import Account, link_name, normalise_serial
from lk_app.domain.consents import in_force
from lk_app.domain.customers import Customer
from lk_app.domain.imports import BadRow, RowRefused
from lk_app.domain.old_customers import Moved, OldCustomer, OldLink, taken_over
from lk_app.domain.old_passwords import StrongHash, WeakHash
from lk_app.domain.one_time import REPLACING_A_MAILBOX
from lk_app.domain.refusals import Refusal
from lk_app.domain.registration import CONSENT_TO_NEWS
from lk_app.old_passwords import Vault
from lk_app.settings import LinkProof
from lk_app.usecases import autopays
from lk_app.usecases.imports.loading import Books, Kept, unknown_account
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
class _Here:
    """What is known of a chunk's people, looked up together."""

    moved: Mapping[str, Moved]
    logins: Mapping[str, str]  # whose each old login is
    by_email: Mapping[str, Customer]
    owners: Mapping[int, str]  # which customers are whom in the old cabinet
    accounts: Mapping[str, Account]
    held_since: Mapping[int, date]
    serials: Mapping[int, AbstractSet[str]]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What to do for one person: nothing (`known`), add, adopt, or change."""

    person: OldCustomer
    made: Mapping[str, MadeLink | None]
    before: Moved | None = None
    ours: Customer | None = None
    known: bool = False


def plan(
    session: Session, chunk: Sequence[OldCustomer], books: Books, mover: Mover, kept: Kept
) -> list[_Plan]:
    """What keeping these people would do, counted in lines; nothing is written."""
    here = _look_up(session, chunk)
    plans = []
    for person in chunk:
        try:
            plans.append(_planned(person, here, books, mover, kept))
        except Refusal as reason:
            kept.refused += [BadRow(line, reason) for line in person.lines]
    return plans


def keep(
    session: Session, chunk: Sequence[OldCustomer], books: Books, mover: Mover, kept: Kept
) -> None:
    """Do it, in the caller's transaction."""
    plans = [one for one in plan(session, chunk, books, mover, kept) if not one.known]
    new = [one for one in plans if one.before is None]
    fresh = [one for one in new if one.ours is None]
    emails = [one.person.email for one in new]
    old_customers.forget_unconfirmed(session, emails)
    old_customers.add(session, [_newcomer(one, mover) for one in fresh], now=mover.real_now)
    for one in new:
        if one.ours is not None:
            _adopt(session, one, one.ours, mover)
    for one in plans:
        if one.before is not None:
            _change(session, one, one.before, books, mover)
    old_customers.raise_ceilings(session, _costs(plans))


def _look_up(session: Session, chunk: Sequence[OldCustomer]) -> _Here:
    by_email = {
        one.email: one
        for one in old_customers.customers(session, emails=[person.email for person in chunk])
    }
    numbers = {link.account_number for person in chunk for link in person.links}
    found = imports.accounts(session, numbers)
    with_serials = {link.account_number for p in chunk for link in p.links if link.serial}
    asked = [found[number].id for number in with_serials if number in found]
    fitted = meters.of_accounts(session, asked) if asked else {}
    return _Here(
        moved=old_customers.moved(session, [person.old_id for person in chunk]),
        logins=old_customers.whose_logins(session, [p.login for p in chunk if p.login]),
        by_email=by_email,
        owners=old_customers.whose_customers(session, [one.id for one in by_email.values()]),
        accounts=found,
        held_since=old_customers.held_since(session, [one.id for one in found.values()]),
        serials={key: {normalise_serial(m.serial) for m in all_} for key, all_ in fitted.items()},
    )


def _planned(person: OldCustomer, here: _Here, books: Books, mover: Mover, kept: Kept) -> _Plan:
    """Raises RowRefused when nothing of the person can be kept; a link refuses its own line."""
    before = here.moved.get(person.old_id)
    if here.logins.get(person.login, person.old_id) != person.old_id:
        raise RowRefused("import.login_taken", login=person.login)
    if before is not None and before.customer_id is None:  # deleted here: no file brings it back
        kept.known += len(person.lines)
        return _Plan(person, {}, before, known=True)
    ours = here.by_email.get(person.email)
    if ours is not None and _is_another(ours, person, before, here):
        raise RowRefused("import.email_taken", email=person.email)
    made = _links(person, before, here, books, mover, kept)
    left_out = [link for link in person.links if link.account_number not in made]
    person = replace(person, links=tuple(x for x in person.links if x not in left_out))
    lines = len(person.lines) - len(left_out)
    if before is not None and dict(before.facts) == person.facts:
        kept.known += lines
        return _Plan(person, made, before, known=True)
    kept.added += lines
    confirmed = ours if ours is not None and ours.confirmed_at else None
    return _Plan(person, made, before, confirmed)


def _is_another(ours: Customer, person: OldCustomer, before: Moved | None, here: _Here) -> bool:
    """Whether the mailbox is somebody's who is not this person."""
    if before is None:
        return here.owners.get(ours.id, person.old_id) != person.old_id
    moves_in = person.email != before.facts["email"]
    return moves_in and ours.id != before.customer_id and ours.confirmed_at is not None


def _links(
    person: OldCustomer,
    before: Moved | None,
    here: _Here,
    books: Books,
    mover: Mover,
    kept: Kept,
) -> dict[str, MadeLink | None]:
    """The accounts of a person; None for one that came with an earlier file and was judged then."""
    was = before.facts["links"] if before else {}
    made: dict[str, MadeLink | None] = {}
    for link in person.links:
        number = link.account_number
        try:
            if number in was:
                made[number] = None if was[number] == link.name else _renamed(link, here)
            else:
                made[number] = _made(link, here, books, mover)
        except Refusal as reason:
            kept.refused.append(BadRow(link.line, reason))
    return made


def _renamed(link: OldLink, here: _Here) -> MadeLink | None:
    account = here.accounts.get(link.account_number)
    if account is None:
        return None
    return MadeLink(account.id, link_name(link.name, account=account), date.max, proven=False)


def _made(link: OldLink, here: _Here, books: Books, mover: Mover) -> MadeLink:
    """An account by house, flat and number, as whoever attaches one here says all three."""
    account = here.accounts.get(link.account_number)
    if account is None:
        raise unknown_account(link.account_number)
    if not link.lies_at(account.address):
        raise RowRefused("import.link_address", account_number=link.account_number)
    if link.serial and normalise_serial(link.serial) not in here.serials.get(account.id, ()):
        raise RowRefused("import.link_serial", account_number=link.account_number)
    return MadeLink(
        account.id,
        link_name(link.name, account=account),
        _linked_on(link, account, here.held_since.get(account.id), books),
        proven=bool(link.serial) or mover.proof is LinkProof.NONE,
    )


def _linked_on(link: OldLink, account: Account, since: date | None, books: Books) -> date:
    """Raises RowRefused for the link of somebody who moved out before the account's holder came."""
    day = link.linked_on or books.now.astimezone(books.tz).date()
    if since is None or (account.closed_on and day >= account.closed_on):
        raise RowRefused("import.link_closed", account_number=link.account_number)
    if day < since and since > account.opened_on:
        raise RowRefused("import.link_former", account_number=link.account_number, since=since)
    return max(day, since)


def _newcomer(one: _Plan, mover: Mover) -> Newcomer:
    password_hash, standing, weak = _kept_password(one.person.password, mover.vault)
    made = [link for link in one.made.values() if link is not None]
    return Newcomer(one.person, password_hash, standing, weak, made)


def _kept_password(password: StrongHash | WeakHash | None, vault: Vault) -> tuple[str, str, bool]:
    kept = old_passwords.stored(password, vault)
    return kept, security.digest(kept), isinstance(password, WeakHash)


def _adopt(session: Session, one: _Plan, ours: Customer, mover: Mover) -> None:
    """Who registered here before has a name and a password here: what is missing is added."""
    bare = Newcomer(one.person, "", "", False, ())
    old_customers.adopt(session, ours.id, bare, now=mover.real_now)
    seen = {link.account.account_number for link in links.links(session, ours.id)}
    missing = [(ours.id, x) for number, x in one.made.items() if x and number not in seen]
    old_customers.add_links(session, missing, now=mover.real_now)


def _change(session: Session, one: _Plan, before: Moved, books: Books, mover: Mover) -> None:
    """Take over what changed in the old cabinet since and the person left alone here."""
    assert before.customer_id is not None
    ours = customers.by_id(session, before.customer_id)
    assert ours is not None
    changed = taken_over(before.facts, one.person.facts, _ours(ours))
    changed = {COLUMNS[name]: value for name, value in changed.items()}
    noted: dict[str, Any] = {}
    if _password_follows(one.person, before, ours):
        kept, standing, weak = _kept_password(one.person.password, mover.vault)
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


def _ours(customer: Customer) -> dict[str, str]:
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
    one: _Plan,
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


def _costs(plans: Sequence[_Plan]) -> dict[str, int]:
    costs: dict[str, int] = {}
    for one in plans:
        password = one.person.password
        if isinstance(password, StrongHash):
            costs[password.work] = max(password.count, costs.get(password.work, 0))
    return costs
