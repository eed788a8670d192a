"""Bills worked by hand, and accounts that cannot be billed."""

from datetime import UTC, date, datetime, time
from fractions import Fraction

import pytest

from lk_app.domain.bills import (
    AccountForBilling,
    BillingRefused,
    CorrectionForBilling,
    PaymentForBilling,
    Rules,
    as_record,
    bill_through,
    bills_in_order,
    next_bill,
)
from lk_app.domain.consumption import NormRow, Policy
from lk_app.domain.meters import Meter
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSet, ReadingSource
from lk_app.domain.tariffs import TariffBook, TariffRow
from tests.domain.worked import SARATOV

JANUARY = Period(2026, 1)
PRICES = [
    (1, "single", 1, 150, 500),
    (1, "single", 2, None, 700),
    (2, "day", 1, 150, 600),
    (2, "night", 1, 150, 200),
    (2, "day", 2, None, 800),
    (2, "night", 2, None, 300),
]
BOOK = TariffBook.of(
    TariffRow(n, date(2026, 1, 1), None, "rural", zones, register, band, limit, price, "demo")
    for n, (zones, register, band, limit, price) in enumerate(PRICES)
)
BY_NORM = Rules(BOOK, policy=Policy.NORM, tz=SARATOV)
METER = Meter(1, "1", "", 6, 1, 2, date(2026, 1, 1), None, None, {"day": 1000, "night": 500})


def reading(number: int, taken_on: date, **values: int) -> ReadingSet:
    moment = datetime.combine(taken_on, time(8), UTC)
    return ReadingSet(number, 1, taken_on, moment, values, ReadingSource.SUBSCRIBER)


def line(
    register: str, band: int, kwh: int, price: str, amount: str, basis: str
) -> dict[str, object]:
    return {
        "register": register,
        "band": band,
        "kwh": kwh,
        "price": price,
        "amount": amount,
        "basis": basis,
    }


ACCOUNT = AccountForBilling(
    account_number="6410000001",
    category="rural",
    residents=3,
    norm_kwh=Fraction("96.5"),
    meters=(METER,),
    readings=(reading(1, date(2026, 2, 20), day=1301, night=600),),
    payments=(PaymentForBilling(date(2026, 2, 9), 100_000),),
)


def test_policy_norm_from_the_first_missed_month_and_its_settlement() -> None:
    """96.5 × 3 = 289.5, so 290 kWh at the one-zone price: 150 × 5.00 + 140 × 7.00 = 1730.00.

    In February day 301 splits into 150 and 151, night 100 into 50 and 50. January's 200 kWh lie
    113 + 37 below 150 and 37 + 13 above: 678.00 + 74.00 + 296.00 + 39.00 = 1087.00, which is 643.00
    less than billed. February's own 201: 113 + 37, 38 + 13: 678.00 + 74.00 + 304.00 + 39.00.
    """
    january, february = (as_record(b) for b in bill_through(ACCOUNT, JANUARY + 1, BY_NORM))
    assert january == {
        "account_number": "6410000001",
        "period": "2026-01",
        "opening_balance": "0.00",
        "lines": [
            line("single", 1, 150, "5.00", "750.00", "NORM"),
            line("single", 2, 140, "7.00", "980.00", "NORM"),
        ],
        "charges": "1730.00",
        "adjustments": [],
        "adjustment_total": "0.00",
        "late_fee": "0.00",
        "payments": "0.00",
        "closing_balance": "1730.00",
        "due_date": "2026-02-10",
    }
    assert february == {
        "account_number": "6410000001",
        "period": "2026-02",
        "opening_balance": "1730.00",
        "lines": [
            line("day", 1, 113, "6.00", "678.00", "METERED"),
            line("night", 1, 37, "2.00", "74.00", "METERED"),
            line("day", 2, 38, "8.00", "304.00", "METERED"),
            line("night", 2, 13, "3.00", "39.00", "METERED"),
        ],
        "charges": "1095.00",
        "adjustments": [{"kind": "reading", "period": "2026-01", "amount": "-643.00"}],
        "adjustment_total": "-643.00",
        "late_fee": "0.00",
        "payments": "1000.00",
        "closing_balance": "1182.00",
        "due_date": "2026-03-15",
    }


def test_without_three_periods_of_history_the_decree_too_takes_the_norm() -> None:
    assert next_bill(ACCOUNT, JANUARY, Rules(BOOK, tz=SARATOV)).kwh == 290


def test_a_correction_moves_the_balance_and_the_principal() -> None:
    corrected = ACCOUNT._replace(
        corrections=(CorrectionForBilling(date(2026, 2, 3), JANUARY, -5_000),)
    )
    february = bill_through(corrected, JANUARY + 1, BY_NORM)[1]
    assert [(str(a.kind), a.amount) for a in february.adjustments] == [
        ("reading", -64_300),
        ("correction", -5_000),
    ]
    assert february.closing_balance == 118_200 - 5_000


def test_a_reading_that_comes_after_its_month_was_posted_mends_it_by_adjustment() -> None:
    posted = bill_through(ACCOUNT._replace(readings=()), JANUARY + 1, BY_NORM)
    late = ACCOUNT.payments[0]._replace(booked_in=JANUARY + 1)
    march = next_bill(ACCOUNT._replace(payments=(late,), posted=posted), JANUARY + 2, BY_NORM)
    assert [(str(a.kind), str(a.period), a.amount) for a in march.adjustments] == [
        ("reading", "2026-01", 108_700 - 173_000),
        ("reading", "2026-02", 109_500 - 173_000),
    ]


def test_new_rows_for_posted_months_do_not_change_them() -> None:
    posted = bill_through(ACCOUNT, JANUARY + 1, BY_NORM)
    booked = tuple(p._replace(booked_in=JANUARY + 1) for p in ACCOUNT.payments)
    dearer = TariffBook.of(
        TariffRow(n, date(2026, 1, 1), None, "rural", zones, register, band, limit, price * 2, "")
        for n, (zones, register, band, limit, price) in enumerate(PRICES)
    )
    march = next_bill(
        ACCOUNT._replace(payments=booked, posted=posted, residents=9),
        JANUARY + 2,
        Rules(dearer, policy=Policy.DECREE354, tz=SARATOV),
    )
    assert march.adjustments == ()
    assert march.opening_balance == 118_200


def test_a_norm_published_after_the_account_was_opened_replaces_its_own() -> None:
    norms = [
        NormRow(date(2020, 1, 1), "rural", Fraction(1)),
        NormRow(date(2026, 2, 1), "rural", Fraction(50)),
    ]
    rules = Rules(BOOK, norms=norms, policy=Policy.NORM, tz=SARATOV)
    silent = ACCOUNT._replace(readings=())
    assert [bill.kwh for bill in bill_through(silent, JANUARY + 1, rules)] == [290, 150]


@pytest.mark.parametrize(
    ("account", "code"),
    [
        (ACCOUNT._replace(category="dacha"), "tariff.category"),
        (ACCOUNT._replace(norm_kwh=None), "consumption.norm"),
        (ACCOUNT._replace(meters=()), "billing.no_meter"),
        (ACCOUNT._replace(meters=(METER, METER)), "billing.several_meters"),
        (
            ACCOUNT._replace(readings=(reading(1, date(2026, 1, 20), day=999, night=600),)),
            "consumption.backwards",
        ),
    ],
)
def test_an_account_that_cannot_be_billed_says_why(account: AccountForBilling, code: str) -> None:
    with pytest.raises(BillingRefused) as refused:
        bill_through(account, JANUARY, BY_NORM)
    assert refused.value.code == code
    assert refused.value.facts["account_number"] == account.account_number


def test_what_can_be_billed_is_kept_when_a_later_month_is_refused() -> None:
    account = ACCOUNT._replace(
        readings=(*ACCOUNT.readings, reading(2, date(2026, 3, 20), day=1, night=600))
    )
    bills = bills_in_order(account, JANUARY + 2, BY_NORM)
    assert [str(next(bills).period), str(next(bills).period)] == ["2026-01", "2026-02"]
    with pytest.raises(BillingRefused) as refused:
        next(bills)
    assert refused.value.facts["period"] == JANUARY + 2


def test_no_month_is_billed_twice_or_skipped() -> None:
    with pytest.raises(BillingRefused) as refused:
        next_bill(ACCOUNT, JANUARY + 1, BY_NORM)
    assert (refused.value.code, refused.value.facts["expected"]) == ("billing.not_next", JANUARY)
