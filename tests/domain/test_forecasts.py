"""The open month's bill before it is posted: it is the one a run will post."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lk_app.domain.billing_facts import AccountForBilling, BillingRefused
from lk_app.domain.bills import next_bill
from lk_app.domain.consumption import Basis, Policy
from lk_app.domain.forecasts import Forecast, forecast
from lk_app.domain.readings import ReadingSet, ReadingSource
from tests.domain import worked
from tests.domain.test_bills_worked import LAST, month_by_month

NOVEMBER = LAST + 1
STEADY, DEBTOR = "6410100101", "6410100106"


def posted(number: str) -> AccountForBilling:
    return month_by_month(worked.accounts()[number], LAST)


def sent(account: AccountForBilling, kwh: int) -> AccountForBilling:
    """A subscriber's reading of 20 November."""
    last = max(account.readings, key=lambda one: one.taken_on)
    values = {register: value + kwh for register, value in last.values.items()}
    at = datetime(2026, 11, 20, 8, tzinfo=UTC)
    one = ReadingSet(900, 1, at.date(), at, values, ReadingSource.SUBSCRIBER)
    return account._replace(readings=(*account.readings, one))


def charged(least: int, most: int, without: int) -> Forecast:
    """A forecast of these sums, in kopecks."""
    found = forecast(posted(STEADY), NOVEMBER, worked.rules())
    line = found.without.lines[0]._replace(amount=without)
    return replace(found, without=found.without._replace(lines=(line,)), usual=(least, most))


@pytest.mark.parametrize("number", worked.accounts())
def test_without_a_reading_it_is_the_bill_of_a_run(number: str) -> None:
    account = posted(number)
    found = forecast(account, NOVEMBER, worked.rules())
    assert found.with_reading is None
    assert found.without == next_bill(account, NOVEMBER, worked.rules())


@pytest.mark.parametrize("number", worked.accounts())
def test_with_a_reading_both_bills_are_told(number: str) -> None:
    account = sent(posted(number), kwh=150)
    found = forecast(account, NOVEMBER, worked.rules())
    assert found.with_reading == next_bill(account, NOVEMBER, worked.rules())
    assert found.without == forecast(posted(number), NOVEMBER, worked.rules()).without


def test_a_dearer_month_is_told_only_when_it_is_dearer_than_every_usual_one() -> None:
    debtor = forecast(posted(DEBTOR), NOVEMBER, worked.rules())
    assert debtor.without.basis is Basis.AVERAGE
    assert debtor.usual == (132_660, 146_529)
    assert debtor.dearer_by == (186_327 - 146_529, 186_327 - 132_660)
    assert forecast(posted(STEADY), NOVEMBER, worked.rules()).dearer_by is None


def test_a_spread_that_tells_nothing_is_not_told() -> None:
    assert charged(100_000, 110_000, 120_000).dearer_by == (10_000, 20_000)
    assert charged(100_000, 110_000, 110_000).dearer_by is None
    assert charged(50_000, 110_000, 120_000).dearer_by is None


def test_the_norm_is_held_against_the_usual_too() -> None:
    rules = replace(worked.rules(), policy=Policy.NORM)
    found = forecast(posted(STEADY), NOVEMBER, rules)
    assert found.without.basis is Basis.NORM


def test_a_young_account_has_no_usual_month() -> None:
    account = worked.accounts()[STEADY]
    young = month_by_month(account, account.first_period + 1)
    assert len(young.posted) == 2
    assert forecast(young, account.first_period + 2, worked.rules()).usual is None


def test_a_posted_month_has_no_forecast() -> None:
    with pytest.raises(BillingRefused, match="not_next"):
        forecast(posted(STEADY), LAST, worked.rules())
