"""Attaching accounts to a customer, proving them, naming and detaching them.

House, flat and account number all stand on a bill in a letterbox (RULES.md, Account numbers):
guessing meets one answer for every mismatch, a throttle per person, network address and target
account, and a letter to whoever has the account already. `now` is real time; `today` is the
business clock's, by which a link shows and hides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from lk_app.db import accounts, customers, houses, meters, throttles
from lk_app.db.engine import Database
from lk_app.documents.letters import LetterKind
from lk_app.domain.accounts import (
    Account,
    House,
    Link,
    LinkRefused,
    link_name,
    normalise_any_number,
    normalise_apartment,
    normalise_serial,
    search_words,
)
from lk_app.domain.customers import LINK_BY_ACCOUNT, LINK_BY_ADDRESS, LINK_BY_CUSTOMER, Throttle
from lk_app.settings import LinkProof
from lk_app.usecases import autopays, ebills
from lk_app.usecases.accounts import require_link
from lk_app.usecases.letters import Stationery, post
from lk_app.wording import address as full_address

HOUSES_SHOWN = 12
ATTACH_LIMIT = 20  # accounts in one go


@dataclass(frozen=True, slots=True)
class Claim:
    """«This account is mine», as typed. `house_id` is 0 where no house was picked from the list."""

    house_id: int
    house: str
    apartment: str
    number: str
    name: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who asks, from where, when by the real clock, and on which business day."""

    customer_id: int
    address: str
    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class LinkRules:
    """The supplier's: what proves an account (LK_LINK_PROOF), and how long its number is."""

    proof: LinkProof
    digits: int


def find_houses(*, db: Database, typed: str) -> list[House]:
    """A few houses whose address begins with the typed words, whatever the capitals."""
    with db.read() as session:
        return houses.search(session, search_words(typed[:100]), limit=HOUSES_SHOWN)


def house(*, db: Database, house_id: int) -> House | None:
    """The house picked from the list; None for an id that is none."""
    if not isinstance(house_id, int) or not 0 < house_id < 2**31:
        return None
    with db.read() as session:
        return houses.by_id(session, house_id)


def attach(
    *, db: Database, claims: Sequence[Claim], by: Claimant, rules: LinkRules, paper: Stationery
) -> list[Link | LinkRefused]:
    """Accept or refuse each claim on its own; the answers are in the order of the claims."""
    answers: list[Link | LinkRefused] = []
    for claim in claims[:ATTACH_LIMIT]:
        try:
            answers.append(_attach(db, claim, by, rules, paper))
        except LinkRefused as refused:
            answers.append(refused)
    return answers


def _attach(db: Database, claim: Claim, by: Claimant, rules: LinkRules, paper: Stationery) -> Link:
    house = _house(db, claim)
    if house.has_apartments and not normalise_apartment(claim.apartment):
        raise LinkRefused("link.apartment", field="apartment")
    number = normalise_any_number(claim.number, digits=rules.digits)
    if rules.proof is LinkProof.METER_SERIAL and not normalise_serial(claim.serial):
        raise LinkRefused("link.serial_empty", field="serial")
    with db.write() as session:
        _refuse_while_paused(session, by, number)
        found = accounts.at_house(session, house_id=house.id, number=number)
        if found is not None and _matches(session, found[0], claim, rules):
            return _link(session, *found, claim, by, rules, paper)
        _count_failure(session, by, number)
    by_serial = rules.proof is LinkProof.METER_SERIAL
    code = "link.mismatch_serial" if by_serial else "link.mismatch"
    raise LinkRefused(code, field="account_number")


def _house(db: Database, claim: Claim) -> House:
    """The house picked from the list, else the only one that the typed words can mean."""
    words = search_words(claim.house[:100])
    with db.read() as session:
        picked = houses.by_id(session, claim.house_id) if claim.house_id else None
        if picked is not None:
            return picked
        found = houses.search(session, words, limit=HOUSES_SHOWN) if claim.house.strip() else []
    exact = [house for house in found if search_words(_said(house)) == words]
    if len(exact or found) != 1:
        raise LinkRefused("link.house", field="house")
    return (exact or found)[0]


def _said(house: House) -> str:
    return f"{house.city} {house.street} {house.house}"


def _matches(session: Session, account: Account, claim: Claim, rules: LinkRules) -> bool:
    if normalise_apartment(claim.apartment) != account.address.apartment:
        return False
    return rules.proof is not LinkProof.METER_SERIAL or _knows_meter(session, account, claim.serial)


def _knows_meter(session: Session, account: Account, serial: str) -> bool:
    """The serial of the meter that hangs there, or hung there when the holder moved out."""
    fitted = meters.of_account(session, account.id)
    standing = (m for m in fitted if m.removed_on in (None, account.closed_on))
    return normalise_serial(serial) in {normalise_serial(meter.serial) for meter in standing}


def _link(
    session: Session,
    account: Account,
    held_from: date,
    claim: Claim,
    by: Claimant,
    rules: LinkRules,
    paper: Stationery,
) -> Link:
    if accounts.link(session, by.customer_id, account.account_number):
        raise LinkRefused("link.already", field="account_number")
    others = accounts.linked_customers(session, account.id)
    accounts.add_link(
        session,
        customer_id=by.customer_id,
        account_id=account.id,
        name=link_name(claim.name, account=account),
        linked_at=by.now,
        linked_on=max(by.today, held_from),
        # under `history` the serial is asked for later, by `prove`
        proven_at=None if rules.proof is LinkProof.HISTORY else by.now,
    )
    made = require_link(session, by.customer_id, account.account_number)
    ebills.follow(session, by.customer_id, account.id)
    _warn(session, others, made, by, paper)
    return made


def _warn(
    session: Session, others: Sequence[int], made: Link, by: Claimant, paper: Stationery
) -> None:
    """Tell everybody who has the account already that somebody else attached it."""
    letter = paper.letter(
        LetterKind.ACCOUNT_LINKED_ELSEWHERE,
        account_number=made.account.account_number,
        address=full_address(made.account.address),
        at=by.now,
    )
    for other in others:
        customer = customers.by_id(session, other)
        if customer is not None:
            key = f"linked:{made.id}:{other}"
            post(session, letter, to=customer.email, dedupe_key=key, now=by.now)


def prove(*, db: Database, account_number: str, serial: str, by: Claimant) -> Link:
    """Open what was before the link to whoever can read the meter's serial off its face.

    Raises LinkRefused: link.not_yours, link.serial_empty, link.serial_wrong, link.paused.
    """
    if not normalise_serial(serial):
        raise LinkRefused("link.serial_empty", field="serial")
    with db.write() as session:
        mine = require_link(session, by.customer_id, account_number)
        if mine.is_proven:
            return mine
        _refuse_while_paused(session, by, account_number, field="serial")
        if _knows_meter(session, mine.account, serial):
            accounts.prove_link(session, mine.id, at=by.now)
            return require_link(session, by.customer_id, account_number)
        _count_failure(session, by, account_number)
    raise LinkRefused("link.serial_wrong", field="serial")


def rename(*, db: Database, customer_id: int, account_number: str, name: str) -> Link:
    """Give an account a name of one's own; an empty one brings the street and house back."""
    with db.write() as session:
        mine = require_link(session, customer_id, account_number)
        accounts.rename_link(session, mine.id, name=link_name(name, account=mine.account))
        return require_link(session, customer_id, account_number)


def detach(
    *,
    db: Database,
    customer_id: int,
    account_number: str,
    paper: Stationery,
    now: datetime,
    real_now: datetime,
) -> None:
    """See an account no longer, its autopay ended; one that is not there any more is no error.

    `now` is business time here, `real_now` that of the letter.
    """
    with db.write() as session:
        mine = accounts.link(session, customer_id, account_number)
        if mine is not None:
            accounts.remove_link(session, mine.id)
            autopays.detached(
                session,
                paper,
                customer_id=customer_id,
                account_id=mine.account.id,
                now=now,
                real_now=real_now,
            )


def _throttles(by: Claimant, number: str) -> dict[str, Throttle]:
    return {
        f"link:{by.customer_id}": LINK_BY_CUSTOMER,
        f"link:@{by.address}": LINK_BY_ADDRESS,
        f"link:#{number}": LINK_BY_ACCOUNT,
    }


def _refuse_while_paused(
    session: Session, by: Claimant, number: str, field: str = "account_number"
) -> None:
    keys = list(_throttles(by, number))
    for key in keys:  # in one order everywhere, so that guesses sent all at once wait in line
        throttles.hold(session, key, now=by.now)
    until = throttles.blocked_until(session, keys, now=by.now)
    if until is not None:
        raise LinkRefused("link.paused", field=field, until=until)


def _count_failure(session: Session, by: Claimant, number: str) -> None:
    for key, throttle in _throttles(by, number).items():
        throttles.fail(session, key, throttle, now=by.now)
