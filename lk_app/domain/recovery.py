"""A lost mailbox: what a person shows instead of it, and how long the old one may object.

Account number, meter serial and the last payment's sum stand on paper that others may see, so the
change waits 72 hours (customers.RECOVERY_DELAY), is told to the old mailbox and can be cancelled.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from lk_app.domain.accounts import normalise_account_number, normalise_serial
from lk_app.domain.customers import Customer, CustomerRefused, Throttle, email_address, mobile_phone
from lk_app.domain.meters import Meter
from lk_app.domain.money import Kopecks, parse_roubles
from lk_app.domain.refusals import Refusal
from lk_app.domain.registration import FormRefused

RECOVERY_LIFE = timedelta(days=7)  # after the 72 hours: time to open the new mailbox
RECOVERY_BY_ACCOUNT = Throttle(5, timedelta(minutes=5), timedelta(hours=6))
RECOVERY_BY_ADDRESS = Throttle(10, timedelta(minutes=1), timedelta(hours=1))

T = TypeVar("T")


class RecoveryRefused(Refusal):
    """The mailbox cannot be replaced; one answer for every mismatch."""


@dataclass(frozen=True, slots=True)
class RecoveryForm:
    """What was typed, as it was typed."""

    account_number: str
    serial: str
    amount: str
    email: str
    former: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """The same, checked. `former` is the old e-mail or E.164 phone, "" if not given."""

    account_number: str
    serial: str
    amount: Kopecks
    email: str
    former: str


def claim(form: RecoveryForm, *, account_digits: int) -> Claim:
    """Check every field; raises FormRefused with a reason for each that is wrong."""
    reasons: list[Refusal] = []

    def checked(check: Callable[[], T]) -> T | None:
        try:
            return check()
        except Refusal as reason:
            reasons.append(reason)
            return None

    number = checked(lambda: normalise_account_number(form.account_number, digits=account_digits))
    serial = checked(lambda: _serial(form.serial))
    amount = checked(lambda: parse_roubles(form.amount))
    email = checked(lambda: email_address(form.email))
    former = checked(lambda: _former(form.former))
    if number is None or serial is None or amount is None or email is None or former is None:
        raise FormRefused(tuple(reasons))
    return Claim(number, serial, amount, email, former)


def carries_serial(meters: list[Meter], serial: str) -> bool:
    """Whether a meter that still counts has this serial."""
    return any(
        meter.removed_on is None and normalise_serial(meter.serial) == serial for meter in meters
    )


def claimant(linked: list[Customer], former: str) -> Customer | None:
    """Whose mailbox it is among those who see the account; None if it is nobody's.

    Raises RecoveryRefused("recovery.which") when several see it and `former` was not given.
    """
    if former:
        linked = [customer for customer in linked if former in (customer.email, customer.phone)]
    if len(linked) > 1:
        raise RecoveryRefused("recovery.which", field="former")
    return linked[0] if linked else None


def _serial(typed: str) -> str:
    serial = normalise_serial(typed)
    if not serial:
        raise RecoveryRefused("recovery.serial", field="serial")
    return serial


def _former(typed: str) -> str:
    text = typed.strip()
    try:
        if not text or "@" in text:
            return email_address(text, field="former") if text else ""
        return mobile_phone(text)
    except CustomerRefused:
        raise RecoveryRefused("recovery.former", field="former") from None
