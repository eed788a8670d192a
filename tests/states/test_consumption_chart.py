"""The lengths of the bars: they add up, share one scale, and say in words what they show."""

import pytest

from lk_app.domain.bills import bill_through
from lk_app.domain.consumption_history import by_month, last_year
from lk_app.domain.periods import Period
from lk_app.states.consumption_chart import Chart, Column, chart, round_top
from tests.domain.worked import accounts, rules

RURAL, TWO_ZONES, ONE_ZONE = "6410100105", "6410100102", "6410100101"


def drawn(number: str, *, money: bool = False, compared: bool = False) -> Chart:
    bills = bill_through(accounts()[number], Period(2026, 10), rules())
    return chart(last_year(by_month(bills)), money=money, compared=compared)


def column(shown: Chart, key: str) -> Column:
    return next(one for one in shown.columns if one.key == key)


def percent(text: str) -> float:
    return float(text.removesuffix("%"))


def test_segments_are_as_long_as_their_kwh() -> None:
    october = column(drawn(TWO_ZONES), "2026-10")  # day 109, night 41; the scale ends at 300
    assert [(one.zone, one.size) for one in october.segments] == [
        ("day", "36.33%"),
        ("night", "13.67%"),
    ]
    assert october.name == "Октябрь 2026: 150\u00a0кВт·ч. День\u00a0109, ночь\u00a041. По счётчику"


def test_what_was_paid_back_hangs_below_zero() -> None:
    shown = drawn(TWO_ZONES, money=True)
    may = column(shown, "2026-05")  # 700.78 less 315.98 for April
    assert may.below == "100.00%"
    assert percent(shown.zero) > 0
    assert "Перерасчёт\u00a0−315,98\u00a0₽" in may.notes
    assert may.value == "384,80\u00a0₽"
    assert "Позже пересчитали: −315,98\u00a0₽" in column(shown, "2026-04").notes


def test_what_was_added_stands_on_top() -> None:
    shown = drawn(RURAL, money=True)
    may = column(shown, "2026-05")
    assert [one.zone for one in may.segments] == ["more", "day", "night"]
    assert (may.below, shown.zero) == ("", "0.00%")
    assert ("more", "Перерасчёт за другие месяцы") in shown.legend


def test_an_estimate_is_marked_and_named() -> None:
    shown = drawn(RURAL)
    april = column(shown, "2026-04")
    assert april.estimated
    assert "По нормативу" in april.notes
    assert [one.zone for one in april.segments] == ["whole"]  # no zone, beside months with zones
    assert "estimated" in dict(shown.legend)
    assert not column(shown, "2026-09").estimated
    assert dict(drawn(ONE_ZONE).legend) == {}  # one colour, all metered: nothing to explain


@pytest.mark.parametrize("money", [False, True])
def test_the_year_before_is_drawn_to_the_same_scale(money: bool) -> None:
    alone, both = drawn(ONE_ZONE, money=money), drawn(ONE_ZONE, money=money, compared=True)
    assert alone.lines == both.lines
    assert [one.before for one in alone.columns] == [""] * 12
    february = column(both, "2026-02")
    assert percent(february.before) < percent(february.segments[0].size)
    assert any(note.startswith("Год назад") for note in february.notes)


@pytest.mark.parametrize("number", sorted(accounts()))
@pytest.mark.parametrize("money", [False, True])
def test_no_bar_leaves_the_chart(number: str, money: bool) -> None:
    shown = drawn(number, money=money, compared=True)
    for one in shown.columns:
        assert sum(percent(part.size) for part in one.segments) <= 100.05
        assert percent(one.before or "0%") <= 100
        assert percent(one.below or "0%") <= 100


@pytest.mark.parametrize(
    ("largest", "top"), [(0, 20), (21, 30), (150, 200), (201, 300), (460, 500), (801, 1000)]
)
def test_the_scale_ends_at_a_round_figure(largest: int, top: int) -> None:
    assert round_top(largest, money=False) == top
    assert round_top(largest * 100, money=True) == top * 100
