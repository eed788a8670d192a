"""What of each bill is still unpaid: the debt a person sees beside it."""

from datetime import date

from lk_app.domain.bills import Adjustment, AdjustmentKind, Bill
from lk_app.domain.charges import BillLine
from lk_app.domain.consumption import Basis
from lk_app.domain.late_fees import MoneyIn, Standing, due_date
from lk_app.domain.periods import Period
from lk_app.domain.settling import settle

MAY, JUNE, JULY = (Period(2026, month) for month in (5, 6, 7))


def bill(period: Period, charges: int, *adjustments: Adjustment, late_fee: int = 0) -> Bill:
    line = BillLine("single", 1, 1, charges, charges, Basis.METERED, 1)
    return Bill("1", period, 0, (line,), adjustments, late_fee, 0, due_date(period))


def unpaid(standing: Standing) -> dict[Period, int]:
    return {debt.period: debt.principal for debt in standing.debts}


def money(period: Period, amount: int, named: Period | None = None) -> tuple[Period, MoneyIn]:
    return period, MoneyIn(date(period.year, period.month, 10), amount, named)


def test_money_goes_to_the_oldest_bill() -> None:
    bills = [bill(MAY, 10_000), bill(JUNE, 20_000)]
    assert unpaid(settle(0, bills, [money(JULY, 15_000)])) == {JUNE: 15_000}


def test_money_goes_to_the_named_bill() -> None:
    bills = [bill(MAY, 10_000), bill(JUNE, 20_000)]
    assert unpaid(settle(0, bills, [money(JULY, 20_000, JUNE)])) == {MAY: 10_000}


def test_the_opening_debt_is_older_than_every_bill() -> None:
    standing = settle(5_000, [bill(MAY, 10_000)], [money(JUNE, 5_000)])
    assert unpaid(standing) == {MAY: 10_000}


def test_an_overpayment_waits_for_the_next_bill() -> None:
    standing = settle(-12_000, [bill(MAY, 10_000), bill(JUNE, 10_000)], [])
    assert unpaid(standing) == {JUNE: 8_000}


def test_fees_are_paid_last_and_adjusted_apart_from_charges() -> None:
    waived = Adjustment(AdjustmentKind.FEE, MAY, -300)
    fewer = Adjustment(AdjustmentKind.READING, MAY, -1_000)
    bills = [bill(MAY, 10_000, late_fee=500), bill(JUNE, 10_000, waived, fewer)]
    standing = settle(0, bills, [])
    assert (unpaid(standing), standing.fees) == ({MAY: 10_000, JUNE: 9_000}, 200)
    assert settle(0, bills, [money(JULY, 19_000)]).fees == 200
    assert settle(0, bills, [money(JULY, 19_200)]) == Standing()


def test_an_undone_payment_leaves_its_bill_unpaid_whenever_it_was_undone() -> None:
    bills = [bill(MAY, 10_000), bill(JUNE, 20_000)]
    paid = MoneyIn(date(2026, 6, 10), 10_000)
    undone = MoneyIn(date(2026, 6, 10), -10_000)
    standing = settle(0, bills, [(JUNE, paid), (JULY, undone), money(JULY, 5_000)])
    assert unpaid(standing) == {MAY: 5_000, JUNE: 20_000}
