"""What the use cases need of the world outside: one small port per kind of neighbour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from lk_app.domain.letters import OutboxLetter
from lk_app.domain.payments import Payment, Report


class MailRefused(Exception):
    """The mail server will never take this letter (a mailbox that does not exist)."""


class MailUnavailable(Exception):
    """The letter did not go this time: no connection, a timeout, a full mailbox. Try later."""


class MailGateway(Protocol):
    """Takes letters away."""

    def send(self, letter: OutboxLetter) -> None:
        """Hand one letter over; raises MailRefused or MailUnavailable."""

    def greet(self) -> None:
        """Make sure letters could be handed over, handing none; raises MailUnavailable."""


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


class GatewayUnanswered(Exception):
    """No usable answer: the request may or may not have been carried out; ask again, same key."""


class EventRejected(Exception):
    """A callback that did not come from the gateway, or cannot be read; nothing is believed."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A payment page at a gateway."""

    external_id: str
    url: str


class PaymentGateway(Protocol):
    """Takes the payer's money on its own page. Every call is safe to repeat."""

    @property
    def name(self) -> str:
        """The key of the gateway in payments and in /api/webhooks/NAME."""

    @property
    def live(self) -> bool:
        """Whether it moves real money."""

    def create_checkout(self, payment: Payment) -> Checkout:
        """The page for a payment; the same idempotency key gives the same page.

        Raises GatewayUnanswered.
        """

    def fetch(self, external_id: str) -> Report:
        """What has become of a payment; raises GatewayUnanswered."""

    def read_event(
        self, body: bytes, headers: Mapping[str, str], address: str, *, real_now: datetime
    ) -> Report | None:
        """What a callback says, None if it is of no interest.

        Raises EventRejected when it is not the gateway's, GatewayUnanswered when it has to be
        fetched and could not be.
        """
