from fractions import Fraction

import pytest

from lk_app.domain.money import (
    AmountRefused,
    parse_roubles,
    plain,
    round_half_up,
)


@pytest.mark.parametrize(
    ("text", "kopecks"),
    [
        ("1 234,56", 123456),
        ("1234.56", 123456),
        ("1\u00a0234\u202f567,8 ₽", 123456780),
        ("0,01", 1),
        ("1,5", 150),
        (" 007 ", 700),
    ],
)
def test_every_usual_way_of_writing_a_sum(text: str, kopecks: int) -> None:
    assert parse_roubles(text) == kopecks


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "amount.empty"),
        ("1,234.56", "amount.malformed"),
        ("12 34", "amount.malformed"),
        ("NaN", "amount.malformed"),
        ("1e9", "amount.malformed"),
        ("١٢", "amount.malformed"),
        ("0.001", "amount.three_decimals"),
        ("-1", "amount.negative"),
        ("9" * 30, "amount.too_large"),
    ],
)
def test_what_is_no_sum_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(AmountRefused) as refused:
        parse_roubles(text)
    assert refused.value.code == code


def test_files_may_carry_a_sum_in_the_subscribers_favour() -> None:
    assert parse_roubles("-1042.40", signed=True) == -104240


def test_a_sum_for_machines_keeps_every_kopeck() -> None:
    assert (plain(-5), plain(123456)) == ("-0.05", "1234.56")


def test_halves_round_upwards() -> None:
    assert [round_half_up(Fraction(n, 2)) for n in (1, 2, 3, -1)] == [1, 1, 2, 0]
