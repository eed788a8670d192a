from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lk_app.domain.charges import by_days, charge, in_proportion, total
from lk_app.domain.consumption import Basis, Consumption, spread
from lk_app.domain.periods import Period
from lk_app.domain.tariffs import TariffBook, TariffRow

KWH = st.integers(0, 10**7)


def book(limit: int | None = 150) -> TariffBook:
    prices = {("day", 1): 600, ("night", 1): 200, ("day", 2): 800, ("night", 2): 300}
    return TariffBook.of(
        TariffRow(n, date(2026, 1, 1), None, "rural", 2, r, b, limit if b == 1 else None, price, "")
        for n, ((r, b), price) in enumerate(prices.items())
    )


@given(KWH, KWH)
def test_every_kwh_is_placed_once_and_bands_are_full_before_the_next(day: int, night: int) -> None:
    use = Consumption(Basis.METERED, {"day": day, "night": night}, 2)
    lines = charge(use, book().parts(Period(2026, 10), "rural", 2))
    assert sum(line.kwh for line in lines if line.register == "day") == day
    assert sum(line.kwh for line in lines if line.register == "night") == night
    assert sum(line.kwh for line in lines if line.band == 1) == min(150, day + night)
    assert all(line.kwh > 0 and line.amount == line.kwh * line.price for line in lines)
    assert total(lines) == sum(line.amount for line in lines)


def test_a_tie_goes_to_the_earlier_register() -> None:
    assert in_proportion(150, {"day": 150, "night": 50}) == {"day": 113, "night": 37}
    assert in_proportion(1, {"peak": 1, "half-peak": 1, "night": 1}) == {
        "peak": 1,
        "half-peak": 0,
        "night": 0,
    }


@given(KWH, st.lists(st.integers(1, 31), min_size=1, max_size=4))
def test_a_split_by_days_loses_nothing(kwh: int, days: list[int]) -> None:
    assert sum(by_days(kwh, days)) == kwh


def test_spare_kwh_go_to_the_later_part() -> None:
    assert by_days(100, [10, 21]) == [32, 68]
    assert by_days(1, [30, 1]) == [0, 1]


@given(KWH, st.integers(1, 24))
def test_shares_are_even_and_the_larger_ones_last(kwh: int, count: int) -> None:
    shares = spread(kwh, count)
    assert sum(shares) == kwh
    assert list(shares) == sorted(shares)
    assert shares[-1] - shares[0] <= 1
