from datetime import date
from random import Random

import pytest

from lk_app.domain.bills import bill_through
from lk_app.domain.periods import Period
from lk_app.domain.statements import (
    Entry,
    OperationKind,
    OperationState,
    StatementRefused,
    assemble,
)
from tests.domain import worked

NUMBER = "6410100106"


def entries() -> list[Entry]:
    account = worked.accounts()[NUMBER]
    bills = bill_through(account, Period(2026, 10), worked.rules())
    paid = [
        Entry(p.value_date, OperationKind.PAYMENT, -p.amount, reference=str(n))
        for n, p in enumerate(account.payments)
    ]
    billed = [
        Entry(
            bill.period.last_day,
            OperationKind.CHARGE,
            bill.charges + bill.adjustment_total + bill.late_fee,
        )
        for bill in bills
    ]
    mixed = billed + paid
    Random(1).shuffle(mixed)
    return mixed


def test_at_each_months_end_the_running_balance_is_the_bills() -> None:
    everything = entries()
    for bill in worked.expected()[NUMBER]:
        period = Period.parse(bill["period"])
        month = assemble(NUMBER, everything, period.first_day, (period + 1).first_day)
        assert f"{month.opening_balance / 100:.2f}" == bill["opening_balance"]
        assert f"{month.closing_balance / 100:.2f}" == bill["closing_balance"]
        assert month.opening_balance + month.charged - month.paid == month.closing_balance


def test_what_was_declined_or_is_under_way_is_shown_and_counts_nothing() -> None:
    day = date(2026, 10, 3)
    shown = assemble(
        NUMBER,
        [
            Entry(day, OperationKind.CHARGE, 10_000),
            Entry(day, OperationKind.PAYMENT, -4_000, OperationState.DECLINED),
            Entry(day, OperationKind.PAYMENT, -3_000, OperationState.PENDING),
        ],
        date(2026, 10, 1),
        date(2026, 11, 1),
    )
    assert [operation.balance for operation in shown.operations] == [0, 0, 10_000]
    assert (shown.paid, shown.closing_balance) == (0, 10_000)


def test_an_empty_span_is_refused() -> None:
    with pytest.raises(StatementRefused):
        assemble(NUMBER, [], date(2026, 10, 1), date(2026, 10, 1))
