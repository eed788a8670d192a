"""Our books against a gateway's register: what differs waits for a person, nothing is booked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from lk_app.domain.gateway_registers import LineKind, RegisterLine
from lk_app.domain.money import Kopecks
from lk_app.domain.payments import CURRENCY
from lk_app.domain.refusals import Refusal


class ReviewRefused(Refusal):
    """There is no such case, or it is closed, or it cannot be closed this way."""


class FindingKind(StrEnum):
    """What does not agree."""

    MISSING_HERE = "missing_here"  # the gateway moved money that our books do not know
    MISSING_THERE = "missing_there"  # our books counted money that the gateway does not confirm
    AMOUNT = "amount"
    CURRENCY = "currency"
    ACCOUNT = "account"  # another operation of the gateway than the one we began
    MODE = "mode"  # test money among real one, or the other way round
    STATE = "state"  # money moved, and to us it was declined, canceled or expired


@dataclass(frozen=True, slots=True)
class Booked:
    """What our books say of one movement at a gateway; `number` is ours."""

    subject: LineKind
    number: str
    external_id: str
    amount: Kopecks
    state: str
    counted: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement. `here` and `there` are what each side says: amount, currency, state.

    `external_id` is the number our books know at the gateway, else the one its register tells (a
    register may number its lines in another way). With gateway and subject it names the case, so
    that tomorrow's comparison does not open it again.
    """

    gateway: str
    subject: LineKind
    external_id: str
    number: str
    kind: FindingKind
    day: date
    here: Mapping[str, object] = field(default_factory=dict)
    there: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """A finding in a person's queue; closed with what was decided, or once both sides agree."""

    id: int
    finding: Finding
    noticed_at: datetime
    closed_at: datetime | None = None
    note: str = ""


def difference(line: RegisterLine, ours: Booked | None, *, live: bool) -> FindingKind | None:
    """What in a line of the gateway's register our books do not say, None when they agree."""
    if ours is None:
        return FindingKind.MISSING_HERE
    if line.currency != CURRENCY:
        return FindingKind.CURRENCY
    if line.live != live:
        return FindingKind.MODE
    if line.amount != ours.amount:
        return FindingKind.AMOUNT
    return None if ours.counted else FindingKind.STATE


def found(
    gateway: str, kind: FindingKind, day: date, line: RegisterLine, ours: Booked | None
) -> Finding:
    """The case of a line of the gateway's register; ACCOUNT is one money came by twice."""
    known = ours.external_id if ours and kind is not FindingKind.ACCOUNT else ""
    named = known or line.external_id
    return Finding(
        gateway=gateway,
        subject=line.kind,
        external_id=named,
        number=ours.number if ours else line.reference,
        kind=kind,
        day=day,
        here={"amount": ours.amount, "currency": CURRENCY, "state": ours.state} if ours else {},
        there={"amount": line.amount, "currency": line.currency, "state": "succeeded"},
    )


def unconfirmed(gateway: str, day: date, ours: Booked, there: Mapping[str, object]) -> Finding:
    """The case of what our books counted and the gateway does not confirm when asked."""
    return Finding(
        gateway=gateway,
        subject=ours.subject,
        external_id=ours.external_id or ours.number,
        number=ours.number,
        kind=FindingKind.MISSING_THERE,
        day=day,
        here={"amount": ours.amount, "currency": CURRENCY, "state": ours.state},
        there=there,
    )
