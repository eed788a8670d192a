"""ALTCHA: the browser computes for a second instead of a person looking at pictures.

Traps of the library that must stay avoided: `counter`, `key_prefix` and `key_prefix_length` make
the answer computable without work; a solved challenge verifies again and again, so the caller
remembers spent ones until they expire. It reads the real clock, as captchas must.
"""

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import altcha

from lk_app.gateways.ports import SolvedChallenge

ALGORITHM = "PBKDF2/SHA-256"
COST = 5000  # iterations a guess, 256 guesses on average: about a second on a cheap phone
LIFE = timedelta(minutes=30)  # the form is long; the box is ticked somewhere in the middle
LONGEST_PAYLOAD = 4096


class AltchaCaptcha:
    """Challenges signed with a key of this installation."""

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.sha256(b"captcha:" + key).hexdigest()

    def challenge(self) -> dict[str, Any]:
        """A fresh challenge as JSON for the widget."""
        made = altcha.create_challenge(
            ALGORITHM, COST, expires_at=datetime.now(UTC) + LIFE, hmac_secret=self._key
        )
        return made.to_dict()

    def solved(self, payload: str) -> SolvedChallenge | None:
        """The challenge this payload solves, or None: forged, expired or simply wrong."""
        if not payload or len(payload) > LONGEST_PAYLOAD:
            return None
        try:
            verdict = altcha.verify_solution(payload, self._key)
        except (ValueError, TypeError, AttributeError, KeyError):
            return None  # a caller may send anything; the library forgives less than it says
        return _challenge(payload) if verdict.verified else None

    def missed(self, payload: str) -> None:
        """A guess costs as much as the work."""


def _challenge(payload: str) -> SolvedChallenge | None:
    challenge = json.loads(base64.b64decode(payload))["challenge"]
    expires = challenge["parameters"].get("expiresAt")
    if not isinstance(expires, int):
        return None
    return SolvedChallenge(challenge["signature"], datetime.fromtimestamp(expires, UTC))
