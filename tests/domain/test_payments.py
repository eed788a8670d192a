"""Sums that may be paid, and how one sum is shared over accounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lk_app.domain.payments import allocate, payable
from lk_app.domain.refusals import Refusal

DEBTS = st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("typed", "kopecks"), [("1,5", 150), ("1344,69", 134469), ("1 344.69 ₽", 134469), ("1", 100)]
)
def test_sums_a_person_writes(typed: str, kopecks: int) -> None:
    assert payable(typed) == kopecks


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "amount.empty"),
        ("0", "amount.too_small"),
        ("0,99", "amount.too_small"),
        ("-5", "amount.negative"),
        ("1,005", "amount.three_decimals"),
        ("1000000000", "amount.too_large_to_pay"),
        ("1e9", "amount.malformed"),
        ("NaN", "amount.malformed"),
        ("inf", "amount.malformed"),
        ("9" * 40, "amount.too_large"),
    ],
)
def test_sums_that_are_none(typed: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        payable(typed)
    assert (refused.value.code, refused.value.field) == (code, "amount")


@given(amount=st.integers(1, 10**8), debts=DEBTS)
def test_not_a_kopeck_is_lost_in_sharing(amount: int, debts: list[int]) -> None:
    shares = allocate(amount, debts)
    assert sum(shares) == amount
    assert min(shares) >= 0


@given(debts=DEBTS)
def test_the_whole_debt_pays_each_its_own(debts: list[int]) -> None:
    total = sum(debt for debt in debts if debt > 0)
    assert allocate(total, debts) == [max(debt, 0) for debt in debts]


def test_one_kopeck_goes_to_one_account() -> None:
    assert allocate(1, [500, 500, 500]) == [1, 0, 0]


def test_what_is_left_over_is_an_advance() -> None:
    assert allocate(1000, [100, 200]) == [800, 200]
    assert allocate(1000, [-100, 0]) == [1000, 0]
