from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from lk_app.domain.periods import Period, PeriodRefused, span


def test_months_add_up_across_years() -> None:
    assert Period(2025, 11) + 3 == Period(2026, 2)
    assert Period(2026, 2) - 14 == Period(2024, 12)
    assert Period(2024, 12).until(Period(2026, 2)) == 14
    assert [str(p) for p in span(Period(2025, 12), Period(2026, 1))] == ["2025-12", "2026-01"]
    assert span(Period(2026, 2), Period(2026, 1)) == []


def test_days_of_a_leap_february() -> None:
    february = Period.parse("2024-02")
    assert (february.first_day, february.last_day) == (date(2024, 2, 1), date(2024, 2, 29))
    assert february.day(31) == date(2024, 2, 29)


def test_the_month_is_the_suppliers_not_the_servers() -> None:
    saratov = ZoneInfo("Europe/Saratov")
    assert Period.at(datetime(2026, 9, 30, 19, 59, 59, tzinfo=UTC), saratov) == Period(2026, 9)
    assert Period.at(datetime(2026, 9, 30, 20, 0, tzinfo=UTC), saratov) == Period(2026, 10)


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "26-10", "октябрь", ""])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(PeriodRefused):
        Period.parse(text)
