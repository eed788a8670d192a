"""An account as an employee sees it, read-only; and who looked, as its subscriber sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlmodel import Session

from lk_app.db import accounts, audit, bills, customers, ledger, meters, payments, readings
from lk_app.db.engine import Database
from lk_app.domain.accounts import Account, Holder, LinkRefused
from lk_app.domain.audit import WHY, Action, Actor, Deed
from lk_app.domain.billing_facts import Bill
from lk_app.domain.customers import Customer
from lk_app.domain.meters import Meter
from lk_app.domain.money import Kopecks
from lk_app.domain.payments import Payment
from lk_app.domain.readings import ReadingSet

LATEST = 12  # of readings, bills, payments: a year
MOST_VIEWS = 20


@dataclass(frozen=True, slots=True)
class AccountView:
    """Everything of one account that a call of its subscriber is about; lists newest first."""

    account: Account
    holders: Sequence[Holder]
    people: Sequence[Customer]
    meters: Sequence[Meter]
    readings: Sequence[ReadingSet]
    bills: Sequence[Bill]
    payments: Sequence[Payment]
    balance: Kopecks


@dataclass(frozen=True, slots=True)
class Look:
    """An employee looked into an account; `why` says from where they came to it."""

    account_number: str
    name: str
    at: datetime
    why: str


def view(
    *, db: Database, account_number: str, by: Actor, now: datetime, why: str = ""
) -> AccountView:
    """The account, noted in the log in the same transaction: its subscriber reads who, and why.

    Raises LinkRefused("account.unknown").
    """
    with db.write() as session:
        account = accounts.by_number(session, account_number)
        if account is None:
            raise LinkRefused("account.unknown", account_number=account_number)
        after = {WHY: why} if why else {}
        number = account.account_number
        deed = Deed(Action.ACCOUNT_VIEWED, number, after=after, account_id=account.id)
        audit.note(session, by, deed, at=now)
        return _view(session, account)


def _view(session: Session, account: Account) -> AccountView:
    hung = meters.of_account(session, account.id)
    sets = readings.of_meters(session, [meter.id for meter in hung]).values()
    people = [
        customers.by_id(session, one) for one in accounts.linked_customers(session, account.id)
    ]
    return AccountView(
        account=account,
        holders=accounts.holders(session, account.id)[::-1],
        people=[person for person in people if person],
        meters=hung[::-1],
        readings=sorted(
            (one for some in sets for one in some), key=lambda one: one.received_at, reverse=True
        )[:LATEST],
        bills=bills.of_account(session, account.id)[: -LATEST - 1 : -1],
        payments=payments.of_account(session, account.id)[: -LATEST - 1 : -1],
        balance=ledger.balance(session, account.id),
    )


def looks(
    *, db: Database, customer_id: int, tz: tzinfo, limit: int | None = MOST_VIEWS
) -> list[Look]:
    """Who looked into the accounts a customer sees, within what they see; the newest first."""
    with db.read() as session:
        links = {link.account.id: link for link in accounts.links(session, customer_id)}
        found = audit.views(session, list(links), limit=limit)
    return [
        Look(links[account_id].account.account_number, name, at, why)
        for account_id, at, name, why in found
        if at.astimezone(tz).date() >= links[account_id].visible_from
    ]
