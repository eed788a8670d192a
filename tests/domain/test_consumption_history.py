"""What was used month by month is what the bills say, to the kWh and the kopeck."""

from datetime import date

import pytest

from lk_app.domain.bills import Adjustment, AdjustmentKind, Bill, bill_through
from lk_app.domain.charges import BillLine
from lk_app.domain.consumption import Basis
from lk_app.domain.consumption_history import by_month, in_both_years, last_year
from lk_app.domain.periods import Period
from tests.domain.worked import accounts, rules

RURAL = "6410100105"  # by average from January 2026, by norm in April, read again in May
LAST = Period(2026, 10)


def billed(number: str) -> list[Bill]:
    return list(bill_through(accounts()[number], LAST, rules()))


@pytest.mark.parametrize("number", sorted(accounts()))
def test_months_sum_to_the_bills(number: str) -> None:
    posted = billed(number)
    months = by_month(posted)
    assert [month.period for month in months] == [bill.period for bill in posted]
    for month, bill in zip(months, posted, strict=True):
        assert month.kwh == bill.kwh
        assert month.charges == bill.charges
        assert month.basis is bill.basis
    # No fee changed after the fact in these accounts: every adjustment is one of consumption
    assert sum(month.amount for month in months) == sum(
        bill.charges + bill.adjustment_total for bill in posted
    )
    assert sum(month.corrected_later for month in months) == sum(
        month.adjustments for month in months
    )


def test_an_estimated_month_says_so_and_what_came_after() -> None:
    months = {str(month.period): month for month in by_month(billed(RURAL))}
    march, april, may = months["2026-03"], months["2026-04"], months["2026-05"]
    assert (march.basis, april.basis, may.basis) == (Basis.AVERAGE, Basis.NORM, Basis.METERED)
    assert march.is_estimated
    assert april.is_estimated
    assert not may.is_estimated
    assert [one.register for one in march.registers] == ["day", "night"]
    assert [one.register for one in april.registers] == ["single"]
    waited = [months[f"2026-0{month}"].corrected_later for month in (1, 2, 3, 4)]
    assert sum(waited) == may.adjustments == 152_748
    assert may.amount == 127_824 + 152_748


def bill(period: Period, *lines: BillLine, adjustments: tuple[Adjustment, ...] = ()) -> Bill:
    return Bill(
        account_number="6410100101",
        period=period,
        opening_balance=0,
        lines=lines,
        adjustments=adjustments,
        late_fee=500,
        payments=0,
        due_date=date(2026, 12, 15),
    )


def line(register: str, band: int, kwh: int, basis: Basis = Basis.METERED) -> BillLine:
    return BillLine(register, band, kwh, 500, kwh * 500, basis, 1)


def test_bands_of_a_register_are_one_figure_in_the_order_of_the_meter() -> None:
    lines = (line("night", 1, 10), line("peak", 1, 20), line("half-peak", 1, 5), line("peak", 2, 7))
    (month,) = by_month([bill(LAST, *lines)])
    assert [(one.register, one.kwh, one.amount) for one in month.registers] == [
        ("peak", 27, 13_500),
        ("half-peak", 5, 2_500),
        ("night", 10, 5_000),
    ]


def test_fees_are_no_consumption() -> None:
    fee = Adjustment(AdjustmentKind.FEE, LAST - 1, 900)
    correction = Adjustment(AdjustmentKind.CORRECTION, LAST - 1, -300)
    before, month = by_month(
        [bill(LAST - 1), bill(LAST, line("single", 1, 1), adjustments=(fee, correction))]
    )
    assert (month.adjustments, month.amount) == (-300, 200)
    assert before.corrected_later == -300


def test_a_month_estimated_in_part_is_an_estimated_one() -> None:
    (month,) = by_month([bill(LAST, line("day", 1, 9), line("night", 1, 5, Basis.AVERAGE))])
    assert month.basis is Basis.AVERAGE


def test_twelve_months_stand_beside_the_year_before() -> None:
    places = last_year(by_month(billed(RURAL)))  # billed since January 2025
    assert [str(place.period) for place in places] == [
        *("2025-11", "2025-12"),
        *(f"2026-{month:02}" for month in range(1, 11)),
    ]
    assert [place.before is None for place in places] == [True, True] + [False] * 10
    assert all(place.now for place in places)
    assert all(
        (now.period.month, now.period.year - 1) == (before.period.month, before.period.year)
        for now, before in in_both_years(places)
    )


def test_a_young_account_has_empty_places_and_nothing_to_compare() -> None:
    places = last_year(by_month([bill(LAST, line("single", 1, 3))]))
    assert [place.now is None for place in places] == [True] * 11 + [False]
    assert in_both_years(places) == ()


def test_without_bills_there_is_nothing() -> None:
    assert by_month([]) == ()
    assert last_year([]) == ()
