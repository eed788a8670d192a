"""«Найти» of the console: what a typed line may be, and what is found by it."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lk_app.domain.accounts import (
    Account,
    House,
    LinkRefused,
    folded_words,
    normalise_unified_account,
    search_words,
)
from lk_app.domain.customers import Customer, CustomerRefused, mobile_phone
from lk_app.domain.money import Kopecks

PAGE = 20
LONGEST = 100  # characters
SHORTEST_NUMBER = 3  # fewer digits name half the town


class Kind(StrEnum):
    """What is looked for, in the order it is shown."""

    ACCOUNTS = "accounts"
    PEOPLE = "people"
    HOUSES = "houses"
    METERS = "meters"
    PAYMENTS = "payments"
    READINGS = "readings"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a typed line may be; each is empty where it cannot be that.

    `digits` begin an account's number; `words` begin the words of a name or an address; `number` is
    the line without spaces, as a meter, a payment or a receipt is numbered.
    """

    words: Sequence[str]
    address: Sequence[str]
    digits: str
    unified: str
    email: str
    phone: str
    number: str


@dataclass(frozen=True, slots=True)
class FoundAccount:
    account: Account
    holder: str


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A customer and the numbers of the accounts attached to their cabinet."""

    customer: Customer
    accounts: Sequence[str]


@dataclass(frozen=True, slots=True)
class FoundMeter:
    serial: str
    model: str
    account_number: str
    removed_on: date | None


@dataclass(frozen=True, slots=True)
class FoundPayment:
    """`accounts` are those it pays for."""

    number: str
    amount: Kopecks
    state: str
    created_at: datetime
    accounts: Sequence[str]


@dataclass(frozen=True, slots=True)
class FoundReading:
    receipt_number: str
    account_number: str
    received_at: datetime


Found = FoundAccount | FoundPerson | House | FoundMeter | FoundPayment | FoundReading


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what was found; `more` when there is another page."""

    found: Sequence[Found]
    more: bool


def wanted(typed: str) -> Wanted:
    """Everything that the line may be."""
    line = "".join(filter(str.isprintable, typed))[:LONGEST].strip()
    digits = re.sub(r"[\s‐-―-]", "", line)
    is_number = digits.isascii() and digits.isdigit() and len(digits) >= SHORTEST_NUMBER
    has_letters = any(map(str.isalpha, line))
    return Wanted(
        words=folded_words(line) if has_letters and "@" not in line else (),
        address=search_words(line) if has_letters and "@" not in line else (),
        digits=digits if is_number else "",
        unified=_unified(line),
        email=line.lower() if "@" in line else "",
        phone=_phone(line),
        number="".join(line.split()),
    )


def _unified(line: str) -> str:
    with suppress(LinkRefused):
        return normalise_unified_account(line)
    return ""


def _phone(line: str) -> str:
    with suppress(CustomerRefused):
        return mobile_phone(line)
    return ""
