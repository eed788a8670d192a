"""Random accounts: a calculator written apart agrees, and the order of arrival does not matter."""

import ast
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lk_app.domain.bills import Bill, Rules, as_record, bill_on, bill_through
from lk_app.domain.consumption import NormRow, Policy, spread
from lk_app.domain.late_fees import LateFeeRate
from lk_app.domain.periods import Period
from lk_app.domain.tariffs import TariffBook, TariffRow
from lk_app.domain.windows import SubmissionWindow
from tests.domain import calculator, random_world, worked
from tests.domain.calculator import Calculator, as_known, first_month, month_of
from tests.domain.plain_accounts import as_period, for_billing
from tests.domain.random_accounts import (
    LAST,
    Plain,
    corrected,
    households,
    in_time,
)

ACCOUNTS = 150


def rules_of(policy: Policy) -> Rules:
    return Rules(
        TariffBook.of(
            TariffRow(id=number, source="demo", **row)
            for number, row in enumerate(random_world.tariffs(), 1)
        ),
        tz=worked.SARATOV,
        windows=[SubmissionWindow(*row) for row in random_world.WINDOWS],
        rates=[LateFeeRate(since, Fraction(rate, 10_000)) for since, rate in random_world.RATES],
        norms=[NormRow(since, name, Fraction(kwh)) for since, name, kwh in random_world.NORMS],
        policy=policy,
    )


def accounts(seed: str, policy: Policy) -> list[Plain]:
    judge = Calculator(random_world.world(policy.value))
    found = [one for n in range(ACCOUNTS) for one in households(seed, n, judge=judge)]
    return [corrected(Random(f"{seed}/{one['number']}"), one, LAST) for one in found]


def in_turn(account: Plain, rules: Rules) -> list[Bill]:
    """Bills of a run a month, each with what is known then."""
    posted: list[Bill] = []
    booked: dict[str, Period] = {}
    for run in range(max(first_month(account), account["known"]), LAST + 1):
        known = as_known(account, run)
        facts = for_billing(known, booked)._replace(posted=posted)
        for one in known["payments"] + known["corrections"]:
            own = max(as_period(month_of(one["on"])), facts.next_period)
            booked.setdefault(one["id"], own)
        billed = bill_on(facts, as_period(run), rules)
        assert billed.refusal is None, billed.refusal
        posted += billed.bills
        booked = {key: at for key, at in booked.items() if posted and at <= posted[-1].period}
    return posted


@pytest.mark.parametrize("policy", Policy)
def test_the_other_calculator_agrees_whatever_becomes_known_when(policy: Policy) -> None:
    rules, other = rules_of(policy), Calculator(random_world.world(policy.value))
    for account in accounts("in turn", policy):
        ours = [as_record(bill) for bill in in_turn(account, rules)]
        assert ours == other.bills(account, LAST), account


@pytest.mark.parametrize("policy", Policy)
def test_the_order_of_arrival_does_not_change_the_last_balance(policy: Policy) -> None:
    rules = rules_of(policy)
    for account in accounts("order", policy):
        known = as_known(account, LAST)
        bills = in_turn(account, rules)
        if known["meters"] and bills:
            in_time = bill_through(for_billing(known), bills[-1].period, rules)
            assert bills[-1].closing_balance == in_time[-1].closing_balance, account


def test_the_parts_of_a_bill_make_its_sums() -> None:
    rules = rules_of(Policy.DECREE354)
    for account in accounts("sums", Policy.DECREE354):
        for bill in bill_on(for_billing(in_time(account)), as_period(LAST), rules).bills:
            assert bill.charges == sum(line.amount for line in bill.lines)
            parts = (bill.charges, bill.adjustment_total, bill.late_fee, -bill.payments)
            assert bill.closing_balance == bill.opening_balance + sum(parts)


@given(total=st.integers(0, 10**9), count=st.integers(1, 40))
def test_shares_of_missed_months_add_up_and_the_larger_come_last(total: int, count: int) -> None:
    parts = spread(total, count)
    assert (sum(parts), len(parts)) == (total, count)
    assert list(parts) == sorted(parts) and parts[-1] - parts[0] <= 1


@pytest.mark.parametrize("number", worked.accounts())
def test_the_other_calculator_agrees_with_the_worked_bills(number: str) -> None:
    account = worked.accounts()[number]
    (meter,) = account.meters
    theirs = Calculator(worked_world()).bills(
        {
            "number": number,
            "category": account.category,
            "residents": account.residents,
            "norm_kwh": account.norm_kwh,
            "opening": account.opening_balance,
            "known": month_of(meter.installed_on),
            "closed_on": None,
            "corrections": [],
            "meters": [
                {
                    "zones": meter.zones,
                    "digits": meter.digits,
                    "ratio": meter.ratio,
                    "installed_on": meter.installed_on,
                    "initial": meter.initial_readings,
                    "removed_on": None,
                    "known": month_of(meter.installed_on),
                }
            ],
            "readings": [
                {"on": r.taken_on, "values": r.values, "meter": 0, "known": month_of(r.taken_on)}
                for r in account.readings
            ],
            "payments": [
                {
                    "on": p.value_date,
                    "amount": p.amount,
                    "period": None,
                    "known": max(month_of(p.value_date), month_of(meter.installed_on)),
                }
                for p in account.payments
            ],
        },
        2026 * 12 + 9,
    )
    assert theirs == worked.expected()[number]


def worked_world() -> dict[str, Any]:
    names = ("valid_from", "valid_to", "category", "zones", "register", "band", "up_to_kwh")
    rows = [
        {**{n: getattr(row, n) for n in names}, "price": row.price} for row in worked.tariff_rows()
    ]
    return {
        "tariffs": rows,
        "windows": [],
        "norms": [],
        "rates": [(date(2019, 1, 1), 950)],
        "policy": "decree354",
    }


def test_the_calculator_stands_apart() -> None:
    """It imports nothing of the product, or its agreement would prove nothing."""
    for file in Path(calculator.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.startswith("lk_app") for name in names), file
