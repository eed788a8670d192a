"""Payments that banks took for the supplier, as their registers list them, line by line.

No operation of a register is ever dropped: it is counted on an account, or it waits for a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from lk_app.domain.imports import ImportRefused
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal

FILE = "b"  # the bank of payments.csv, where the supplier's own system has put the banks together


class BankRefused(Refusal):
    """An operation or an import cannot be found, settled or undone."""


class Hold(StrEnum):
    """Why an operation waits for a person, its money on suspense."""

    UNKNOWN_ACCOUNT = "unknown_account"
    TWIN = "twin"  # another file had the same account, day and sum, and this bank numbers nothing


@dataclass(frozen=True, slots=True)
class BankOperation:
    """One line of a register. `account_number` is as the payer wrote it, `paid_on` the value date.

    `reference` is the bank's own number: with `bank` it tells whether this very operation was seen.
    """

    bank: str
    reference: str
    account_number: str
    paid_on: date
    amount: Kopecks
    source: str
    period: Period | None = None
    payer: str = ""
    line: int = 0

    @property
    def number(self) -> str:
        """What subscriber, operator and bank call it: B-P00012, SBER-7421."""
        return f"{self.bank.upper()}-{self.reference}"

    def contradicts(self, known: "BankOperation") -> bool:
        """Whether it says something else of the same operation; line and payer are no matter."""
        return replace(self, line=known.line, payer=known.payer, source=known.source) != known

    @property
    def twin_key(self) -> tuple[str, date, Kopecks]:
        """What two payments share that may be one."""
        return self.account_number, self.paid_on, self.amount


@dataclass(frozen=True, slots=True)
class KeptOperation:
    """An operation in the books; its `number` is nobody else's, also after it was undone.

    `paid_to` is the account it counts on, "" while it waits (`hold`).
    """

    import_id: int
    number: str
    operation: BankOperation
    id: int = 0
    hold: Hold | None = None
    payment_id: int | None = None
    paid_to: str = ""

    @property
    def entry_ref(self) -> str:
        """The ledger's ref of what it did: its payment's, or its own while it waits."""
        return f"{self.number}/{self.paid_to}" if self.paid_to else self.number


@dataclass(frozen=True, slots=True)
class Control:
    """The control line of a register: how many operations, and kopecks in all."""

    count: int
    total: Kopecks

    def check(self, operations: Sequence[BankOperation]) -> None:
        """Raises ImportRefused: register.count, register.total."""
        if len(operations) != self.count:
            raise ImportRefused("register.count", said=self.count, found=len(operations))
        total = sum(one.amount for one in operations)
        if total != self.total:
            raise ImportRefused("register.total", said=self.total, found=total)


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One file that was brought in. `bank` and `total` (kopecks) are those of bank registers."""

    id: int
    kind: str
    bank: str
    file_name: str
    rows: int
    added: int
    known: int
    held: int
    refused: int
    total: Kopecks
    imported_at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing an import changed, in operations; `kept` are those a later file lists too.

    `gone` are accounts, meters or sets of readings of a file without payments.
    """

    import_id: int
    reversed: int
    released: int
    kept: int
    total: Kopecks
    gone: int = 0
