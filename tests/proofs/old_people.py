"""People of an old cabinet as its file: every kind of hash, several accounts, names of their own.

Where somebody will sign in the hash is a true one; the others' are as long and as random.
"""

import base64
import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import bcrypt
from passlib.hash import django_pbkdf2_sha256, pbkdf2_sha1, pbkdf2_sha256, pbkdf2_sha512, phpass

from lk_app.usecases.imports import accounts, customers

KINDS = ("bcrypt", "PBKDF2", "phpass", "salted MD5", "MD5", "salted SHA", "SHA")
SHA = ("sha1", "sha256", "sha512")
SPELLINGS = (
    "+7{0}", "8{0}", "{0}", "8 ({1}) {2}-{3}-{4}", "+7 {1} {2} {3} {4}", "7{0}", "8-{1}-{2}-{3}{4}"
)  # fmt: skip
LETTERS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Costs:
    """How slow the slow kinds are: bcrypt and phpass as powers of two, PBKDF2 in iterations."""

    bcrypt: int = 12
    phpass: int = 13
    pbkdf2: int = 260_000


CHEAP = Costs(bcrypt=4, phpass=7, pbkdf2=1_000)


@dataclass(frozen=True)
class OldPerson:
    """One of them, the same for a number and a seed."""

    number: int
    kind: str
    login: str
    email: str
    phone: str  # E.164
    password: str
    accounts: tuple[int, ...]  # numbers of households

    @property
    def account_number(self) -> str:
        return account_number(self.accounts[0])


def person(seed: str, number: int, *, households: int) -> OldPerson:
    """Seven in ten see one account, the others two: 130,000 links of 100,000 people."""
    chance = Random(f"{seed}:{number}")
    own = [number % households]
    if number % 10 < 3:
        own.append((number + households // 2) % households)
    return OldPerson(
        number=number,
        kind=KINDS[number % len(KINDS)],
        login=f"Abonent{number:06}",
        email=f"abonent{number}@old.example",
        phone=f"+79{number:09}",
        password=f"{chance.randrange(10**9)} пароль {number}",
        accounts=tuple(own),
    )


def account_number(household: int) -> str:
    """Ten digits."""
    return f"64{household:08}"


def write_accounts(path: Path, households: int) -> None:
    """accounts.csv, sixty flats a house."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(accounts.COLUMNS)
        for number in range(households):
            writer.writerow(_account(number))


def _account(number: int) -> list[Any]:
    return [
        *(account_number(number), "", *_address(number), f"Иванов И. {number}", "urban_gas"),
        *(2, 96, f"M{number:07}", "Меркурий", 6, 1, 1, "2025-10-01", "", "single:100"),
        f"{number % 90}.50",
    ]


def _address(household: int) -> tuple[str, str, int, int]:
    house = household // 60
    return "Саратов", f"ул. Овсяная {house // 50}", house % 50 + 1, household % 60 + 1


@dataclass(frozen=True)
class OldBase:
    """So many people, of whom the first `true` of each kind have a true hash."""

    seed: str
    people: int
    true: int
    costs: Costs
    households: int

    def person(self, number: int) -> OldPerson:
        return person(self.seed, number, households=self.households)

    def who_sign_in(self) -> list[OldPerson]:
        """As many of every kind."""
        return [self.person(number) for number in range(self.true * len(KINDS))]

    def write(self, path: Path, hashes: Sequence[str]) -> int:
        """customers.csv; `hashes` are the true ones. Returns how many links."""
        links = 0
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow((*customers.COLUMNS, *customers.OPTIONAL))
            for number in range(self.people):
                one = self.person(number)
                hashed = hashes[number] if number < len(hashes) else self._noise(one)
                rows = list(_rows(one, hashed))
                writer.writerows(rows)
                links += len(rows)
        return links

    def _noise(self, one: OldPerson) -> str:
        chance = Random(f"{self.seed}:{one.number}:hash")
        if one.kind == "bcrypt":
            tail = "".join(chance.choices(LETTERS, k=53))
            return f"$2y${self.costs.bcrypt:02}${tail}"
        if one.kind == "phpass":
            return f"$P${LETTERS[self.costs.phpass]}{''.join(chance.choices(LETTERS, k=30))}"
        if one.kind == "PBKDF2":
            digest = base64.b64encode(chance.randbytes(32)).decode()
            return f"pbkdf2_sha256${self.costs.pbkdf2}${chance.randrange(10**9)}${digest}"
        return _weak(one, chance.randbytes(16).hex())


def hash_of(one: OldPerson, costs: Costs) -> str:
    """The person's password as the old cabinet kept it."""
    if one.kind == "bcrypt":
        cost = (costs.bcrypt, max(4, costs.bcrypt - 2))[one.number // len(KINDS) % 2]
        hashed = bcrypt.hashpw(one.password.encode(), bcrypt.gensalt(cost)).decode()
        return hashed.replace("$2b$", ("$2b$", "$2y$", "$2a$")[one.number // len(KINDS) % 3])
    if one.kind == "phpass":
        return str(phpass.using(rounds=costs.phpass).hash(one.password))
    if one.kind == "PBKDF2":
        forms = (pbkdf2_sha256, django_pbkdf2_sha256, pbkdf2_sha1, pbkdf2_sha512)
        form = forms[one.number // len(KINDS) % len(forms)]
        return str(form.using(rounds=costs.pbkdf2).hash(one.password))
    return _weak(one, one.password)


def _weak(one: OldPerson, password: str) -> str:
    turn = one.number // len(KINDS)
    name = "md5" if "MD5" in one.kind else SHA[turn % len(SHA)]
    if "salted" not in one.kind:
        return hashlib.new(name, password.encode()).hexdigest()
    salt, after = f"s{one.number}", turn % 2 == 1
    text = password + salt if after else salt + password
    return f"{name}{'+' * after}${salt}${hashlib.new(name, text.encode()).hexdigest()}"


def _rows(one: OldPerson, hashed: str) -> Iterator[list[Any]]:
    spelled = SPELLINGS[one.number % len(SPELLINGS)].format(
        one.phone[2:], one.phone[2:5], one.phone[5:8], one.phone[8:10], one.phone[10:]
    )
    news = ["2019-03", "2020-01-31"] if one.number % 4 == 0 else ["", ""]
    for place, household in enumerate(one.accounts):
        yield [
            *(f"u{one.number}", one.login, one.email, spelled, "Петров", "Пётр", ""),
            *(hashed, "2018-05", "2019-03-14T10:22:05"),
            *(account_number(household), *_address(household), "Дача" if place else ""),
            *("2019-03-14", *news, "", "2025-11-02", ""),
        ]
