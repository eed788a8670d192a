"""Payments: what may be paid, how a sum is shared over accounts, and how a state moves forward."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from lk_app.domain.customers import email_address, mobile_phone
from lk_app.domain.fiscal_receipts import NO_RECEIPT, FiscalReceipt
from lk_app.domain.money import Kopecks, parse_roubles
from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal
from lk_app.domain.saved_methods import Token
from lk_app.domain.settling import Covered

SMALLEST: Kopecks = 1_00  # below a rouble acquiring costs more than it brings
LARGEST: Kopecks = 1_000_000_00  # СБП carries at most 1 000 000 ₽ in one operation [?]
CURRENCY = "RUB"
PARTS_LIMIT = 50  # accounts in one payment: a landlord's house, not a register of a bank
# An unfinished payment is asked about at the age of 1, 2, 5, 15, 60 minutes, then every hour.
CHECK_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 1, 3, 10, 45, 60))
# Gateways forget an idempotency key after 24 hours: asked later, they would make a second payment.
KEY_LIFE = timedelta(hours=20)
HEARD = "heard"  # a gateway's word that changed nothing: remembered, and no step of the payment
RECEIPT_CHECKS = 76  # three days: then the cash register's service is mended by people


class PaymentRefused(Refusal):
    """The payment cannot be started, found or shown."""


class PaymentState(StrEnum):
    """Where a payment stands; it only moves forward (see `RANK`)."""

    CREATED = "created"  # saved here, the gateway may not know of it
    PENDING = "pending"  # the gateway waits for the payer
    UNKNOWN = "unknown"  # the gateway did not answer: asked again with the same key
    CANCELED = "canceled"
    EXPIRED = "expired"
    FAILED = "failed"
    REVIEW = "review"  # amount, currency, account or mode differ: a person decides
    SUCCEEDED = "succeeded"
    REVERSED = "reversed"  # its bank's register was taken back, or a person turned it away


RANK = {
    PaymentState.CREATED: 0,
    PaymentState.UNKNOWN: 1,
    PaymentState.PENDING: 1,
    PaymentState.CANCELED: 2,
    PaymentState.EXPIRED: 2,
    PaymentState.FAILED: 2,
    PaymentState.REVIEW: 3,
    PaymentState.SUCCEEDED: 3,
    PaymentState.REVERSED: 4,
}
UNFINISHED = frozenset(state for state, rank in RANK.items() if rank < 2)


class Method(StrEnum):
    """How the payer pays."""

    CARD = "card"
    SBP = "sbp"
    FOREIGN_CARD = "foreign_card"  # issued abroad: another gateway than Мир takes it


@dataclass(frozen=True, slots=True)
class Part:
    """What of a payment goes to one account, and the period the payer named, if any."""

    account_id: int
    account_number: str
    amount: Kopecks
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """One attempt to pay. `public_id` is the number the payer and the gateway know it by.

    `method` is a `Method` for what was paid here, else what the bank's register says.
    """

    id: int
    public_id: str
    customer_id: int | None
    gateway: str
    method: str
    amount: Kopecks
    parts: tuple[Part, ...]
    state: PaymentState
    idempotency_key: str
    receipt_contact: str
    created_at: datetime
    updated_at: datetime
    next_check_at: datetime | None
    checks: int = 0
    external_id: str | None = None
    checkout_url: str = ""
    card_mask: str = ""
    decline_code: str = ""
    receipt: FiscalReceipt = NO_RECEIPT
    save_method: bool = False  # the payer agreed that the gateway keeps the card
    saved_method_id: int | None = None  # charged by this saved method, without its payer

    @property
    def finished(self) -> bool:
        """Whether nothing more is expected of the gateway."""
        return self.state not in UNFINISHED

    @property
    def return_path(self) -> str:
        """Where its gateway leads the payer back to.

        Who did not sign in is known again by a secret that follows from the payment's own key, so
        that the same request says the same address each time.
        """
        if self.customer_id is not None:
            return f"/cabinet/pay/result?payment={self.public_id}"
        return f"/guest/paid?payment={self.public_id}&key={self.guest_key}"

    @property
    def guest_key(self) -> str:
        """128 bits that only the payer's browser and the gateway learn."""
        return sha256(self.idempotency_key.encode()).hexdigest()[:32]

    @property
    def may_be_repeated(self) -> bool:
        """Whether it is over without money: the payer may try once more."""
        return RANK[self.state] == RANK[PaymentState.FAILED]


@dataclass(frozen=True, slots=True)
class Report:
    """What a gateway says about a payment, by event or when asked; verified, not yet believed.

    `key` names the event at the gateway: the same key is counted once. `at` is real time.
    """

    key: str
    reference: str  # our public_id
    external_id: str
    state: PaymentState
    amount: Kopecks
    currency: str
    live: bool
    at: datetime
    card_mask: str = ""
    decline_code: str = ""
    receipt: FiscalReceipt = NO_RECEIPT
    saved: Token | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a payment; `reference` is a number to quote."""

    kind: str
    at: datetime
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """What of a payment came to an account, and what it paid there.

    `covered` is None before the account's first bill, and once its payer sees it no longer.
    """

    account_number: str
    amount: Kopecks
    at: datetime
    reference: str
    covered: Covered | None = None


def payable(text: str) -> Kopecks:
    """Kopecks of a sum typed into «Сумма, ₽».

    Raises AmountRefused (money.parse_roubles) or PaymentRefused: amount.too_small,
    amount.too_large_to_pay.
    """
    return payable_amount(parse_roubles(text))


def payable_amount(amount: Kopecks) -> Kopecks:
    """The same sum if it may be paid in one go; raises PaymentRefused otherwise."""
    if amount < SMALLEST:
        raise PaymentRefused("amount.too_small", field="amount", least=SMALLEST)
    if amount > LARGEST:
        raise PaymentRefused("amount.too_large_to_pay", field="amount", most=LARGEST)
    return amount


def receipt_contact(typed: str) -> str:
    """Where the fiscal receipt goes: an e-mail address, or a mobile phone written as +7….

    Raises CustomerRefused: email.* or phone.*.
    """
    digits = sum(letter.isdigit() for letter in typed)
    return mobile_phone(typed) if "@" not in typed and digits >= 10 else email_address(typed)


def allocate(amount: Kopecks, debts: Sequence[Kopecks]) -> list[Kopecks]:
    """Share a sum over accounts in proportion to their debts, exact to the kopeck.

    Kopecks left over go to the largest remainders, ties to the earlier account; what exceeds all
    debts, and everything where nobody owes, goes to the first account as an advance.
    """
    owed = [max(debt, 0) for debt in debts]
    total = sum(owed)
    if amount >= total:
        return [owed[0] + amount - total, *owed[1:]]
    shares = [amount * debt // total for debt in owed]
    by_remainder = sorted(range(len(owed)), key=lambda i: -(amount * owed[i] % total))
    for index in by_remainder[: amount - sum(shares)]:
        shares[index] += 1
    return shares


def opened(payment: Payment, *, external_id: str, url: str) -> Payment:
    """The payment once its gateway gave it a page; nothing changes when it went on already."""
    if payment.state not in (PaymentState.CREATED, PaymentState.UNKNOWN):
        return payment
    return replace(
        payment, state=PaymentState.PENDING, external_id=external_id, checkout_url=url, checks=0
    )


def unanswered(payment: Payment) -> Payment:
    """The payment after its gateway did not answer: it may or may not know of it."""
    if payment.state is not PaymentState.CREATED:
        return payment
    return replace(payment, state=PaymentState.UNKNOWN)


def refused(payment: Payment) -> Payment:
    """The payment after its gateway clearly refused to begin it."""
    if payment.state not in (PaymentState.CREATED, PaymentState.UNKNOWN):
        return payment
    return replace(payment, state=PaymentState.FAILED, decline_code="gateway")


def out_of_time(payment: Payment, *, now: datetime) -> Payment:
    """The payment once its gateway, which never answered, may not be asked with its key again."""
    if payment.external_id is not None or now - payment.created_at < KEY_LIFE:
        return payment
    return replace(payment, state=PaymentState.EXPIRED)


def apply(payment: Payment, report: Report, *, live: bool) -> Payment:
    """The payment after a gateway's word; the very same object when that is no news.

    Money that comes after we took a payment for expired or failed is still money. A success that
    does not match what was asked waits for a person (REVIEW); what was counted stays counted.
    """
    if RANK[payment.state] == RANK[PaymentState.SUCCEEDED]:
        return payment
    difference = mismatch(payment, report, live=live)
    if difference and report.state is not PaymentState.SUCCEEDED:
        return payment  # another page's end says nothing of this one
    state = PaymentState.REVIEW if difference else report.state
    sideways = RANK[state] == RANK[payment.state] and payment.state is not PaymentState.UNKNOWN
    if RANK[state] < RANK[payment.state] or sideways:
        return payment
    return replace(
        payment,
        state=state,
        external_id=payment.external_id or report.external_id,
        card_mask=report.card_mask,
        decline_code=difference or report.decline_code,
        receipt=report.receipt,
    )


def mismatch(payment: Payment, report: Report, *, live: bool) -> str:
    """What in the report is not what was asked for: amount, currency, account, mode, or ""."""
    if report.amount != payment.amount:
        return "amount"
    if report.currency != CURRENCY:
        return "currency"
    if payment.external_id not in (None, report.external_id):
        return "account"
    return "" if report.live == live else "mode"


def accepted(payment: Payment, report: Report, *, live: bool) -> Payment:
    """A payment in review, counted with the sum that did arrive, shared as its parts were.

    A person decides it; raises PaymentRefused: payment.not_in_review, payment.not_acceptable (no
    success, another currency or mode, or nothing to give to anybody).
    """
    if payment.state is not PaymentState.REVIEW:
        raise PaymentRefused("payment.not_in_review", state=payment.state)
    fits = (report.state, report.currency, report.live) == (PaymentState.SUCCEEDED, CURRENCY, live)
    if not fits or report.amount <= 0:
        raise PaymentRefused("payment.not_acceptable")
    shares = allocate(report.amount, [part.amount for part in payment.parts])
    parts = (
        replace(part, amount=share)
        for part, share in zip(payment.parts, shares, strict=True)
        if share
    )
    return replace(
        payment,
        state=PaymentState.SUCCEEDED,
        amount=report.amount,
        parts=tuple(parts),
        decline_code="",
        card_mask=report.card_mask or payment.card_mask,
        receipt=report.receipt,
    )


def turned_away(payment: Payment) -> Payment:
    """A payment in review that a person decided not to count; any other stays as it is."""
    if payment.state is not PaymentState.REVIEW:
        return payment
    return replace(payment, state=PaymentState.REVERSED)


def money_arrived(before: Payment, after: Payment) -> bool:
    """Whether this very step is the one to count in the ledger."""
    arrived = PaymentState.SUCCEEDED
    return after.state is arrived and before.state is not arrived


def next_check(payment: Payment, *, real_now: datetime) -> datetime | None:
    """When to ask the gateway again, in real time; None once nothing more is expected of it."""
    receipt = payment.receipt.awaited and payment.checks < RECEIPT_CHECKS
    if payment.finished and not receipt:
        return None
    return real_now + CHECK_DELAYS[min(payment.checks, len(CHECK_DELAYS) - 1)]


def business_time(
    at: datetime, *, now: datetime, real_now: datetime, not_before: datetime
) -> datetime:
    """A real moment of a gateway on the business clock, in its zone (LK_CLOCK may stand still).

    Never before the payment was started: a clock that stands at midnight must not move the value
    date to yesterday.
    """
    shifted = now - max(real_now - at, timedelta(0))
    return max(shifted, not_before).astimezone(now.tzinfo)
