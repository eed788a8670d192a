"""The journal of imports, and a whole file taken back: money by new entries alone."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlmodel import Session

from lk_app.db import bank_registers, billing, imports, ledger
from lk_app.db.engine import Database
from lk_app.domain.bank_registers import BankRefused, JournalEntry, KeptOperation, Undone
from lk_app.domain.ledger import EntryKind, LedgerEntry, reversed_payment, unheld
from lk_app.domain.periods import Period
from lk_app.usecases.imports import withdrawing

KIND = "payments"
UNDOABLE = frozenset({KIND, *withdrawing.KINDS})
CHUNK = 5_000  # refs an IN


def journal(*, db: Database, typed: str = "", limit: int, offset: int = 0) -> list[JournalEntry]:
    """The latest files that were brought in, newest first; those with such a name, if asked."""
    with db.read() as session:
        return imports.journal(session, typed, limit=limit, offset=offset)


def undo(
    *,
    db: Database,
    number: int,
    now: datetime,
    seal: Callable[[Session, Undone], None] | None = None,
) -> Undone:
    """Take a file back; it may then come again, mended or not. `now` is in the supplier's zone.

    Of payments each is reversed on its own value date, booked in the first open period (CONTRACT
    8), and what waited leaves suspense; what a later file lists too stays, now as that file's.
    Accounts, meters and readings go as long as nothing later stands on them. Raises BankRefused:
    import.unknown, import.not_undoable (another kind of file), import.undone_already,
    import.undo_billed, import.undo_used, import.undo_meter, import.undo_stands.
    """
    with db.write() as session:
        imports.one_at_a_time(session)
        kind = _checked(imports.locked(session, number), number)
        done = (
            _undo_payments(session, number, now)
            if kind == KIND
            else _undo(session, kind, number, now)
        )
        imports.mark_undone(session, number, at=now)
        if seal is not None:
            seal(session, done)
    return done


def _undo(session: Session, kind: str, number: int, now: datetime) -> Undone:
    if kind == KIND:
        return _undo_payments(session, number, now)
    assert now.tzinfo is not None, "the business clock has the supplier's zone"
    gone = withdrawing.KINDS[kind](session, number, now.tzinfo, now)
    return Undone(number, 0, 0, 0, 0, gone=gone)


def _undo_payments(session: Session, number: int, now: datetime) -> Undone:
    left = bank_registers.hand_over(session, number)
    operations = bank_registers.of_import(session, number)
    counted = [one for one in operations if one.payment_id]
    waiting = [one for one in operations if one.hold]
    reverse(session, counted, now)
    entries = _entries(session, EntryKind.HELD, waiting)
    ledger.post(session, (unheld(entry, posted_at=now) for entry in entries))
    bank_registers.undo(session, operations, at=now)
    total = sum(one.operation.amount for one in operations)
    return Undone(number, len(counted), len(waiting), left, total)


def _checked(entry: JournalEntry | None, number: int) -> str:
    if entry is None:
        raise BankRefused("import.unknown", number=number)
    if entry.kind not in UNDOABLE:
        raise BankRefused("import.not_undoable", number=number)
    if entry.undone_at is not None:
        raise BankRefused("import.undone_already", number=number, at=entry.undone_at)
    return entry.kind


def reverse(session: Session, counted: Sequence[KeptOperation], now: datetime) -> None:
    """Take the payments of these operations off their accounts again."""
    entries = _entries(session, EntryKind.PAYMENT, counted)
    ids = sorted({entry.account_id for entry in entries})
    for start in range(0, len(ids), CHUNK):
        billing.lock(session, ids[start : start + CHUNK])
    billed = imports.last_bills(session, ids)
    ledger.post(
        session,
        (
            reversed_payment(
                entry, booked_in=_open(entry, billed.get(entry.account_id)), posted_at=now
            )
            for entry in entries
        ),
    )


def _open(entry: LedgerEntry, billed: Period | None) -> Period:
    """Where the payment was booked or, once that is billed, the first open period."""
    own = entry.booked_in or Period.of(entry.value_date)
    return max(own, billed + 1) if billed else own


def _entries(
    session: Session, kind: EntryKind, operations: Sequence[KeptOperation]
) -> list[LedgerEntry]:
    refs = [one.entry_ref for one in operations]
    found: list[LedgerEntry] = []
    for start in range(0, len(refs), CHUNK):
        found += ledger.by_refs(session, kind, refs[start : start + CHUNK])
    return found
