"""The account as it stood when a bill was posted: nothing that came later may explain it."""

from datetime import datetime

from lk_app.domain.billing_facts import AccountForBilling
from lk_app.domain.meters import Meter
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSet


def as_known(
    account: AccountForBilling, period: Period, *, posted_at: datetime | None = None
) -> AccountForBilling:
    """The account as it stood when the bill of `period` was posted at `posted_at`.

    What a bill counted was known then; other readings by the time they were received, a meter's
    removal by the bill that counted its act, and the meter after it with that act or with a reading
    of its own.
    """
    used = {one: bill.period for bill in account.posted for one in bill.reading_set_ids}
    readings = (one._replace(counted_in=used.get(one.id)) for one in account.readings)
    meters = _meters(account, period)
    return account._replace(
        meters=meters,
        closed_on=account.closed_on if _was_closed(account, period) else None,
        posted=tuple(bill for bill in account.posted if bill.period < period),
        readings=tuple(one for one in readings if _was_known(one, period, posted_at)),
        payments=tuple(
            one._replace(booked_in=one.booked_in if one.booked_in < period else None)
            for one in account.payments
            if one.booked_in is not None and one.booked_in <= period
        ),
    )


def _was_known(one: ReadingSet, period: Period, posted_at: datetime | None) -> bool:
    if one.counted_in is not None:
        return one.counted_in <= period
    return posted_at is None or one.received_at <= posted_at


def _meters(account: AccountForBilling, period: Period) -> tuple[Meter, ...]:
    counted = [bill for bill in account.posted if bill.period <= period]
    acts = {meter for bill in counted for meter in bill.act_meter_ids}
    sets = {one for bill in counted for one in bill.reading_set_ids}
    read = {one.meter_id for one in account.readings if one.id in sets}
    known: list[Meter] = []
    for meter in account.meters_in_order:
        if known and known[-1].id not in acts and meter.id not in read:
            break
        known.append(meter)
    if known and known[-1].id not in acts:
        known[-1] = known[-1]._replace(removed_on=None, final_readings=None)
    return tuple(known)


def _was_closed(account: AccountForBilling, period: Period) -> bool:
    """Whether the final readings stand in a bill by then, or this one is of the time after them."""
    final = account.final_period
    if final is None or not account.meters or period < final:
        return False
    last = account.meters_in_order[-1].id
    own = next((bill for bill in account.posted if bill.period == period), None)
    return any(last in bill.act_meter_ids for bill in account.posted if bill.period <= period) or (
        own is not None and period > final and not own.lines and not own.is_metered
    )
