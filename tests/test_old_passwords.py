"""Every form of the old cabinet's hashes opens with its password and with no other one.

Vectors (tests/data/old_passwords.csv): bcrypt of crypt_blowfish, phpass of Openwall, PBKDF2 of
RFC 6070, passlib and Django, salted MD5 and SHA-1 of Django; the others are digests of «password».
"""

import csv

import bcrypt
import pytest

from lk_app import old_passwords, security
from lk_app.domain.old_passwords import CAPS, HashRefused, StrongHash, WeakHash, Work, parse
from lk_app.old_passwords import Vault
from tests.cabinet import ROOT

VAULT = Vault(b"k" * 32)
VECTORS = {
    row["kind"]: (row["password"], row["hash"])
    for row in csv.DictReader((ROOT / "tests/data/old_passwords.csv").open(encoding="utf-8"))
}


@pytest.mark.parametrize("kind", VECTORS)
def test_a_published_vector_opens_with_its_password_alone(kind: str) -> None:
    password, text = VECTORS[kind]
    kept = old_passwords.stored(parse(text), VAULT)
    assert old_passwords.verify(password, kept, VAULT, {})
    assert not old_passwords.verify(password + " ", kept, VAULT, {})
    assert not old_passwords.verify("", kept, VAULT, {})


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512"])
@pytest.mark.parametrize("after", [False, True])
def test_a_salt_on_either_side(algorithm: str, after: bool) -> None:
    digest = old_passwords.digest("пароль", algorithm, "соль$", after)
    kept = parse(f"{algorithm}{'+' * after}$соль$${digest.upper()}")
    assert kept == WeakHash(algorithm, "соль$", digest, after)
    stored = VAULT.seal(kept)
    assert old_passwords.verify("пароль", stored, VAULT, {})


def test_a_bcrypt_salt_with_letters_bits_left_set_opens_too() -> None:
    exact = bcrypt.hashpw(b"old words", b"$2b$04$" + b"." * 22).decode()
    loose = exact[:28] + "/" + exact[29:]  # the last letter of the salt; crypt_blowfish takes it
    stored = old_passwords.OLD + loose
    assert old_passwords.verify("old words", stored, None, {})
    assert not old_passwords.verify("other words", stored, None, {})


@pytest.mark.parametrize("kind", [kind for kind, (_, text) in VECTORS.items() if "$" not in text])
def test_a_weak_hash_is_never_kept_as_it_came(kind: str) -> None:
    password, text = VECTORS[kind]
    weak = parse(text)
    assert isinstance(weak, WeakHash)
    sealed, wrapped = VAULT.seal(weak), old_passwords.wrap(weak)
    assert text not in sealed
    assert sealed != VAULT.seal(weak)
    assert text not in wrapped
    assert old_passwords.verify(password, wrapped, None, {})
    assert not old_passwords.verify("other", wrapped, None, {})
    assert not old_passwords.verify(password, sealed, Vault(b"o" * 32), {}), "another key"


@pytest.mark.parametrize(
    "text",
    [
        "password",
        "5f4dcc3b5aa765d61d8327deb882cf9",
        "md5$salt$5f4dcc",
        "$2b$05$short",
        "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$P$9IQRaTwmf",
        "$pbkdf2-sha256$1212$4vjV83LKPjQzk31VI4E0Vw",
        "pbkdf2_sha256$many$seasalt$FQCNpiZpTb0zub+HBsH6TOwyRxJ19FwvjbweatNmK/Y=",
        "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA",
    ],
)
def test_what_is_no_hash_that_is_known_is_refused(text: str) -> None:
    with pytest.raises(HashRefused, match="form"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "work"),
    [
        ("$2b$31$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK", Work.BCRYPT),
        ("$P$SIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", Work.PHPASS),
        (VECTORS["PBKDF2 SHA-512"][1].replace("1212", "2000000000"), Work.PBKDF2_SHA512),
        (VECTORS["Django PBKDF2"][1].replace("12000", "1500001"), Work.PBKDF2_SHA256),
    ],
)
def test_a_hash_that_would_cost_too_much_is_refused_unread(text: str, work: Work) -> None:
    with pytest.raises(HashRefused, match="work") as refused:
        parse(text)
    assert refused.value.facts["cap"] == CAPS[work]


def test_every_verification_costs_what_the_slowest_kind_costs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ceilings = {"bcrypt": 6, "phpass": 8, "pbkdf2_sha256": 3000}
    spent: list[tuple[str, int, int]] = []

    def noted(password: str, work: Work, done: int, ceiling: int) -> None:
        spent.append((work.value, done, ceiling))

    monkeypatch.setattr(old_passwords, "_spend", noted)
    stored = {
        "ours": security.hash_password("x"),
        "nobody": old_passwords.NONE,
        "PBKDF2": old_passwords.OLD + VECTORS["PBKDF2 SHA-256"][1],
        "weak": VAULT.seal(WeakHash("md5", "", "0" * 32)),
    }
    rest = {}
    for kind, one in stored.items():
        spent.clear()
        assert not old_passwords.verify("y", one, VAULT, ceilings)
        rest[kind] = {work: (done, ceiling) for work, done, ceiling in spent}
    assert rest["ours"] == rest["nobody"] == rest["weak"]
    assert rest["ours"] == {
        "bcrypt": (security.BCRYPT_COST, 6), "phpass": (0, 8), "pbkdf2_sha256": (0, 3000)
    }  # fmt: skip
    assert rest["PBKDF2"] == {
        "bcrypt": (0, 6), "phpass": (0, 8), "pbkdf2_sha256": (1212, 3000)
    }  # fmt: skip


def test_powers_of_two_are_made_up_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    monkeypatch.setattr(bcrypt, "hashpw", lambda _, salt: done.append(int(salt[4:6])))
    old_passwords._spend("x", Work.BCRYPT, 5, 9)
    assert 2**5 + sum(2**cost for cost in done) == 2**9


def test_a_strong_hash_says_what_it_costs() -> None:
    assert parse(VECTORS["phpass P"][1]) == StrongHash(VECTORS["phpass P"][1], Work.PHPASS, 11)
