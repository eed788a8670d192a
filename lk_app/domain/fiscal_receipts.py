"""The cash register's receipt of a payment (54-ФЗ): its lines, its state and its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from lk_app.domain.money import Kopecks


class ReceiptState(StrEnum):
    """Where the receipt stands; NONE where the gateway issues none."""

    NONE = ""
    PENDING = "pending"
    REGISTERED = "registered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FiscalReceipt:
    """What the operator of fiscal data answered; the numbers are empty until it is REGISTERED."""

    state: ReceiptState = ReceiptState.NONE
    document: str = ""  # ФД, the number of the document
    storage: str = ""  # ФН, the number of the register's memory
    sign: str = ""  # ФПД, by which anyone can check it

    @property
    def awaited(self) -> bool:
        """Whether its numbers are still to come."""
        return self.state is ReceiptState.PENDING


NO_RECEIPT = FiscalReceipt()


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One line: electricity for one account, kopecks."""

    account_number: str
    amount: Kopecks


class ForAccount(Protocol):
    """A part of a payment or of a refund."""

    @property
    def account_number(self) -> str: ...

    @property
    def amount(self) -> Kopecks: ...


def receipt_lines(parts: Sequence[ForAccount]) -> tuple[ReceiptLine, ...]:
    """A line an account; their sum is the payment's sum, as the law and every gateway want."""
    return tuple(ReceiptLine(part.account_number, part.amount) for part in parts)
