"""Passwords of the old cabinet: verified in equal work, sealed while they are weak, then wrapped.

What stands in `customers.password_hash`: a hash of ours («$2b$12$…»); «old:…», a slow hash as it
came; «sealed:…», a weak one, closed with a key that follows from LK_SECRET_KEY; «wrapped:…», bcrypt
over a weak one; NONE, nothing that opens. Real time only.
"""

import base64
import hashlib
import hmac
import json
import os
import string
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

import bcrypt
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from passlib.hash import phpass

from lk_app import security
from lk_app.domain.old_passwords import PBKDF2, StrongHash, WeakHash, Work, parse

NONE = "none"  # of who came without a password: it is set by a letter
OLD, SEALED, WRAPPED = "old:", "sealed:", "wrapped:"
NONCE = 12  # bytes (NIST SP 800-38D §8.2)
BCRYPT_READS = 72  # bytes: bcrypt 5 refuses longer ones, all earlier ones cut them off
BCRYPT_LETTERS = "./" + string.ascii_uppercase + string.ascii_lowercase + string.digits
SALT_ENDS = 28  # the salt's last letter in «$2b$12$…»
LONGEST = 4096  # letters: libpass refuses longer ones
Ceilings = Mapping[str, int]  # the highest count of each Work among those who were brought in


@dataclass(frozen=True, slots=True)
class Vault:
    """Closes weak hashes: a stolen database without the key gives nothing to try words on."""

    key: bytes = field(repr=False)  # 32 bytes

    def seal(self, weak: WeakHash) -> str:
        """A weak hash as it is kept until it is wrapped."""
        nonce = os.urandom(NONCE)
        closed = AESGCM(self.key).encrypt(nonce, json.dumps(asdict(weak)).encode(), None)
        return SEALED + base64.b64encode(nonce + closed).decode()

    def open(self, stored: str) -> WeakHash | None:
        """The weak hash inside; None under another key."""
        raw = base64.b64decode(stored.removeprefix(SEALED))
        try:
            told = AESGCM(self.key).decrypt(raw[:NONCE], raw[NONCE:], None)
        except InvalidTag:
            return None
        return WeakHash(**json.loads(told))

    def mark(self, text: str) -> str:
        """Tells whether the file's hash is another one than last time, and nothing else."""
        return hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()


def stored(one: StrongHash | WeakHash | None, vault: Vault) -> str:
    """What is kept of a hash from the file."""
    if one is None:
        return NONE
    return vault.seal(one) if isinstance(one, WeakHash) else OLD + one.text


def is_ours(stored: str) -> bool:
    """Whether it is a hash that this cabinet made of the password itself."""
    return stored.startswith("$2b$")


def wrap(weak: WeakHash) -> str:
    """bcrypt over a weak hash: as slow to try as any other password here."""
    told = json.dumps([weak.algorithm, weak.salt, weak.salt_after])
    outer = security.hash_password(weak.digest)
    return f"{WRAPPED}{base64.b64encode(told.encode()).decode()}:{outer}"


def verify(password: str, stored: str, vault: Vault | None, ceilings: Ceilings) -> bool:
    """Whether it is this password; the work is that of the slowest kind whatever is stored.

    `ceilings` are of all who were brought in: with nobody from an old cabinet it is one bcrypt.
    """
    if is_ours(stored) or not stored.startswith((OLD, SEALED, WRAPPED)):
        right = _verify_ours(password, stored)
        spent: dict[str, int] = {Work.BCRYPT: security.BCRYPT_COST}
    elif stored.startswith(OLD):
        right, spent = _verify_old(password, stored)
    else:
        right = _verify_weak(password, stored, vault)
        spent = {Work.BCRYPT: security.BCRYPT_COST}
    _spend_the_rest(password, spent, ceilings)
    return right


def spend(password: str, ceilings: Ceilings) -> None:
    """Do the work of a verification for a name that is not known."""
    verify(password, NONE, None, ceilings)


def _verify_ours(password: str, stored: str) -> bool:
    if not is_ours(stored):
        security.spend_verification(password)
        return False
    return security.verify_password(password, stored)


def _verify_old(password: str, stored: str) -> tuple[bool, dict[str, int]]:
    text = stored.removeprefix(OLD)
    one = parse(text)
    assert isinstance(one, StrongHash)
    return security.in_turn(_matches, password, one), {one.work: one.count}


def _matches(password: str, one: StrongHash) -> bool:
    if one.work is Work.BCRYPT:
        return bcrypt.checkpw(_as_bcrypt_reads(password), _with_exact_salt(one.text).encode())
    password = password[:LONGEST]
    forms = [phpass] if one.work is Work.PHPASS else PBKDF2
    form = next(form for form in forms if form.identify(one.text))
    return bool(form.verify(password, one.text))


def _with_exact_salt(text: str) -> str:
    """128 bits of salt stand in 22 letters of six: four bits of the last one say nothing. Some
    cabinets left them set, as crypt_blowfish lets one; this bcrypt refuses such a salt."""
    last = BCRYPT_LETTERS[BCRYPT_LETTERS.index(text[SALT_ENDS]) & 0b110000]
    return text[:SALT_ENDS] + last + text[SALT_ENDS + 1 :]


def _as_bcrypt_reads(password: str) -> bytes:
    return password.encode()[:BCRYPT_READS].split(b"\0")[0]


def _verify_weak(password: str, stored: str, vault: Vault | None) -> bool:
    """One bcrypt either way: over a wrapped hash, or beside one that still waits for it."""
    if stored.startswith(WRAPPED):
        told, outer = stored.removeprefix(WRAPPED).split(":", 1)
        algorithm, salt, after = json.loads(base64.b64decode(told))
        return security.verify_password(digest(password, algorithm, salt, after), outer)
    security.spend_verification(password)
    weak = vault.open(stored) if vault else None
    if weak is None:
        return False
    found = digest(password, weak.algorithm, weak.salt, weak.salt_after)
    return hmac.compare_digest(found, weak.digest)


def digest(password: str, algorithm: str, salt: str, salt_after: bool) -> str:
    """One round, as the old cabinet did it: hex of salt and password in their order."""
    text = password + salt if salt_after else salt + password
    return hashlib.new(algorithm, text.encode(), usedforsecurity=False).hexdigest()


def _spend_the_rest(password: str, spent: Mapping[str, int], ceilings: Ceilings) -> None:
    """What verifying the slowest hash of each kind would have cost more than was done."""
    full = {Work.BCRYPT: security.BCRYPT_COST, **ceilings}
    full[Work.BCRYPT] = max(full[Work.BCRYPT], security.BCRYPT_COST)
    for work, ceiling in full.items():
        done = spent.get(work, 0)
        if ceiling > done:
            security.in_turn(_spend, password, Work(work), done, ceiling)


def _spend(password: str, work: Work, done: int, ceiling: int) -> None:
    if work in (Work.BCRYPT, Work.PHPASS):
        # powers of two: 2^done + 2^done + 2^(done+1) + … + 2^(ceiling-1) = 2^ceiling
        for count in [ceiling] if not done else range(done, ceiling):
            _compute(password, work, count)
    else:
        _compute(password, work, ceiling - done)


def _compute(password: str, work: Work, count: int) -> None:
    if work is Work.BCRYPT:
        bcrypt.hashpw(_as_bcrypt_reads(password), bcrypt.gensalt(count))
    elif work is Work.PHPASS:
        phpass.using(rounds=count).hash(password[:LONGEST])
    else:
        name = work.removeprefix("pbkdf2_")
        hashlib.pbkdf2_hmac(name, password.encode(), b"nobody", count)
