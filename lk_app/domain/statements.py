"""«Детализация»: every charge and payment of an account in order, with the balance after each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from lk_app.domain.money import Kopecks
from lk_app.domain.refusals import Refusal


class StatementRefused(Refusal):
    """The span asked for is not one: statement.span."""


class OperationKind(StrEnum):
    """What happened; the order is that of operations of one day."""

    OPENING = "opening"
    PAYMENT = "payment"
    REFUND = "refund"
    REVERSAL = "reversal"
    CHARGE = "charge"
    READING_ADJUSTMENT = "reading"
    CORRECTION = "correction"
    FEE_ADJUSTMENT = "fee"
    LATE_FEE = "late_fee"


MONEY = (OperationKind.PAYMENT, OperationKind.REFUND, OperationKind.REVERSAL)


class OperationState(StrEnum):
    """Only what is POSTED moves the balance; the others are shown so that nothing seems lost."""

    POSTED = "posted"
    PENDING = "pending"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; `amount` in kopecks, positive is owed, negative was paid.

    `facts` feed its wording: period, kwh, basis of a charge; source, value_date of a payment.
    """

    day: date
    kind: OperationKind
    amount: Kopecks
    state: OperationState = OperationState.POSTED
    facts: Mapping[str, object] = field(default_factory=dict)
    reference: str = ""

    @property
    def counted(self) -> Kopecks:
        """What it adds to the balance."""
        return self.amount if self.state is OperationState.POSTED else 0


@dataclass(frozen=True, slots=True)
class Operation:
    """An entry and the balance after it, in kopecks; positive is owed."""

    entry: Entry
    balance: Kopecks


@dataclass(frozen=True, slots=True)
class Statement:
    """All operations from `since` until before `until`, between two balances."""

    account_number: str
    since: date
    until: date
    opening_balance: Kopecks
    operations: tuple[Operation, ...]

    @property
    def closing_balance(self) -> Kopecks:
        return self.operations[-1].balance if self.operations else self.opening_balance

    @property
    def charged(self) -> Kopecks:
        """Kopecks of all charges, fees and adjustments."""
        return sum(one.entry.counted for one in self.operations if not _is_money(one.entry))

    @property
    def paid(self) -> Kopecks:
        """Kopecks that came in, refunds and reversals taken off."""
        return -sum(one.entry.counted for one in self.operations if _is_money(one.entry))


def assemble(account_number: str, entries: Iterable[Entry], since: date, until: date) -> Statement:
    """The statement of a half-open span out of all entries of an account, in any order.

    Raises StatementRefused (statement.span) when the span is empty.
    """
    if until <= since:
        raise StatementRefused("statement.span", field="until", since=since, until=until)
    ordered = sorted(entries, key=_place)
    opening = sum(entry.counted for entry in ordered if entry.day < since)
    operations: list[Operation] = []
    balance = opening
    for entry in ordered:
        if since <= entry.day < until:
            balance += entry.counted
            operations.append(Operation(entry, balance))
    return Statement(account_number, since, until, opening, tuple(operations))


_RANK = {kind: rank for rank, kind in enumerate(OperationKind)}


def _place(entry: Entry) -> tuple[date, int, str, str]:
    return entry.day, _RANK[entry.kind], str(entry.facts.get("period", "")), entry.reference


def _is_money(entry: Entry) -> bool:
    return entry.kind in MONEY
