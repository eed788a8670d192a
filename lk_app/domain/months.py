"""The replay of an account's facts: what each month comes to when everything is known in time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from lk_app.domain.billing_facts import (
    AccountForBilling,
    AdjustmentKind,
    Bill,
    PaymentForBilling,
    Recount,
    Rules,
)
from lk_app.domain.charges import BillLine, charge, total
from lk_app.domain.consumption import (
    Consumption,
    Policy,
    estimated,
    metered,
    norm_in_force,
    together,
)
from lk_app.domain.late_fees import MoneyIn, Standing, through_month
from lk_app.domain.metering import Point, timeline
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period, span
from lk_app.domain.positions import CountedSets, Position


class Month(NamedTuple):
    """What one period comes to when everything is known in time.

    `settled` are the adjustments of missed periods that its reading brings, zero ones too;
    `recounts` is what they were computed from, unless they were read off a posted bill.
    """

    period: Period
    lines: tuple[BillLine, ...]
    settled: Mapping[Period, Kopecks]
    late_fee: Kopecks
    reading_set_ids: tuple[int, ...]
    act_meter_ids: tuple[int, ...]
    policy: Policy
    recounts: Mapping[Period, Recount]


class Months:
    """The replay of one account's facts, period by period: from the first, or after a position."""

    def __init__(self, account: AccountForBilling, rules: Rules) -> None:
        self._account = account
        self._rules = rules
        self._first = account.first_period
        self._final = account.final_period
        self._posted = {bill.period: bill for bill in account.posted}
        self._points = timeline(account, rules)
        self._money = _by_period(account.payments, self._first)
        self._as_posted = True
        self._billed: dict[Period, Kopecks] = {}
        if account.position is not None:
            self._counted = account.position.counted
            self._billed = dict(account.position.billed)
            self._standing = account.position.standing
            self._reached = account.position.after
            return
        self._counted = CountedSets((), {meter.id: meter for meter in account.meters})
        before = self._first - 1
        due = rules.due_date(before)
        self._standing = Standing().billed(before, due, account.opening_balance, 0)
        self._reached = before
        self._count(before)

    def replay(self, period: Period) -> Month:
        """The next period: call in order, from the account's first one or its position's next."""
        found = self._points.get(period)
        points = [one for one in found if one.since is not None] if found else ()
        lines, settled, recounts, policy = self._consumed(period, points)
        fees, standing = through_month(
            self._standing, period, self.money(period), self._rules.rates
        )
        late_fee = sum(fees.values()) if fees else 0
        self._count(period)
        charged = self._billed[period] = total(lines)
        principal = charged + (sum(settled.values()) if settled else 0) + self._corrected(period)
        self._standing = standing.billed(period, self._rules.due_date(period), principal, late_fee)
        self._reached = period
        return Month(period, lines, settled, late_fee, *_evidence(points), policy, recounts)

    @property
    def reached(self) -> Period:
        """The last period replayed; the one before the first at the beginning."""
        return self._reached

    @property
    def standing(self) -> Standing:
        """What the account owes before the next period to be replayed."""
        return self._standing

    def position(self, after: Period, balance: Kopecks) -> Position:
        """Where the account stands after the bill of `after`; only idle months may follow it."""
        last = self._counted.last_period
        billed = [one for one in self._billed.items() if one[0] > last]
        counted = self._counted.still_needed()
        return Position(after, balance, self._standing, counted, tuple(billed))

    def money(self, period: Period) -> Sequence[MoneyIn]:
        """What came in with a value date in a period."""
        return self._money.get(period, ())

    def _consumed(
        self, period: Period, points: Sequence[Point]
    ) -> tuple[tuple[BillLine, ...], Mapping[Period, Kopecks], Mapping[Period, Recount], Policy]:
        """Lines, settled adjustments and where they came from.

        Read off the posted bill while no reading came late.
        """
        posted = self._posted.get(period)
        policy = posted.policy if posted else self._rules.policy
        if self._final is not None and period > self._final:
            return (), {}, {}, policy
        self._as_posted &= posted is not None and _counts_the_same(posted, points)
        if posted is not None and self._as_posted:
            return posted.lines, _settled(posted), {}, policy
        if not points:
            return self._priced(period, (self._estimate(period, policy),)), {}, {}, policy
        recounts: dict[Period, Recount] = {}
        own: list[Consumption] = []
        for point in points:
            missed, use = self._since(point)
            recounts |= missed
            own.append(use)
        settled = {earlier: one.amount for earlier, one in recounts.items()} if recounts else {}
        return self._priced(period, together(own)), settled, recounts, policy

    def _since(self, point: Point) -> tuple[Mapping[Period, Recount], Consumption]:
        """The adjustments of the periods missed before a set, and what is left to its own."""
        assert point.since is not None
        *missed, own = metered(point.since, point.at)
        if not missed:
            return {}, own
        periods = span(point.since.period + 1, point.at.period - 1)
        return {
            earlier: Recount(self._charge(earlier, (use,)), self._billed[earlier])
            for earlier, use in zip(periods, missed, strict=True)
        }, own

    def _count(self, period: Period) -> None:
        """The sets of a period join those an average looks back on; a fresh beginning is alone."""
        for point in self._points.get(period) or ():
            self._counted = self._counted.then(point.at, fresh=point.fresh)

    def _estimate(self, period: Period, policy: Policy) -> Consumption:
        account = self._account
        return estimated(
            self._counted.of_average(),
            period,
            policy=policy,
            norm_kwh=norm_in_force(
                account.norm_kwh, self._first, self._rules.norms, account.category, period
            ),
            residents=account.residents,
        )

    def _priced(self, period: Period, uses: Sequence[Consumption]) -> tuple[BillLine, ...]:
        """By the book, or as posted where the kWh are the same: rows may have followed since."""
        posted = self._posted.get(period) if self._posted else None
        if posted is not None and posted.basis is uses[0].basis and _same_kwh(posted.lines, uses):
            return posted.lines
        return self._charge(period, uses)

    def _charge(self, period: Period, uses: Sequence[Consumption]) -> tuple[BillLine, ...]:
        category, book = self._account.category, self._rules.book
        lines = [charge(use, book.parts(period, category, use.zones)) for use in uses]
        return lines[0] if len(lines) == 1 else tuple(chain.from_iterable(lines))

    def _corrected(self, period: Period) -> Kopecks:
        if not self._account.corrections:
            return 0
        return sum(
            correction.amount
            for correction in self._account.corrections
            if max(Period.of(correction.value_date), self._first) == period
        )


def _by_period(
    payments: Sequence[PaymentForBilling], first: Period
) -> Mapping[Period, Sequence[MoneyIn]]:
    """Payments by the period of their value date, those from before the first in the first."""
    found: dict[Period, list[MoneyIn]] = {}
    start = first.first_day
    for payment in payments:
        day = max(payment.value_date, start)
        money = MoneyIn(day, payment.amount, payment.named)
        found.setdefault(Period.of(day), []).append(money)
    return found


def _evidence(points: Sequence[Point]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The ids of the reading sets, and of the meters whose acts of removal, a period counts."""
    if not points:
        return (), ()
    sets = tuple(one.at.set_id for one in points if one.at.set_id is not None)
    return sets, tuple(one.at.meter.id for one in points if one.is_act)


def _counts_the_same(posted: Bill, points: Sequence[Point]) -> bool:
    return (posted.reading_set_ids, posted.act_meter_ids) == _evidence(points)


def _settled(posted: Bill) -> Mapping[Period, Kopecks]:
    """The adjustments of readings a posted bill carried."""
    return {a.period: a.amount for a in posted.adjustments if a.kind is AdjustmentKind.READING}


def _same_kwh(lines: Sequence[BillLine], uses: Sequence[Consumption]) -> bool:
    posted: Counter[str] = Counter()
    for line in lines:
        posted[line.register] += line.kwh
    now: Counter[str] = Counter()
    for use in uses:
        now.update(use.kwh)
    return posted == now
