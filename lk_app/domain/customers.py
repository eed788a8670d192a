"""Customers (потребители): what may be typed at registration, and how signing in is throttled.

Sources: 152-ФЗ ст. 9 (consent is informed, specific and provable), NIST SP 800-63B §5.1.1
(passwords: length and a list of common ones instead of composition rules).
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from lk_app.domain.refusals import Refusal

PASSWORD_MIN = 8  # NIST SP 800-63B §5.1.1.2
PASSWORD_MAX = 256  # long passphrases are welcome, megabytes are not
NAME_LIMIT = 60
NAME = re.compile(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+)*\.?")
ACTIVATION_LIFE = timedelta(hours=24)
RESET_LIFE = timedelta(hours=1)
UNDO_LIFE = timedelta(days=7)  # «Это не я» reverts a changed e-mail, phone or password
RECOVERY_DELAY = timedelta(hours=72)  # a lost mailbox is replaced after the old one was warned
SESSION_LIFE = timedelta(hours=12)
REMEMBERED_LIFE = timedelta(days=60)
PHONE_CANDIDATES = 3  # a phone is not unique: try at most three confirmed customers


class CustomerRefused(Refusal):
    """Something typed about a person is not acceptable."""


class SignInRefused(Refusal):
    """The sign-in did not succeed; says why without telling whether the name is known."""


class PasswordRefused(Refusal):
    """The current password, asked again before a change, was not given."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """ФИО; the patronymic may be absent (ГК РФ ст. 19)."""

    last: str
    first: str
    patronymic: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.last, self.first, self.patronymic)))


@dataclass(frozen=True, slots=True)
class Customer:
    """A registered person. `email` is lower-case, `phone` E.164."""

    id: int
    name: PersonName
    email: str
    phone: str
    password_hash: str
    confirmed_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. `id` is stable and no secret; the cookie's secret is kept hashed."""

    id: int
    customer_id: int
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    remembered: bool
    user_agent: str
    address: str


@dataclass(frozen=True, slots=True)
class OneTimeToken:
    """A link from a letter; works once, from `effective_at` until `expires_at`."""

    id: int
    customer_id: int
    purpose: str
    token_hash: str
    facts: dict[str, Any]
    created_at: datetime
    effective_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


def person_name(last: str, first: str, patronymic: str) -> PersonName:
    """ФИО with tidy spaces; raises CustomerRefused naming the field."""
    return PersonName(
        name_part(last, field="last_name", required=True),
        name_part(first, field="first_name", required=True),
        name_part(patronymic, field="patronymic", required=False),
    )


def name_part(typed: str, *, field: str, required: bool) -> str:
    """One part of ФИО with tidy spaces; raises CustomerRefused naming the field."""
    value = " ".join(typed.split())
    if not value and required:
        raise CustomerRefused(f"{field}.empty", field=field)
    if value and (len(value) > NAME_LIMIT or not NAME.fullmatch(value)):
        raise CustomerRefused("name.letters", field=field)
    return value


def email_address(typed: str, *, field: str = "email") -> str:
    """A deliverable-looking address in lower case; raises CustomerRefused("email.wrong")."""
    try:
        # test_environment lets the demonstration use .example and .test mailboxes
        checked = validate_email(typed.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise CustomerRefused("email.wrong", field=field) from None
    return checked.normalized.lower()


def mobile_phone(typed: str) -> str:
    """A Russian mobile in any usual spelling as E.164; raises CustomerRefused("phone.wrong")."""
    text = typed.strip()
    try:
        number = phonenumbers.parse(text, "RU")
    except phonenumbers.NumberParseException:
        raise CustomerRefused("phone.wrong", field="phone") from None
    national = str(number.national_number)
    mobile_ru = number.country_code == 7 and len(national) == 10 and national.startswith("9")
    if not mobile_ru and not (number.country_code != 7 and phonenumbers.is_valid_number(number)):
        raise CustomerRefused("phone.wrong", field="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def check_password(password: str, repeated: str, *, common: bool) -> None:
    """Length, equality and not among the common ones; raises CustomerRefused naming the field."""
    if len(password) < PASSWORD_MIN:
        raise CustomerRefused("password.short", field="password", minimum=PASSWORD_MIN)
    if len(password) > PASSWORD_MAX:
        raise CustomerRefused("password.long", field="password", maximum=PASSWORD_MAX)
    if common:
        raise CustomerRefused("password.common", field="password")
    if password != repeated:
        raise CustomerRefused("password.differs", field="password_again")


@dataclass(frozen=True, slots=True)
class Throttle:
    """How many failures of one key open which pause: the owner is never locked out for good."""

    free: int  # failures without a pause
    first_pause: timedelta
    longest_pause: timedelta

    def pause(self, failures: int) -> timedelta:
        """The pause after the given number of failures; doubles up to the longest."""
        if failures < self.free:
            return timedelta(0)
        doublings: int = 2 ** min(failures - self.free, 20)
        return min(self.first_pause * doublings, self.longest_pause)


# Per name and per network address apart: a stranger's guesses slow the stranger's address first.
SIGN_IN_BY_NAME = Throttle(5, timedelta(seconds=30), timedelta(minutes=15))
SIGN_IN_BY_ADDRESS = Throttle(30, timedelta(minutes=1), timedelta(minutes=30))
LINK_BY_CUSTOMER = Throttle(5, timedelta(minutes=1), timedelta(hours=1))
LINK_BY_ADDRESS = Throttle(20, timedelta(minutes=1), timedelta(hours=1))
LINK_BY_ACCOUNT = Throttle(10, timedelta(minutes=5), timedelta(hours=6))
LETTERS_BY_EMAIL = Throttle(3, timedelta(minutes=5), timedelta(hours=1))
PASSWORD_BY_CUSTOMER = Throttle(5, timedelta(seconds=30), timedelta(minutes=15))
