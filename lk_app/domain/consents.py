"""Consents (152-ФЗ ст. 9): each names its text's version, when it was given and taken back.

The consent to processing carries the cabinet itself, so it ends with the cabinet, on a written
request; what the supply contract and the tax law need goes on without it (152-ФЗ ст. 6 ч. 1 п. 2,
5). The consent to news is voluntary and is taken back by one press (38-ФЗ ст. 18).
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Consent:
    """One signature under one version of a text."""

    kind: str
    version: str
    given_at: datetime
    withdrawn_at: datetime | None = None
    address: str = ""  # the network address it was given from


def in_force(consents: list[Consent], kind: str) -> Consent | None:
    """The newest consent of this kind that was not taken back."""
    standing = [c for c in consents if c.kind == kind and c.withdrawn_at is None]
    return max(standing, key=lambda consent: consent.given_at, default=None)
