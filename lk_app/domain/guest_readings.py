"""Readings sent without signing in: proposals, which never replace a subscriber's own.

The meter and its serial may hang in the stairwell, so a guest is shown nothing that is not on the
meter's face: what would be asked of a subscriber is left to an operator.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from lk_app.domain.customers import Throttle
from lk_app.domain.doubts import ReadingRefused
from lk_app.domain.meters import DAY, HALF_PEAK, NIGHT, PEAK, SINGLE, Meter
from lk_app.domain.periods import Period
from lk_app.domain.readings import Doubtful, ReadingSet, accept, parse_values
from lk_app.domain.refusals import Refusal
from lk_app.domain.windows import SubmissionWindow, counted_period

BY_ACCOUNT = Throttle(5, timedelta(minutes=5), timedelta(hours=6))  # guesses at one account
BY_SOURCE = Throttle(15, timedelta(minutes=1), timedelta(hours=1))
SENT_BY_ACCOUNT = Throttle(4, timedelta(hours=1), timedelta(hours=24))  # a month needs one
NOT_ME_LIFE = timedelta(days=30)
# The marks on the faces of meters, in the order of the fields
FACES: Mapping[int, tuple[str, ...]] = {1: (SINGLE,), 2: (DAY, NIGHT), 3: (PEAK, NIGHT, HALF_PEAK)}
FIELDS = ("t1", "t2", "t3")
NUMBER = re.compile(r"\d{4}-\d{2}-G\d{6,10}", re.ASCII)  # of a proposal's receipt: 2026-11-G000001


class GuestRefused(Refusal):
    """What a guest asks for cannot be done; one answer for every mismatch."""


class ProposalState(StrEnum):
    """Where a guest's reading stands."""

    PROPOSED = "proposed"  # counts unless another comes
    REVIEW = "review"  # an operator looks first
    ACCEPTED = "accepted"  # a reading like any other now
    SUPERSEDED = "superseded"  # another came, or the month was billed before
    REFUSED = "refused"


OPEN = (ProposalState.PROPOSED, ProposalState.REVIEW)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A guest's set of readings; `doubts` are codes of what an operator should look at."""

    id: int
    number: str
    account_id: int
    account_number: str
    meter_id: int
    received_at: datetime
    values: Mapping[str, int]
    counts_for: Period
    state: ProposalState
    doubts: tuple[str, ...] = ()
    note: str = ""


def by_register(meter: Meter, typed: Mapping[str, str]) -> dict[str, int]:
    """Whole kWh by register of what stands in «Т1», «Т2», «Т3».

    Raises ReadingRefused beside the field: as `parse_values`, and guest.faces where the meter has
    more or fewer of them.
    """
    names = dict(zip(FIELDS, FACES[meter.zones], strict=False))
    given = [name for name in FIELDS if typed.get(name, "").strip()]
    if given != list(names):
        wrong = next((name for name in FIELDS if (name in given) != (name in names)), "t1")
        raise ReadingRefused("guest.faces", field=wrong, count=meter.zones)
    try:
        return parse_values(
            meter,
            {register: typed[names_of] for names_of, register in _in_order(meter, names)},
        )
    except ReadingRefused as refused:
        field = next((name for name, register in names.items() if register == refused.field), "t1")
        raise ReadingRefused(refused.code, field=field, **refused.facts) from None


def _in_order(meter: Meter, names: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    places = {register: name for name, register in names.items()}
    return [(places[register], register) for register in meter.registers]


def doubts_about(
    *,
    meter: Meter,
    values: Mapping[str, int],
    received_on: date,
    history: Sequence[ReadingSet],
    windows: Sequence[SubmissionWindow],
    tz: tzinfo,
) -> tuple[str, ...]:
    """What an operator should look at before these values count; empty where nothing is strange."""
    try:
        decided = accept(
            meter=meter,
            values=values,
            received_on=received_on,
            history=history,
            windows=windows,
            tz=tz,
        )
    except ReadingRefused as refused:
        return (refused.code,)
    return tuple(one.code for one in decided.questions) if isinstance(decided, Doubtful) else ()


def counts(
    proposal: Proposal,
    history: Sequence[ReadingSet],
    windows: Sequence[SubmissionWindow],
    *,
    billed: Period | None,
    tz: tzinfo,
) -> bool:
    """Whether no other reading came for the month, and no bill either."""
    if billed is not None and proposal.counts_for <= billed:
        return False
    usable = (one for one in history if one.is_usable)
    return all(
        counted_period(one.received_on(tz), windows) != proposal.counts_for for one in usable
    )
