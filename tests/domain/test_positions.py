"""Billing on from a position gives the very bills a replay from the beginning gives."""

import json
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from lk_app.domain.bills import (
    AccountForBilling,
    Bill,
    PaymentForBilling,
    bill_on,
    bill_through,
    has_late_news,
)
from lk_app.domain.meters import REGISTERS, Meter
from lk_app.domain.periods import Period, span
from lk_app.domain.positions import Position, as_json, from_json
from tests.domain import worked
from tests.domain.random_accounts import for_billing, plain_account

RULES = worked.rules()


@pytest.mark.parametrize("seed", range(60))
def test_a_position_says_what_a_replay_says(seed: int) -> None:
    random = Random(seed)
    account = for_billing(plain_account(random))
    if random.random() < 0.6:
        account = with_another_meter(account, random)
    last = account.first_period + 19
    at_once = bill_on(account, last, RULES)
    assert at_once.refusal is None and at_once.position is not None
    bills, position = month_by_month(account, last)
    assert bills == at_once.bills
    assert position == at_once.position
    replayed = bill_on(replace(account, posted=bills), last, RULES)
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
    return replace(
        account,
        position=position,
        readings=tuple(one for one in account.readings if one.id in latest),
        payments=tuple(one for one in account.payments if one.value_date >= start),
    )


def counts_after(day: date, period: Period) -> bool:
    return (Period.of(day) if day.day <= 25 else Period.of(day) + 1) > period


def with_another_meter(account: AccountForBilling, random: Random) -> AccountForBilling:
    """The same account with its meter replaced somewhere in its time."""
    first = account.meters[0]
    day = (account.first_period + random.randrange(1, 15)).day(random.randrange(1, 29))
    final = next(
        (one.values for one in reversed(account.readings) if one.taken_on < day),
        first.initial_readings,
    )
    zones = random.choice([first.zones, first.zones, 1, 2])
    gap = random.choice([0, 0, 0, 1, 4])
    second = Meter(
        id=2,
        serial="2",
        model="",
        digits=6,
        ratio=1,
        zones=zones,
        installed_on=day if not gap else (Period.of(day) + gap).day(7),
        removed_on=None,
        verified_until=None,
        initial_readings=dict.fromkeys(REGISTERS[zones], 3),
    )
    grown = random.randrange(100, 300)
    readings = tuple(
        one
        if one.taken_on < day
        else replace(one, meter_id=2, values=dict.fromkeys(second.registers, 3 + grown * n))
        for n, one in enumerate(account.readings)
    )
    ended = replace(first, removed_on=day, final_readings=final)
    return replace(account, meters=(ended, second), readings=readings)


def test_moving_out_ends_the_bills_once_nothing_is_owed() -> None:
    account = worked.accounts()["6410100101"]
    first = account.meters[0]
    final = account.first_period + 3
    day = final.day(28)
    known = [one for one in account.readings if one.taken_on < day]
    closed = replace(
        account,
        closed_on=day,
        meters=(replace(first, removed_on=day, final_readings=known[-1].values),),
        readings=known,
        payments=(),
        opening_balance=0,
    )
    owing = bill_through(closed, final + 5, RULES)
    assert [bill.period for bill in owing] == span(account.first_period, final + 5)
    assert owing[3].is_metered and not any(bill.lines for bill in owing[4:])
    assert owing[-1].closing_balance > owing[3].closing_balance  # late fees run on

    paid = PaymentForBilling(first.installed_on, sum(bill.charges for bill in owing))
    quiet = bill_through(replace(closed, payments=(paid,)), final + 5, RULES)
    assert [bill.period for bill in quiet] == span(account.first_period, final)
    assert quiet[-1].closing_balance == 0
