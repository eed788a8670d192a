"""«Почему такая сумма»: one posted bill explained from what it was computed from."""

from datetime import datetime, tzinfo

from sqlmodel import Session

from lk_app.db import billing, bills, norms, rates, reading_checks, tariffs, windows
from lk_app.db.engine import Database
from lk_app.domain.billing_facts import AccountForBilling, Bill, BillingRefused, Rules
from lk_app.domain.explanation_facts import Explanation
from lk_app.domain.explanations import category_of, explain, seen_from
from lk_app.domain.hindsight import as_known
from lk_app.domain.late_fees import RATES
from lk_app.domain.periods import Period
from lk_app.domain.reading_checks import as_then
from lk_app.usecases.accounts import require_link


def explanation(
    *, db: Database, customer_id: int, account_number: str, period: Period, tz: tzinfo
) -> Explanation:
    """The facts of one bill, as far as the link may see them.

    Raises LinkRefused (link.not_yours) and BillingRefused (billing.no_bill), the latter also for
    the bill of a month before the link may see; billing.told for one that came in a file.
    """
    with db.read() as session:
        link = require_link(session, customer_id, account_number)
        at = bills.posted_at(session, link.account.id, period)
        if at is None or period.last_day < link.visible_from:
            raise BillingRefused("billing.no_bill", account_number=account_number, period=period)
        told = bills.of_period(session, link.account.id, period)
        if told is not None and told.is_imported:
            raise BillingRefused("billing.told")
        account = billing.snapshots(session, [link.account.id])[link.account.id]
        found = _explained(session, account, period, at, tz)
    return seen_from(found, link.visible_from, is_proven=link.is_proven)


def _explained(
    session: Session, account: AccountForBilling, period: Period, at: datetime, tz: tzinfo
) -> Explanation:
    bill = next(one for one in account.posted if one.period == period)
    checks = reading_checks.of_readings(session, [one.id for one in account.readings])
    then = as_known(as_then(account, checks, at), period, posted_at=at)
    rows = tariffs.by_ids(session, bill.tariff_row_ids)
    category = category_of(bill, rows) or account.category
    return explain(
        bill,
        then,
        _rules_of(session, category, bill, at, tz),
        rows,
        later=[one for one in account.posted if one.period > period],
    )


def _rules_of(session: Session, category: str, bill: Bill, at: datetime, tz: tzinfo) -> Rules:
    """The rules that were in force when the bill was posted, whatever was published since."""
    return Rules(
        book=tariffs.book_at(session, at, category),
        windows=windows.published(session, at),
        rates=rates.published(session, at) or RATES,
        norms=norms.published(session, at),
        policy=bill.policy,
        tz=tz,
    )
