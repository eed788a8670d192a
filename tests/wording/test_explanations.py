"""What a person reads under «Почему такая сумма»: every figure with its formula."""

from dataclasses import replace

import pytest

from lk_app.domain.periods import Period
from lk_app.wording.explanations import Reason, reasons
from tests.domain import worked
from tests.domain.test_explanations import changed_inside_october, of

MANY_REGISTERS, LATE_READER, DEBTOR = "6410100102", "6410100105", "6410100106"


def said(number: str, year: int, month: int) -> dict[str, Reason]:
    """The reasons by the first word of their title, with ordinary spaces."""
    return by_word(reasons(of(number, Period(year, month))))


def by_word(found: tuple[Reason, ...]) -> dict[str, Reason]:
    return {
        one.title.partition(":")[0]: replace(
            one,
            title=one.title.replace("\u00a0", " "),
            lines=tuple(line.replace("\u00a0", " ") for line in one.lines),
        )
        for one in found
    }


def test_two_readings_and_a_price() -> None:
    bill = said(DEBTOR, 2026, 9)
    assert bill["Расход"].lines == (
        "Новое показание: 14 804 — 24 сентября 2026, внёс поставщик.",
        "Прошлое учтённое: 14 584 — 24 августа 2026, внёс поставщик.",
        "(14 804 − 14 584) × 1 = 220 кВт·ч",
    )
    assert bill["Расход"].law == "ПП РФ № 354, п. 42, формула 1 приложения № 2"
    assert bill["Начислено"].title == "Начислено: 1 196,80 ₽"
    assert bill["Начислено"].lines == (
        "Тариф с 1 января 2026: город, газовая плита; однотарифный счётчик. Цены демонстрационные.",
        "1-й диапазон: до 3 900 кВт·ч в месяц.",
        "220 × 5,44 ₽ = 1 196,80 ₽",
    )
    assert bill["Итого"].lines == (
        "Начислено 1 196,80 ₽ + долг на начало 4 642,90 ₽ + пени 23,39 ₽ = 5 863,09 ₽",
    )


def test_a_late_fee_by_days_and_parts() -> None:
    fees = said(DEBTOR, 2026, 9)["Пени"]
    assert fees.law == "Жилищный кодекс РФ, ст. 155, ч. 14"
    assert fees.lines[1:4] == (
        "Долг июня 2026, срок 15 июля 2026: 1 490,56 ₽ × 9,5 % ÷ 300 × 30 дней "
        "(с 1 по 30 сентября 2026) = 14,16 ₽",
        "Долг июля 2026, срок 15 августа 2026: 1 822,40 ₽ × 9,5 % ÷ 300 × 16 дней "
        "(с 15 по 30 сентября 2026) = 9,23 ₽",
        "14,16 ₽ + 9,23 ₽ = 23,39 ₽",
    )


def test_a_month_by_the_average_and_when_it_was_put_right() -> None:
    bill = said(MANY_REGISTERS, 2026, 4)
    assert bill["Расход"].law == "ПП РФ № 354, п. 59"
    assert bill["Расход"].lines[-2:] == (
        "День: (11 166 − 10 320) × 1 = 846 кВт·ч; 846 ÷ 6 = 141 кВт·ч",
        "Ночь: (5 403 − 5 120) × 1 = 283 кВт·ч; 283 ÷ 6 ≈ 47 кВт·ч",
    )
    assert bill["Что делать"].lines == (
        "Показания пришли позже. В мае 2026 этот месяц пересчитан по счётчику: "
        "вернули 315,98 ₽. Больше ничего делать не нужно.",
    )


def test_missed_months_shared_and_settled() -> None:
    bill = said(MANY_REGISTERS, 2026, 5)
    assert "день: 189 = 94 + 95, последнее 95 кВт·ч" in bill["Расход"].lines[-1]
    assert bill["Перерасчёты"].lines == (
        "Апрель 2026: счётчик насчитал 133 кВт·ч, 94 × 6,26 ₽ + 39 × 2,72 ₽ = 694,52 ₽. "
        "Было начислено 1 010,50 ₽, разница −315,98 ₽.",
    )


def test_the_norm_and_what_to_do_while_no_reading_came() -> None:
    waiting = replace(of(LATE_READER, Period(2026, 4)), reckoned=None)
    bill = by_word(reasons(waiting))
    assert bill["Расход"].lines == (
        "Показаний нет 4-й месяц подряд. По среднему можно начислять только 3 месяца, "
        "дальше — по нормативу.",
        "96 кВт·ч на человека × 2 чел. = 192 кВт·ч",
    )
    assert bill["Расход"].law == "ПП РФ № 354, п. 60"
    assert "Передайте показания" in bill["Что делать"].lines[-1]


def test_bands_and_a_price_that_changed_are_said_once_each() -> None:
    large = said("6410100107", 2025, 2)["Начислено"].lines
    assert [line for line in large if "диапазон" in line] == [
        "1-й диапазон: до 11 160 кВт·ч в месяц.",
        "2-й диапазон: свыше 11 160 до 20 000 кВт·ч в месяц.",
    ]
    split = by_word(reasons(changed_inside_october()))["Начислено"].lines
    assert split[0].startswith("Цена сменилась 11 октября 2026. Мы делим расход по дням (10 и 21)")
    assert sum("диапазон:" in line for line in split) == 2
    assert sum(line.startswith("Тариф с") for line in split) == 2


@pytest.mark.parametrize("number", worked.accounts())
def test_whatever_is_unknown_is_left_unsaid(number: str) -> None:
    """Without its facts a bill still tells its sums, and no formula that nobody checked."""
    whole = of(number, Period(2026, 4))
    bare = replace(
        whole,
        use=None,
        fees=None if whole.bill.late_fee else (),
        adjustments=tuple(replace(one, why=None) for one in whole.adjustments),
    )
    text = " ".join(line for one in reasons(bare) for line in one.lines)
    assert "÷" not in text
