"""An explanation adds up to the bill it explains, and goes on doing so."""

from dataclasses import replace
from datetime import date

import pytest

from lk_app.domain.bills import (
    AccountForBilling,
    AdjustmentKind,
    PaymentForBilling,
    Rules,
    next_bill,
)
from lk_app.domain.consumption import Basis
from lk_app.domain.explanation_facts import (
    ByNorm,
    ByReadings,
    Explanation,
    FeeChange,
    NormReason,
    Share,
)
from lk_app.domain.explanations import explain, seen_from
from lk_app.domain.hindsight import as_known
from lk_app.domain.money import parse_roubles
from lk_app.domain.periods import Period
from lk_app.domain.tariffs import TariffBook, TariffRow
from tests.domain import worked
from tests.domain.test_bills_worked import LAST, month_by_month

ROWS = {row.id: row for row in worked.tariff_rows()}


def explained(account: AccountForBilling, rules: Rules | None = None) -> list[Explanation]:
    """All bills of a posted account, each from what was known then."""
    return [
        explain(
            bill,
            as_known(account, bill.period),
            rules or worked.rules(),
            ROWS,
            [other for other in account.posted if other.period > bill.period],
        )
        for bill in account.posted
    ]


@pytest.fixture(params=worked.accounts())
def account(request: pytest.FixtureRequest) -> AccountForBilling:
    """Each worked account with all its bills posted."""
    return month_by_month(worked.accounts()[request.param], LAST)


def of(number: str, period: Period) -> Explanation:
    account = month_by_month(worked.accounts()[number], LAST)
    return next(one for one in explained(account) if one.bill.period == period)


def test_every_figure_of_every_worked_bill_is_found_again(account: AccountForBilling) -> None:
    for one in explained(account):
        bill = one.bill
        assert sum(line.line.kwh * line.row.price for line in one.lines if line.row) == bill.charges
        assert _kwh(one) == bill.kwh
        assert one.fees is not None
        assert sum(fee.amount for fee in one.fees) == bill.late_fee
        assert [_amount(each.why) for each in one.adjustments] == [
            adjustment.amount for adjustment in bill.adjustments
        ]
        assert sum(part.days for part in one.parts) in (0, bill.period.days)


def test_what_does_not_add_up_is_not_said(account: AccountForBilling) -> None:
    """Explained by another book, the posted lines stand and the rest is left out."""
    dearer: list[TariffRow] = [replace(row, price=row.price * 2) for row in worked.tariff_rows()]
    wrong = replace(worked.rules(), book=TariffBook.of(dearer))
    for right, one in zip(explained(account), explained(account, wrong), strict=True):
        assert one.lines == right.lines
        assert one.use is None or _kwh(one) == one.bill.kwh
        for each in one.adjustments:
            if each.adjustment.kind is AdjustmentKind.READING:
                assert each.why is None or _amount(each.why) == each.adjustment.amount


def test_missed_months_are_shared_out() -> None:
    account = month_by_month(worked.accounts()["6410100104"], LAST)
    found = [
        one
        for one in explained(account)
        if isinstance(one.use, ByReadings) and not one.use.nth and one.use.months > 1
    ]
    assert found
    for one in found:
        assert isinstance(one.use, ByReadings)
        shares = [each.why.kwh for each in one.adjustments if isinstance(each.why, Share)]
        assert len(shares) == one.use.months - 1
        assert sum(shares) + one.bill.kwh == sum(step.total for step in one.use.steps)


def test_the_norm_says_why_and_for_how_many() -> None:
    found = of("6410100105", Period(2026, 4))
    assert found.bill.basis is Basis.NORM
    assert isinstance(found.use, ByNorm)
    assert (found.use.reason, found.use.nth) == (NormReason.TOO_LONG, 4)
    assert (found.use.norm_kwh, found.use.residents, found.use.kwh) == (96, 2, 192)


def test_a_price_that_changes_inside_a_month_is_split_by_days() -> None:
    found = changed_inside_october()
    assert [part.days for part in found.parts] == [10, 21]
    assert len({line.row.id for line in found.lines if line.row}) == 2
    assert _kwh(found) == found.bill.kwh


def changed_inside_october() -> Explanation:
    """The bill of October 2026 of an account whose price rose on the 11th."""
    october = Period(2026, 10)
    rows = [
        cut
        for row in worked.tariff_rows()
        if row.category == "urban_gas"
        for cut in _changed_on(row, date(2026, 10, 11))
    ]
    rules = replace(worked.rules(), book=TariffBook.of(rows))
    whole = worked.accounts()["6410100101"]
    account = month_by_month(whole, october - 1)._replace(readings=whole.readings)
    bill = next_bill(account, october, rules)
    known = account._replace(posted=(*account.posted, bill))
    return explain(bill, as_known(known, october), rules, {row.id: row for row in rows})


def _changed_on(row: TariffRow, day: date) -> list[TariffRow]:
    """The row, and from a day on the same at ten kopecks more."""
    if not row.valid_from < day < row.ends:
        return [row]
    dearer = replace(row, id=row.id + 1000, valid_from=day, price=row.price + 10)
    return [replace(row, valid_to=day), dearer]


def test_an_estimated_month_says_when_it_was_put_right(account: AccountForBilling) -> None:
    for one in explained(account):
        if one.reckoned:
            period, amount = one.reckoned
            later = next(bill for bill in account.posted if bill.period == period)
            assert one.bill.period < period
            assert amount in [each.amount for each in later.adjustments]


def test_a_payment_that_came_late_explains_the_fees_it_changed() -> None:
    story = worked.expected_late_payment()
    account = month_by_month(worked.accounts()[story["bill"]["account_number"]], LAST)
    late = PaymentForBilling(
        date.fromisoformat(story["payment"]["paid_on"]),
        parse_roubles(story["payment"]["amount"]),
    )
    account = month_by_month_after(account, late)
    last = explained(account)[-1]
    fees = [one for one in last.adjustments if one.adjustment.kind is AdjustmentKind.FEE]
    assert fees
    for one in fees:
        assert isinstance(one.why, FeeChange)
        assert one.why.now - one.why.was == one.adjustment.amount
        assert [news.value_date for news in one.why.news] == [late.value_date]


def test_a_reader_without_proof_learns_nothing_older(account: AccountForBilling) -> None:
    for one in explained(account):
        seen = seen_from(one, one.bill.period.first_day)
        assert all(
            each.why is None
            for each in seen.adjustments
            if each.adjustment.period < one.bill.period
        )
        assert seen.fees in (None, ())
        assert seen.lines == one.lines


def month_by_month_after(account: AccountForBilling, late: PaymentForBilling) -> AccountForBilling:
    """The next bill posted too, with a payment that arrived after all others."""
    known = account._replace(payments=(*account.payments, late))
    bill = next_bill(known, known.next_period, worked.rules())
    booked = tuple(one._replace(booked_in=one.booked_in or bill.period) for one in known.payments)
    return known._replace(posted=(*known.posted, bill), payments=booked)


def _kwh(one: Explanation) -> int:
    if isinstance(one.use, ByNorm):
        return one.use.kwh
    assert one.use is not None
    return sum(step.own for step in one.use.steps)


def _amount(why: Share | FeeChange | None) -> int | None:
    if isinstance(why, Share):
        return why.amount - why.billed
    return why.now - why.was if why else None
