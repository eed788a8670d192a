"""Passwords as the old cabinet hashed them: which forms are taken, and how much work one may cost.

A hash is somebody else's text: an iteration count in it is an order to compute. So every count has
a cap, and whatever costs more is refused when the file is read, never when somebody signs in.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from passlib.hash import (
    django_pbkdf2_sha1,
    django_pbkdf2_sha256,
    pbkdf2_sha1,
    pbkdf2_sha256,
    pbkdf2_sha512,
    phpass,
)

from lk_app.domain.refusals import Refusal

BCRYPT = re.compile(r"\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}")
WEAK = re.compile(r"(md5|sha1|sha256|sha512)(\+?)\$(.{0,100})\$([0-9a-f]+)", re.IGNORECASE)
BARE = re.compile(r"[0-9a-f]+", re.IGNORECASE)
HEX_DIGITS = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}
PBKDF2 = {  # the forms of libpass and Django, and the digest that each iterates
    pbkdf2_sha1: "sha1",
    pbkdf2_sha256: "sha256",
    pbkdf2_sha512: "sha512",
    django_pbkdf2_sha1: "sha1",
    django_pbkdf2_sha256: "sha256",
}


class HashRefused(Refusal):
    """A password's hash that is of no known form, or would cost too much to verify."""


class Work(StrEnum):
    """What verifying a hash costs its time in; weak hashes cost none to speak of."""

    BCRYPT = "bcrypt"
    PHPASS = "phpass"
    PBKDF2_SHA1 = "pbkdf2_sha1"
    PBKDF2_SHA256 = "pbkdf2_sha256"
    PBKDF2_SHA512 = "pbkdf2_sha512"


# bcrypt and phpass count in powers of two. Our own bcrypt is 12, PHP's 10 to 12; WordPress' phpass
# is 13; Django 6.0 iterates PBKDF2 1,200,000 times. About a second of one core each at the most.
CAPS = {
    Work.BCRYPT: 13,
    Work.PHPASS: 15,
    Work.PBKDF2_SHA1: 1_500_000,
    Work.PBKDF2_SHA256: 1_500_000,
    Work.PBKDF2_SHA512: 1_500_000,
}


@dataclass(frozen=True, slots=True)
class StrongHash:
    """A hash that was made slow on purpose: kept as it came."""

    text: str
    work: Work
    count: int  # as it stands in the hash: a power of two, or iterations


@dataclass(frozen=True, slots=True)
class WeakHash:
    """One round of MD5 or SHA: found by trying, so it is never kept as it came.

    `salt_after` tells on which side of the password the salt stood.
    """

    algorithm: str
    salt: str
    digest: str  # lower-case hex
    salt_after: bool = False


def parse(text: str) -> StrongHash | WeakHash:
    """What a hash says of itself.

    Raises HashRefused("old_password.form"), or "old_password.work" with `count` and `cap`.
    """
    if found := BCRYPT.fullmatch(text):
        return _within_cap(StrongHash(text, Work.BCRYPT, int(found[1])))
    if text.startswith(("$P$", "$H$")):
        return _within_cap(StrongHash(text, Work.PHPASS, _rounds(phpass, text)))
    for form, digest in PBKDF2.items():
        if form.identify(text):
            return _within_cap(StrongHash(text, Work(f"pbkdf2_{digest}"), _rounds(form, text)))
    return _weak(text)


def _weak(text: str) -> WeakHash:
    if found := WEAK.fullmatch(text):
        algorithm, after, salt, digest = found.groups()
        if len(digest) == HEX_DIGITS[algorithm.lower()]:
            return WeakHash(algorithm.lower(), salt, digest.lower(), bool(after))
    if BARE.fullmatch(text):
        for algorithm, length in HEX_DIGITS.items():
            if len(text) == length:
                return WeakHash(algorithm, "", text.lower())
    raise HashRefused("old_password.form", field="password_hash")


def _rounds(form: type, text: str) -> int:
    """The count in a hash that must be a whole one of its form."""
    try:
        read = form.from_string(text)  # type: ignore[attr-defined]
    except (ValueError, TypeError):
        raise HashRefused("old_password.form", field="password_hash") from None
    if not read.checksum:
        raise HashRefused("old_password.form", field="password_hash")
    return int(read.rounds)


def _within_cap(one: StrongHash) -> StrongHash:
    cap = CAPS[one.work]
    if one.count > cap:
        raise HashRefused("old_password.work", field="password_hash", count=one.count, cap=cap)
    return one
