"""What the use cases need of the world outside: one small port per kind of neighbour."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Protocol

from lk_app.domain.fiscal_receipts import FiscalReceipt
from lk_app.domain.gateway_registers import RegisterLine
from lk_app.domain.letters import OutboxLetter
from lk_app.domain.notices import Notice, PushAddress
from lk_app.domain.payment_refunds import Refund, RefundReport
from lk_app.domain.payments import Method, Payment, Report
from lk_app.domain.photos import MadePhoto


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


class PushGone(Exception):
    """The device takes notices no longer: the person said no there, or the browser is gone."""


class PushUnavailable(Exception):
    """The notice did not go this time. Try later."""


class PushGateway(Protocol):
    """Takes notices to browsers (RFC 8030), closed for each device (RFC 8291)."""

    @property
    def public_key(self) -> str:
        """Whose notices a browser agrees to (RFC 8292), base64url."""

    def check(self, to: PushAddress) -> None:
        """Make sure that something could be sent there; raises PushRefused."""

    def send(self, to: PushAddress, notice: Notice, *, seconds: int) -> None:
        """Hand one notice over, to be kept so long for a device that is off.

        Raises PushGone, PushUnavailable, or PushRefused when it will never be taken.
        """


class DatedStore(Protocol):
    """A store that tells what it was given long ago."""

    def unused_since(self, before: datetime, *, share: str) -> list[str]:
        """Keys of what was kept last before this moment; of those that start with this digit."""

    def drop(self, key: str) -> None:
        """Keep it no longer."""


class PhotoStore(DatedStore, Protocol):
    """Keeps photos of meters by their content."""

    def keep(self, photo: MadePhoto) -> None:
        """Keep it; the same one again is as if it were new."""

    def read(self, key: str) -> bytes | None:
        """Its bytes; None when it is gone."""


class FileStore(DatedStore, Protocol):
    """Keeps the files beside appeals by their content."""

    def keep(self, key: str, content: bytes) -> None:
        """Keep it; the same one again changes nothing."""

    def read(self, key: str) -> bytes | None:
        """Its bytes; None when it is gone."""


class LargeFileStore(Protocol):
    """Keeps files that are too large to be held in memory, under names that nobody guesses."""

    def writing(self, key: str) -> AbstractContextManager[IO[bytes]]:
        """A file to write piece by piece; it is there when all of it is written."""

    def pieces(self, key: str) -> Iterator[bytes] | None:
        """Its bytes, some at a time; None when it is gone."""

    def drop(self, key: str) -> None:
        """Delete it, if it is there."""

    def drop_older(self, than: datetime) -> int:
        """Delete what was written before this moment, named or not; how many."""


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

    def missed(self, payload: str) -> SolvedChallenge | None:
        """The challenge that a wrong answer uses up; None where guessing again gains nothing."""


class GatewayUnanswered(Exception):
    """No usable answer: the request may or may not have been carried out; ask again, same key."""


class GatewayDown(GatewayUnanswered):
    """Not even asked: its last calls all failed, and it gets a rest before the next one."""


class GatewayRefused(Exception):
    """A clear no: nothing was carried out and asking again would not help."""


class EventRejected(Exception):
    """A callback that did not come from the gateway, or cannot be read; nothing is believed."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A payment page at a gateway."""

    external_id: str
    url: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a gateway can do; what it cannot is not offered.

    `autopay` are the methods it keeps and charges again without their payer.
    """

    methods: frozenset[Method]
    autopay: frozenset[Method] = frozenset()
    refunds: bool = False
    receipts: bool = False  # issues fiscal receipts (54-ФЗ)
    register: bool = False  # lists what it did in a day
    callbacks: bool = True  # False where their secret is not set: the route is off


class PaymentGateway(Protocol):
    """Takes the payer's money on its own page. Every call is safe to repeat.

    Each call but read_event raises GatewayUnanswered (also GatewayDown), and GatewayRefused where
    something is asked of the gateway that it will not do.
    """

    @property
    def name(self) -> str:
        """The key of the gateway in payments and in /api/webhooks/NAME."""

    @property
    def live(self) -> bool:
        """Whether it moves real money."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""

    @property
    def available(self) -> bool:
        """False while it rests after failures: it is said to be down, the others stay."""

    def create_checkout(self, payment: Payment) -> Checkout:
        """The page for a payment; the same idempotency key gives the same page.

        With `payment.save_method` the gateway keeps the card, and a Report of success names it.
        """

    def charge_saved(self, payment: Payment, token: str) -> Report:
        """Charge a saved method without its payer; the same idempotency key charges once.

        A declined one is a Report too (FAILED with its reason).
        """

    def fetch(self, external_id: str) -> Report:
        """What has become of a payment."""

    def fetch_receipt(self, payment: Payment) -> FiscalReceipt:
        """The fiscal receipt of a payment it took; NONE where it issues none."""

    def refund(self, payment: Payment, refund: Refund) -> RefundReport:
        """Give (a part of) a payment back; the same idempotency key gives it back once."""

    def fetch_refund(self, external_id: str) -> RefundReport:
        """What has become of a refund."""

    def register(self, since: datetime, until: datetime) -> list[RegisterLine]:
        """Every finished operation of a half-open span of real time, oldest first."""

    def read_event(
        self, body: bytes, headers: Mapping[str, str], address: str, *, real_now: datetime
    ) -> Report | RefundReport | None:
        """What a callback says, None if it is of no interest.

        Raises EventRejected when it is not the gateway's, GatewayUnanswered when it has to be
        fetched and could not be.
        """
