"""The demo bank's book of refunds, beside its checkouts in the same file."""

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lk_app.demo.bank_checkouts import Checkout, KeyReused
from lk_app.demo.bank_file import opened

SCHEMA = """
CREATE TABLE IF NOT EXISTS refunds (
  id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, checkout TEXT NOT NULL,
  payment_reference TEXT NOT NULL, reference TEXT NOT NULL, amount INTEGER NOT NULL,
  currency TEXT NOT NULL, changed_at TEXT NOT NULL
)
"""


class TooMuch(Exception):
    """More than was paid and is not back yet."""


@dataclass(frozen=True, slots=True)
class Returned:
    """Money that went back to the card, at once."""

    id: str
    checkout: str
    payment_reference: str
    reference: str
    amount: int
    currency: str
    changed_at: datetime

    def public(self) -> dict[str, Any]:
        """What the shop is told."""
        return {
            "id": self.id,
            "checkout": self.checkout,
            "payment_reference": self.payment_reference,
            "reference": self.reference,
            "amount": self.amount,
            "currency": self.currency,
            "kind": "refund",
            "status": "done",
            "live": False,
            "changed_at": self.changed_at.isoformat(),
        }


class RefundBook:
    """Refunds in the bank's SQLite file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def give_back(
        self, key: str, checkout: Checkout, request: dict[str, Any], *, now: datetime
    ) -> Returned:
        """Give money back once a key; raises KeyReused, TooMuch."""
        amount, reference = int(request["amount"]), str(request["reference"])
        with opened(self._path, SCHEMA) as db:
            db.execute("BEGIN IMMEDIATE")
            known = db.execute("SELECT * FROM refunds WHERE key = ?", (key,)).fetchone()
            if known:
                if (known["amount"], known["checkout"]) != (amount, checkout.id):
                    raise KeyReused
                return _returned(known)
            (back,) = db.execute(
                "SELECT coalesce(sum(amount), 0) FROM refunds WHERE checkout = ?", (checkout.id,)
            ).fetchone()
            if checkout.status != "paid" or not 0 < amount <= checkout.amount - back:
                raise TooMuch
            row = (
                f"ref_{secrets.token_hex(8)}",
                key,
                checkout.id,
                checkout.reference,
                reference,
                amount,
                checkout.currency,
                now.isoformat(),
            )
            db.execute(f"INSERT INTO refunds VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
            made = db.execute("SELECT * FROM refunds WHERE id = ?", row[:1]).fetchone()
        return _returned(made)

    def find(self, refund_id: str) -> Returned | None:
        """One refund."""
        with opened(self._path, SCHEMA) as db:
            row = db.execute("SELECT * FROM refunds WHERE id = ?", (refund_id,)).fetchone()
        return _returned(row) if row else None

    def done(self, since: datetime, until: datetime) -> list[Returned]:
        """What went back in a span of time, oldest first."""
        with opened(self._path, SCHEMA) as db:
            rows = db.execute(
                "SELECT * FROM refunds WHERE changed_at >= ? AND changed_at < ?"
                " ORDER BY changed_at, id",
                (since.astimezone(UTC).isoformat(), until.astimezone(UTC).isoformat()),
            ).fetchall()
        return [_returned(row) for row in rows]


def _returned(row: sqlite3.Row) -> Returned:
    return Returned(
        id=row["id"],
        checkout=row["checkout"],
        payment_reference=row["payment_reference"],
        reference=row["reference"],
        amount=row["amount"],
        currency=row["currency"],
        changed_at=datetime.fromisoformat(row["changed_at"]),
    )
