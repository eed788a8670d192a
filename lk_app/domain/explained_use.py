"""How a bill's kWh came about: which readings of which meters, or which rule for lack of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from lk_app.domain.billing_facts import AccountForBilling, Bill, BillingRefused, Rules
from lk_app.domain.charges import BillLine, charge, total
from lk_app.domain.consumption import (
    AVERAGE_PERIODS_LIMIT,
    Basis,
    Consumption,
    CountedSet,
    Policy,
    average_base,
    by_average,
    metered,
)
from lk_app.domain.explanation_facts import (
    ByMeters,
    ByNorm,
    ByReadings,
    KnownValues,
    NormReason,
    RegisterStep,
    Use,
)
from lk_app.domain.metering import Point, Timeline, timeline
from lk_app.domain.meters import advance
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal
from lk_app.domain.tariffs import PricedDays


def use_of(bill: Bill, known: AccountForBilling, rules: Rules) -> Use:
    """The facts behind a bill's kWh; None where they do not come to the posted ones again."""
    if known.final_period is not None and bill.period > known.final_period:
        return None
    try:
        points = timeline(known, rules)
    except BillingRefused:
        return None
    story = _Story(bill, known, rules)
    own = [one for one in points.get(bill.period, ()) if one.since is not None]
    if bill.is_metered:
        found = story.metered(own)
    elif bill.basis is Basis.NORM:
        return story.norm(_counted_before(points, bill.period))
    else:
        found = story.average(_counted_before(points, bill.period))
    return found if found and found.kwh == billed_kwh(bill) else None


def billed_kwh(bill: Bill) -> dict[str, int]:
    """kWh of each register of a bill."""
    kwh: Counter[str] = Counter()
    for line in bill.lines:
        kwh[line.register] += line.kwh
    return dict(kwh)


def charged(
    use: Consumption, period: Period, known: AccountForBilling, rules: Rules
) -> tuple[tuple[PricedDays, ...], tuple[BillLine, ...]] | None:
    """The price lists of a period and what they make of some kWh; None where there is none."""
    try:
        parts = rules.book.parts(period, known.category, use.zones)
    except Refusal:
        return None
    return parts, charge(use, parts)


def _counted_before(points: Timeline, period: Period) -> list[Point]:
    """What an average of this period looks back on: since the last fresh beginning."""
    counted: list[Point] = []
    for earlier in sorted(one for one in points if one < period):
        for point in points[earlier]:
            counted = [point] if point.fresh else [*counted, point]
    return counted


@dataclass(frozen=True, slots=True)
class _Story:
    bill: Bill
    known: AccountForBilling
    rules: Rules

    def metered(self, points: Sequence[Point]) -> ByReadings | ByMeters | None:
        sets = tuple(one.at.set_id for one in points if one.at.set_id is not None)
        acts = tuple(one.at.meter.id for one in points if one.is_act)
        if not points or (sets, acts) != (self.bill.reading_set_ids, self.bill.act_meter_ids):
            return None
        parts = tuple(
            self._between(Point(one.since), one, metered(one.since, one.at)[-1].kwh)
            for one in points
            if one.since is not None
        )
        if len(parts) == 1:
            return parts[0]
        return ByMeters(parts, _added(part.own for part in parts), months=1)

    def average(self, points: Sequence[Point]) -> ByReadings | ByMeters | None:
        counted = [one.at for one in points]
        base = average_base(counted) if counted else None
        if base is None:
            return None
        own = by_average(base, counted).kwh
        parts = [
            self._between(of_meter[0], of_meter[-1], own)
            for of_meter in _by_meter(points[counted.index(base) :])
        ]
        nth = counted[-1].period.until(self.bill.period)
        if len(parts) == 1:
            return replace(parts[0], nth=nth)
        months = base.period.until(counted[-1].period)
        return ByMeters(tuple(parts), own, months, nth)

    def norm(self, points: Sequence[Point]) -> ByNorm | None:
        if not points:
            return None
        counted = [one.at for one in points]
        nth = counted[-1].period.until(self.bill.period)
        reason = NormReason.SHORT_HISTORY
        if self.bill.policy is Policy.NORM:
            reason = NormReason.POLICY
        elif nth > AVERAGE_PERIODS_LIMIT:
            reason = NormReason.TOO_LONG
        residents = self.known.residents
        each, odd = divmod(self.bill.kwh, residents) if residents else (0, 1)
        return ByNorm(
            reason=reason,
            kwh=self.bill.kwh,
            residents=residents,
            norm_kwh=None if odd else each,
            nth=nth,
            over_average=self._over_average(counted),
        )

    def _over_average(self, counted: Sequence[CountedSet]) -> Kopecks | None:
        base = average_base(counted)
        if base is None:
            return None
        usual = charged(by_average(base, counted), self.bill.period, self.known, self.rules)
        return self.bill.charges - total(usual[1]) if usual else None

    def _between(self, since: Point, until: Point, own: Mapping[str, int]) -> ByReadings:
        meter, old, new = until.at.meter, since.at.values, until.at.values
        return ByReadings(
            since=self._values(since),
            until=self._values(until),
            ratio=meter.ratio,
            dial=meter.dial,
            months=since.at.period.until(until.at.period),
            steps=tuple(
                RegisterStep(r, old[r], new[r], advance(meter, r, old[r], new[r]), own[r])
                for r in meter.registers
            ),
            serial=meter.serial,
        )

    def _values(self, point: Point) -> KnownValues:
        at = point.at
        sent = next((one for one in self.known.readings if one.id == at.set_id), None)
        if sent is not None:
            day = sent.received_on(self.rules.tz)
            return KnownValues(at.period, day, at.values, sent.source)
        removed = at.meter.removed_on if point.is_act else None
        return KnownValues(
            at.period, removed or at.meter.installed_on, at.values, None, is_act=point.is_act
        )


def _by_meter(points: Iterable[Point]) -> list[list[Point]]:
    """Each meter's points; a meter of which only the beginning is known counted nothing yet."""
    groups = [list(of_meter) for _, of_meter in groupby(points, lambda one: one.at.meter.id)]
    return [one for one in groups if len(one) > 1] or groups[:1]


def _added(uses: Iterable[Mapping[str, int]]) -> dict[str, int]:
    kwh: Counter[str] = Counter()
    for use in uses:
        kwh.update(use)
    return dict(kwh)
