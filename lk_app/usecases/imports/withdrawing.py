"""A file of accounts, meters or readings taken back, as long as nothing later stands on it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import TypeVar

from sqlmodel import Session

from lk_app.db import billing, imports, ledger, positions, windows, withdrawals
from lk_app.domain.bank_registers import BankRefused
from lk_app.domain.ledger import EntryKind, LedgerEntry
from lk_app.domain.periods import Period
from lk_app.domain.windows import counted_period

T = TypeVar("T")
CHUNK = 5_000  # accounts an IN
DAY = timedelta(days=1)


def readings(session: Session, number: int, tz: tzinfo, now: datetime) -> int:
    """Take readings back that no bill has counted; how many sets."""
    rules = windows.published(session)
    found = withdrawals.readings(session, number)
    counted = ((key, counted_period(one.received_on(tz), rules)) for key, one in found)
    _check_unbilled(session, number, counted)
    _require(withdrawals.remove_readings(session, number), number)
    _forget(session, (key for key, _ in found))
    return len(found)


def meters(session: Session, number: int, tz: tzinfo, now: datetime) -> int:
    """Take meters out, and put back what was known of others; how many."""
    made = withdrawals.meters(session, number)
    same, other = withdrawals.changes(session, number)
    if other:
        raise _refused(session, "import.undo_meter", number, other[0].account_id)
    changed = [one for one in same if one.since != date.max]
    days = ((one.account_id, Period.of(one.since)) for one in [*made, *changed])
    _check_unbilled(session, number, days)
    _require(withdrawals.put_meters_back(session, number), number)
    _forget(session, (one.account_id for one in [*made, *same]))
    return len(made) + len(same)


def accounts(session: Session, number: int, tz: tzinfo, now: datetime) -> int:
    """Take accounts out that nobody uses yet. One with an opening balance stays in the ledger's
    name alone, its balance taken back by a new entry; how many."""
    found = withdrawals.accounts(session, number)
    for ids in _chunks(sorted(found)):
        billing.lock(session, ids)
        billed = imports.last_bills(session, ids)
        if billed:
            raise _refused(session, "import.undo_billed", number, min(billed))
        used = withdrawals.in_use(session, number, ids)
        if used is not None:
            raise _refused(session, "import.undo_used", number, used)
        entered = withdrawals.with_entries(session, ids)
        _shelve(session, number, {key: found[key] for key in sorted(entered)}, now)
        rest = [key for key in ids if key not in entered]
        _require(withdrawals.remove_accounts(session, rest), number)
    return len(found)


def _shelve(session: Session, number: int, entered: Mapping[int, str], now: datetime) -> None:
    if not entered:
        return
    posted = ledger.of_accounts(session, [*entered], kinds=tuple(EntryKind))
    for one in posted:
        if one.kind is not EntryKind.OPENING:
            raise _refused(session, "import.undo_used", number, one.account_id)
    shelved = {}
    for one in posted:
        before = Period.of(one.value_date).first_day - DAY
        shelved[one.account_id] = (f"{entered[one.account_id]}@{number}", before)
    ledger.post(session, (_back(one, number, now) for one in posted))
    withdrawals.shelve_accounts(session, shelved)


def _back(entry: LedgerEntry, number: int, now: datetime) -> LedgerEntry:
    """The entry that takes an opening balance back."""
    return entry._replace(
        id=0,
        ref=f"{entry.ref}@{number}/back",
        debit=entry.credit,
        credit=entry.debit,
        posted_at=now,
    )


KINDS: Mapping[str, Callable[[Session, int, tzinfo, datetime], int]] = {
    "accounts": accounts,
    "meters": meters,
    "readings": readings,
}


def _check_unbilled(session: Session, number: int, needed: Iterable[tuple[int, Period]]) -> None:
    """No account was billed for a month that knows of the file, nor is by a run at this moment."""
    first: dict[int, Period] = {}
    for key, period in needed:
        first[key] = min(period, first.get(key, period))
    for ids in _chunks(sorted(first)):
        billing.lock(session, ids)
        for key, billed in imports.last_bills(session, ids).items():
            if billed >= first[key]:
                raise _refused(session, "import.undo_billed", number, key)


def _require(removed: bool, number: int) -> None:
    if not removed:
        raise BankRefused("import.undo_stands", number=number)


def _refused(session: Session, code: str, number: int, account_id: int) -> BankRefused:
    told = withdrawals.numbers(session, [account_id])[account_id]
    return BankRefused(code, number=number, account_number=told)


def _forget(session: Session, account_ids: Iterable[int]) -> None:
    for ids in _chunks(sorted({*account_ids})):
        positions.forget(session, ids)


def _chunks(many: Sequence[T]) -> Iterator[Sequence[T]]:
    return (many[start : start + CHUNK] for start in range(0, len(many), CHUNK))
