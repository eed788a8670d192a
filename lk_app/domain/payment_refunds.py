"""Refunds: what may go back, from which accounts it is taken, and how a state moves forward.

A refund may start here or at the gateway (its office, or a payer's bank that takes money back).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from lk_app.domain.money import Kopecks
from lk_app.domain.payments import CHECK_DELAYS, CURRENCY, Payment, PaymentState, allocate
from lk_app.domain.refusals import Refusal


class RefundRefused(Refusal):
    """The refund cannot be started or found: refund.*."""


class RefundState(StrEnum):
    """Where a refund stands; it only moves forward (see `RANK`)."""

    CREATED = "created"  # saved here, the gateway may not know of it
    UNKNOWN = "unknown"  # the gateway did not answer: asked again with the same key
    PENDING = "pending"  # the gateway has it, the money is not back yet
    SUCCEEDED = "succeeded"
    REVIEW = "review"  # more than was paid, another currency or mode: a person decides
    FAILED = "failed"  # also after a success: the bank sent it back, or the dispute was won


RANK = {
    RefundState.CREATED: 0,
    RefundState.UNKNOWN: 1,
    RefundState.PENDING: 1,
    RefundState.SUCCEEDED: 2,
    RefundState.REVIEW: 2,
    RefundState.FAILED: 3,
}
UNFINISHED = frozenset(state for state, rank in RANK.items() if rank < 2)


class RefundKind(StrEnum):
    """Who wanted the money back."""

    REFUND = "refund"
    CHARGEBACK = "chargeback"


@dataclass(frozen=True, slots=True)
class RefundPart:
    """What of a refund is taken from one account."""

    account_id: int
    account_number: str
    amount: Kopecks


@dataclass(frozen=True, slots=True)
class Refund:
    """Money that goes back to its payer. `public_id` is the number we and the gateway know it by.

    `by` says who asked for it: staff, an operator at the terminal, the gateway.
    """

    id: int
    public_id: str
    payment_id: int
    payment_number: str
    kind: RefundKind
    amount: Kopecks
    parts: tuple[RefundPart, ...]
    state: RefundState
    idempotency_key: str
    reason: str
    by: str
    created_at: datetime
    updated_at: datetime
    next_check_at: datetime | None
    checks: int = 0
    external_id: str | None = None

    @property
    def finished(self) -> bool:
        """Whether nothing more is expected of the gateway."""
        return self.state not in UNFINISHED


@dataclass(frozen=True, slots=True)
class RefundReport:
    """What a gateway says about a refund, by event or when asked; `at` is real time.

    `key` names the event at the gateway. `reference` is our number, "" for a refund that was made
    there. The payment is named by our number or, where the gateway has none, by its own.
    """

    key: str
    reference: str
    external_id: str
    payment_reference: str
    payment_external_id: str
    kind: RefundKind
    state: RefundState
    amount: Kopecks
    currency: str
    live: bool
    at: datetime


def left(payment: Payment, refunds: Iterable[Refund]) -> Kopecks:
    """Kopecks of a payment that are neither back nor on their way."""
    taken = sum(one.amount for one in refunds if one.state is not RefundState.FAILED)
    return payment.amount - taken


def refundable(payment: Payment, refunds: Sequence[Refund], amount: Kopecks) -> Kopecks:
    """The sum if it may go back; raises RefundRefused.

    refund.not_paid, refund.nothing_left, refund.amount, refund.too_much (with what is left).
    """
    if payment.state is not PaymentState.SUCCEEDED:
        raise RefundRefused("refund.not_paid", state=payment.state)
    rest = left(payment, refunds)
    if rest <= 0:
        raise RefundRefused("refund.nothing_left")
    if amount <= 0:
        raise RefundRefused("refund.amount", field="amount")
    if amount > rest:
        raise RefundRefused("refund.too_much", field="amount", left=rest)
    return amount


def shared(payment: Payment, refunds: Iterable[Refund], amount: Kopecks) -> tuple[RefundPart, ...]:
    """From which accounts it is taken: in proportion to what each still holds of the payment.

    Exact to the kopeck; never more of an account than went to it, while `amount` is at most `left`.
    """
    rest = {part.account_id: part.amount for part in payment.parts}
    for one in refunds:
        if one.state is not RefundState.FAILED:
            for part in one.parts:
                rest[part.account_id] -= part.amount
    shares = allocate(amount, [rest[part.account_id] for part in payment.parts])
    return tuple(
        RefundPart(part.account_id, part.account_number, share)
        for part, share in zip(payment.parts, shares, strict=True)
        if share
    )


def unanswered(refund: Refund) -> Refund:
    """The refund after its gateway did not answer: it may or may not know of it."""
    if refund.state is not RefundState.CREATED:
        return refund
    return replace(refund, state=RefundState.UNKNOWN)


def apply(refund: Refund, report: RefundReport, *, live: bool) -> Refund:
    """The refund after a gateway's word; the very same object when that is no news."""
    succeeded = report.state is RefundState.SUCCEEDED
    state = RefundState.REVIEW if succeeded and differs(refund, report, live=live) else report.state
    sideways = RANK[state] == RANK[refund.state] and refund.state is not RefundState.UNKNOWN
    if RANK[state] < RANK[refund.state] or sideways:
        return refund
    return replace(refund, state=state, external_id=refund.external_id or report.external_id)


def differs(refund: Refund, report: RefundReport, *, live: bool) -> bool:
    """Whether it is not what was asked for: amount, currency, mode or the refund itself."""
    asked = (refund.amount, CURRENCY, live)
    known = refund.external_id in (None, report.external_id)
    return not known or (report.amount, report.currency, report.live) != asked


def next_check(refund: Refund, *, real_now: datetime) -> datetime | None:
    """When to ask the gateway again, in real time; None once the refund is final."""
    if refund.finished:
        return None
    return real_now + CHECK_DELAYS[min(refund.checks, len(CHECK_DELAYS) - 1)]
