"""Why a bill comes to what it does: the facts behind each figure, computed anew.

Everything here is read off what the bill itself kept (its readings, its tariff rows, the bills
before it) and off the rules as they stood when it was posted. A part that does not come to the
posted figure again is left out (None): an explanation that does not add up is no explanation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from lk_app.domain.billing_facts import AccountForBilling, Adjustment, AdjustmentKind, Bill, Rules
from lk_app.domain.charges import BillLine, charge, total
from lk_app.domain.consumption import (
    AVERAGE_PERIODS_LIMIT,
    Basis,
    Consumption,
    Policy,
    average_base,
    by_average,
    metered,
)
from lk_app.domain.consumption import CountedSet as Counted
from lk_app.domain.explanation_facts import (
    ByNorm,
    ByReadings,
    ExplainedAdjustment,
    Explanation,
    FeeChange,
    KnownValues,
    NormReason,
    PricedLine,
    RegisterStep,
    Share,
)
from lk_app.domain.fee_stretches import BillFee, fees_of_month
from lk_app.domain.meters import Meter, advance
from lk_app.domain.money import Kopecks
from lk_app.domain.months import Months
from lk_app.domain.periods import Period, span
from lk_app.domain.readings import ReadingSet, counted_sets
from lk_app.domain.refusals import Refusal
from lk_app.domain.tariffs import PricedDays, TariffRow


def as_known(
    account: AccountForBilling, period: Period, *, posted_at: datetime | None = None
) -> AccountForBilling:
    """The account as it stood when the bill of `period` was posted at `posted_at`.

    What a bill counted was known then; other readings by the time they were received.
    """
    used = {bill.reading_set_id: bill.period for bill in account.posted if bill.reading_set_id}
    readings = (replace(one, counted_in=used.get(one.id)) for one in account.readings)
    return replace(
        account,
        posted=tuple(bill for bill in account.posted if bill.period < period),
        readings=tuple(one for one in readings if _was_known(one, period, posted_at)),
        payments=tuple(
            replace(one, booked_in=one.booked_in if one.booked_in < period else None)
            for one in account.payments
            if one.booked_in is not None and one.booked_in <= period
        ),
    )


def _was_known(one: ReadingSet, period: Period, posted_at: datetime | None) -> bool:
    if one.counted_in is not None:
        return one.counted_in <= period
    return posted_at is None or one.received_at <= posted_at


def explain(
    bill: Bill,
    known: AccountForBilling,
    rules: Rules,
    rows: Mapping[int, TariffRow],
    later: Sequence[Bill] = (),
) -> Explanation:
    """The facts of a bill. `known` and `rules` are those of the moment it was posted, `rows` the
    tariff rows of its lines, superseded ones too; `later` the bills posted after it."""
    use = _use(bill, known, rules)
    parts = _parts(bill, known, rules)
    return Explanation(
        bill=bill,
        use=use,
        parts=parts,
        lines=_priced(bill.lines, rows),
        adjustments=_adjustments(bill, known, rules, rows),
        fees=_fees(bill, known, rules),
        reckoned=_reckoned(bill, later),
    )


def seen_from(explanation: Explanation, day: date) -> Explanation:
    """Without the facts of months before `day`, which this reader has not proven to be theirs."""
    use = explanation.use
    if isinstance(use, ByReadings) and use.nth and use.since.day < day:
        use = None
    adjustments = tuple(
        one if one.adjustment.period.last_day >= day else replace(one, why=None)
        for one in explanation.adjustments
    )
    fees = explanation.fees
    if fees and any(fee.period.last_day < day for fee in fees):
        fees = None
    return replace(explanation, use=use, adjustments=adjustments, fees=fees)


def _use(bill: Bill, known: AccountForBilling, rules: Rules) -> ByReadings | ByNorm | None:
    if len(known.meters) != 1 or bill.period < known.first_period:
        return None
    meter = known.meters[0]
    sets = {
        period: one
        for period, one in counted_sets(known.readings, rules.windows, rules.tz).items()
        if known.first_period <= period <= bill.period
    }
    counted = [Counted(known.first_period - 1, meter, meter.initial_readings)]
    counted += [
        Counted(period, meter, sets[period].values, sets[period].id) for period in sorted(sets)
    ]
    said = {one.period: _values(one, sets.get(one.period), meter, rules) for one in counted}
    if bill.reading_set_id is not None:
        found = _metered(bill, meter, counted, said)
    elif bill.basis is Basis.NORM:
        return _norm(bill, known, rules, counted)
    else:
        found = _average(bill, meter, counted, said)
    return found if found and _kwh(found) == _billed_kwh(bill) else None


def _values(one: Counted, received: ReadingSet | None, meter: Meter, rules: Rules) -> KnownValues:
    if received is None:
        return KnownValues(one.period, meter.installed_on, one.values, None)
    day = received.received_on(rules.tz)
    return KnownValues(one.period, day, one.values, received.source)


def _metered(
    bill: Bill, meter: Meter, counted: list[Counted], said: Mapping[Period, KnownValues]
) -> ByReadings | None:
    if len(counted) < 2 or counted[-1].set_id != bill.reading_set_id:
        return None
    last, new = counted[-2:]
    return _between(meter, said[last.period], said[new.period], metered(last, new)[-1].kwh)


def _average(
    bill: Bill, meter: Meter, counted: list[Counted], said: Mapping[Period, KnownValues]
) -> ByReadings | None:
    base = average_base(counted)
    if base is None:
        return None
    last = counted[-1]
    own = by_average(base, counted).kwh
    found = _between(meter, said[base.period], said[last.period], own)
    return replace(found, nth=last.period.until(bill.period))


def _between(
    meter: Meter, since: KnownValues, until: KnownValues, own: Mapping[str, int]
) -> ByReadings:
    steps = []
    for register in meter.registers:
        old, new = since.values[register], until.values[register]
        kwh = advance(meter, register, old, new)
        steps.append(RegisterStep(register, old, new, kwh, own[register]))
    months = since.period.until(until.period)
    return ByReadings(since, until, meter.ratio, meter.dial, months, tuple(steps))


def _norm(bill: Bill, known: AccountForBilling, rules: Rules, counted: list[Counted]) -> ByNorm:
    nth = counted[-1].period.until(bill.period)
    base = average_base(counted)
    reason = NormReason.SHORT_HISTORY
    if bill.policy is Policy.NORM:
        reason = NormReason.POLICY
    elif nth > AVERAGE_PERIODS_LIMIT:
        reason = NormReason.TOO_LONG
    each, odd = divmod(bill.kwh, known.residents) if known.residents else (0, 1)
    return ByNorm(
        reason=reason,
        kwh=bill.kwh,
        residents=known.residents,
        norm_kwh=None if odd else each,
        nth=nth,
        over_average=_over_average(bill, known, rules, base, counted),
    )


def _over_average(
    bill: Bill, known: AccountForBilling, rules: Rules, base: Counted | None, counted: list[Counted]
) -> Kopecks | None:
    if base is None:
        return None
    usual = _charged(by_average(base, counted), bill.period, known, rules)
    return bill.charges - total(usual[1]) if usual else None


def _charged(
    use: Consumption, period: Period, known: AccountForBilling, rules: Rules
) -> tuple[tuple[PricedDays, ...], tuple[BillLine, ...]] | None:
    """The price lists of a period and what they make of some kWh; None where there is none."""
    try:
        parts = rules.book.parts(period, known.category, use.zones)
    except Refusal:
        return None
    return parts, charge(use, parts)


def _parts(bill: Bill, known: AccountForBilling, rules: Rules) -> tuple[PricedDays, ...]:
    """The price lists of the month where they are several and come to the bill's lines."""
    if not bill.lines or not known.meters:
        return ()
    zones = 1 if bill.basis is Basis.NORM else known.meters[0].zones
    kwh = dict.fromkeys(known.meters[0].registers, 0) if zones > 1 else {}
    use = Consumption(bill.lines[0].basis, kwh | _billed_kwh(bill), zones)
    found = _charged(use, bill.period, known, rules)
    return found[0] if found and len(found[0]) > 1 and found[1] == bill.lines else ()


def _priced(lines: Sequence[BillLine], rows: Mapping[int, TariffRow]) -> tuple[PricedLine, ...]:
    tops = {
        (row.valid_from, row.band): row.up_to_kwh
        for row in (rows.get(line.tariff_row_id) for line in lines)
        if row is not None
    }

    def one(line: BillLine) -> PricedLine:
        row = rows.get(line.tariff_row_id)
        above = tops.get((row.valid_from, row.band - 1)) if row else None
        return PricedLine(line, row, above or 0)

    return tuple(map(one, lines))


def _adjustments(
    bill: Bill, known: AccountForBilling, rules: Rules, rows: Mapping[int, TariffRow]
) -> tuple[ExplainedAdjustment, ...]:
    shares = _kept_shares(bill, rows) or _shares(bill, known, rules)
    fees = _fee_changes(bill, known, rules)
    whys: dict[AdjustmentKind, Mapping[Period, Share | FeeChange]] = {
        AdjustmentKind.READING: shares,
        AdjustmentKind.FEE: fees,
    }
    return tuple(
        ExplainedAdjustment(one, _if_equal(one, whys.get(one.kind, {}).get(one.period)))
        for one in bill.adjustments
    )


def _if_equal(adjustment: Adjustment, why: Share | FeeChange | None) -> Share | FeeChange | None:
    if isinstance(why, Share):
        return why if why.amount - why.billed == adjustment.amount else None
    if isinstance(why, FeeChange):
        return why if why.now - why.was == adjustment.amount else None
    return None


def _kept_shares(bill: Bill, rows: Mapping[int, TariffRow]) -> dict[Period, Share]:
    """What the bill itself kept of the months its reading settled."""
    return {
        one.period: Share(
            sum(line.kwh for line in one.recount.lines),
            _priced(one.recount.lines, rows),
            one.recount.billed,
        )
        for one in bill.adjustments
        if one.recount is not None
    }


def _shares(bill: Bill, known: AccountForBilling, rules: Rules) -> dict[Period, Share]:
    """The same computed anew, for bills posted before it was kept."""
    use = _use(bill, known, rules)
    if not isinstance(use, ByReadings) or use.nth or use.months < 2:
        return {}
    meter = known.meters[0]
    last = Counted(use.since.period, meter, use.since.values)
    uses = metered(last, Counted(use.until.period, meter, use.until.values))
    billed = {one.period: one.charges for one in known.posted}
    found: dict[Period, Share] = {}
    for period, one in zip(span(last.period + 1, bill.period - 1), uses[:-1], strict=True):
        charged = _charged(one, period, known, rules)
        if charged and period in billed:
            rows = {
                row.id: row
                for part in charged[0]
                for band in part.prices.bands
                for row in band.rows.values()
            }
            found[period] = Share(one.total, _priced(charged[1], rows), billed[period])
    return found


def _fee_changes(bill: Bill, known: AccountForBilling, rules: Rules) -> dict[Period, FeeChange]:
    """Late fees of posted months, as billed and as they are now that late news is known."""
    if all(one.kind is not AdjustmentKind.FEE for one in bill.adjustments):
        return {}
    months = Months(known, rules)
    news = tuple(
        one
        for one in known.payments
        if one.booked_in is None and Period.of(one.value_date) < bill.period
    )
    found: dict[Period, FeeChange] = {}
    for posted in known.posted:
        was = posted.late_fee + sum(
            one.amount
            for other in known.posted
            for one in other.adjustments
            if one.kind is AdjustmentKind.FEE and one.period == posted.period
        )
        found[posted.period] = FeeChange(was, months.replay(posted.period).late_fee, news)
    return found


def _fees(bill: Bill, known: AccountForBilling, rules: Rules) -> tuple[BillFee, ...] | None:
    if not bill.late_fee:
        return ()
    months = Months(known, rules)
    for period in span(known.first_period, bill.period - 1):
        months.replay(period)
    found = fees_of_month(months.standing, bill.period, months.money(bill.period), rules.rates)
    return found if sum(one.amount for one in found) == bill.late_fee else None


def _reckoned(bill: Bill, later: Sequence[Bill]) -> tuple[Period, Kopecks] | None:
    """The first later bill that put an estimated one right."""
    return next(
        (
            (other.period, one.amount)
            for other in sorted(later, key=lambda other: other.period)
            for one in other.adjustments
            if one.kind is AdjustmentKind.READING and one.period == bill.period
        ),
        None,
    )


def _billed_kwh(bill: Bill) -> dict[str, int]:
    kwh: dict[str, int] = {}
    for line in bill.lines:
        kwh[line.register] = kwh.get(line.register, 0) + line.kwh
    return kwh


def _kwh(use: ByReadings) -> dict[str, int]:
    return {step.register: step.own for step in use.steps if step.own}
