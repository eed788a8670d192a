"""What a stranger sends: the target's ids, a handler's payload, a request and its answers."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from lk_app.demo import people
from tests.cabinet import Cabinet

Payload = dict[str, Any]
GONE = (303, 401, 403, 404)  # 303 leads to signing in


@dataclass(frozen=True)
class Target:
    """The ready sign-in of the demonstration: ids to ask for, words nobody else may see."""

    account_number: str
    receipt_number: str
    payment_id: str
    session_id: int
    link_id: int
    markers: tuple[str, ...]

    @classmethod
    def of(cls, cabinet: Cabinet) -> Self:
        """Read the ids off the database of a running cabinet."""
        person = people.SUBSCRIBER
        number = person.accounts[0][0]
        with sqlite3.connect(cabinet.var_dir / "lk.db") as db:
            account, serial = db.execute(
                "SELECT a.id, m.serial FROM accounts a JOIN meters m ON m.account_id = a.id "
                "WHERE a.account_number = ?",
                (number,),
            ).fetchone()
            (receipt,) = db.execute(
                "SELECT receipt_number FROM readings WHERE account_id = ? ORDER BY id DESC",
                (account,),
            ).fetchone()
            (payment,) = db.execute(
                "SELECT p.public_id FROM payments p JOIN payment_parts t ON t.payment_id = p.id "
                "WHERE t.account_id = ? ORDER BY p.id DESC",
                (account,),
            ).fetchone()
            (session,) = db.execute("SELECT max(id) FROM sessions").fetchone()
            (link,) = db.execute(
                "SELECT id FROM account_links WHERE account_id = ?", (account,)
            ).fetchone()
        printed = f"{number[:5]}-{number[5:8]}-{number[8:]}"
        markers = (str(person.name), printed, serial)
        return cls(number, receipt, payment, session, link, markers)


@dataclass(frozen=True)
class Row:
    """A call: the payload and the page it comes from; `{…}` in the page are the target's ids."""

    payload: Callable[[Target], Payload] = lambda target: {}
    page: str = "/cabinet?account={account_number}"
    acts_on_self: bool = False  # takes no id: another subscriber would only change what is theirs


@dataclass(frozen=True)
class Request:
    """An HTTP request and the only answers a stranger may get."""

    method: str
    path: str
    refusals: tuple[int, ...]
    form: Payload | None = None

    def method_and_path(self, target: Target) -> tuple[str, str]:
        """With the target's ids put in."""
        return self.method, self.path.format(**vars(target))
