from dataclasses import replace
from datetime import date

import pytest

from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal
from lk_app.domain.tariffs import TariffBook, TariffRefused, TariffRow, parse_price
from tests.domain.worked import tariff_rows

ROW = TariffRow(1, date(2026, 1, 1), None, "rural", 1, "single", 1, None, 500, "demo")
UNTIL_JULY = replace(ROW, valid_to=date(2026, 7, 1))


def codes(*rows: TariffRow) -> list[str]:
    return [problem.code for problem in TariffBook.of(rows).problems]


def test_the_published_book_is_whole() -> None:
    assert TariffBook.of(tariff_rows()).problems == ()


def test_the_price_of_a_day_and_of_a_month_that_changes_inside() -> None:
    after = replace(ROW, id=2, valid_from=date(2026, 7, 11), price=600)
    book = TariffBook.of([replace(ROW, valid_to=date(2026, 7, 11)), after])
    assert book.on(date(2026, 7, 10), "rural", 1).bands[0].rows["single"].price == 500
    assert book.on(date(2026, 7, 11), "rural", 1).bands[0].rows["single"].price == 600
    parts = book.parts(Period(2026, 7), "rural", 1)
    assert [part.days for part in parts] == [10, 21]


def test_a_hole_is_told_and_refuses_only_what_falls_into_it() -> None:
    rows = [UNTIL_JULY, replace(ROW, id=2, valid_from=date(2026, 8, 1))]
    assert codes(*rows) == ["tariff.hole"]
    book = TariffBook.of(rows)
    assert len(book.parts(Period(2026, 6), "rural", 1)) == 1
    with pytest.raises(TariffRefused) as refused:
        book.parts(Period(2026, 7), "rural", 1)
    assert refused.value.code == "tariff.hole"
    assert refused.value.facts["day"] == date(2026, 7, 1)


def test_an_overlap_is_told_and_not_priced() -> None:
    rows = [ROW, replace(ROW, id=2, valid_from=date(2026, 7, 1))]
    assert codes(*rows) == ["tariff.overlap"]
    with pytest.raises(TariffRefused):
        TariffBook.of(rows).on(date(2026, 7, 1), "rural", 1)


def test_a_category_no_tariff_knows() -> None:
    with pytest.raises(TariffRefused) as refused:
        TariffBook.of([ROW]).on(date(2026, 7, 1), "dacha", 1)
    assert refused.value.code == "tariff.category"


def test_broken_rows_are_told_by_kind() -> None:
    assert codes(replace(ROW, zones=2, register="day")) == ["tariff.hole"]
    assert codes(replace(ROW, register="day")) == ["tariff.registers"]
    assert codes(replace(ROW, up_to_kwh=150)) == ["tariff.bands"]
    assert codes(replace(ROW, up_to_kwh=150), replace(ROW, band=3)) == ["tariff.bands"]
    assert codes(replace(ROW, price=0)) == ["tariff.price"]
    assert "tariff.dates" in codes(ROW, replace(UNTIL_JULY, valid_from=date(2026, 8, 1)))


@pytest.mark.parametrize("text", ["0", "-1", "5.123", "даром"])
def test_a_price_is_above_zero_and_in_kopecks(text: str) -> None:
    with pytest.raises(Refusal):
        parse_price(text)
