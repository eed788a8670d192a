"""The ledger: append and sum, nothing else."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import BigInteger as SaBigInteger
from sqlalchemy import ColumnElement, case, cast
from sqlmodel import Session, col, func, select

from lk_app.db import batches
from lk_app.db.tables import LedgerEntryRow
from lk_app.domain.ledger import NOBODY, EntryKind, LedgerAccount, LedgerEntry
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period

COLUMNS = (
    *("account_id", "kind", "ref", "debit", "credit", "amount", "value_date", "booked_in"),
    *("named", "posted_at"),
)


def post(session: Session, entries: Iterable[LedgerEntry | None]) -> None:
    """Append entries, None (zero) left out; the same (kind, ref) twice is an IntegrityError."""
    session.flush()
    add_rows(
        session,
        [
            _values(entry, batches.moment(session, entry.posted_at))
            for entry in entries
            if entry is not None
        ],
    )


def rows(entries: Iterable[LedgerEntry], at: str) -> list[batches.Row]:
    """Entries as rows for `add_rows`, all posted at one `batches.moment`."""
    return [_values(entry, at) for entry in entries]


def add_rows(session: Session, rows: list[batches.Row]) -> None:
    """Append what `rows` made; raises as `post`."""
    batches.add(session, LedgerEntryRow, COLUMNS, rows)


def posted(session: Session, kind: EntryKind, ref: str) -> bool:
    """Whether this very thing was counted already."""
    found = select(LedgerEntryRow.id).where(LedgerEntryRow.kind == kind, LedgerEntryRow.ref == ref)
    return session.exec(found).first() is not None


def balance(session: Session, account_id: int) -> Kopecks:
    """What the account owes now; negative is overpaid."""
    return balances(session, [account_id])[account_id]


def balances(session: Session, account_ids: list[int]) -> dict[int, Kopecks]:
    """What each account owes now."""
    total = cast(func.sum(_effect()), SaBigInteger)  # sum(bigint) is numeric in PostgreSQL
    rows = session.exec(
        select(LedgerEntryRow.account_id, total)
        .where(col(LedgerEntryRow.account_id).in_(account_ids))
        .group_by(col(LedgerEntryRow.account_id))
    )
    owed = {account: int(total or 0) for account, total in rows if account is not None}
    return dict.fromkeys(account_ids, 0) | owed


def held(session: Session) -> Kopecks:
    """What stands on suspense: money that came and is nobody's yet."""
    came = col(LedgerEntryRow.credit) == LedgerAccount.SUSPENSE
    went = col(LedgerEntryRow.debit) == LedgerAccount.SUSPENSE
    effect = case((came, col(LedgerEntryRow.amount)), else_=-col(LedgerEntryRow.amount))
    total = cast(func.sum(effect), SaBigInteger)
    return int(session.exec(select(total).where(came | went)).one() or 0)


def entries(
    session: Session, account_id: int, *, since: date | None = None, until: date | None = None
) -> list[LedgerEntry]:
    """An account's entries by value date, then in the order they were posted; `until` exclusive."""
    query = select(LedgerEntryRow).where(LedgerEntryRow.account_id == account_id)
    if since is not None:
        query = query.where(LedgerEntryRow.value_date >= since)
    if until is not None:
        query = query.where(LedgerEntryRow.value_date < until)
    ordered = query.order_by(col(LedgerEntryRow.value_date), col(LedgerEntryRow.id))
    return [_entry(row) for row in session.exec(ordered)]


def of_accounts(
    session: Session, account_ids: Sequence[int], *, kinds: Sequence[EntryKind]
) -> list[LedgerEntry]:
    """Entries of some kinds of many accounts, in the order they were posted."""
    query = select(LedgerEntryRow).where(
        col(LedgerEntryRow.account_id).in_(account_ids), col(LedgerEntryRow.kind).in_(kinds)
    )
    return [_entry(row) for row in session.exec(query.order_by(col(LedgerEntryRow.id)))]


def by_refs(session: Session, kind: EntryKind, refs: Sequence[str]) -> list[LedgerEntry]:
    """The entries of one kind with these refs, in the order they were posted."""
    query = select(LedgerEntryRow).where(
        LedgerEntryRow.kind == kind, col(LedgerEntryRow.ref).in_(refs)
    )
    return [_entry(row) for row in session.exec(query.order_by(col(LedgerEntryRow.id)))]


def last_payment(session: Session, account_id: int) -> Kopecks | None:
    """The sum of the newest payment by value date, None if nothing was ever paid."""
    return session.exec(
        select(LedgerEntryRow.amount)
        .where(LedgerEntryRow.account_id == account_id, LedgerEntryRow.kind == EntryKind.PAYMENT)
        .order_by(col(LedgerEntryRow.value_date).desc(), col(LedgerEntryRow.id).desc())
        .limit(1)
    ).first()


def _effect() -> ColumnElement[int]:
    raises = col(LedgerEntryRow.debit) == LedgerAccount.RECEIVABLE
    return case((raises, col(LedgerEntryRow.amount)), else_=-col(LedgerEntryRow.amount))


def _values(entry: LedgerEntry, posted_at: str) -> batches.Row:
    return (
        entry.account_id or None,
        entry.kind,
        entry.ref,
        entry.debit,
        entry.credit,
        entry.amount,
        entry.value_date.isoformat(),
        str(entry.booked_in) if entry.booked_in else None,
        str(entry.named) if entry.named else None,
        posted_at,
    )


def _entry(row: LedgerEntryRow) -> LedgerEntry:
    assert row.id is not None
    return LedgerEntry(
        id=row.id,
        account_id=row.account_id or NOBODY,
        kind=EntryKind(row.kind),
        ref=row.ref,
        debit=LedgerAccount(row.debit),
        credit=LedgerAccount(row.credit),
        amount=row.amount,
        value_date=row.value_date,
        booked_in=Period.parse(row.booked_in) if row.booked_in else None,
        named=Period.parse(row.named) if row.named else None,
        posted_at=row.posted_at,
    )
