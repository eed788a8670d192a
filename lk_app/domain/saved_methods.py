"""A way to pay that a gateway keeps for the next time: here a token and a mask, never a number."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Token:
    """By what a gateway charges the same card again, and how it is called: «Мир •• 0004»."""

    value: str
    title: str


@dataclass(frozen=True, slots=True)
class SavedMethod:
    """A token of a customer; `forgotten_at` ends it, rows are not deleted."""

    id: int
    customer_id: int
    gateway: str
    method: str
    token: str
    title: str
    saved_at: datetime
    forgotten_at: datetime | None = None
