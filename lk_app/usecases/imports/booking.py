"""Operations of banks into the books: each counted on its account once, or held for a person."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, datetime, time, tzinfo

from sqlmodel import Session

from lk_app.db import bank_registers, billing, imports, ledger
from lk_app.domain.accounts import Account
from lk_app.domain.bank_registers import BankOperation, Hold, KeptOperation
from lk_app.domain.imports import RowRefused
from lk_app.domain.ledger import EntryKind, LedgerEntry, booking, from_suspense, held, owed
from lk_app.domain.periods import Period
from lk_app.usecases.imports.loading import Books, Item, Kept, unknown_account

NOON = time(12)
Twins = AbstractSet[tuple[str, date, int]]


def keep(
    session: Session,
    chunk: Sequence[Item[BankOperation]],
    books: Books,
    kept: Kept,
    *,
    may_hold: bool = False,
    twins: Twins = frozenset(),
) -> None:
    """Count the operations nobody knew; one known with other facts is refused.

    An account that is not known refuses its row, or holds it when the file's rows `may_hold`.
    """
    accounts = imports.accounts(session, {item.value.account_number for item in chunk})
    bank = chunk[0].value.bank
    known = bank_registers.known(session, bank, {item.value.reference for item in chunk})
    new: dict[str, KeptOperation] = {}
    repeated: list[int] = []
    for item in chunk:
        one = item.value
        before = known.get(one.reference) or new.get(one.reference)
        if one.account_number not in accounts and not may_hold:
            kept.refuse(item, unknown_account(one.account_number))
        elif before and one.contradicts(before.operation):
            kept.refuse(item, RowRefused("import.payment_differs", payment_id=one.reference))
        elif before:
            kept.recognise(item)
            repeated += [before.id] if before.id else []
        else:
            hold = _hold(one, accounts, twins)
            new[one.reference] = KeptOperation(kept.import_id, one.number, one, hold=hold)
            kept.hold(item) if hold else kept.add(item)
    bank_registers.repeat(session, repeated, kept.import_id)
    _book(session, _numbered(session, new.values()), accounts, books)


def _hold(one: BankOperation, accounts: Mapping[str, Account], twins: Twins) -> Hold | None:
    if one.account_number not in accounts:
        return Hold.UNKNOWN_ACCOUNT
    return Hold.TWIN if one.twin_key in twins else None


def _numbered(session: Session, new: Iterable[KeptOperation]) -> list[KeptOperation]:
    """A number once used stays with what was undone: its operation comes again under another."""
    found = list(new)
    taken = bank_registers.taken(session, [one.number for one in found])
    return [
        replace(one, number=f"{one.number}@{one.import_id}") if one.number in taken else one
        for one in found
    ]


def _book(
    session: Session, new: Sequence[KeptOperation], accounts: Mapping[str, Account], books: Books
) -> None:
    counted = [(one, accounts[one.operation.account_number]) for one in new if not one.hold]
    ids = count(session, counted, now=books.now, tz=books.tz)
    bank_registers.add(session, new, ids)
    ledger.post(session, (_held(one, books.now) for one in new if one.hold))


def count(
    session: Session,
    operations: Sequence[tuple[KeptOperation, Account]],
    *,
    now: datetime,
    tz: tzinfo,
) -> dict[str, int]:
    """Make payments of operations and post them; payment ids by number.

    A payment of a month that is billed already is booked in the first open one (CONTRACT 8).
    """
    ids = sorted({account.id for _, account in operations})
    billing.lock(session, ids)  # no bill is posted between looking and booking
    rows = [(one, account.id, _noon(one, tz)) for one, account in operations]
    made = bank_registers.add_payments(session, rows, now=now)
    billed = imports.last_bills(session, ids)
    ledger.post(
        session, (_entry(one, account, billed.get(account.id), now) for one, account in operations)
    )
    return made


def _entry(
    kept: KeptOperation, account: Account, billed: Period | None, now: datetime
) -> LedgerEntry | None:
    one = kept.operation
    entry = owed(
        EntryKind.PAYMENT,
        account_id=account.id,
        ref=f"{kept.number}/{account.account_number}",
        change=-one.amount,
        value_date=one.paid_on,
        booked_in=booking(one.paid_on, account.opened_on, billed),
        named=one.period,
        posted_at=now,
    )
    return from_suspense(entry) if entry and kept.hold else entry


def _held(kept: KeptOperation, now: datetime) -> LedgerEntry:
    one = kept.operation
    return held(kept.number, one.amount, value_date=one.paid_on, posted_at=now)


def _noon(kept: KeptOperation, tz: tzinfo) -> datetime:
    """When a register names only a day; at noon it is that day in every reader's zone here."""
    return datetime.combine(kept.operation.paid_on, NOON, tz)
