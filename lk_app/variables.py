"""How the value of an environment variable may be written; anything else is refused in words.

`Settings` says which variable is of which kind. The words follow the variable's name in the one
line of a SettingsError.
"""

import base64
from collections.abc import Callable
from datetime import date, datetime
from ipaddress import ip_address, ip_network
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic_settings import NoDecode

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # SEC 2, 2.4.2

T = TypeVar("T")


def vapid_scalar(text: str) -> int:
    """A private key as it is written; ValueError when it is none."""
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    scalar = int.from_bytes(raw)
    if len(raw) != 32 or not 0 < scalar < P256_ORDER:
        raise ValueError
    return scalar


def _is(what: str, read: Callable[[Any], object], *, or_empty: bool = False) -> AfterValidator:
    """Refuses what `read` cannot take, in words: it is not `what`."""

    def check(value: T) -> T:
        if value or not or_empty:
            try:
                read(value)
            except (ValueError, LookupError, OSError):  # ZoneInfo raises any of these
                raise ValueError(f"is not {what}") from None
        return value

    return AfterValidator(check)


def _is_address(example: str, *schemes: str) -> AfterValidator:
    def read(url: str) -> None:
        parts = urlsplit(url)  # ValueError: brackets left open; of the port: it is no number
        if parts.scheme not in schemes or not (parts.port or parts.hostname or parts.path):
            raise ValueError

    return _is(f"an address such as {example}", read, or_empty=True)


def _split(given: object) -> object:
    if not isinstance(given, str):
        return given
    return tuple(filter(None, given.replace(" ", "").split(",")))


def _day(given: object) -> object:
    if not isinstance(given, str):
        return given
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise ValueError("is not a day such as 2027-03-01") from None


def _networks(given: tuple[str, ...]) -> None:
    for one in given:
        ip_network(one)


def _moment(given: str) -> None:
    datetime.fromisoformat(given.removesuffix("+"))


def _private_key(given: SecretStr) -> None:
    vapid_scalar(given.get_secret_value())


DatabaseUrl = Annotated[str, _is_address("postgresql://lk@db.local/lk", "sqlite", "postgresql")]
RedisUrl = Annotated[str, _is_address("redis://cache.local:6379/0", "redis", "rediss", "unix")]
SmtpUrl = Annotated[str, _is_address("smtp://mail.local:587", "smtp", "smtps")]
PublicUrl = Annotated[str, _is_address("https://lk.example", "http", "https")]
Host = Annotated[str, _is("an IP address such as 127.0.0.1 or 0.0.0.0", ip_address)]
Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]  # with commas between
Networks = Annotated[Listed, _is("a list of networks such as 185.71.76.0/27", _networks)]
PrivateKey = Annotated[
    SecretStr,
    _is("a private key of the curve P-256: 32 bytes as base64url", _private_key, or_empty=True),
]
Day = Annotated[date | None, BeforeValidator(_day)]
Zone = Annotated[str, _is("a time zone name such as Europe/Saratov", ZoneInfo)]
Clock = Annotated[str, _is("an ISO date-time such as 2026-11-20T09:00", _moment, or_empty=True)]
