"""Where an account stands after its last posted bill: enough to make the next one without a replay.

A position is a cache of the replay (`Months`) and nothing else: thrown away, the account's facts
make the same one again.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from lk_app.domain.consumption import CountedSet, average_base
from lk_app.domain.late_fees import Debt, Standing
from lk_app.domain.meters import Meter
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period


class Position(NamedTuple):
    """After the bill of `after`; money in kopecks.

    `counted` are the counted sets an average may still need, ascending; `billed` is what each
    period since the last of them was billed, which a later reading puts right. It knows nothing of
    facts that belong to later periods: those have to be told again.
    """

    after: Period
    balance: Kopecks
    standing: Standing
    counted: tuple[CountedSet, ...]
    billed: tuple[tuple[Period, Kopecks], ...]


def still_needed(counted: Sequence[CountedSet]) -> tuple[CountedSet, ...]:
    """The sets from the base of today's average on: a later average reaches back no further."""
    base = average_base(counted)
    return tuple(counted[counted.index(base) :]) if base else tuple(counted)


def as_json(position: Position) -> list[Any]:
    """A compact list for json: periods as 202610, days in ISO."""
    standing = position.standing
    return [
        _number(position.after),
        position.balance,
        [[_number(debt.period), debt.due.isoformat(), debt.principal] for debt in standing.debts],
        standing.fees,
        standing.credit,
        [
            [_number(one.period), one.meter.id, list(one.values.values()), one.set_id]
            for one in position.counted
        ],
        [[_number(period), amount] for period, amount in position.billed],
    ]


def from_json(state: Sequence[Any], meters: Mapping[int, Meter]) -> Position:
    """The position `as_json` made, with the account's meters by id."""
    after, balance, debts, fees, credit, counted, billed = state
    owed = [Debt(_period(period), _day(due), principal) for period, due, principal in debts]
    sets = [
        CountedSet(_period(period), meters[meter_id], _read(meters[meter_id], values), set_id)
        for period, meter_id, values, set_id in counted
    ]
    return Position(
        _period(after),
        balance,
        Standing(tuple(owed), fees, credit),
        tuple(sets),
        tuple([(_period(period), amount) for period, amount in billed]),
    )


def _read(meter: Meter, values: Sequence[int]) -> dict[str, int]:
    registers = meter.registers
    if len(registers) == 1:  # most households; a region is read by this line
        return {registers[0]: values[0]}
    return dict(zip(registers, values, strict=True))


def _number(period: Period) -> int:
    return period.year * 100 + period.month


_day = cache(date.fromisoformat)  # of a few thousand at most


@cache
def _period(number: int) -> Period:
    return Period(*divmod(number, 100))
