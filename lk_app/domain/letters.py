"""Letters on their way: what waits in the outbox, and how long a failed one waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal

# A claimed letter belongs to one worker for this long; a worker that died gives it back by it.
# Longer than the slowest conversation with a mail server (gateways/smtp.py, TIMEOUT_SECONDS).
CLAIM_LIFE = timedelta(minutes=5)
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=4)
ATTEMPTS_LIMIT = 24  # about three days, as long as RFC 5321 §4.5.4.1 lets a sender keep trying


class LettersPaused(Refusal):
    """This mailbox was written to a few times already; says when the next letter may go."""


@dataclass(frozen=True, slots=True)
class AttachedBill:
    """A posted bill that goes with a letter, as far as this customer may see it when it goes."""

    customer_id: int
    account_number: str
    period: Period


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A paper ready to go; `name` is plain ASCII."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OutboxLetter:
    """A letter kept with the change it tells of. `dedupe_key` lets one event write one letter.

    `attached` names its papers, `files` are the papers themselves: made when the letter goes,
    never kept. `unsubscribe_link` takes a POST from a mail program (RFC 8058), "" where there is
    nothing to call off.
    """

    id: int
    kind: str
    recipient: str
    subject: str
    text: str
    html: str
    dedupe_key: str
    created_at: datetime
    sent_at: datetime | None = None
    attempts: int = 0
    attached: tuple[AttachedBill, ...] = ()
    unsubscribe_link: str = ""
    files: tuple[AttachedFile, ...] = ()


def retry_at(attempts: int, *, now: datetime) -> datetime | None:
    """When a letter that failed so many times goes again: doubling pauses; None after the last."""
    if attempts >= ATTEMPTS_LIMIT:
        return None
    doublings: int = 2 ** min(attempts - 1, 20)
    return now + min(FIRST_RETRY * doublings, LONGEST_RETRY)
