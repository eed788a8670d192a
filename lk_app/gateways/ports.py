"""What the use cases need of the world outside: one small port per kind of neighbour."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from lk_app.domain.letters import OutboxLetter


class MailRefused(Exception):
    """The mail server will never take this letter (a mailbox that does not exist)."""


class MailUnavailable(Exception):
    """The letter did not go this time: no connection, a timeout, a full mailbox. Try later."""


class MailGateway(Protocol):
    """Takes letters away."""

    def send(self, letter: OutboxLetter) -> None:
        """Hand one letter over; raises MailRefused or MailUnavailable."""


@dataclass(frozen=True, slots=True)
class SolvedChallenge:
    """A captcha challenge that was solved; whether it is spent already is for the caller to say."""

    signature: str
    expires_at: datetime


class Captcha(Protocol):
    """Asks a browser to prove that it is in no hurry."""

    def challenge(self) -> dict[str, Any]:
        """A fresh challenge as JSON for the widget."""

    def solved(self, payload: str) -> SolvedChallenge | None:
        """The challenge this payload solves, or None: forged, expired or simply wrong."""
