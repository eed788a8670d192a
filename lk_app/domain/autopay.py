"""Autopay: when a saved card pays by itself and how much; once for each bill or each chosen day.

All moments are business time.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lk_app.domain.money import Kopecks
from lk_app.domain.payments import LARGEST, SMALLEST
from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal

NOTICE = timedelta(hours=24)  # nothing is charged sooner after it was announced
LAPSE = timedelta(days=5)  # what could not be charged by then is left to the person
DAYS = range(1, 29)  # every month has these
DAY = timedelta(days=1)


class AutopayRefused(Refusal):
    """Autopay cannot be turned on like that: autopay.*."""


class Trigger(StrEnum):
    """What a charge follows."""

    BILL = "bill"
    DAY = "day"


class Ending(StrEnum):
    """Why an autopay ended."""

    ASKED = "asked"
    DETACHED = "detached"  # also when the account got another holder
    CLOSED = "closed"  # its holder moved out
    FORGOTTEN = "forgotten"  # the card
    UNSUPPORTED = "unsupported"  # the gateway is gone, or charges no saved cards any more


class ChargeState(StrEnum):
    """Where one charge stands. PLANNED and STARTED go on, the others are final."""

    PLANNED = "planned"
    STARTED = "started"
    PAID = "paid"
    FAILED = "failed"
    NOTHING_DUE = "nothing_due"  # there was no debt, or it was paid before the day
    OVER_CAP = "over_cap"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the person agreed to; `day` of the month for Trigger.DAY. More than `cap` is not taken.

    A sum over the cap is not charged in part: the cap is there for bills that look wrong.
    """

    trigger: Trigger
    day: int | None
    cap: Kopecks


@dataclass(frozen=True, slots=True)
class Autopay:
    """One account paid by one saved card."""

    id: int
    customer_id: int
    account_id: int
    account_number: str
    saved_method_id: int
    terms: Terms
    contact: str
    started_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """One time that an autopay acts, or says why it does not; `key` names the bill or the day."""

    id: int
    autopay_id: int
    key: str
    amount: Kopecks
    announced_at: datetime
    charge_on: date
    state: ChargeState
    payment_number: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why to charge, and on which day at the earliest."""

    key: str
    charge_on: date


@dataclass(frozen=True, slots=True)
class Ground:
    """What an autopay stands on: an open account its person sees, and a card still kept."""

    linked: bool
    closed: bool
    remembered: bool
    gateway: str


@dataclass(frozen=True, slots=True)
class LatestBill:
    """The last bill of an account and when it was posted."""

    period: Period
    posted_at: datetime


def terms(trigger: str, day: str, cap: Kopecks) -> Terms:
    """The terms that were chosen; raises AutopayRefused: autopay.trigger, autopay.day, autopay.cap.

    A cap is a sum that may be paid in one go.
    """
    if trigger not in tuple(Trigger):
        raise AutopayRefused("autopay.trigger", field="trigger")
    if not SMALLEST <= cap <= LARGEST:
        raise AutopayRefused("autopay.cap", field="cap", least=SMALLEST, most=LARGEST)
    if trigger == Trigger.BILL:
        return Terms(Trigger.BILL, None, cap)
    if not (day.isascii() and day.isdigit() and len(day) < 3 and int(day) in DAYS):
        raise AutopayRefused("autopay.day", field="day", last=DAYS[-1])
    return Terms(Trigger.DAY, int(day), cap)


def reason(autopay: Autopay, now: datetime, latest: LatestBill | None) -> Reason | None:
    """What there is to charge for at business time `now`, whether or not it was charged already."""
    if autopay.terms.trigger is Trigger.BILL:
        if latest is None or latest.posted_at <= autopay.started_at:
            return None
        return Reason(f"bill:{latest.period}", now.date() + DAY)
    assert autopay.terms.day is not None
    started_on = autopay.started_at.astimezone(now.tzinfo).date()
    for month in (Period.of(now.date()), Period.of(now.date()) + 1):
        chosen = month.day(autopay.terms.day)
        if chosen - DAY <= now.date() < chosen + LAPSE and chosen > started_on:
            return Reason(f"day:{chosen}", chosen)
    return None


def planned(autopay: Autopay, why: Reason, balance: Kopecks, now: datetime) -> Charge:
    """The charge to announce, or the record of why there is none; `balance` is what is owed."""
    state = ChargeState.PLANNED
    if balance < SMALLEST:
        state = ChargeState.NOTHING_DUE
    elif balance > autopay.terms.cap:
        state = ChargeState.OVER_CAP
    return Charge(0, autopay.id, why.key, max(balance, 0), now, why.charge_on, state)


def is_due(charge: Charge, now: datetime) -> bool:
    """Whether its day has come and it was announced long enough ago."""
    return now.date() >= charge.charge_on and now - charge.announced_at >= NOTICE


def has_lapsed(charge: Charge, now: datetime) -> bool:
    """Whether it waited too long: for another payment to end, or for the service to run."""
    return now.date() >= charge.charge_on + LAPSE


def amount_now(charge: Charge, balance: Kopecks) -> Kopecks:
    """What is still to be charged: never more than announced; 0 when it was paid otherwise."""
    left = min(charge.amount, balance)
    return left if left >= SMALLEST else 0


def next_day(terms: Terms, now: datetime) -> date | None:
    """The next chosen day that can still be announced; None where bills decide."""
    if terms.day is None:
        return None
    chosen = Period.of(now.date()).day(terms.day)
    return chosen if chosen > now.date() else (Period.of(now.date()) + 1).day(terms.day)


def ending(ground: Ground, able: Collection[str]) -> Ending | None:
    """Why an autopay may not go on, None if it may; `able` are gateways that charge saved cards."""
    if not ground.linked:
        return Ending.DETACHED
    if ground.closed:
        return Ending.CLOSED
    if not ground.remembered:
        return Ending.FORGOTTEN
    return None if ground.gateway in able else Ending.UNSUPPORTED
