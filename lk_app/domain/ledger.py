"""The ledger's language: every entry is a transfer of a positive amount from credit to debit.

A transfer sums to zero by its shape; corrections are new entries, nothing is changed or deleted.
A subscriber's balance (positive is owed) is the receivable: Σ debits − Σ credits.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from lk_app.domain.billing_facts import Bill
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period

NOBODY = 0  # the account of an entry that no subscriber's balance feels


class LedgerAccount(StrEnum):
    """The chart of accounts: what the subscriber owes, and what stands against it."""

    RECEIVABLE = "receivable"
    OPENING = "opening"
    REVENUE = "revenue"
    ADJUSTMENTS = "adjustments"
    LATE_FEES = "late_fees"
    CASH = "cash"
    SUSPENSE = "suspense"  # came in, and whose it is has to be found out


class EntryKind(StrEnum):
    """Why money moved; (kind, ref) is unique, so the same thing is never counted twice."""

    OPENING = "opening"  # ref: account number
    CHARGE = "charge"  # ref: account number/period
    ADJUSTMENT = "adjustment"  # ref: account number/period/kind/adjusted period
    LATE_FEE = "late_fee"  # ref: account number/period
    PAYMENT = "payment"  # ref: payment id/account number
    REFUND = "refund"  # ref: refund id/account number
    REVERSAL = "reversal"  # ref: that of the payment which never was (a register taken back)
    HELD = "held"  # ref: bank operation; cash whose account is to be found out
    UNHELD = "unheld"  # ref: bank operation; the same, its register taken back


COUNTER_ACCOUNT = {
    EntryKind.OPENING: LedgerAccount.OPENING,
    EntryKind.CHARGE: LedgerAccount.REVENUE,
    EntryKind.ADJUSTMENT: LedgerAccount.ADJUSTMENTS,
    EntryKind.LATE_FEE: LedgerAccount.LATE_FEES,
    EntryKind.PAYMENT: LedgerAccount.CASH,
    EntryKind.REFUND: LedgerAccount.CASH,
    EntryKind.REVERSAL: LedgerAccount.CASH,
}
# What is money of a subscriber, in and back out: bills show it, late fees reckon with it.
MONEY = (EntryKind.PAYMENT, EntryKind.REFUND, EntryKind.REVERSAL)


class LedgerEntry(NamedTuple):
    """One transfer. `booked_in` is the period whose bill carries it; None for an opening balance.

    A payment is booked in the period of its value date or, when that was billed already, in the
    first open one (CONTRACT 8); decided on arrival under the account's lock, for nothing is edited.
    `named` is the period its payer asked it for. `account_id` is NOBODY for money on suspense.
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


def of_bill(account_id: int, bill: Bill, *, posted_at: datetime) -> list[LedgerEntry]:
    """A bill's entries, valued on the last day of its period (CONTRACT 6: posted then)."""
    ref, day = f"{bill.account_number}/{bill.period}", bill.period.last_day
    amounts = [(EntryKind.CHARGE, ref, bill.charges), (EntryKind.LATE_FEE, ref, bill.late_fee)]
    if bill.adjustments:
        amounts += [
            (EntryKind.ADJUSTMENT, f"{ref}/{one.kind}/{one.period}/{index}", one.amount)
            for index, one in enumerate(bill.adjustments)
        ]
    return [
        entry
        for kind, entry_ref, change in amounts
        if (
            entry := owed(
                kind,
                account_id=account_id,
                ref=entry_ref,
                change=change,
                value_date=day,
                booked_in=bill.period,
                posted_at=posted_at,
            )
        )
    ]


def booking(day: date, opened_on: date, billed: Period | None) -> Period:
    """The period whose bill shows a movement of this day: its own, the first one when that lies
    before it, or the first open one when its own was posted (CONTRACT 6 and 8).

    `billed` is the account's last posted period.
    """
    return max(Period.of(day), billed + 1 if billed else Period.of(opened_on))


def reversed_payment(entry: LedgerEntry, *, booked_in: Period, posted_at: datetime) -> LedgerEntry:
    """The entry that undoes a payment which never was, valued on the payment's own day: late fees
    come out as if it had never been booked.

    In the books the money goes back to cash, also when it had waited on suspense.
    """
    return entry._replace(
        id=0,
        kind=EntryKind.REVERSAL,
        debit=LedgerAccount.RECEIVABLE,
        credit=LedgerAccount.CASH,
        booked_in=booked_in,
        posted_at=posted_at,
    )


def held(ref: str, amount: Kopecks, *, value_date: date, posted_at: datetime) -> LedgerEntry:
    """Cash that came for an account nobody knows: it waits on suspense."""
    return LedgerEntry(
        account_id=NOBODY,
        kind=EntryKind.HELD,
        ref=ref,
        debit=LedgerAccount.CASH,
        credit=LedgerAccount.SUSPENSE,
        amount=amount,
        value_date=value_date,
        booked_in=None,
        posted_at=posted_at,
    )


def unheld(entry: LedgerEntry, *, posted_at: datetime) -> LedgerEntry:
    """The entry that takes money off suspense again because its register was taken back."""
    return entry._replace(
        id=0,
        kind=EntryKind.UNHELD,
        debit=LedgerAccount.SUSPENSE,
        credit=LedgerAccount.CASH,
        posted_at=posted_at,
    )


def from_suspense(entry: LedgerEntry) -> LedgerEntry:
    """A payment that had waited on suspense: its cash is in the books already."""
    return entry._replace(debit=LedgerAccount.SUSPENSE)
