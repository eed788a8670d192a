"""Registers of banks, brought into the books of the samples."""

from collections.abc import Callable
from pathlib import Path

from lk_app.db import accounts as stored
from lk_app.db import ledger
from lk_app.db.engine import Database
from lk_app.domain.imports import Imported
from lk_app.domain.ledger import EntryKind, LedgerEntry
from lk_app.usecases.imports import accounts, bank_registers
from tests.usecases.books import BOOKS, SAMPLES

FIRST, SECOND, THIRD = "6410100101", "6410100102", "6410100103"
SBER, POST, ERC = (SAMPLES / "registers" / f"{name}.txt" for name in ("sber", "post", "erc"))
Sber = Callable[..., Path]


def open_accounts(db: Database) -> Database:
    """The accounts of the samples, and nothing paid."""
    accounts.run(db=db, path=SAMPLES / "accounts.csv", books=BOOKS, skip_bad=False)
    return db


def writer(folder: Path) -> Sber:
    """Writes a register of Сбербанк: (reference, account, kopecks) a line."""

    def write(*lines: tuple[int, str, int], name: str = "sber.txt", control: str = "") -> Path:
        rows = [
            f"08-11-2026;10-15-02;8622;1;{reference};{account};ИВАНОВА;;1026;{amount / 100:.2f};0;0"
            for reference, account, amount in lines
        ]
        total = sum(amount for _, _, amount in lines) / 100
        path = folder / name
        text = "\r\n".join([*rows, control or f"={len(rows)};{total:.2f}"])
        path.write_bytes(text.encode("cp1251"))
        return path

    return write


def bring_in(db: Database, path: Path, profile: str = "sber") -> Imported:
    return bank_registers.run(db=db, path=path, profile=profile, books=BOOKS)


def entries(db: Database, number: str = FIRST) -> list[LedgerEntry]:
    with db.read() as session:
        account = stored.by_number(session, number)
        assert account is not None
        return ledger.entries(session, account.id)


def paid(db: Database, number: str = FIRST) -> list[int]:
    """What came in on an account, less what was taken back, in the order of booking."""
    return [-one.effect for one in entries(db, number) if one.kind is not EntryKind.OPENING]


def suspense(db: Database) -> int:
    with db.read() as session:
        return ledger.held(session)
