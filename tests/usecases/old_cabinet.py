"""An old cabinet for the tests: accounts here, its file, and bringing it in."""

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import md5
from pathlib import Path
from typing import Any

from lk_app.db.engine import Database
from lk_app.domain.imports import Imported
from lk_app.old_passwords import Vault
from lk_app.settings import LinkProof
from lk_app.usecases.imports import accounts, customers
from lk_app.usecases.imports.following import Mover
from lk_app.usecases.imports.loading import Books
from lk_app.usecases.old_cabinet import OldCabinet
from tests.documents import papers
from tests.proofs import old_people
from tests.usecases import people

NOW = people.NOW
BOOKS = Books(NOW, papers.SARATOV, 10)
VAULT = Vault(b"v" * 32)
MOVER = Mover(VAULT, LinkProof.HISTORY, people.PAPER, NOW)
UNTIL = datetime(2027, 3, 1, tzinfo=UTC)
OLD = OldCabinet(VAULT, UNTIL, 10)
PASSWORD = "старый пароль"
MD5 = "md5$seasalt$" + md5(f"seasalt{PASSWORD}".encode()).hexdigest()
HOUSEHOLDS = 8
ROW = {
    "old_id": "17", "login": "Anna64", "email": "anna@old.example", "phone": "8 (927) 765-43-21",
    "last_name": "Иванова", "first_name": "Анна", "patronymic": "Петровна",
    "password_hash": MD5, "consent_version": "2018-05", "consent_at": "2019-03-14T10:22:05",
    "account_number": "6400000001", "city": "Саратов", "street": "Овсяная 0", "house": "1",
    "apartment": "кв. 2", "link_name": "Дом", "linked_on": "2025-11-02", "meter_serial": "",
    "news_version": "", "news_at": "", "registered_at": "2019-03-14", "balance": "",
}  # fmt: skip


def bring_accounts(db: Database, folder: Path, households: int = HOUSEHOLDS) -> None:
    """Accounts 6400000000, 6400000001, …: flats 1, 2, … of one house."""
    path = folder / "accounts.csv"
    old_people.write_accounts(path, households)
    accounts.run(db=db, path=path, books=BOOKS, skip_bad=False)


def file(folder: Path, *rows: Mapping[str, Any]) -> Path:
    """customers.csv of rows that differ from ROW in what is said."""
    path = folder / "customers.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, ROW)
        writer.writeheader()
        writer.writerows({**ROW, **row} for row in rows)
    return path


def bring(db: Database, folder: Path, *rows: Mapping[str, Any], **options: Any) -> Imported:
    """Bring such a file in."""
    own: dict[str, Any] = {"skip_bad": False, "mover": MOVER, "books": BOOKS, **options}
    return customers.run(db=db, path=file(folder, *rows), **own)


def under(proof: LinkProof) -> Mover:
    """The supplier asks for another proof of an account."""
    return replace(MOVER, proof=proof)
