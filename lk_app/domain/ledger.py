"""The ledger's language: every entry is a transfer of a positive amount from credit to debit.

A transfer sums to zero by its shape; corrections are new entries, nothing is changed or deleted.
A subscriber's balance (positive is owed) is the receivable: Σ debits − Σ credits.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period


class LedgerAccount(StrEnum):
    """The chart of accounts: what the subscriber owes, and what stands against it."""

    RECEIVABLE = "receivable"
    OPENING = "opening"
    REVENUE = "revenue"
    ADJUSTMENTS = "adjustments"
    LATE_FEES = "late_fees"
    CASH = "cash"


class EntryKind(StrEnum):
    """Why money moved; (kind, ref) is unique, so the same thing is never counted twice."""

    OPENING = "opening"  # ref: account number
    CHARGE = "charge"  # ref: account number/period
    ADJUSTMENT = "adjustment"  # ref: account number/period/kind/adjusted period
    LATE_FEE = "late_fee"  # ref: account number/period
    PAYMENT = "payment"  # ref: payment id/account number
    REFUND = "refund"  # ref: refund id/account number


COUNTER_ACCOUNT = {
    EntryKind.OPENING: LedgerAccount.OPENING,
    EntryKind.CHARGE: LedgerAccount.REVENUE,
    EntryKind.ADJUSTMENT: LedgerAccount.ADJUSTMENTS,
    EntryKind.LATE_FEE: LedgerAccount.LATE_FEES,
    EntryKind.PAYMENT: LedgerAccount.CASH,
    EntryKind.REFUND: LedgerAccount.CASH,
}


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One transfer. `booked_in` is the period whose bill carries it; None for an opening balance.

    A payment is booked in the period of its value date or, when that was billed already, in the
    first open one (CONTRACT 8); decided on arrival under the account's lock, for nothing is edited.
    `named` is the period its payer asked it for.
    """

    account_id: int
    kind: EntryKind
    ref: str
    debit: LedgerAccount
    credit: LedgerAccount
    amount: Kopecks
    value_date: date
    booked_in: Period | None
    posted_at: datetime
    named: Period | None = None
    id: int = 0

    @property
    def effect(self) -> Kopecks:
        """What the entry does to the subscriber's debt: positive raises it."""
        return self.amount if self.debit is LedgerAccount.RECEIVABLE else -self.amount


def owed(
    kind: EntryKind,
    *,
    account_id: int,
    ref: str,
    change: Kopecks,
    value_date: date,
    booked_in: Period | None,
    posted_at: datetime,
    named: Period | None = None,
) -> LedgerEntry | None:
    """The entry that changes a subscriber's debt by `change` kopecks (positive raises it).

    None for zero: a ledger of positive transfers has no entry for nothing.
    """
    if change == 0:
        return None
    counter = COUNTER_ACCOUNT[kind]
    raises = change > 0
    return LedgerEntry(
        account_id=account_id,
        kind=kind,
        ref=ref,
        debit=LedgerAccount.RECEIVABLE if raises else counter,
        credit=counter if raises else LedgerAccount.RECEIVABLE,
        amount=abs(change),
        value_date=value_date,
        booked_in=booked_in,
        posted_at=posted_at,
        named=named,
    )
