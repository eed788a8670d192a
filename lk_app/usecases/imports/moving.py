"""People of the old cabinet kept: judged, added by the thousand; following.py changes them."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from lk_app.db import imports, meters, old_customers
from lk_app.db.old_customers import MadeLink, Newcomer
from lk_app.domain.accounts import Account, link_name, normalise_serial
from lk_app.domain.customers import Customer
from lk_app.domain.imports import BadRow, RowRefused
from lk_app.domain.old_customers import Moved, OldCustomer, OldLink
from lk_app.domain.old_passwords import StrongHash
from lk_app.domain.refusals import Refusal
from lk_app.settings import LinkProof
from lk_app.usecases.imports.following import Mover, Plan, adopt, change, kept_password
from lk_app.usecases.imports.loading import Books, Kept, unknown_account

# By line: the link to make, None for one that is there already, or why it is not theirs
Judged = dict[int, MadeLink | Refusal | None]


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


def plan(
    session: Session,
    chunk: Sequence[OldCustomer],
    books: Books,
    mover: Mover,
    kept: Kept,
    judged: Judged,
) -> list[Plan]:
    """What keeping these people would do, counted in lines; nothing is written.

    `judged` remembers what was found of each link, so that a second look asks for none.
    """
    here = _look_up(session, chunk, judged)
    plans = []
    for person in chunk:
        try:
            _judge(person, here, books, mover, judged)
            plans.append(_planned(person, here, kept, judged))
        except Refusal as reason:
            kept.refused += [BadRow(line, reason) for line in person.lines]
    return plans


def keep(
    session: Session,
    chunk: Sequence[OldCustomer],
    books: Books,
    mover: Mover,
    kept: Kept,
    judged: Judged,
) -> None:
    """Do it, in the caller's transaction."""
    plans = [one for one in plan(session, chunk, books, mover, kept, judged) if not one.known]
    new = [one for one in plans if one.before is None]
    fresh = [one for one in new if one.ours is None]
    emails = [one.person.email for one in new]
    old_customers.forget_unconfirmed(session, emails)
    old_customers.add(session, [_newcomer(one, mover) for one in fresh], now=mover.real_now)
    for one in new:
        if one.ours is not None:
            adopt(session, one, one.ours, mover)
    for one in plans:
        if one.before is not None:
            change(session, one, one.before, books, mover)
    old_customers.raise_ceilings(session, _costs(plans))


def _look_up(session: Session, chunk: Sequence[OldCustomer], judged: Judged) -> _Here:
    by_email = {
        one.email: one
        for one in old_customers.customers(session, emails=[person.email for person in chunk])
    }
    links = [link for person in chunk for link in person.links if link.line not in judged]
    numbers = {link.account_number for link in links}
    found = imports.accounts(session, numbers) if numbers else {}
    with_serials = {link.account_number for link in links if link.serial}
    asked = [found[number].id for number in with_serials if number in found]
    fitted = meters.of_accounts(session, asked) if asked else {}
    return _Here(
        moved=old_customers.moved(session, [person.old_id for person in chunk]),
        logins=old_customers.whose_logins(session, [p.login for p in chunk if p.login]),
        by_email=by_email,
        owners=old_customers.whose_customers(session, [one.id for one in by_email.values()]),
        accounts=found,
        held_since=old_customers.held_since(session, [one.id for one in found.values()])
        if found
        else {},
        serials={key: {normalise_serial(m.serial) for m in all_} for key, all_ in fitted.items()},
    )


def _planned(person: OldCustomer, here: _Here, kept: Kept, judged: Judged) -> Plan:
    """Raises RowRefused when nothing of the person can be kept; a link refuses its own line."""
    before = here.moved.get(person.old_id)
    if here.logins.get(person.login, person.old_id) != person.old_id:
        raise RowRefused("import.login_taken", login=person.login)
    if before is not None and before.customer_id is None:  # deleted here: no file brings it back
        kept.known += len(person.lines)
        return Plan(person, {}, before, known=True)
    ours = here.by_email.get(person.email)
    if ours is not None and _is_another(ours, person, before, here):
        raise RowRefused("import.email_taken", email=person.email)
    made, refused = _verdicts(person, judged)
    kept.refused += refused
    if refused:
        left = tuple(link for link in person.links if link.account_number in made)
        person = replace(person, links=left)
    lines = len(person.lines) - len(refused)
    if before is not None and dict(before.facts) == person.facts:
        kept.known += lines
        return Plan(person, made, before, known=True)
    kept.added += lines
    confirmed = ours if ours is not None and ours.confirmed_at else None
    return Plan(person, made, before, confirmed)


def _is_another(ours: Customer, person: OldCustomer, before: Moved | None, here: _Here) -> bool:
    """Whether the mailbox is somebody's who is not this person."""
    if before is None:
        return here.owners.get(ours.id, person.old_id) != person.old_id
    moves_in = person.email != before.facts["email"]
    return moves_in and ours.id != before.customer_id and ours.confirmed_at is not None


def _judge(person: OldCustomer, here: _Here, books: Books, mover: Mover, judged: Judged) -> None:
    """Look at every link that was not looked at; one that an earlier file brought stays good."""
    before = here.moved.get(person.old_id)
    was = before.facts.get("links", {}) if before else {}
    for link in person.links:
        if link.line in judged:
            continue
        number = link.account_number
        try:
            if number in was:
                judged[link.line] = None if was[number] == link.name else _renamed(link, here)
            else:
                judged[link.line] = _made(link, here, books, mover)
        except Refusal as reason:
            judged[link.line] = reason


def _verdicts(
    person: OldCustomer, judged: Judged
) -> tuple[dict[str, MadeLink | None], list[BadRow]]:
    """The accounts of a person, and the lines of those that are not theirs."""
    made: dict[str, MadeLink | None] = {}
    refused = []
    for link in person.links:
        verdict = judged[link.line]
        if isinstance(verdict, Refusal):
            refused.append(BadRow(link.line, verdict))
        else:
            made[link.account_number] = verdict
    return made, refused


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


def _newcomer(one: Plan, mover: Mover) -> Newcomer:
    password_hash, standing, weak = kept_password(one.person.password, mover.vault)
    made = [link for link in one.made.values() if link is not None]
    return Newcomer(one.person, password_hash, standing, weak, made)


def _costs(plans: Sequence[Plan]) -> dict[str, int]:
    costs: dict[str, int] = {}
    for one in plans:
        password = one.person.password
        if isinstance(password, StrongHash):
            costs[password.work] = max(password.count, costs.get(password.work, 0))
    return costs
