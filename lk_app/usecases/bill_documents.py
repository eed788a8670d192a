"""A posted bill with everything its paper says; needs no running app, so letters may ask for it."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session

from lk_app.db import bills as posted
from lk_app.db import ledger, meters, readings
from lk_app.db.engine import Database
from lk_app.documents.bill import BillDocument, CountedReadings, RegisterUse
from lk_app.domain.accounts import Link
from lk_app.domain.bills import Bill, BillingRefused
from lk_app.domain.meters import Meter, advance
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSet
from lk_app.settings import Supplier
from lk_app.usecases.accounts import require_link
from lk_app.usecases.bills import made_up_rows
from lk_app.usecases.standings import money_in
from lk_app.wording import address


def bill(
    *,
    db: Database,
    supplier: Supplier,
    customer_id: int,
    account_number: str,
    period: Period,
    now: datetime,
) -> BillDocument:
    """What a customer may keep of one bill; `now` is business time in the supplier's zone.

    Raises LinkRefused("link.not_yours"), and BillingRefused("billing.no_bill") alike for a period
    without a bill and for one from before the link's `visible_from`.
    """
    with db.read() as session:
        link = require_link(session, customer_id, account_number)
        found = posted.of_period(session, link.account.id, period)
        if found is None or period.last_day < link.visible_from:
            raise BillingRefused("billing.no_bill", account_number=account_number, period=period)
        return of_link(session, supplier, link, found, now)


def of_link(
    session: Session, supplier: Supplier, link: Link, bill: Bill, now: datetime
) -> BillDocument:
    """The same of a bill this link may see, inside the caller's transaction."""
    account = link.account
    money = money_in(session, [account.id])[account.id]
    paid_since = sum(one.amount for period, one in money if period > bill.period)
    owed_now = ledger.balance(session, account.id)
    meter, counted = _readings(session, link, bill)
    assert now.tzinfo is not None, "the business clock has the supplier's zone"
    return BillDocument(
        supplier=supplier,
        bill=bill,
        unified_account=account.unified_account,
        holder=link.holder,
        address=address(account.address),
        # whoever enters the serial has proven the link: before that, no paper may give it away
        meter_serial=meter.serial if meter and link.is_proven else "",
        readings=counted,
        money=tuple(one for period, one in money if period == bill.period),
        to_pay=max(0, min(bill.closing_balance - paid_since, owed_now)),
        made_up_prices=bool(made_up_rows(session, [bill])),
        as_of=now,
        zone=now.tzinfo,
    )


Mark = tuple[date, Mapping[str, int]]  # what a meter showed on a day


def _readings(
    session: Session, link: Link, bill: Bill
) -> tuple[Meter | None, tuple[CountedReadings, ...]]:
    """The meter of the bill, and the readings and acts of removal it counted, by meter.

    Read off posted bills alone, which name theirs for good: what is imported later, or another
    meter installed since, changes no paper.
    """
    fitted = {meter.id: meter for meter in meters.of_account(session, link.account.id)}
    sets = {
        one.id: one for own in readings.of_meters(session, list(fitted)).values() for one in own
    }
    before: dict[int, Mark] = {
        meter.id: (meter.installed_on, meter.initial_readings) for meter in fitted.values()
    }
    serving = next(iter(fitted.values()), None)
    for earlier in posted.of_account(session, link.account.id):
        if earlier.period < bill.period:
            counted = _counted(earlier, fitted, sets)
            before.update(counted)
            serving = _serving(fitted, earlier, counted) or serving
    now = _counted(bill, fitted, sets)
    shown = tuple(
        _shown(link, fitted[key], before[key], mark, is_act=key in bill.act_meter_ids)
        for key, mark in now.items()
    )
    return fitted[list(now)[-1]] if now else serving, shown


def _counted(
    bill: Bill, fitted: Mapping[int, Meter], sets: Mapping[int, ReadingSet]
) -> dict[int, Mark]:
    """What each meter showed that a bill counted, in the order of the meters."""
    found: dict[int, Mark] = {}
    for key in bill.reading_set_ids:
        one = sets[key]
        found[one.meter_id] = (one.taken_on, one.values)
    for key in bill.act_meter_ids:
        meter = fitted[key]
        assert meter.removed_on is not None, "an act has a day"
        found[key] = (meter.removed_on, meter.final_readings or {})
    return {key: found[key] for key in fitted if key in found}


def _serving(fitted: Mapping[int, Meter], bill: Bill, counted: Mapping[int, Mark]) -> Meter | None:
    """The meter that went on after a bill: the last it counted, or the one after a removed one."""
    order = list(fitted)
    if not counted:
        return None
    at = order.index(list(counted)[-1])
    goes_on = order[at] in bill.act_meter_ids and at + 1 < len(order)
    return fitted[order[at + 1 if goes_on else at]]


def _shown(link: Link, meter: Meter, before: Mark, now: Mark, *, is_act: bool) -> CountedReadings:
    (before_on, old), (taken_on, new) = before, now
    return CountedReadings(
        before_on=before_on if before_on >= link.visible_from else None,
        taken_on=taken_on,
        digits=meter.digits,
        ratio=meter.ratio,
        uses=tuple(
            RegisterUse(r, old[r], new[r], advance(meter, r, old[r], new[r]))
            for r in meter.registers
        ),
        serial=meter.serial if link.is_proven else "",
        is_act=is_act,
    )
