"""The facts a bill depends on, account by account, read for many accounts at once.

With its position an account tells only what is newer: a million accounts are read in the time their
news takes, however long their history.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlmodel import Session, SQLModel

from lk_app.db import bills, position_resets
from lk_app.db.tables import IS_MONEY
from lk_app.domain import positions
from lk_app.domain.billing_facts import AccountForBilling, Bill, PaymentForBilling
from lk_app.domain.ledger import MONEY as MONEY_KINDS
from lk_app.domain.ledger import LedgerAccount
from lk_app.domain.meters import Meter
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSet, ReadingSource, ReadingState

Within = Callable[[ColumnElement[int]], ColumnElement[bool]]  # which accounts, said of their ids
Rows = dict[int, list[Sequence[Any]]]  # by account id
NONE: Any = ()

_tables = SQLModel.metadata.tables
ACCOUNTS = _tables["accounts"].c
METERS = _tables["meters"].c
READINGS = _tables["readings"].c
LEDGER = _tables["ledger_entries"].c
POSITIONS = _tables["positions"].c

ACCOUNT = [
    ACCOUNTS[name]
    for name in (
        *("id", "account_number", "category", "residents", "norm_kwh", "opening_balance"),
        "closed_on",
    )
]
POSITION = [POSITIONS[name] for name in ("after", "state", "read_from", "before", "known")]
METER = [
    METERS[name]
    for name in (
        *("account_id", "id", "serial", "model", "digits", "ratio", "zones", "installed_on"),
        *("removed_on", "verified_until", "initial_readings", "remote", "final_readings"),
    )
]
READING = [
    READINGS[name]
    for name in (
        *("account_id", "id", "meter_id", "taken_on", "received_at", "values", "source", "state"),
        "receipt_number",
    )
]
MONEY = [
    LEDGER[name] for name in ("account_id", "value_date", "amount", "credit", "named", "booked_in")
]

SOURCES = {str(one): one for one in ReadingSource}
STATES = {str(one): one for one in ReadingState}

parsed = lru_cache(maxsize=4096)(Period.parse)
norm = lru_cache(maxsize=4096)(Fraction)


class Told(NamedTuple):
    """An account's facts, and which readings there are beside those its position knows.

    Up to `read_from` there were `before`, all known; `ids` are all those after it, known or not.
    """

    id: int
    account: AccountForBilling
    read_from: int = 0
    before: int = 0
    ids: Sequence[int] = ()


def whole(session: Session, ids: Sequence[int]) -> list[Told]:
    """Everything about these accounts, from their first fact."""

    def within(column: ColumnElement[int]) -> ColumnElement[bool]:
        return column.in_(ids)

    accounts = session.execute(
        select(*ACCOUNT).where(within(ACCOUNTS.id)).order_by(ACCOUNTS.id)
    ).all()
    fitted = _meters(session, within)
    posted = bills.of_accounts(session, ids)
    read = _rows(session, select(*READING).where(within(READINGS.account_id)))
    paid = _rows(session, _money(within))
    found = []
    for row in accounts:
        sets = [_reading(*one) for one in read.get(row[0], NONE)]
        own = posted.get(row[0], [])
        account = _account(
            row,
            fitted.get(row[0], NONE),
            readings=sets,
            payments=[_payment(one, own) for one in paid.get(row[0], NONE)],
            posted=own,
        )
        found.append(Told(row[0], account, ids=[one.id for one in sets]))
    return found


def news(session: Session, first_id: int, last_id: int, last: Period) -> list[Told]:
    """Of the accounts of a stretch that are not billed up to `last`: what is newer than their
    position, or everything where there is none to go on from."""

    def within(column: ColumnElement[int]) -> ColumnElement[bool]:
        return column.between(first_id, last_id)

    behind = or_(POSITIONS.after.is_(None), POSITIONS.after < str(last))
    accounts = session.execute(
        select(*ACCOUNT, *POSITION)
        .outerjoin_from(_tables["accounts"], _tables["positions"])
        .where(within(ACCOUNTS.id), behind)
        .order_by(ACCOUNTS.id)
    ).all()
    fitted = _meters(session, within)
    read = _rows(session, _newer_readings(within))
    paid = _rows(session, _later_money(within))
    surprised = _surprised(session, within)
    found: list[Told] = []
    unplaced: list[int] = []
    for row in accounts:
        if row.after is None or row.id in surprised:
            unplaced.append(row.id)
        else:
            key = row.id
            found.append(
                _newer(row, fitted.get(key, NONE), read.get(key, NONE), paid.get(key, NONE))
            )
    return found + whole(session, unplaced) if unplaced else found


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the books were told at a moment; ids grow, as long as there is one writer."""

    readings: int
    entries: int
    forgotten: int


def mark(session: Session) -> Mark:
    """Where the books stand now."""
    newest = select(
        select(func.max(READINGS.id)).scalar_subquery(),
        select(func.max(LEDGER.id)).scalar_subquery(),
    )
    readings, entries = session.execute(newest).one()
    forgotten = position_resets.times(session, position_resets.ACCOUNT)
    return Mark(readings or 0, entries or 0, forgotten)


def told_since(session: Session, since: Mark, first_id: int, last_id: int) -> set[int] | None:
    """Which accounts of a stretch got a reading or money since; None when more has changed."""
    if position_resets.times(session, position_resets.ACCOUNT) != since.forgotten:
        return None
    read = select(READINGS.account_id).where(READINGS.id > since.readings)
    # by ids alone: asked for the kinds, SQLite may go through every payment there ever was
    booked = select(LEDGER.account_id, LEDGER.kind).where(LEDGER.id > since.entries)
    told = [*session.execute(read).scalars()]
    told += [account_id for account_id, kind in session.execute(booked) if kind in MONEY_KINDS]
    return {one for one in told if one is not None and first_id <= one <= last_id}


def _newer(row: Any, meters: Sequence[Meter], read: Sequence[Any], paid: Sequence[Any]) -> Told:
    *nature, _after, state, read_from, before, known = row
    inside = orjson.loads(known) if known != "[]" else NONE
    fitted = {meter.id: meter for meter in meters}
    account = _account(
        nature,
        meters,
        readings=[_reading(*one) for one in read if one[1] not in inside],
        payments=[_payment(one, NONE) for one in paid],
        position=positions.from_json(orjson.loads(state), fitted),
    )
    return Told(nature[0], account, read_from, before, [one[1] for one in read])


# The joins are outer for their order alone: SQLite then goes from the accounts to their own rows.
# Left to choose, it may walk through every payment there is, for each stretch of accounts anew.


def _newer_readings(within: Within) -> Select[Any]:
    return (
        select(*READING)
        .join_from(
            _tables["positions"],
            _tables["readings"],
            and_(READINGS.account_id == POSITIONS.account_id, READINGS.id > POSITIONS.read_from),
            isouter=True,
        )
        .where(within(POSITIONS.account_id))
    )


def _later_money(within: Within) -> Select[Any]:
    """What no bill up to the position has shown: it is booked in a later period."""
    return (
        select(*MONEY)
        .join_from(
            _tables["positions"],
            _tables["ledger_entries"],
            and_(
                LEDGER.account_id == POSITIONS.account_id,
                LEDGER.booked_in > POSITIONS.after,
                IS_MONEY,
            ),
            isouter=True,
        )
        .where(within(POSITIONS.account_id))
    )


def _money(within: Within) -> Select[Any]:
    return (
        select(*MONEY)
        .join_from(
            _tables["accounts"],
            _tables["ledger_entries"],
            and_(LEDGER.account_id == ACCOUNTS.id, IS_MONEY),
            isouter=True,
        )
        .where(within(ACCOUNTS.id))
    )


def _surprised(session: Session, within: Within) -> set[int]:
    """Accounts that have got a reading with a lower id than those their position knows.

    PostgreSQL gives ids before the commit, so a lower one may come to light later.
    """
    if session.connection().dialect.name == "sqlite":
        return set()
    readings = (
        select(func.count())
        .where(READINGS.account_id == POSITIONS.account_id, READINGS.id <= POSITIONS.read_from)
        .scalar_subquery()
    )
    found = select(POSITIONS.account_id).where(
        within(POSITIONS.account_id), POSITIONS.before != readings
    )
    return set(session.execute(found).scalars())


def _rows(session: Session, query: Select[Any]) -> Rows:
    found: Rows = defaultdict(list)
    for row in session.execute(query).all():
        found[row[0]].append(row)
    return found


def _meters(session: Session, within: Within) -> dict[int, list[Meter]]:
    found: defaultdict[int, list[Meter]] = defaultdict(list)
    query = select(*METER).where(within(METERS.account_id))
    for row in session.execute(query.order_by(METERS.installed_on, METERS.id)).all():
        found[row[0]].append(Meter(*row[1:]))
    return found


def _account(nature: Sequence[Any], meters: Iterable[Meter], **facts: Any) -> AccountForBilling:
    _id, number, category, residents, norm_kwh, opening_balance, closed_on = nature
    return AccountForBilling(
        account_number=number,
        category=category,
        residents=residents,
        norm_kwh=norm(norm_kwh),
        meters=tuple(meters),
        opening_balance=opening_balance,
        closed_on=closed_on,
        **facts,
    )


def _reading(
    _account_id: int,
    key: int,
    meter_id: int,
    taken_on: date,
    received_at: datetime,
    values: dict[str, int],
    source: str,
    state: str,
    receipt_number: str,
) -> ReadingSet:
    return ReadingSet(
        key,
        meter_id,
        taken_on,
        received_at,
        values,
        SOURCES[source],
        STATES[state],
        receipt_number,
    )


def _payment(row: Sequence[Any], posted: Sequence[Bill]) -> PaymentForBilling:
    """A payment, or negative when money went back; `booked_in` if a posted bill has shown it."""
    _account_id, day, amount, credit, named, booked_in = row
    booked = parsed(booked_in) if booked_in else None
    shown = booked if booked and posted and booked <= posted[-1].period else None
    received = amount if credit == LedgerAccount.RECEIVABLE else -amount
    return PaymentForBilling(day, received, parsed(named) if named else None, shown)
