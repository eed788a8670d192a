"""Files that the supplier's other systems send: what came of one, row by row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lk_app.domain.accounts import Account, ServiceAddress
from lk_app.domain.meters import Meter
from lk_app.domain.money import Kopecks
from lk_app.domain.refusals import Refusal


class RowRefused(Refusal):
    """A row that says nothing usable, or contradicts what is known."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """Where in the file (the first line is the header's, 1) and why."""

    line: int
    reason: Refusal


class ImportRefused(Refusal):
    """Nothing of the file was kept. `rows` are the bad ones, empty when the file itself is bad."""

    def __init__(self, code: str, *, rows: tuple[BadRow, ...] = (), **facts: object) -> None:
        super().__init__(code, field="", **facts)
        self.rows = rows


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file changed, counted in its rows: rows = added + known + held + refused.

    `held` wait for a person (bank registers). `number` is the file's place in the journal, 0 when
    it had been brought in before.
    """

    kind: str
    rows: int
    added: int
    known: int
    refused: tuple[BadRow, ...] = ()
    held: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """One row of accounts.csv: an account, its holder and its meter on the day it was opened."""

    account_number: str
    unified_account: str
    address: ServiceAddress
    holder: str
    category: str
    residents: int
    norm_kwh: int
    opening_balance: Kopecks
    meter: Meter

    def contradicts(self, known: Account) -> bool:
        """Whether the account stands in the books otherwise; its present holder is no matter."""
        return (
            self.address,
            self.unified_account,
            self.category,
            self.residents,
            self.norm_kwh,
            self.opening_balance,
            self.meter.installed_on,
        ) != (
            known.address,
            known.unified_account,
            known.category,
            known.residents,
            known.norm_kwh,
            known.opening_balance,
            known.opened_on,
        )


@dataclass(frozen=True, slots=True)
class MeterFacts:
    """One row of meters.csv."""

    account_number: str
    meter: Meter


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """All rows of readings.csv that share an account and a day."""

    account_number: str
    taken_on: date
    values: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SuccessorFacts:
    """Who moved in on the very day, and the number of their new account."""

    account_number: str
    holder: str
    residents: int


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """One row of closings.csv: the act of moving out."""

    account_number: str
    closed_on: date
    final_readings: Mapping[str, int]
    successor: SuccessorFacts | None


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """One row of refunds.csv: a credit paid back, and the bank's number of the transfer."""

    refund_id: str
    account_number: str
    paid_on: date
    amount: Kopecks
    reference: str
