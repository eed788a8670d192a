"""Late fees worked by hand."""

from datetime import date
from fractions import Fraction

from lk_app.domain.late_fees import (
    RATES,
    LateFeeRate,
    MoneyIn,
    Standing,
    due_date,
    lasting,
    through_month,
)
from lk_app.domain.periods import Period

MAY = Period(2026, 5)


def owing(principal: int) -> Standing:
    return Standing().billed(MAY, due_date(MAY), principal, 0)


def test_bills_are_due_on_the_10th_and_since_march_2026_on_the_15th() -> None:
    assert due_date(Period(2025, 12)) == date(2026, 1, 10)
    assert due_date(Period(2026, 1)) == date(2026, 2, 10)
    assert due_date(Period(2026, 2)) == date(2026, 3, 15)


def test_thirty_days_are_free_and_the_31st_is_not() -> None:
    # due 15 June; day 31 is 16 July: 16 days of July at 1/300 of 9.5 % on 1000.00
    assert through_month(owing(100_000), Period(2026, 6), (), RATES)[0] == {}
    fees, _ = through_month(owing(100_000), Period(2026, 7), (), RATES)
    assert fees == {MAY: 507}  # 100000 × 0.095 / 300 × 16 = 506.67


def test_from_day_91_the_fee_hardens() -> None:
    # day 90 is 13 September: 13 days at 1/300, 17 at 1/130
    fees, _ = through_month(owing(100_000), Period(2026, 9), (), RATES)
    assert fees == {MAY: 1654}  # 411.67 + 1242.31


def test_the_day_of_payment_bears_no_fee_on_what_it_paid() -> None:
    paid = [MoneyIn(date(2026, 7, 20), 60_000)]
    fees, after = through_month(owing(100_000), Period(2026, 7), paid, RATES)
    assert fees == {MAY: 279}  # 16–19 July on 1000.00: 126.67; 20–31 on 400.00: 152.00
    assert [debt.principal for debt in after.debts] == [40_000]


def test_a_new_rate_counts_from_its_day() -> None:
    new = LateFeeRate(date(2026, 7, 26), Fraction(19, 100))
    for rates in ((new,), (*RATES, new)):
        fees, _ = through_month(owing(100_000), Period(2026, 7), (), rates)
        assert fees == {MAY: 697}  # ten days at 9.5 %: 316.67, six at 19 %: 380.00


def test_money_goes_to_the_oldest_principal_then_fees_and_the_rest_waits() -> None:
    june = MAY + 1
    standing = owing(100).billed(june, due_date(june), 200, 7)
    after = standing.paid(305)
    assert (after.debts, after.fees, after.credit) == ((), 2, 0)
    assert standing.paid(400).credit == 93
    july = standing.paid(400).billed(june + 1, due_date(june + 1), 100, 0)
    assert [debt.principal for debt in july.debts] == [7]


def test_a_payer_may_name_the_bill() -> None:
    june = MAY + 1
    after = owing(100).billed(june, due_date(june), 200, 0).paid(200, named=june)
    assert [(debt.period, debt.principal) for debt in after.debts] == [(MAY, 100)]


def test_a_negative_bill_pays_older_ones() -> None:
    june = MAY + 1
    after = owing(100).billed(june, due_date(june), -130, 0)
    assert (after.debts, after.credit) == ((), 30)


def test_money_given_back_is_owed_with_the_next_bill() -> None:
    june = MAY + 1
    after = owing(100).paid(100).paid(-60).billed(june, due_date(june), 10, 0)
    assert [(debt.period, debt.principal) for debt in after.debts] == [(june, 70)]


def test_a_payment_taken_back_on_its_own_day_was_never_paid() -> None:
    paid = MoneyIn(date(2026, 7, 20), 60_000)
    undone = MoneyIn(date(2026, 7, 20), -60_000)
    never = through_month(owing(100_000), Period(2026, 7), (), RATES)
    assert through_month(owing(100_000), Period(2026, 7), [paid, undone], RATES) == never
    assert lasting([undone, paid, paid]) == [paid]


def test_money_given_back_later_had_been_paid_until_then() -> None:
    paid = MoneyIn(date(2026, 7, 20), 60_000)
    back = MoneyIn(date(2026, 7, 25), -60_000)
    fees, after = through_month(owing(100_000), Period(2026, 7), [paid, back], RATES)
    assert fees == {MAY: 279}
    assert after.credit == -60_000
