"""Where an account stands after its last posted bill: enough to make the next one without a replay.

A position is a cache of the replay (`Months`) and nothing else: thrown away, the account's facts
make the same one again.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from lk_app.domain.consumption import CountedSet, base_at
from lk_app.domain.late_fees import Debt, Standing
from lk_app.domain.meters import Meter
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period


class CountedSets:
    """The counted sets an average may still need, ascending.

    They are kept the way `as_json` writes them, `[202610, meter id, values, set id]`, and put
    together when asked for: most bills need the last one alone.
    """

    __slots__ = ("_kept", "_meters")

    def __init__(self, kept: Sequence[Any], meters: Mapping[int, Meter]) -> None:
        self._kept = kept
        self._meters = meters

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CountedSets) and self._kept == other._kept

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"CountedSets({self._kept!r})"

    @property
    def last(self) -> CountedSet:
        return self._set(self._kept[-1])

    @property
    def last_period(self) -> Period:
        return _period(self._kept[-1][0])

    def of_average(self) -> list[CountedSet]:
        """What today's average is made of: its base and the last one, with those between where the
        meter was replaced. The same average comes of these as of all of them."""
        kept = self._kept[_first_needed(tuple([one[0] for one in self._kept])) :]
        base, last = kept[0], kept[-1]
        if len(kept) > 2 and base[1] == last[1]:
            kept = (base, last)
        return [self._set(one) for one in kept]

    def then(self, one: CountedSet, *, fresh: bool) -> "CountedSets":
        """With the next set; alone, where it is a fresh beginning."""
        told = [_number(one.period), one.meter.id, [*one.values.values()], one.set_id]
        return CountedSets([told] if fresh else [*self._kept, told], self._meters)

    def still_needed(self) -> "CountedSets":
        """From the base of today's average on: a later average reaches back no further."""
        start = _first_needed(tuple([one[0] for one in self._kept]))
        return CountedSets(self._kept[start:], self._meters) if start else self

    def as_json(self) -> Sequence[Any]:
        """As they are kept."""
        return self._kept

    def _set(self, kept: Sequence[Any]) -> CountedSet:
        period, meter_id, values, set_id = kept
        meter = self._meters[meter_id]
        read = dict(zip(meter.registers, values, strict=True))
        return CountedSet(_period(period), meter, read, set_id)


@lru_cache(maxsize=4096)
def _first_needed(periods: tuple[int, ...]) -> int:
    return base_at(tuple(map(_period, periods))) or 0


class Position(NamedTuple):
    """After the bill of `after`; money in kopecks.

    `counted` are the counted sets an average may still need, ascending; `billed` is what each
    period since the last of them was billed, which a later reading puts right. It knows nothing of
    facts that belong to later periods: those have to be told again.
    """

    after: Period
    balance: Kopecks
    standing: Standing
    counted: CountedSets
    billed: tuple[tuple[Period, Kopecks], ...]


def as_json(position: Position) -> list[Any]:
    """A compact list for json: periods as 202610, days in ISO."""
    standing = position.standing
    return [
        _number(position.after),
        position.balance,
        [[_number(debt.period), debt.due.isoformat(), debt.principal] for debt in standing.debts],
        standing.fees,
        standing.credit,
        position.counted.as_json(),
        [[_number(period), amount] for period, amount in position.billed],
    ]


def from_json(state: Sequence[Any], meters: Mapping[int, Meter]) -> Position:
    """The position `as_json` made, with the account's meters by id."""
    after, balance, debts, fees, credit, counted, billed = state
    owed = [Debt(_period(period), _day(due), principal) for period, due, principal in debts]
    return Position(
        _period(after),
        balance,
        Standing(tuple(owed), fees, credit),
        CountedSets(counted, meters),
        tuple([(_period(period), amount) for period, amount in billed]),
    )


@cache
def _number(period: Period) -> int:
    return period.year * 100 + period.month


_day = cache(date.fromisoformat)  # of a few thousand at most


@cache
def _period(number: int) -> Period:
    return Period(*divmod(number, 100))
