"""What the month that a reading sent now counts for will cost, before its bill is posted."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from sqlmodel import Session

from lk_app.db import billing, norms, rates, tariffs, windows
from lk_app.db.engine import Database
from lk_app.domain import forecasts
from lk_app.domain.accounts import Link
from lk_app.domain.billing_facts import AccountForBilling, BillingRefused, Rules
from lk_app.domain.consumption import Policy
from lk_app.domain.forecasts import Forecast
from lk_app.domain.late_fees import RATES
from lk_app.domain.periods import Period
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
        return of_links(session, [link], policy=policy, now=now, tz=tz).get(link.account.id)


def of_links(
    session: Session,
    links: Sequence[Link],
    *,
    policy: Policy,
    now: datetime,
    tz: tzinfo,
    period: Period | None = None,
) -> dict[int, Forecast]:
    """An open month of many accounts by id, those left out whose month cannot be told.

    None means the month that a reading sent now counts for.
    """
    accounts = billing.snapshots(session, [link.account.id for link in links])
    rules = Rules(
        book=tariffs.book(session),
        windows=windows.published(session),
        rates=rates.published(session) or RATES,
        norms=norms.published(session),
        policy=policy,
        tz=tz,
    )
    month = period or counted_period(now.astimezone(tz).date(), rules.windows)
    told = ((link, _forecast(accounts[link.account.id], link, month, rules)) for link in links)
    return {link.account.id: ahead for link, ahead in told if ahead}


def _forecast(
    account: AccountForBilling, link: Link, period: Period, rules: Rules
) -> Forecast | None:
    if link.account.closed_on is not None:
        return None
    if any(bill.period.last_day < link.visible_from for bill in account.posted[-REACH:]):
        return None
    try:
        return forecasts.forecast(account, period, rules)
    except BillingRefused:
        return None
