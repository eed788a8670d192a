"""Readings that an employee looks at: taken with a doubt, refused and yet on the dial, withdrawn.

What a doubt asked about and the person confirmed counts at once, and may be withdrawn; what lies
below the last one counts for nothing until an employee has seen it. No posted bill changes: the
next one corrects it, as after any late news (CONTRACT 8).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lk_app.domain.billing_facts import AccountForBilling
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSet, ReadingSource, ReadingState
from lk_app.domain.refusals import Refusal

KEPT_A_MONTH = 3  # refused attempts of one meter: more are guesses
REASON_LIMIT = 500
BELOW_LAST = "reading.below_last"
# whatever the doubts asked: an employee has the photo before them
EVERY_DOUBT = frozenset(
    {"reading.rollover", "reading.swapped", "reading.extra_digit", "reading.jump"}
)


class CheckRefused(Refusal):
    """The employee's decision cannot be taken."""


class CheckKind(StrEnum):
    """Why somebody looks."""

    SUSPICIOUS = "suspicious"  # asked about, and confirmed by the person
    REFUSED = "refused"  # it lay below the last one
    WITHDRAWN = "withdrawn"  # nobody asked: an employee saw that it is wrong


class Queue(StrEnum):
    """The queues of readings, in the order of the console."""

    SUSPICIOUS = CheckKind.SUSPICIOUS.value
    REFUSED = CheckKind.REFUSED.value
    GUEST = "guest"  # domain/guest_readings
    LATE = "late"  # domain/late_readings


class CheckState(StrEnum):
    """WAITING for an employee; DROPPED when the person has sent another one meanwhile."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Check:
    """A reading in the employees' queue; `doubts` are the codes of what was strange."""

    number: str
    account_id: int
    account_number: str
    reading: ReadingSet
    kind: CheckKind
    period: Period
    doubts: tuple[str, ...] = ()
    state: CheckState = CheckState.WAITING
    reason: str = ""
    decided_at: datetime | None = None
    customer_id: int | None = None


def check_waiting(found: Check | None, number: str) -> Check:
    """The check, if nobody has decided yet. Raises CheckRefused: check.unknown, check.decided."""
    if found is None:
        raise CheckRefused("check.unknown", number=number)
    if found.state is not CheckState.WAITING:
        raise CheckRefused("check.decided", number=number)
    return found


def check_reason(typed: str) -> str:
    """What the subscriber will read; raises CheckRefused("check.reason")."""
    reason = " ".join(typed.split())[:REASON_LIMIT]
    if not reason:
        raise CheckRefused("check.reason", field="note")
    return reason


def check_withdrawable(reading: ReadingSet) -> None:
    """Whether it may be taken back at all; raises CheckRefused: check.supplier, check.decided.

    The supplier's own register is corrected there, and comes in again.
    """
    number = reading.receipt_number or ""
    if reading.source in (ReadingSource.SUPPLIER, ReadingSource.SMART_METER):
        raise CheckRefused("check.supplier", number=number)
    if not reading.is_usable:
        raise CheckRefused("check.decided", number=number)


def is_withdrawable(reading: ReadingSet) -> bool:
    """The same as yes or no."""
    try:
        check_withdrawable(reading)
    except CheckRefused:
        return False
    return True


def is_kept(known: Collection[Check], values: Mapping[str, int]) -> bool:
    """Whether a refused attempt goes into the queue, beside those of the same month."""
    alive = [one for one in known if one.state is not CheckState.DROPPED]
    if any(dict(one.reading.values) == dict(values) for one in alive):
        return False
    return sum(one.kind is CheckKind.REFUSED for one in alive) < KEPT_A_MONTH


def as_then(
    account: AccountForBilling, checks: Mapping[int, Check], at: datetime
) -> AccountForBilling:
    """The account with its readings in the states they had at that moment, by their `checks`."""
    readings = [_as_then(one, checks.get(one.id), at) for one in account.readings]
    return account._replace(readings=readings)


def _as_then(reading: ReadingSet, check: Check | None, at: datetime) -> ReadingSet:
    if check is None or check.decided_at is None or check.decided_at <= at:
        return reading
    before = ReadingState.REFUSED if check.kind is CheckKind.REFUSED else ReadingState.RECEIVED
    return reading._replace(state=before)
