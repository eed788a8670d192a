"""People of the old cabinet: what its file says of one, and what of it is taken over later.

Three values of every fact are held against each other: the file's of last time, the file's of now,
and ours. What changed there since is taken over, unless the person has changed it here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from lk_app.domain.accounts import ServiceAddress, normalise_apartment, search_words
from lk_app.domain.customers import PersonName
from lk_app.domain.money import Kopecks
from lk_app.domain.old_passwords import StrongHash, WeakHash

OWNERS_OF_A_NAME = 3  # an account that more people see is nobody's name: whose turn would decide


@dataclass(frozen=True, slots=True)
class GivenConsent:
    """Which text was agreed to in the old cabinet, and when."""

    version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OldLink:
    """An account that the person saw in the old cabinet, with its address as it stood there.

    `balance` is what the old cabinet showed as owed, None where the file does not say.
    """

    line: int
    account_number: str
    address: ServiceAddress
    serial: str
    name: str
    linked_on: date | None
    balance: Kopecks | None = None

    def lies_at(self, address: ServiceAddress) -> bool:
        """House and flat, however they are spelled: «ул. Плякина, 3» is «плякина 3»."""
        same_flat = normalise_apartment(self.address.apartment) == address.apartment
        return same_flat and _house_words(self.address) == _house_words(address)


@dataclass(frozen=True, slots=True)
class OldCustomer:
    """One person of the file. `login` is as it is compared; `password` None: none was kept.

    `line` is the first of their `lines`; `mark` tells whether the hash is another one than before.
    """

    line: int
    lines: tuple[int, ...]
    old_id: str
    login: str
    name: PersonName
    email: str
    phone: str
    password: StrongHash | WeakHash | None
    mark: str
    consent: GivenConsent | None
    news: GivenConsent | None
    registered_at: datetime | None
    links: tuple[OldLink, ...]

    @property
    def facts(self) -> dict[str, Any]:
        """What the next file is held against."""
        return {
            "email": self.email,
            "phone": self.phone,
            "last": self.name.last,
            "first": self.name.first,
            "patronymic": self.name.patronymic,
            "login": self.login,
            "password": self.mark,
            "news": self.news is not None,
            "links": {link.account_number: link.name for link in self.links},
        }


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody who came before: what the file said then, and whose cabinet it is here.

    `customer_id` is None once the login was deleted here: no file brings it back.
    `standing` is the digest of the password's hash while it is the old cabinet's password.
    """

    id: int
    old_id: str
    customer_id: int | None
    facts: Mapping[str, Any]
    standing: str


def taken_over(
    before: Mapping[str, Any], now: Mapping[str, Any], ours: Mapping[str, Any]
) -> dict[str, Any]:
    """Which of our values are replaced: changed there since the last file, untouched here."""
    return {
        name: now[name] for name in ours if now[name] != before[name] and ours[name] == before[name]
    }


def _house_words(address: ServiceAddress) -> frozenset[str]:
    return _words(address.city, address.street, address.house)


@lru_cache(10_000)  # houses have many flats
def _words(*parts: str) -> frozenset[str]:
    return frozenset(search_words(" ".join(parts)))
