"""Random accounts: a calculator written apart agrees, and the order of arrival does not matter."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest

from lk_app.domain.bills import (
    AccountForBilling,
    Bill,
    CorrectionForBilling,
    Rules,
    bill_through,
    next_bill,
)
from lk_app.domain.consumption import Policy
from lk_app.domain.periods import Period, span
from lk_app.domain.tariffs import TariffBook, TariffRow
from lk_app.domain.windows import SubmissionWindow
from tests.domain import calculator, worked
from tests.domain.random_accounts import for_billing, plain_account


def tariffs_with_a_change_inside() -> list[TariffRow]:
    """The published rows, with each step of July moved to the 11th."""

    def moved(day: date | None) -> date | None:
        return day.replace(day=11) if day and day.month == 7 else day

    return [
        replace(
            row, valid_from=moved(row.valid_from) or row.valid_from, valid_to=moved(row.valid_to)
        )
        for row in worked.tariff_rows()
    ]


def plain_rows(rows: list[TariffRow]) -> list[dict[str, Any]]:
    names = ("valid_from", "valid_to", "category", "zones", "register", "band", "up_to_kwh")
    return [{**{n: getattr(row, n) for n in names}, "price": row.price} for row in rows]


def as_plain(bill: Bill) -> dict[str, Any]:
    return {
        "period": (bill.period.year, bill.period.month),
        "opening_balance": bill.opening_balance,
        "lines": [
            {
                "register": line.register,
                "band": line.band,
                "kwh": line.kwh,
                "price": line.price,
                "amount": line.amount,
                "basis": str(line.basis),
            }
            for line in bill.lines
        ],
        "charges": bill.charges,
        "adjustments": [
            {"kind": str(a.kind), "period": (a.period.year, a.period.month), "amount": a.amount}
            for a in bill.adjustments
        ],
        "adjustment_total": bill.adjustment_total,
        "late_fee": bill.late_fee,
        "payments": bill.payments,
        "closing_balance": bill.closing_balance,
        "due_date": bill.due_date,
    }


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("last_day", [25, 28])
def test_the_other_calculator_agrees(policy: Policy, last_day: int) -> None:
    rows = tariffs_with_a_change_inside()
    rules = Rules(
        TariffBook.of(rows),
        windows=[SubmissionWindow(date(2020, 1, 1), 15, last_day)],
        policy=policy,
        tz=worked.SARATOV,
    )
    for seed in range(12):
        account = plain_account(Random(f"{policy} {last_day} {seed}"))
        billed = for_billing(account)
        last = billed.first_period + 19
        ours = [as_plain(bill) for bill in bill_through(billed, last, rules)]
        theirs = calculator.bills(
            account, plain_rows(rows), (last.year, last.month), last_day, policy.value
        )
        assert ours == theirs, f"seed {seed}"


def test_the_order_of_arrival_does_not_change_the_last_balance() -> None:
    rules = worked.rules()
    for seed in range(20):
        random = Random(seed)
        account = for_billing(plain_account(random))
        first, last = account.first_period, account.first_period + 21
        account = replace(
            account,
            corrections=tuple(
                CorrectionForBilling(
                    (first + random.randrange(20)).day(random.randrange(1, 29)),
                    first + random.randrange(20),
                    random.randrange(-200_000, 200_000),
                )
                for _ in range(random.choice([0, 0, 3]))
            ),
        )
        in_time = bill_through(account, last, rules)[-1]
        at_random = arriving_at_random(account, last, rules, random)
        assert at_random.closing_balance == in_time.closing_balance, f"seed {seed}"


def arriving_at_random(
    account: AccountForBilling, last: Period, rules: Rules, random: Random
) -> Bill:
    """Bill month by month; each fact becomes known in its own month or in any later one."""

    def arrival(day: date) -> Period:
        own = max(Period.of(day), account.first_period)
        return own if random.random() < 0.5 else own + random.randrange(max(own.until(last), 1))

    readings = [(arrival(r.taken_on), r) for r in account.readings]
    payments = [(arrival(p.value_date), p) for p in account.payments]
    corrections = [(arrival(c.value_date), c) for c in account.corrections]
    posted: list[Bill] = []
    for period in span(account.first_period, last):
        known = replace(
            account,
            readings=[r for at, r in readings if at <= period],
            payments=[
                replace(p, booked_in=at if at < period else None)
                for at, p in payments
                if at <= period
            ],
            corrections=[
                replace(c, booked_in=at if at < period else None)
                for at, c in corrections
                if at <= period
            ],
            posted=posted,
        )
        posted.append(next_bill(known, period, rules))
    return posted[-1]


@pytest.mark.parametrize("number", worked.accounts())
def test_the_other_calculator_agrees_with_the_worked_bills(number: str) -> None:
    account = worked.accounts()[number]
    meter = account.meters[0]
    theirs = calculator.bills(
        {
            "zones": meter.zones,
            "digits": meter.digits,
            "ratio": meter.ratio,
            "category": account.category,
            "residents": account.residents,
            "norm_kwh": account.norm_kwh,
            "installed_on": meter.installed_on,
            "initial": meter.initial_readings,
            "opening": account.opening_balance,
            "readings": [(r.taken_on, r.values) for r in account.readings],
            "payments": [(p.value_date, p.amount) for p in account.payments],
        },
        plain_rows(list(worked.tariff_rows())),
        (2026, 10),
    )
    expected = worked.expected()[number]
    assert [f"{bill['closing_balance'] / 100:.2f}" for bill in theirs] == [
        bill["closing_balance"] for bill in expected
    ]
    assert [f"{bill['late_fee'] / 100:.2f}" for bill in theirs] == [
        bill["late_fee"] for bill in expected
    ]
