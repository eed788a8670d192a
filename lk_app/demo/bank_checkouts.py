"""The demo bank's own book: it is another company, so it keeps its own file, not our tables."""

import json
import secrets
import sqlite3
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lk_app.demo.bank_file import opened

LIFE = timedelta(minutes=30)  # how long a page waits for its payer
DELAY = timedelta(seconds=8)  # how long the slow card takes
CODE_ATTEMPTS = 3
REQUEST_FIELDS = ("reference", "amount", "currency", "method", "description", "return_url")
OPTIONAL_FIELDS: dict[str, Any] = {"save_method": False, "receipt": []}
TOKEN = "card_"  # noqa: S105  and the checkout that the card paid
SELECT = "SELECT rowid AS number, * FROM checkouts"
SCHEMA = """
CREATE TABLE IF NOT EXISTS checkouts (
  id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, request TEXT NOT NULL, status TEXT NOT NULL,
  card TEXT NOT NULL DEFAULT '', decline TEXT NOT NULL DEFAULT '', code TEXT NOT NULL DEFAULT '',
  wrong_codes INTEGER NOT NULL DEFAULT 0, changed_at TEXT NOT NULL, created_at TEXT NOT NULL
)
"""


class KeyReused(Exception):
    """The same idempotency key with another body."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A payment page. Status: open, code (3-D Secure), processing, paid, declined, canceled,
    expired; `card` holds the brand and four digits, nothing more is kept."""

    id: str
    number: int
    reference: str
    amount: int
    currency: str
    method: str
    description: str
    return_url: str
    save_method: bool
    receipt: list[list[Any]]
    status: str
    card: str
    decline: str
    code: str
    changed_at: datetime
    created_at: datetime

    @property
    def waits(self) -> bool:
        """Whether its payer may still do something."""
        return self.status in ("open", "code")

    @property
    def token(self) -> str:
        """By what the shop may charge the card again, "" unless its payer agreed."""
        kept = self.status == "paid" and self.save_method and self.method == "card"
        return f"{TOKEN}{self.id}" if kept else ""

    def public(self) -> dict[str, Any]:
        """What the shop is told; to it, the code step is just an open page."""
        hidden = ("code", "created_at", "number", "receipt", "save_method")
        return {
            **{k: v for k, v in asdict(self).items() if k not in hidden},
            "status": "open" if self.status == "code" else self.status,
            "changed_at": self.changed_at.isoformat(),
            "live": False,
            "token": self.token,
            "receipt_number": str(self.number) if self.status == "paid" else "",
        }


class Book:
    """Checkouts in one SQLite file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def create(self, key: str, request: dict[str, Any], *, now: datetime) -> Checkout:
        """A new page, or the one this key made before; raises KeyReused."""
        return self._add(key, request, "open", "", now=now)

    def charge(self, key: str, request: dict[str, Any], *, now: datetime) -> Checkout:
        """A card kept from an earlier page pays at once; an unknown token is declined."""
        kept = self.find(str(request["token"]).removeprefix(TOKEN), now=now)
        order = {**request, "method": "card", "return_url": "/"}
        if kept is None or kept.token != request["token"]:
            return self._add(key, order, "declined", "", now=now)
        return self._add(key, order, "paid", kept.card, now=now)

    def _add(
        self, key: str, request: dict[str, Any], status: str, card: str, *, now: datetime
    ) -> Checkout:
        facts = {name: request[name] for name in REQUEST_FIELDS}
        facts |= {name: request.get(name, usual) for name, usual in OPTIONAL_FIELDS.items()}
        if facts["receipt"] and sum(line[1] for line in facts["receipt"]) != facts["amount"]:
            raise ValueError("the receipt does not come to the sum of the payment")
        body = json.dumps(facts, sort_keys=True)
        with opened(self._path, SCHEMA) as db:
            db.execute(
                "INSERT INTO checkouts (id, key, request, status, card, changed_at, created_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
                (secrets.token_urlsafe(16), key, body, status, card, *[now.isoformat()] * 2),
            )
            row = db.execute(f"{SELECT} WHERE key = ?", (key,)).fetchone()
        if row["request"] != body:
            raise KeyReused
        return _checkout(row)

    def paid(self, since: datetime, until: datetime) -> list[Checkout]:
        """What was paid in a span of UTC, oldest first."""
        with opened(self._path, SCHEMA) as db:
            rows = db.execute(
                f"{SELECT} WHERE status = 'paid' AND changed_at >= ? AND changed_at < ?"
                " ORDER BY changed_at, id",
                (since.astimezone(UTC).isoformat(), until.astimezone(UTC).isoformat()),
            ).fetchall()
        return [_checkout(row) for row in rows]

    def find(self, checkout_id: str, *, now: datetime) -> Checkout | None:
        """The page as it is now: time expires it and ends the slow card's wait."""
        with opened(self._path, SCHEMA) as db:
            db.execute(
                "UPDATE checkouts SET status = 'expired', changed_at = ?"
                " WHERE id = ? AND status IN ('open', 'code') AND created_at < ?",
                (now.isoformat(), checkout_id, (now - LIFE).isoformat()),
            )
            db.execute(
                "UPDATE checkouts SET status = 'paid', changed_at = ?"
                " WHERE id = ? AND status = 'processing' AND changed_at <= ?",
                (now.isoformat(), checkout_id, (now - DELAY).isoformat()),
            )
            row = db.execute(f"{SELECT} WHERE id = ?", (checkout_id,)).fetchone()
        return _checkout(row) if row else None

    def move(
        self, checkout: Checkout, status: str, *, now: datetime, card: str = "", decline: str = ""
    ) -> bool:
        """Go on from the status that was seen; False when somebody was faster."""
        with opened(self._path, SCHEMA) as db:
            moved = db.execute(
                "UPDATE checkouts SET status = ?, decline = ?, changed_at = ?,"
                " card = CASE WHEN ? = '' THEN card ELSE ? END WHERE id = ? AND status = ?",
                (status, decline, now.isoformat(), card, card, checkout.id, checkout.status),
            )
        return moved.rowcount == 1

    def ask_code(self, checkout: Checkout, *, card: str, now: datetime) -> bool:
        """Start the 3-D Secure step."""
        code = f"{secrets.randbelow(10**6):06d}"
        with opened(self._path, SCHEMA) as db:
            moved = db.execute(
                "UPDATE checkouts SET status = 'code', code = ?, card = ?, changed_at = ?"
                " WHERE id = ? AND status = 'open'",
                (code, card, now.isoformat(), checkout.id),
            )
        return moved.rowcount == 1

    def wrong_code(self, checkout: Checkout) -> int:
        """Count a wrong code; how many attempts are left."""
        with opened(self._path, SCHEMA) as db:
            row = db.execute(
                "UPDATE checkouts SET wrong_codes = wrong_codes + 1 WHERE id = ?"
                " RETURNING wrong_codes",
                (checkout.id,),
            ).fetchone()
        return max(CODE_ATTEMPTS - int(row[0]), 0)


def _checkout(row: sqlite3.Row) -> Checkout:
    request = json.loads(row["request"])
    return Checkout(
        id=row["id"],
        number=row["number"],
        **{name: request[name] for name in REQUEST_FIELDS},
        **{name: request.get(name, usual) for name, usual in OPTIONAL_FIELDS.items()},
        status=row["status"],
        card=row["card"],
        decline=row["decline"],
        code=row["code"],
        changed_at=datetime.fromisoformat(row["changed_at"]),
        created_at=datetime.fromisoformat(row["created_at"]),
    )
