"""What the month that a reading sent now counts for will cost, before its bill is posted."""

from datetime import datetime, tzinfo

from lk_app.db import billing, norms, rates, tariffs, windows
from lk_app.db.engine import Database
from lk_app.domain import forecasts
from lk_app.domain.billing_facts import BillingRefused, Rules
from lk_app.domain.consumption import Policy
from lk_app.domain.forecasts import Forecast
from lk_app.domain.late_fees import RATES
from lk_app.domain.windows import counted_period
from lk_app.usecases.accounts import require_link

REACH = 12  # months a forecast may be made from: an average reaches back six at least


def forecast(
    *,
    db: Database,
    customer_id: int,
    account_number: str,
    policy: Policy,
    now: datetime,
    tz: tzinfo,
) -> Forecast | None:
    """One account's open month at business time `now`.

    None where it cannot be billed, was closed, or would tell of months before the link's sight.
    Raises LinkRefused (link.not_yours).
    """
    with db.read() as session:
        link = require_link(session, customer_id, account_number)
        if link.account.closed_on is not None:
            return None
        account = billing.snapshots(session, [link.account.id])[link.account.id]
        rules = Rules(
            book=tariffs.book(session),
            windows=windows.published(session),
            rates=rates.published(session) or RATES,
            norms=norms.published(session),
            policy=policy,
            tz=tz,
        )
    period = counted_period(now.astimezone(tz).date(), rules.windows)
    if any(bill.period.last_day < link.visible_from for bill in account.posted[-REACH:]):
        return None
    try:
        return forecasts.forecast(account, period, rules)
    except BillingRefused:
        return None
