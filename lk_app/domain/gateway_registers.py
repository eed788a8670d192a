"""What a gateway says it did in a span of time, line by line, to be compared with our books."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lk_app.domain.money import Kopecks


class LineKind(StrEnum):
    """Money in, money back, or money taken back by the payer's bank."""

    PAYMENT = "payment"
    REFUND = "refund"
    CHARGEBACK = "chargeback"


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One finished operation: only money that moved stands in a register.

    `reference` is our number of the payment or of the refund, "" where the gateway knows none
    (a refund made in its own office). `external_id` is its number there. `at` is real time.
    """

    kind: LineKind
    external_id: str
    reference: str
    payment_reference: str  # of a refund: our number of the payment; of a payment: `reference`
    amount: Kopecks
    currency: str
    live: bool
    at: datetime
