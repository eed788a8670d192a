"""Billing on from a position gives the very bills a replay from the beginning gives."""

import json
from datetime import date

import pytest

from lk_app.domain.bills import (
    AccountForBilling,
    Bill,
    PaymentForBilling,
    bill_on,
    bill_through,
    has_late_news,
)
from lk_app.domain.periods import Period, span
from lk_app.domain.positions import Position, as_json, from_json
from tests.domain import random_world, worked
from tests.domain.calculator import Calculator, as_known
from tests.domain.plain_accounts import as_period, for_billing
from tests.domain.random_accounts import LAST, households, in_time

RULES = worked.rules()


@pytest.mark.parametrize("number", range(120))
def test_a_position_says_what_a_replay_says(number: int) -> None:
    judge = Calculator(random_world.world())
    for one in households("positions", number, judge=judge):
        account, last = for_billing(as_known(in_time(one), LAST)), as_period(LAST)
        at_once = bill_on(account, last, RULES)
        assert at_once.refusal is None
        bills, position = month_by_month(account, last)
        assert (bills, position) == (at_once.bills, at_once.position)
        replayed = bill_on(account._replace(posted=bills), last, RULES)
        assert (replayed.bills, replayed.position) == ((), position)


def month_by_month(account: AccountForBilling, last: Period) -> tuple[tuple[Bill, ...], Position]:
    meters = {meter.id: meter for meter in account.meters}
    bills: list[Bill] = []
    position = None
    for period in span(account.first_period, last):
        known = account if position is None else newer_than(account, position)
        assert not has_late_news(known, RULES)
        billed = bill_on(known, period, RULES)
        assert billed.position is not None
        bills += billed.bills
        position = from_json(json.loads(json.dumps(as_json(billed.position))), meters)
    assert position is not None
    return tuple(bills), position


def newer_than(account: AccountForBilling, position: Position) -> AccountForBilling:
    start = (position.after + 1).first_day
    latest = {one.id for one in account.readings if counts_after(one.taken_on, position.after)}
    return account._replace(
        position=position,
        readings=tuple(one for one in account.readings if one.id in latest),
        payments=tuple(one for one in account.payments if one.value_date >= start),
    )


def counts_after(day: date, period: Period) -> bool:
    return (Period.of(day) if day.day <= 25 else Period.of(day) + 1) > period


def test_moving_out_ends_the_bills_once_nothing_is_owed() -> None:
    account = worked.accounts()["6410100101"]
    first = account.meters[0]
    final = account.first_period + 3
    day = final.day(28)
    known = [one for one in account.readings if one.taken_on < day]
    closed = account._replace(
        closed_on=day,
        meters=(first._replace(removed_on=day, final_readings=known[-1].values),),
        readings=known,
        payments=(),
        opening_balance=0,
    )
    owing = bill_through(closed, final + 5, RULES)
    assert [bill.period for bill in owing] == span(account.first_period, final + 5)
    assert owing[3].is_metered and not any(bill.lines for bill in owing[4:])
    assert owing[-1].closing_balance > owing[3].closing_balance  # late fees run on

    paid = PaymentForBilling(first.installed_on, sum(bill.charges for bill in owing))
    quiet = bill_through(closed._replace(payments=(paid,)), final + 5, RULES)
    assert [bill.period for bill in quiet] == span(account.first_period, final)
    assert quiet[-1].closing_balance == 0
