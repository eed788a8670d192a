"""The journal of imports, and a whole file of payments taken back, by new entries alone."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlmodel import Session

from lk_app.db import bank_registers, billing, imports, ledger
from lk_app.db.engine import Database
from lk_app.domain.bank_registers import BankRefused, JournalEntry, KeptOperation, Undone
from lk_app.domain.ledger import EntryKind, LedgerEntry, reversed_payment, unheld
from lk_app.domain.periods import Period

KIND = "payments"
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
    """Take a file of payments back: each of its payments is reversed on its own value date, booked
    in the first open period (CONTRACT 8), and what waited leaves suspense.

    What a later file lists too stays, now as that file's. The file itself may then come again,
    mended or not. Raises BankRefused: import.unknown, import.not_undoable (another kind of file),
    import.undone_already.
    """
    with db.write() as session:
        imports.one_at_a_time(session)
        _check(imports.locked(session, number), number)
        left = bank_registers.hand_over(session, number)
        operations = bank_registers.of_import(session, number)
        counted = [one for one in operations if one.payment_id]
        waiting = [one for one in operations if one.hold]
        _reverse(session, counted, now)
        entries = _entries(session, EntryKind.HELD, waiting)
        ledger.post(session, (unheld(entry, posted_at=now) for entry in entries))
        bank_registers.undo(session, operations, at=now)
        imports.mark_undone(session, number, at=now)
        total = sum(one.operation.amount for one in operations)
        done = Undone(number, len(counted), len(waiting), left, total)
        if seal is not None:
            seal(session, done)
    return done


def _check(entry: JournalEntry | None, number: int) -> None:
    if entry is None:
        raise BankRefused("import.unknown", number=number)
    if entry.kind != KIND:
        raise BankRefused("import.not_undoable", number=number)
    if entry.undone_at is not None:
        raise BankRefused("import.undone_already", number=number, at=entry.undone_at)


def _reverse(session: Session, counted: Sequence[KeptOperation], now: datetime) -> None:
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
