"""Every worked bill, in every field."""

from datetime import date

import pytest

from lk_app.domain.bills import (
    AccountForBilling,
    PaymentForBilling,
    as_record,
    bill_through,
    next_bill,
)
from lk_app.domain.money import parse_roubles
from lk_app.domain.periods import Period
from tests.domain import worked

LAST = Period(2026, 10)


def test_there_are_seven_accounts_and_144_bills() -> None:
    assert len(worked.accounts()) == 7
    assert sum(len(bills) for bills in worked.expected().values()) == 144


@pytest.mark.parametrize("number", worked.accounts())
def test_all_periods_at_once(number: str) -> None:
    bills = bill_through(worked.accounts()[number], LAST, worked.rules())
    assert [as_record(bill) for bill in bills] == worked.expected()[number]


@pytest.mark.parametrize("number", worked.accounts())
def test_month_by_month_with_what_was_known_then(number: str) -> None:
    bills = month_by_month(worked.accounts()[number], LAST).posted
    assert [as_record(bill) for bill in bills] == worked.expected()[number]


def test_a_payment_that_arrives_after_its_periods_were_posted() -> None:
    story = worked.expected_late_payment()
    account = month_by_month(worked.accounts()[story["bill"]["account_number"]], LAST)
    late = PaymentForBilling(
        date.fromisoformat(story["payment"]["paid_on"]), parse_roubles(story["payment"]["amount"])
    )
    account = account._replace(payments=(*account.payments, late))
    assert as_record(next_bill(account, LAST + 1, worked.rules())) == story["bill"]


def month_by_month(account: AccountForBilling, last: Period) -> AccountForBilling:
    """Post bill after bill, each knowing only what came up to the end of its month."""
    done = account._replace(posted=(), payments=(), readings=())
    while done.next_period <= last:
        period = done.next_period
        known = done._replace(
            readings=tuple(r for r in account.readings if r.taken_on <= period.last_day),
            payments=(
                *done.payments,
                *(p for p in account.payments if Period.of(p.value_date) == period),
            ),
        )
        bill = next_bill(known, period, worked.rules())
        booked = tuple(p._replace(booked_in=p.booked_in or period) for p in known.payments)
        done = known._replace(posted=(*known.posted, bill), payments=booked)
    return done
