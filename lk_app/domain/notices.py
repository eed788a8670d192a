"""Notices: what a person asked to be told of, when it is time, and never at night or twice.

A kind is asked for by mail and for each device apart. Rules look at the business clock; who is
told of what is remembered by (person, kind, subject, way), so a repeated look tells nothing new.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal
from lk_app.domain.windows import SubmissionWindow

QUIET_FROM, QUIET_UNTIL = time(21), time(9)  # by the supplier's clock; what comes then waits
OPENING_IS_NEWS = timedelta(days=2)
FEW_DAYS = timedelta(days=3)
LAST_DAY = timedelta(days=1)
# The third month without readings is the last by the average (п. 59): two are missed already.
MISSED_BEFORE_THIRD = 2
VERIFICATION_AHEAD = timedelta(days=60)  # time enough to have a meter verified or replaced
VERIFICATION_OVER = timedelta(days=60)  # later everybody has been told or has other worries
ANNOUNCED_LATELY = timedelta(days=3)  # of an outage that was, nobody wants to hear
KEPT_TRYING = timedelta(days=2)  # by a push service, for what has no end of its own


class PushRefused(Refusal):
    """The device's address is none that a notice can be sent to."""


class NoticeKind(StrEnum):
    """What a person may ask to be told of, in the order of the profile."""

    WINDOW_OPENS = "window_opens"
    FEW_DAYS = "few_days"
    LAST_DAY = "last_day"
    THIRD_MONTH = "third_month"
    BILL = "bill"
    PAYMENT = "payment"
    READING_REFUSED = "reading_refused"
    VERIFICATION = "verification"
    HOUSE = "house"
    APPEAL = "appeal"


# What a letter tells anyway: nothing to ask for and nothing to call off.
ALWAYS_BY_MAIL = frozenset({NoticeKind.APPEAL})

# Of several whose time it is, one is said and the weaker ones count as said with it.
REMINDERS = (
    NoticeKind.LAST_DAY,
    NoticeKind.FEW_DAYS,
    NoticeKind.THIRD_MONTH,
    NoticeKind.WINDOW_OPENS,
)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell: plain words, and the page of ours that it opens.

    `subject` is what it is about (a month, a payment's number): one is told of it once. `until` is
    when it is worth nothing any more. `also` are weaker kinds that it says as well.
    """

    kind: NoticeKind
    subject: str
    title: str
    text: str
    path: str
    until: datetime | None = None
    also: tuple[NoticeKind, ...] = ()


@dataclass(frozen=True, slots=True)
class PushAddress:
    """Where a device takes notices (RFC 8030) and the keys they are closed with (RFC 8291)."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class Device:
    """A browser that takes notices for one person, of these kinds."""

    id: int
    customer_id: int
    address: PushAddress
    kinds: frozenset[NoticeKind]


@dataclass(frozen=True, slots=True)
class WaitingNotice:
    """A notice on its way to a mailbox (`device_id` is None) or to a device."""

    id: int
    customer_id: int
    device_id: int | None
    notice: Notice
    attempts: int


def is_quiet(now: datetime, tz: tzinfo) -> bool:
    """Whether people sleep by the supplier's clock."""
    local = now.astimezone(tz).time()
    return local >= QUIET_FROM or local < QUIET_UNTIL


def reminders(
    window: SubmissionWindow, now: datetime, tz: tzinfo, *, missed: Iterable[int]
) -> tuple[NoticeKind, ...]:
    """Which reminders are due, the strongest first.

    `missed` are the months without readings of each account that still waits for one; without any
    there is nothing to remind of.
    """
    behind = list(missed)
    month = Period.at(now, tz)
    opens, closes = window.opens_at(month, tz), window.closes_at(month, tz)
    if not behind or not opens <= now < closes:
        return ()
    due = {
        NoticeKind.LAST_DAY: closes - LAST_DAY <= now,
        NoticeKind.FEW_DAYS: closes - FEW_DAYS <= now < closes - LAST_DAY,
        NoticeKind.THIRD_MONTH: MISSED_BEFORE_THIRD in behind,
        NoticeKind.WINDOW_OPENS: now < min(opens + OPENING_IS_NEWS, closes - LAST_DAY),
    }
    return tuple(kind for kind in REMINDERS if due[kind])


def chosen(
    due: tuple[NoticeKind, ...], wished: frozenset[NoticeKind]
) -> tuple[NoticeKind, tuple[NoticeKind, ...]] | None:
    """Of the reminders due the one to say, and those it stands for; None when none is wished."""
    mine = tuple(kind for kind in due if kind in wished)
    return (mine[0], mine[1:]) if mine else None


def is_verification_due(verified_until: date | None, today: date) -> bool:
    """Whether the end of a meter's verification is near, or has just passed."""
    if verified_until is None:
        return False
    return verified_until - VERIFICATION_AHEAD <= today <= verified_until + VERIFICATION_OVER


def days_left(window: SubmissionWindow, now: datetime, tz: tzinfo) -> int:
    """Whole days until the window closes, today included."""
    today = now.astimezone(tz).date()
    return (Period.of(today).day(window.last_day) - today).days + 1
