"""The bill of one account for one period: what it took, what it owes, and what changed since.

What an account owes is a function of its facts alone: `Months` replays them as if everything had
been known in time. A bill is what that replay says about its period, plus adjustments for every
posted period the replay now sees differently. So a posted bill never changes, and the order in
which readings, payments and corrections arrive does not matter to the last balance.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lk_app.domain.billing_facts import (
    AccountForBilling,
    Adjustment,
    AdjustmentKind,
    Bill,
    BillingRefused,
    CorrectionForBilling,
    PaymentForBilling,
    Recount,
    Rules,
)
from lk_app.domain.charges import total
from lk_app.domain.consumption import ConsumptionRefused
from lk_app.domain.money import Kopecks, plain
from lk_app.domain.months import Month, Months
from lk_app.domain.periods import Period, span
from lk_app.domain.positions import Position
from lk_app.domain.refusals import Refusal
from lk_app.domain.tariffs import TariffRefused

__all__ = [
    "AccountForBilling",
    "Adjustment",
    "AdjustmentKind",
    "Bill",
    "Billed",
    "BillingRefused",
    "CorrectionForBilling",
    "PaymentForBilling",
    "Recount",
    "Rules",
    "as_record",
    "bill_on",
    "bill_through",
    "bills_in_order",
    "has_late_news",
    "next_bill",
]


def next_bill(account: AccountForBilling, period: Period, rules: Rules) -> Bill:
    """The bill of the first period not yet posted; raises BillingRefused (see its codes)."""
    if period != account.next_period:
        raise BillingRefused(
            "billing.not_next",
            account_number=account.account_number,
            period=period,
            expected=account.next_period,
        )
    return bill_through(account, period, rules)[0]


def bill_through(account: AccountForBilling, last: Period, rules: Rules) -> tuple[Bill, ...]:
    """Bills of every period not yet posted up to `last`; raises BillingRefused.

    One that cannot be made refuses those after it too: call again with an earlier `last`, or take
    them one by one from `bills_in_order`.
    """
    return tuple(bills_in_order(account, last, rules))


def bills_in_order(account: AccountForBilling, last: Period, rules: Rules) -> Iterator[Bill]:
    """The same, one at a time, so that what can be billed is kept when a later one is refused."""
    billed = bill_on(account, last, rules)
    yield from billed.bills
    if billed.refusal is not None:
        raise billed.refusal


class Billed(NamedTuple):
    """New bills, ascending; where the account stands after them; what refused the next one.

    `position` is None while nothing was ever billed.
    """

    bills: tuple[Bill, ...]
    position: Position | None
    refusal: BillingRefused | None = None


def bill_on(account: AccountForBilling, last: Period, rules: Rules) -> Billed:
    """Every bill not yet posted up to `last` that can be made, from a position if there is one.

    A closed account is billed beyond its final period only as long as something is owed, waits or
    came in. What belongs to posted periods must be known to be none when going on from a position:
    see `has_late_news`.
    """
    made: list[Bill] = []
    try:
        months = Months(account, rules)
    except BillingRefused as refusal:
        return Billed((), None, refusal)
    try:
        for bill in _unposted(account, months, last, rules):
            made.append(bill)  # one by one: what was made stays when a later one is refused
    except BillingRefused as refusal:
        return Billed(tuple(made), _position(account, months, made), refusal)
    return Billed(tuple(made), _position(account, months, made))


def has_late_news(account: AccountForBilling, rules: Rules) -> bool:
    """Whether something its position does not know of belongs to a period already posted.

    Such an account has to be replayed from its facts, without the position.
    """
    if account.position is None:
        return False
    after, end = account.position.after, account.position.after.last_day
    days = [one.value_date for one in account.payments]
    days += [one.value_date for one in account.corrections]
    read = [rules.counted_period(one) for one in account.readings]
    return bool(days and min(days) <= end) or bool(read and min(read) <= after)


def _unposted(
    account: AccountForBilling, months: Months, last: Period, rules: Rules
) -> Iterator[Bill]:
    news = _News(account)
    balance, open_from = account.balance, account.next_period
    held: list[Bill] = []
    for period in span(months.reached + 1, last):
        try:
            month = months.replay(period)
        except (TariffRefused, ConsumptionRefused) as refusal:
            raise _refused(account, period, refusal) from refusal
        if period < open_from:
            news.replayed(month)
            continue
        bill = Bill(
            account_number=account.account_number,
            period=period,
            opening_balance=balance,
            lines=month.lines,
            adjustments=news.adjustments(month),
            late_fee=month.late_fee,
            payments=news.payments(period),
            due_date=rules.due_date(period),
            reading_set_ids=month.reading_set_ids,
            policy=month.policy,
            act_meter_ids=month.act_meter_ids,
        )
        balance = bill.closing_balance
        held.append(bill)
        if not _is_idle(account, bill):
            yield from held
            held.clear()


def _is_idle(account: AccountForBilling, bill: Bill) -> bool:
    """Whether nothing is left to say after a holder moved out: no bill until something is."""
    final = account.final_period
    if final is None or bill.period <= final:
        return False
    said = bill.opening_balance or bill.adjustments or bill.late_fee or bill.payments
    return not said and not bill.closing_balance


def _position(account: AccountForBilling, months: Months, made: Sequence[Bill]) -> Position | None:
    """Where the account stands after its last bill; None before the first, or short of it."""
    if made:
        return months.position(made[-1].period, made[-1].closing_balance)
    after = account.next_period - 1
    if not account.first_period <= after <= months.reached:
        return None
    return months.position(after, account.balance)


def _refused(account: AccountForBilling, period: Period, why: Refusal) -> BillingRefused:
    refusal = BillingRefused(why.code)
    refusal.facts = {**why.facts, "account_number": account.account_number, "period": period}
    return refusal


_Fact = PaymentForBilling | CorrectionForBilling


class _News:
    """What posted bills said, held against what the replay says now."""

    def __init__(self, account: AccountForBilling) -> None:
        self._open_from = account.next_period
        self._posted = {bill.period: bill for bill in account.posted}
        self._unposted_charges: defaultdict[Period, Kopecks] = defaultdict(int)
        self._unposted_fees: defaultdict[Period, Kopecks] = defaultdict(int)
        self._fees_may_differ = False
        self._corrections = [(self._booking(c), c) for c in account.corrections]
        self._payments: dict[Period, Kopecks] = {}
        for payment in account.payments:
            booked = self._booking(payment)
            self._payments[booked] = self._payments.get(booked, 0) + payment.amount

    def replayed(self, month: Month) -> None:
        """Note a posted month: what the replay owes it, less what was billed for it."""
        bill = self._posted[month.period]
        read = (bill.reading_set_ids, bill.act_meter_ids)
        self._fees_may_differ |= read != (month.reading_set_ids, month.act_meter_ids)
        self._unposted_charges[month.period] += total(month.lines) - bill.charges
        for period, amount in month.settled.items():
            self._unposted_charges[period] += amount
        self._unposted_fees[month.period] += month.late_fee - bill.late_fee
        for adjustment in bill.adjustments:
            if adjustment.kind is AdjustmentKind.READING:
                self._unposted_charges[adjustment.period] -= adjustment.amount
            elif adjustment.kind is AdjustmentKind.FEE:
                self._unposted_fees[adjustment.period] -= adjustment.amount

    def payments(self, period: Period) -> Kopecks:
        """Kopecks of the payments booked in an open period."""
        return self._payments.get(period, 0)

    def adjustments(self, month: Month) -> tuple[Adjustment, ...]:
        """All adjustments of an open month; the first one takes what earlier months still lack."""
        readings = dict(month.settled)
        fees: dict[Period, Kopecks] = {}
        if month.period == self._open_from and self._posted:
            late = {p: amount for p, amount in self._unposted_charges.items() if amount}
            readings |= {p: readings.get(p, 0) + amount for p, amount in late.items()}
            if late or self._fees_may_differ:
                fees = {p: fee for p, fee in self._unposted_fees.items() if fee}
        if not (readings or fees or self._corrections):
            return ()
        corrections = [(c.period, c.amount) for at, c in self._corrections if at == month.period]
        return tuple(
            Adjustment(kind, period, amount, _recount(month, kind, period, amount))
            for kind, amounts in (
                (AdjustmentKind.READING, readings.items()),
                (AdjustmentKind.CORRECTION, corrections),
                (AdjustmentKind.FEE, fees.items()),
            )
            for period, amount in sorted(amounts)
        )

    def _booking(self, fact: _Fact) -> Period:
        """The period whose bill shows it: its own, or the first open one when that is posted."""
        if fact.booked_in:
            return fact.booked_in
        own = Period.of(fact.value_date)
        if own < self._open_from:  # it came late: fees of posted months may come out otherwise
            self._fees_may_differ = True
            return self._open_from
        return own


def _recount(month: Month, kind: AdjustmentKind, period: Period, amount: Kopecks) -> Recount | None:
    """What the adjustment came from, where that is all of it: news of posted months adds more."""
    found = month.recounts.get(period) if kind is AdjustmentKind.READING else None
    return found if found and found.amount == amount else None


def as_record(bill: Bill) -> dict[str, object]:
    """The object `lk billing show --json` prints: money as strings, periods and days as ISO."""
    return {
        "account_number": bill.account_number,
        "period": str(bill.period),
        "opening_balance": plain(bill.opening_balance),
        "lines": [
            {
                "register": line.register,
                "band": line.band,
                "kwh": line.kwh,
                "price": plain(line.price),
                "amount": plain(line.amount),
                "basis": str(line.basis),
            }
            for line in bill.lines
        ],
        "charges": plain(bill.charges),
        "adjustments": [
            {"kind": str(one.kind), "period": str(one.period), "amount": plain(one.amount)}
            for one in bill.adjustments
        ],
        "adjustment_total": plain(bill.adjustment_total),
        "late_fee": plain(bill.late_fee),
        "payments": plain(bill.payments),
        "closing_balance": plain(bill.closing_balance),
        "due_date": bill.due_date.isoformat(),
    }
