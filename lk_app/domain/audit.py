"""The audit log (журнал действий): who did what, when, from where, and what it changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Action(StrEnum):
    """What was done."""

    STAFF_ADDED = "staff.added"
    STAFF_ENROLLED = "staff.enrolled"
    STAFF_DISABLED = "staff.disabled"
    STAFF_RESET = "staff.reset"
    SIGNED_IN = "staff.signed_in"
    SIGN_IN_REFUSED = "staff.sign_in_refused"
    SIGNED_OUT = "staff.signed_out"
    DENIED = "staff.denied"
    SEARCHED = "find.searched"
    ACCOUNT_VIEWED = "account.viewed"
    PAYMENT_SETTLED = "payment.settled"
    PAYMENT_MOVED = "payment.moved"
    REVIEW_ASKED = "review.asked"
    REVIEW_ACCEPTED = "review.accepted"
    REVIEW_CLOSED = "review.closed"
    READING_ACCEPTED = "reading.accepted"
    READING_REFUSED = "reading.refused"
    READING_TAKEN = "reading.taken"
    METER_REPLACED = "meter.replaced"
    METER_VERIFIED = "meter.verified"
    HOLDER_CHANGED = "holder.changed"
    HOLDER_RENAMED = "holder.renamed"
    PHOTO_VIEWED = "reading.photo_viewed"
    NEWS_PUBLISHED = "news.published"
    WINDOWS_PUBLISHED = "windows.published"
    IMPORTED = "import.done"
    IMPORT_UNDONE = "import.undone"
    EXPORTED = "export.done"
    BILLING_ORDERED = "billing.ordered"
    QUESTION_ANSWERED = "question.answered"
    QUESTION_REFUSED = "question.refused"
    DISCLOSED = "file.disclosed"
    PICTURE_KEPT = "file.kept"
    TARIFFS_PUBLISHED = "tariffs.published"
    REFUND_STARTED = "refund.started"
    NORMS_PUBLISHED = "norms.published"
    RATES_PUBLISHED = "rates.published"
    APPEAL_OPENED = "appeal.opened"
    APPEAL_TAKEN = "appeal.taken"
    APPEAL_ANSWERED = "appeal.answered"
    APPEAL_ASKED = "appeal.asked"
    APPEAL_PROLONGED = "appeal.prolonged"
    APPEAL_HANDED = "appeal.handed"
    APPEAL_DROPPED = "appeal.dropped"
    APPEAL_CLOSED = "appeal.closed"
    PERSON_EXPORTED = "person.exported"
    PERSON_TAKEN = "person.taken"
    APPEALS_EXPORTED = "appeal.exported"
    PROPOSED = "proposal.made"
    PROPOSAL_ACCEPTED = "proposal.accepted"
    PROPOSAL_REFUSED = "proposal.refused"


# Deeds by which an employee saw a subscriber's data
LOOKS = (
    *(Action.ACCOUNT_VIEWED, Action.PHOTO_VIEWED, Action.SEARCHED),
    *(Action.PERSON_EXPORTED, Action.PERSON_TAKEN),
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an employee by the console, or whoever may run commands on the server."""

    staff_id: int | None
    name: str
    role: str = ""
    address: str = ""


COMMAND_LINE = Actor(None, "lk")
WHY = "purpose"  # in `after` of a look: the employee's reason, which the subscriber reads
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Deed:
    """One action, its subject in a word, and the facts that it changed.

    `account_id` is the account it touched: its subscriber may read of it.
    """

    action: Action
    subject: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """A line of the log; never changed and never deleted."""

    id: int
    at: datetime
    by: Actor
    deed: Deed
