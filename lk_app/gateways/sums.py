"""A sum in words, for browsers without JavaScript: nothing to look at, nothing to compute on.

A program that wants to can read it. Behind it stand the throttles and the supplier's moderation,
which let nothing through unread.
"""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta

from lk_app.gateways.ports import SolvedChallenge

NUMBERS = ("два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять")  # 2 to 9
LIFE = timedelta(minutes=30)
LONGEST_PAYLOAD = 250


class SumCaptcha:
    """Sums whose answer only the key of this installation can tell from the token."""

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.sha256(b"sum:" + key).digest()

    def challenge(self) -> dict[str, str]:
        """`words` to be asked, and the `token` that comes back before the answer."""
        first, second = (secrets.randbelow(len(NUMBERS)) for _ in range(2))
        expires = int((datetime.now(UTC) + LIFE).timestamp())
        stamp = f"{secrets.token_hex(8)}.{expires}"
        sealed = f"{stamp}.{self._mark(stamp)}"
        answer = str(first + 2 + second + 2)
        return {
            "words": f"{NUMBERS[first]} плюс {NUMBERS[second]}",
            "token": f"{sealed}.{self._mark(sealed, answer)}",
        }

    def solved(self, payload: str) -> SolvedChallenge | None:
        """The challenge that «token answer» solves, or None: forged, expired or wrong."""
        sealed, mark, answer = _read(payload)
        right = self._mark(sealed, "".join(answer.split()))
        return self.missed(payload) if hmac.compare_digest(mark.encode(), right.encode()) else None

    def missed(self, payload: str) -> SolvedChallenge | None:
        """The challenge of ours that was answered, rightly or not: there are 15 answers to try."""
        stamp, _, seal = _read(payload)[0].rpartition(".")
        if not hmac.compare_digest(seal.encode(), self._mark(stamp).encode()):
            return None
        expires = datetime.fromtimestamp(int(stamp.partition(".")[2]), UTC)
        return SolvedChallenge(seal, expires) if expires > datetime.now(UTC) else None

    def _mark(self, stamp: str, answer: str = "") -> str:
        return hmac.new(self._key, f"{stamp}:{answer}".encode(), hashlib.sha256).hexdigest()


def _read(payload: str) -> tuple[str, str, str]:
    """The sealed stamp, the mark of its answer, the answer."""
    plain = payload[:LONGEST_PAYLOAD].encode("ascii", "replace").decode()
    token, _, answer = plain.partition(" ")
    sealed, _, mark = token.rpartition(".")
    return sealed, mark, answer
