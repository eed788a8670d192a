"""The replay of an account's facts: what each month comes to when everything is known in time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lk_app.domain.billing_facts import (
    AccountForBilling,
    AdjustmentKind,
    Bill,
    BillingRefused,
    Rules,
)
from lk_app.domain.charges import BillLine, charge, total
from lk_app.domain.consumption import (
    Consumption,
    CountedSet,
    Policy,
    estimated,
    metered,
    norm_in_force,
)
from lk_app.domain.late_fees import MoneyIn, Standing, due_date, through_month
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period, span
from lk_app.domain.readings import counted_sets


@dataclass(frozen=True, slots=True)
class Month:
    """What one period comes to when everything is known in time.

    `settled` are the adjustments of missed periods that its reading brings, zero ones too.
    """

    period: Period
    lines: tuple[BillLine, ...]
    settled: Mapping[Period, Kopecks]
    late_fee: Kopecks
    reading_set_id: int | None
    policy: Policy


class Months:
    """The replay of one account's facts, period by period from the first."""

    def __init__(self, account: AccountForBilling, rules: Rules) -> None:
        if len(account.meters) > 1:
            raise BillingRefused("billing.several_meters", account_number=account.account_number)
        self._account = account
        self._rules = rules
        self._first = account.first_period
        self._meter = account.meters[0]
        self._posted = {bill.period: bill for bill in account.posted}
        self._sets = counted_sets(account.readings, rules.windows, rules.tz)
        self._counted = [CountedSet(self._first - 1, self._meter.initial_readings)]
        self._billed: dict[Period, Kopecks] = {}
        self._as_posted = True
        before = self._first - 1
        due = due_date(before, rules.due_days)
        self._standing = Standing().billed(before, due, account.opening_balance, 0)

    def replay(self, period: Period) -> Month:
        """The next period: call in order, from the account's first one."""
        lines, settled, policy = self._consumed(period)
        fees, standing = through_month(
            self._standing, period, self.money(period), self._rules.rates
        )
        late_fee = sum(fees.values())
        self._billed[period] = total(lines)
        principal = total(lines) + sum(settled.values()) + self._corrected(period)
        self._standing = standing.billed(
            period, due_date(period, self._rules.due_days), principal, late_fee
        )
        return Month(period, lines, settled, late_fee, self._set_id(period), policy)

    @property
    def standing(self) -> Standing:
        """What the account owes before the next period to be replayed."""
        return self._standing

    def money(self, period: Period) -> Sequence[MoneyIn]:
        """What came in with a value date in a period."""
        return self._money.get(period, ())

    def _consumed(
        self, period: Period
    ) -> tuple[tuple[BillLine, ...], Mapping[Period, Kopecks], Policy]:
        """Lines and settled adjustments, read off the posted bill while no reading came late."""
        posted = self._posted.get(period)
        policy = posted.policy if posted else self._rules.policy
        self._as_posted &= posted is not None and posted.reading_set_id == self._set_id(period)
        last = self._counted[-1]
        if period in self._sets:
            one = self._sets[period]
            self._counted.append(CountedSet(period, one.values, one.id))
        if posted is not None and self._as_posted:
            return posted.lines, _settled(posted), policy
        if period not in self._sets:
            return self._priced(period, self._estimate(period, policy)), {}, policy
        *missed, own = metered(self._meter, last, self._counted[-1])
        settled = {
            earlier: total(self._charge(earlier, use)) - self._billed[earlier]
            for earlier, use in zip(span(last.period + 1, period - 1), missed, strict=True)
        }
        return self._priced(period, own), settled, policy

    def _estimate(self, period: Period, policy: Policy) -> Consumption:
        account = self._account
        return estimated(
            self._meter,
            self._counted,
            period,
            policy=policy,
            norm_kwh=norm_in_force(
                account.norm_kwh, self._first, self._rules.norms, account.category, period
            ),
            residents=account.residents,
        )

    def _priced(self, period: Period, use: Consumption) -> tuple[BillLine, ...]:
        """By the book, or as posted where the kWh are the same: rows may have followed since."""
        posted = self._posted.get(period)
        if posted is not None and posted.basis is use.basis and _same_kwh(posted.lines, use):
            return posted.lines
        return self._charge(period, use)

    def _charge(self, period: Period, use: Consumption) -> tuple[BillLine, ...]:
        return charge(use, self._rules.book.parts(period, self._account.category, use.zones))

    def _set_id(self, period: Period) -> int | None:
        one = self._sets.get(period)
        return one.id if one else None

    @cached_property
    def _money(self) -> Mapping[Period, Sequence[MoneyIn]]:
        """Payments by the period of their value date, those from before the first in the first."""
        by_period: dict[Period, list[MoneyIn]] = {}
        for payment in self._account.payments:
            day = max(payment.value_date, self._first.first_day)
            money = MoneyIn(day, payment.amount, payment.named)
            by_period.setdefault(Period.of(day), []).append(money)
        return by_period

    def _corrected(self, period: Period) -> Kopecks:
        return sum(
            correction.amount
            for correction in self._account.corrections
            if max(Period.of(correction.value_date), self._first) == period
        )


def _settled(posted: Bill) -> Mapping[Period, Kopecks]:
    """The adjustments of readings a posted bill carried."""
    return {a.period: a.amount for a in posted.adjustments if a.kind is AdjustmentKind.READING}


def _same_kwh(lines: Sequence[BillLine], use: Consumption) -> bool:
    kwh: dict[str, int] = {}
    for line in lines:
        kwh[line.register] = kwh.get(line.register, 0) + line.kwh
    return kwh == {register: amount for register, amount in use.kwh.items() if amount}
