"""Accounts (лицевые счета), their addresses, and the links that let a person see them."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal

UNIFIED_ACCOUNT = re.compile(r"\d{2}[А-Я]{2}\d{6}")  # ЕЛС of ГИС ЖКХ: 10 characters
LOOKALIKES = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")  # Latin letters typed for Cyrillic ones
LINK_NAME_LIMIT = 40  # characters of a name a person gives an account
# Typed before a street or a house by some and not by others; a search does without them.
HOUSE_NOISE = frozenset({"г", "город", "ул", "улица", "д", "дом", "с", "село"})


class LinkRefused(Refusal):
    """The account cannot be attached, or a link cannot be changed."""


@dataclass(frozen=True, slots=True)
class House:
    """A building the supplier serves; a private house has no flats."""

    id: int
    city: str
    street: str
    house: str
    has_apartments: bool


@dataclass(frozen=True, slots=True)
class ServiceAddress:
    """Where the energy is used (адрес объекта); `apartment` is empty for a private house."""

    city: str
    street: str
    house: str
    apartment: str


@dataclass(frozen=True, slots=True)
class Account:
    """A personal account (лицевой счёт); the number is text, its leading zeros matter.

    `closed_on` is the day its holder moved out: the first one on which nothing is used on it.
    """

    id: int
    account_number: str
    unified_account: str
    address: ServiceAddress
    category: str
    residents: int
    norm_kwh: int
    opened_on: date
    opening_balance: int
    closed_on: date | None = None

    def final_bill_awaited(self, billed: Period | None) -> bool:
        """Whether the account is closed and its last bill (`billed`) is not the final one yet."""
        if self.closed_on is None:
            return False
        return billed is None or billed < Period.of(self.closed_on)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held an account from when to when (half-open)."""

    name: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Link:
    """A customer's view of an account; ends when the holder changes or the customer detaches it.

    Nothing dated before `visible_from` may be shown: it is the holder's first day once the link is
    proven, the day of linking until then. `holder` is empty until then, too.
    """

    id: int
    customer_id: int
    account: Account
    name: str
    linked_at: datetime
    proven_at: datetime | None
    visible_from: date
    holder: str = ""

    @property
    def is_proven(self) -> bool:
        return self.proven_at is not None


def normalise_account_number(typed: str, *, digits: int) -> str:
    """Digits of an account number typed with or without hyphens and spaces.

    Raises LinkRefused("account_number.length") unless `digits` digits remain.
    """
    number = re.sub(r"[\s‐-―-]", "", typed)
    if not number.isascii() or not number.isdigit() or len(number) != digits:
        raise LinkRefused("account_number.length", field="account_number", digits=digits)
    return number


def normalise_unified_account(typed: str) -> str:
    """ЕЛС in Cyrillic capitals whatever the keyboard was; raises LinkRefused("unified_account")."""
    value = re.sub(r"[\s-]", "", typed).upper().translate(LOOKALIKES)
    if not UNIFIED_ACCOUNT.fullmatch(value):
        raise LinkRefused("unified_account", field="account_number")
    return value


def normalise_any_number(typed: str, *, digits: int) -> str:
    """What stands on the bill: the supplier's number or ЕЛС; raises LinkRefused as they do."""
    if re.search(r"[^\W\d_]", typed):
        return normalise_unified_account(typed)
    return normalise_account_number(typed, digits=digits)


def normalise_serial(typed: str) -> str:
    """A meter's serial as it is compared: «№ 011 740-00», «01174000» and «1174000» are one."""
    return re.sub(r"[\W_]", "", typed).upper().lstrip("0")


def normalise_apartment(typed: str) -> str:
    """A flat as it is compared: «кв. 12», «квартира 12» and «12» are one spelling each."""
    bare = re.sub(r"^(квартира|кв|к)(?=[\W\d]|$)\.?", "", typed.strip(), flags=re.IGNORECASE)
    return re.sub(r"\s", "", bare).upper().translate(LOOKALIKES)


def link_name(typed: str, *, account: Account) -> str:
    """A name of one's own for an account, by default its street and house."""
    name = " ".join(typed.split())
    if len(name) > LINK_NAME_LIMIT:
        raise LinkRefused("link_name.long", field="name", limit=LINK_NAME_LIMIT)
    return name or short_address(account.address)


def short_address(address: ServiceAddress) -> str:
    """«ул. Плякина, 3–21»: enough to tell one's own accounts apart."""
    flat = f"–{address.apartment}" if address.apartment else ""
    return f"{address.street}, {address.house}{flat}"


def search_words(typed: str) -> list[str]:
    """The words a person looks for a house by; «ул.» and «д.» only while nothing else is typed."""
    words = folded_words(typed)
    return [word for word in words if word not in HOUSE_NOISE] or words


def search_line(text: str) -> str:
    """What is kept to be searched through: « саратов ул плякина 3 », a space before every word."""
    return f" {' '.join(folded_words(text))} "


def folded_words(text: str) -> list[str]:
    """The words of an address as a search compares them: small letters, «ё» as «е»."""
    return [word for word in re.split(r"[\W_]+", text.lower().replace("ё", "е")) if word]
