"""Password hashing, session and one-time secrets, signed links. Real time only, never LK_CLOCK."""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import cache
from http.cookies import CookieError, SimpleCookie
from tempfile import NamedTemporaryFile
from typing import Any, TypeVar

import bcrypt
import pyotp
from itsdangerous import BadSignature, URLSafeTimedSerializer
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from lk_app.settings import Settings
from lk_app.variables import P256_ORDER, vapid_scalar

T = TypeVar("T")
BCRYPT_COST = 12
SESSION_COOKIE = "lk_session"
BROWSER_COOKIE = "lk_browser"  # of a browser that takes notices: whose they are when it signs in
STAFF_COOKIE = "lk_staff"
TOTP_SECONDS = 30  # RFC 6238 §5.2; one step early or late is taken, for clocks differ
COMMON_PASSWORDS = frozenset(FREQUENCY_LISTS["passwords"])
# bcrypt releases the GIL and takes a quarter of a second: more threads than cores only queue
_hashing = ThreadPoolExecutor(max_workers=os.cpu_count(), thread_name_prefix="bcrypt")


def hash_password(password: str) -> str:
    """bcrypt (cost 12) over a pre-hash: bcrypt itself reads 72 bytes only and stops at NUL."""
    salted = _hashing.submit(bcrypt.hashpw, _prehash(password), bcrypt.gensalt(BCRYPT_COST))
    return salted.result().decode()


def verify_password(password: str, hashed: str) -> bool:
    """Whether the password is the one that was hashed; costs the same either way."""
    return _hashing.submit(bcrypt.checkpw, _prehash(password), hashed.encode()).result()


def spend_verification(password: str) -> None:
    """Do the work of a verification for a name that is not known, so that time tells nothing."""
    verify_password(password, _nobodys_hash())


@cache
def _nobodys_hash() -> str:
    return hash_password(secrets.token_urlsafe())


def _prehash(password: str) -> bytes:
    return base64.b64encode(hashlib.sha256(password.encode()).digest())


def in_turn(work: Callable[..., T], *facts: object) -> T:
    """Let work that takes as long as bcrypt wait for its turn among it."""
    return _hashing.submit(work, *facts).result()


def is_common_password(password: str) -> bool:
    """Whether the password stands among the lists that guessers try first."""
    return password.lower() in COMMON_PASSWORDS


def password_strength(password: str, *, about: tuple[str, ...] = ()) -> int:
    """0 (guessed at once) to 4 (strong); `about` are the person's own words, which guess easily."""
    score: int = zxcvbn(password[:72], user_inputs=[word for word in about if word])["score"]
    return score


def new_secret() -> str:
    """256 random bits, safe in an address and in a cookie."""
    return secrets.token_urlsafe(32)


def totp_step(secret: str, typed: str, *, now: datetime) -> int | None:
    """The time step whose code was typed, None when it is none of these moments.

    Whoever takes a step remembers it: the same and an earlier one are no code any more.
    """
    current, generator = int(now.timestamp()) // TOTP_SECONDS, pyotp.TOTP(secret)
    steps = (current, current - 1, current + 1)
    matches = [
        hmac.compare_digest(generator.generate_otp(step).encode(), typed.encode()) for step in steps
    ]
    return next((step for step, match in zip(steps, matches, strict=True) if match), None)


def totp_link(secret: str, *, whose: str, issuer: str) -> str:
    """What the QR of an authenticator app says."""
    link: str = pyotp.TOTP(secret).provisioning_uri(name=whose, issuer_name=issuer)
    return link


def new_code() -> str:
    """A random code for paper: «7K3M-9QXA-2BHF», 60 bits."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(12))
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))


def digest(secret: str) -> str:
    """What is stored instead of a secret: a stolen database opens no session."""
    return hashlib.sha256(secret.encode()).hexdigest()


def session_secret(cookie_header: str) -> str:
    """The session secret in a Cookie header, "" if there is none."""
    return cookie_value(cookie_header, SESSION_COOKIE)


def cookie_value(cookie_header: str, name: str) -> str:
    """One cookie out of a Cookie header, "" if it is absent or the header is malformed."""
    try:
        morsel = SimpleCookie(cookie_header).get(name)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def local_path(typed: str) -> str:
    """Where to go after signing in: a path of ours, never another site."""
    # browsers drop tabs and line ends and read «\» as «/», so none of them may stand there at all
    plain = typed.isprintable() and "\\" not in typed
    safe = plain and typed.startswith("/") and not typed.startswith("//")
    return typed if safe else "/cabinet"


# Crockford's base 32: no I, L, O, U to misread or mishear
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# …and what a person types for them all the same, Cyrillic look-alikes among it
MISREAD = str.maketrans("OILОАВСЕНКМРТХ", "011" + "0ABCEHKMPTX")


class Signer:
    """Signs small JSON values for links and cookies; `purpose` keeps the kinds apart."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sign(self, purpose: str, value: Any) -> str:
        """An address-safe text that carries the value and when it was signed."""
        signed = URLSafeTimedSerializer(self._key, salt=purpose).dumps(value)
        return signed if isinstance(signed, str) else signed.decode()

    def code(self, purpose: str, value: Any) -> str:
        """A short code that only this key gives a value: «7K3M-9QXA-2BHF-W4TZ», 80 bits.

        For paper: somebody reads it out, and whoever has the key computes it again.
        """
        body = json.dumps([purpose, value], separators=(",", ":")).encode()
        digest = hmac.new(self._key, body, hashlib.sha256).digest()
        number = int.from_bytes(digest[:10])
        letters = "".join(CODE_LETTERS[number >> 5 * place & 31] for place in range(16))
        return "-".join(letters[start : start + 4] for start in (0, 4, 8, 12))

    def is_code(self, purpose: str, value: Any, typed: str) -> bool:
        """Whether this is the value's code, however it was typed: O for 0, no hyphens…"""
        bare = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(MISREAD)
        ours = self.code(purpose, value).replace("-", "")
        return hmac.compare_digest(bare.encode(), ours.encode())

    def derive(self, purpose: str, value: str) -> bytes:
        """32 bytes that follow from the key: a thief of the database cannot make them."""
        return hmac.new(self._key, f"{purpose}:{value}".encode(), hashlib.sha256).digest()

    def totp_secret(self, salt: str) -> str:
        """The secret of a second factor, 160 bits in base 32 (RFC 4226 §4)."""
        return base64.b32encode(self.derive("totp", salt)[:20]).decode()

    def read(self, purpose: str, text: str, *, max_age: int) -> Any | None:
        """The value if the signature holds and is at most `max_age` seconds old, else None."""
        try:
            return URLSafeTimedSerializer(self._key, salt=purpose).loads(text, max_age=max_age)
        except BadSignature:
            return None


def secret_key(settings: Settings) -> bytes:
    """The signing key; the demonstration keeps a random one in LK_VAR_DIR (mode 0600)."""
    if settings.secret_key:
        return settings.secret_key.encode()
    path = settings.var_dir / "secret_key"
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, prefix=".secret_key") as fresh:  # mode 0600
        fresh.write(secrets.token_hex(32))
        fresh.flush()
        with suppress(FileExistsError):
            os.link(fresh.name, path)  # whole or not at all: two processes may start at once
    return path.read_text().encode()


def vapid_key(settings: Settings) -> int:
    """The private number that notices to browsers are signed with: the set one, or one that
    follows from the signing key, so that every replica has the same."""
    given = settings.vapid_private_key.get_secret_value()
    if given:
        return vapid_scalar(given)
    derived = hmac.new(secret_key(settings), b"vapid", hashlib.sha256).digest()
    return int.from_bytes(derived) % (P256_ORDER - 1) + 1
