"""What a person may type for their name at the door, and how it is compared.

An e-mail or a phone; until the old cabinet is switched off a login of it or an account number, too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lk_app.domain.accounts import normalise_account_number
from lk_app.domain.customers import email_address, mobile_phone
from lk_app.domain.refusals import Refusal

LONGEST = 200


@dataclass(frozen=True, slots=True)
class SignInName:
    """Everything that was typed may mean; "" what it cannot be.

    `key` is one for all its spellings: were each counted apart, each would be guessed anew.
    """

    key: str
    email: str
    phone: str
    account: str
    login: str


def sign_in_name(typed: str, *, digits: int) -> SignInName:
    """What was typed; `digits` is how long account numbers are, 0 where they are no names."""
    login = login_name("".join(filter(str.isprintable, typed)))[:LONGEST]
    if "@" in typed:
        email = _or_nothing(lambda: email_address(typed))
        return SignInName(email or login, email or login, "", "", login)
    phone = _or_nothing(lambda: mobile_phone(typed))
    account = _or_nothing(lambda: normalise_account_number(typed, digits=digits)) if digits else ""
    return SignInName(phone or account or login, "", phone, account, login)


def login_name(typed: str) -> str:
    """A login as it is compared: without spaces around it, whatever its capitals."""
    return " ".join(typed.split()).casefold()


def _or_nothing(read: Callable[[], str]) -> str:
    try:
        return read()
    except Refusal:
        return ""
