"""Which sets of readings count for which period, over every meter an account has had.

A removal is a reading: its act counts like any other set, and the next meter begins where it ends
(docs/decisions/0007).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from lk_app.domain.billing_facts import AccountForBilling, BillingRefused, Rules
from lk_app.domain.consumption import CountedSet
from lk_app.domain.meters import Meter
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSet, latest_sets
from lk_app.domain.windows import SubmissionWindow, counted_period


class Point(NamedTuple):
    """One counted set and the set before it on the same meter; a meter's beginning has none.

    `fresh` beginnings leave what was before out of averages: the first meter, other zones, or a
    time without a meter.
    """

    at: CountedSet
    since: CountedSet | None = None
    fresh: bool = False

    @property
    def is_act(self) -> bool:
        return self.since is not None and self.at.set_id is None


Timeline = Mapping[Period, Sequence[Point]]


def timeline(account: AccountForBilling, rules: Rules) -> Timeline:
    """Points by the period they count for, in the order of the meters; after a position, the rest.

    Raises BillingRefused: billing.no_meter, billing.several_meters for two at one time.
    """
    points: defaultdict[Period, list[Point]] = defaultdict(list)
    for point in _points(account, rules):
        points[point.at.period].append(point)
    return points


def beginning(meter: Meter, before: Meter | None, act: Period | None) -> Point:
    """Where a meter starts, given the one `before` it and the period its act of removal counts for.

    Installed on the day of the removal, it begins in the act's period; otherwise in the one before
    it was installed.
    """
    at = Period.of(meter.installed_on) - 1
    if before is None or act is None:
        return Point(CountedSet(at, meter, meter.initial_readings), fresh=True)
    follows = meter.installed_on == before.removed_on
    start = act if follows else max(at, act)
    fresh = not follows or meter.zones != before.zones or before.final_readings is None
    return Point(CountedSet(start, meter, meter.initial_readings), fresh=fresh)


def act_period(meter: Meter, account: AccountForBilling, rules: Rules) -> Period | None:
    """The period a removal counts for: as any reading of its day, none later than moving out."""
    if meter.removed_on is None:
        return None
    return act_counts_for(meter.removed_on, closed_on=account.closed_on, windows=rules.windows)


def act_counts_for(
    removed_on: date, *, closed_on: date | None, windows: Sequence[SubmissionWindow]
) -> Period:
    """The same of a removal on a day: nothing counts later than the final bill."""
    counted = counted_period(removed_on, windows)
    return counted if closed_on is None else min(counted, Period.of(closed_on))


def _points(account: AccountForBilling, rules: Rules) -> Iterable[Point]:
    reached = account.position.counted.last if account.position else None
    before: Meter | None = None
    act: Period | None = None
    for meter in _in_order(account):
        start = None if reached else beginning(meter, before, act)
        before, act = meter, act_period(meter, account, rules)
        if reached is not None and reached.meter.id != meter.id:
            continue  # a position begins on the meter of its last counted set
        if start is not None:
            yield start
        last = start.at if start else reached
        reached = None
        own = [one for one in account.readings if one.meter_id == meter.id]
        if not own and act is None:
            continue
        for at in _counted(meter, own, act, rules):
            yield Point(at, since=last)
            last = at


def _in_order(account: AccountForBilling) -> Sequence[Meter]:
    """The meters one after another; raises BillingRefused when two stood at one time."""
    if not account.meters:
        raise BillingRefused("billing.no_meter", account_number=account.account_number)
    if len(account.meters) == 1:
        return account.meters
    order = account.meters_in_order
    for one, following in pairwise(order):
        if one.removed_on is None or following.installed_on < one.removed_on:
            raise BillingRefused("billing.several_meters", account_number=account.account_number)
    return order


def _counted(
    meter: Meter, own: Sequence[ReadingSet], act: Period | None, rules: Rules
) -> Iterable[CountedSet]:
    """The sets of one meter ascending; its act is the last one."""
    in_service = [one for one in own if _was_in_service(one, meter, rules)]
    sets = latest_sets(in_service, rules.tz, rules.counted_period)
    if act is None:
        for period in sorted(sets) if len(sets) > 1 else sets:
            yield CountedSet(period, meter, sets[period].values, sets[period].id)
        return
    final = meter.final_readings
    for period in sorted(sets):
        if period < act or (period == act and final is None):
            yield CountedSet(period, meter, sets[period].values, sets[period].id)
    if final is not None:
        yield CountedSet(act, meter, final)


def _was_in_service(one: ReadingSet, meter: Meter, rules: Rules) -> bool:
    day = one.received_on(rules.tz)
    return meter.installed_on <= day and (meter.removed_on is None or day < meter.removed_on)
