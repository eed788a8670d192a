"""Why a bill comes to what it does: the facts behind each figure, computed anew.

Everything here is read off what the bill itself kept (its readings, its tariff rows, the bills
before it) and off the rules as they stood when it was posted. A part that does not come to the
posted figure again is left out (None): an explanation that does not add up is no explanation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from lk_app.domain.billing_facts import AccountForBilling, Adjustment, AdjustmentKind, Bill, Rules
from lk_app.domain.charges import BillLine
from lk_app.domain.consumption import Consumption, metered
from lk_app.domain.consumption import CountedSet as Counted
from lk_app.domain.explained_use import billed_kwh, charged, use_of
from lk_app.domain.explanation_facts import (
    ByMeters,
    ByReadings,
    ExplainedAdjustment,
    Explanation,
    FeeChange,
    PricedLine,
    Share,
    Use,
)
from lk_app.domain.fee_stretches import BillFee, fees_of_month
from lk_app.domain.meters import REGISTERS
from lk_app.domain.money import Kopecks
from lk_app.domain.months import Months
from lk_app.domain.periods import Period, span
from lk_app.domain.tariffs import PricedDays, TariffRow


def explain(
    bill: Bill,
    known: AccountForBilling,
    rules: Rules,
    rows: Mapping[int, TariffRow],
    later: Sequence[Bill] = (),
) -> Explanation:
    """The facts of a bill. `known` and `rules` are those of the moment it was posted, `rows` the
    tariff rows of its lines, superseded ones too; `later` the bills posted after it."""
    known = known._replace(category=category_of(bill, rows) or known.category)
    final = known.final_period
    return Explanation(
        bill=bill,
        use=use_of(bill, known, rules),
        parts=_parts(bill, known, rules, rows),
        lines=_priced(bill.lines, rows),
        adjustments=_adjustments(bill, known, rules, rows),
        fees=_fees(bill, known, rules),
        reckoned=_reckoned(bill, later),
        closed_on=known.closed_on if final is not None and bill.period >= final else None,
    )


def category_of(bill: Bill, rows: Mapping[int, TariffRow]) -> str:
    """The one it was priced by, whatever the account's is now; "" for a bill without lines."""
    found = (rows[line.tariff_row_id] for line in bill.lines if line.tariff_row_id in rows)
    return next((row.category for row in found), "")


def seen_from(explanation: Explanation, day: date, *, is_proven: bool = True) -> Explanation:
    """Without the facts of months before `day`, which this reader has not proven to be theirs.

    Nor with a meter's serial for whoever is still to be asked for it.
    """
    use = explanation.use
    if isinstance(use, ByReadings | ByMeters) and use.nth and _reaches_back(use) < day:
        use = None
    if not is_proven:
        use = _without_serials(use)
    adjustments = tuple(
        one if one.adjustment.period.last_day >= day else replace(one, why=None)
        for one in explanation.adjustments
    )
    fees = explanation.fees
    if fees and any(fee.period.last_day < day for fee in fees):
        fees = None
    return replace(explanation, use=use, adjustments=adjustments, fees=fees)


def _reaches_back(use: ByReadings | ByMeters) -> date:
    first = use.parts[0] if isinstance(use, ByMeters) else use
    return first.since.day


def _without_serials(use: Use) -> Use:
    if isinstance(use, ByReadings):
        return replace(use, serial="")
    if isinstance(use, ByMeters):
        return replace(use, parts=tuple(replace(part, serial="") for part in use.parts))
    return use


def _parts(
    bill: Bill, known: AccountForBilling, rules: Rules, rows: Mapping[int, TariffRow]
) -> tuple[PricedDays, ...]:
    """The price lists of the month where they are several and come to the bill's lines."""
    zones = {rows[one.tariff_row_id].zones for one in bill.lines if one.tariff_row_id in rows}
    if len(zones) != 1:  # a meter with other zones came in mid-month: a list for each anyway
        return ()
    (of_meter,) = zones
    kwh = dict.fromkeys(REGISTERS[of_meter], 0) | billed_kwh(bill)
    found = charged(Consumption(bill.lines[0].basis, kwh, of_meter), bill.period, known, rules)
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
    """The same computed anew, for bills of one meter posted before it was kept."""
    use = use_of(bill, known, rules)
    if not isinstance(use, ByReadings) or use.nth or use.months < 2:
        return {}
    meter = next(one for one in known.meters if one.serial == use.serial)
    since, until = (Counted(one.period, meter, one.values) for one in (use.since, use.until))
    billed = {one.period: one.charges for one in known.posted}
    found: dict[Period, Share] = {}
    missed = span(since.period + 1, bill.period - 1)
    for period, one in zip(missed, metered(since, until)[:-1], strict=True):
        priced = charged(one, period, known, rules)
        if priced and period in billed:
            rows = {
                row.id: row
                for part in priced[0]
                for band in part.prices.bands
                for row in band.rows.values()
            }
            found[period] = Share(one.total, _priced(priced[1], rows), billed[period])
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
