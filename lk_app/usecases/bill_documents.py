"""A posted bill with everything its paper says; needs no running app, so letters may ask for it."""

from datetime import datetime

from sqlmodel import Session

from lk_app.db import bills as posted
from lk_app.db import ledger, meters, readings
from lk_app.db.engine import Database
from lk_app.documents.bill import BillDocument, CountedReadings, RegisterUse
from lk_app.domain.accounts import Link
from lk_app.domain.bills import Bill, BillingRefused
from lk_app.domain.meters import Meter, advance, serving
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


def _readings(
    session: Session, link: Link, bill: Bill
) -> tuple[Meter | None, CountedReadings | None]:
    """The meter of the bill, and the readings it counted; None where it counted none."""
    fitted = {meter.id: meter for meter in meters.of_account(session, link.account.id)}
    sets = [one for found in readings.of_meters(session, list(fitted)).values() for one in found]
    own = next((one for one in sets if one.id == bill.reading_set_id), None)
    if own is None:
        return serving(list(fitted.values()), bill.period.last_day), None
    meter = fitted[own.meter_id]
    before_on, before = meter.installed_on, meter.initial_readings
    if earlier := _counted_before(sets, own, bill.period):
        before_on, before = earlier.taken_on, earlier.values
    return meter, CountedReadings(
        before_on=before_on if before_on >= link.visible_from else None,
        taken_on=own.taken_on,
        digits=meter.digits,
        ratio=meter.ratio,
        uses=tuple(
            RegisterUse(r, before[r], own.values[r], advance(meter, r, before[r], own.values[r]))
            for r in meter.registers
        ),
    )


def _counted_before(sets: list[ReadingSet], own: ReadingSet, period: Period) -> ReadingSet | None:
    """The set of the last earlier bill that counted one: posted bills name theirs for good."""
    counted = (
        (one.counted_in, one)
        for one in sets
        if one.meter_id == own.meter_id and one.counted_in and one.counted_in < period
    )
    return max(counted, key=lambda pair: pair[0], default=(period, None))[1]
