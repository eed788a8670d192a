"""How a person reads sums, days, periods and refusals."""

import ast
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import lk_app
from lk_app import wording
from lk_app.domain.accounts import ServiceAddress
from lk_app.domain.refusals import Refusal

SARATOV = ZoneInfo("Europe/Saratov")
NBSP = "\u00a0"


@dataclass(frozen=True)
class Month:
    year: int
    month: int


@pytest.mark.parametrize(
    ("kopecks", "text"),
    [
        (134469, "1 344,69 ₽"),
        (0, "0,00 ₽"),
        (-5, "−0,05 ₽"),
        (100000000, "1 000 000,00 ₽"),
    ],
)
def test_sums_stay_in_one_piece(kopecks: int, text: str) -> None:
    assert wording.roubles(kopecks) == text.replace(" ", NBSP)


def test_a_change_says_its_sign() -> None:
    assert wording.signed(116960).replace(NBSP, " ") == "+1 169,60 ₽"
    assert wording.signed(-116960).replace(NBSP, " ") == "−1 169,60 ₽"
    assert wording.signed(0).replace(NBSP, " ") == "0,00 ₽"


def test_a_balance_says_who_owes() -> None:
    assert wording.balance(134469).replace(NBSP, " ") == "К оплате 1 344,69 ₽"
    assert wording.balance(-9000).replace(NBSP, " ") == "Переплата 90,00 ₽"
    assert wording.balance(0) == "Долга нет"


def test_energy() -> None:
    assert wording.kwh(152) == f"152{NBSP}кВт·ч"
    assert wording.kwh(10240) == f"10{NBSP}240{NBSP}кВт·ч"


@pytest.mark.parametrize(
    ("amount", "noun"),
    [(0, "дней"), (1, "день"), (3, "дня"), (5, "дней"), (11, "дней"), (14, "дней"), (21, "день"),
     (102, "дня"), (112, "дней")],
)  # fmt: skip
def test_nouns_agree_with_counts(amount: int, noun: str) -> None:
    assert wording.plural(amount, "день", "дня", "дней") == noun


def test_account_numbers_are_printed_in_groups() -> None:
    assert wording.account_number("6410100101") == "64101-001-01"
    assert wording.account_number("00012345", groups=(4, 4)) == "0001-2345"
    assert wording.account_number("123") == "123"


def test_periods_in_every_case() -> None:
    october = Month(2026, 10)
    assert wording.period_name(october) == "октябрь 2026"
    assert wording.of_period(october) == "октября 2026"
    assert wording.in_period(Month(2026, 8)) == "августе 2026"


def test_days() -> None:
    assert wording.day(date(2026, 10, 24), year=2026) == f"24{NBSP}октября"
    assert wording.day(date(2025, 10, 24), year=2026) == f"24{NBSP}октября 2025"
    assert wording.day(date(2026, 5, 1)) == f"1{NBSP}мая 2026"
    span = wording.day_span(date(2026, 10, 15), date(2026, 10, 25))
    assert span.replace(NBSP, " ") == "с 15 по 25 октября 2026"
    span = wording.day_span(date(2026, 10, 28), date(2026, 11, 3))
    assert span.replace(NBSP, " ") == "с 28 октября по 3 ноября 2026"
    assert wording.short_date(date(2026, 5, 1)) == "01.05.2026"


def test_moments_go_by_the_suppliers_clock() -> None:
    at = datetime(2026, 10, 24, 20, 30, tzinfo=UTC)
    assert wording.moment(at, SARATOV).replace(NBSP, " ") == "25 октября 2026, 00:30"
    assert wording.clock(at, SARATOV) == "00:30"
    assert wording.timezone_note(at, SARATOV) == "UTC+4"
    with pytest.raises(ValueError, match="time zone"):
        wording.moment(datetime(2026, 10, 24, 20, 30), SARATOV)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(days=2, hours=4, minutes=59), "2 дня 4 часа"),
        (timedelta(days=1), "1 день"),
        (timedelta(days=5, minutes=59), "5 дней"),
        (timedelta(hours=21, minutes=1), "21 час 1 минута"),
        (timedelta(minutes=12), "12 минут"),
        (timedelta(seconds=59), "меньше минуты"),
        (timedelta(seconds=-5), "меньше минуты"),
    ],
)
def test_time_left_in_its_two_largest_units(span: timedelta, text: str) -> None:
    assert wording.remaining(span).replace(NBSP, " ") == text


def test_addresses_with_and_without_a_flat() -> None:
    flat = ServiceAddress("Саратов", "ул. Плякина", "3", "21")
    assert wording.address(flat).replace(NBSP, " ") == "Саратов, ул. Плякина, д. 3, кв. 21"
    house = ServiceAddress("с. Пристанное", "ул. Волжская", "4", "")
    assert wording.address(house).replace(NBSP, " ") == "с. Пристанное, ул. Волжская, д. 4"


def test_names_are_found_in_any_case_and_unknown_ones_are_shown() -> None:
    assert wording.name_of(wording.BASES, "METERED") == "по прибору учёта"
    assert wording.name_of(wording.PAYMENT_STATES, "SUCCEEDED") == "зачислен"
    assert wording.name_of(wording.REGISTERS, "half-peak") == "Полупик"
    assert wording.name_of(wording.REGISTERS, "fourth") == "fourth"


def test_a_refusal_quotes_its_facts() -> None:
    short = Refusal("password.short", field="password", minimum=8)
    assert wording.refusal(short).startswith("Нужно не меньше 8 знаков.")


def test_a_refusal_writes_facts_by_their_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        wording.SENTENCES,
        "sample",
        "{sum:roubles}, {used:kwh}, {left} {left:plural|раз|раза|раз}, {on}, {month}, {wait}, {at}",
    )
    reason = Refusal(
        "sample",
        sum=134469,
        used=152,
        left=2,
        on=date(2026, 10, 24),
        month=Month(2026, 10),
        wait=timedelta(minutes=15),
        at=datetime(2026, 10, 24, 10, 5, tzinfo=UTC),
    )
    assert wording.refusal(reason).replace(NBSP, " ") == (
        "1 344,69 ₽, 152 кВт·ч, 2 раза, 24 октября 2026, октябрь 2026, 15 минут, "
        "24 октября 2026, 14:05"
    )


def test_a_refusal_names_categories_in_russian() -> None:
    hole = Refusal("tariff.hole", category="rural", zones=2, day=date(2026, 10, 1))
    said = wording.refusal(hole).replace(NBSP, " ")
    assert said == ("На 1 октября 2026 нет тарифа: сельская местность, зон: 2. Опубликуйте его.")


def test_an_unknown_refusal_and_a_missing_fact_still_say_what_to_do() -> None:
    assert wording.refusal(Refusal("nobody.wrote.this")) == wording.GENERAL
    assert wording.refusal(Refusal("password.short")) == wording.GENERAL


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        ("reading.jump", {}, "(11320, 24 сентября 2026) получается 1 152 кВт·ч — намного больше"),
        ("reading.rollover", {}, "Счётчик прошёл через ноль? Тогда расход — 1 152 кВт·ч."),
        ("reading.extra_digit", {"suggested": 11422}, "Вы имели в виду 11422?"),
        ("reading.swapped", {"swapped": {"day": 5, "night": 7}}, "так: День 5, Ночь 7?"),
    ],
)
def test_a_question_says_kwh_and_roubles(code: str, facts: dict[str, object], said: str) -> None:
    known = {"kwh": 1152, "last": 11320, "last_on": date(2026, 9, 24), "value": 12472}
    asked = wording.question(code, {**known, **facts}, cost=547200).replace(NBSP, " ")
    assert said in asked
    assert asked.endswith("Это примерно 5 472,00 ₽.")


def test_a_pause_says_when_it_ends_by_the_suppliers_clock() -> None:
    until = datetime(2026, 10, 24, 10, 5, tzinfo=UTC)
    assert "после 14:05" in wording.refusal(Refusal("sign_in.paused", until=until))


def raised_codes() -> set[str]:
    """Every code some module of lk_app gives a Refusal; an f-string's holes become «*»."""
    root = Path(lk_app.__file__).parent
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in root.rglob("*.py")]
    kinds = refusal_classes(trees)
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    codes = set()
    for call in calls:
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        if name in kinds and call.args:
            codes |= {code for branch in branches(call.args[0]) if (code := pattern(branch))}
    return codes


def refusal_classes(trees: list[ast.Module]) -> set[str]:
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    kinds = {"Refusal"}
    while found := {
        node.name
        for node in classes
        if node.name not in kinds
        and any(getattr(base, "id", getattr(base, "attr", "")) in kinds for base in node.bases)
    }:
        kinds |= found
    return kinds


def branches(code: ast.expr) -> list[ast.expr]:
    if isinstance(code, ast.IfExp):
        return branches(code.body) + branches(code.orelse)
    return [code]


def pattern(code: ast.expr) -> str:
    if isinstance(code, ast.Constant):
        return str(code.value)
    if isinstance(code, ast.JoinedStr):
        return "".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in code.values)
    return ""


def test_every_refusal_raised_anywhere_has_its_sentence() -> None:
    known = "\n".join(wording.SENTENCES)
    silent = [
        code
        for code in sorted(raised_codes())
        if not re.search(f"^{re.escape(code).replace(re.escape('*'), '.+')}$", known, re.MULTILINE)
    ]
    assert not silent, f"write a sentence in lk_app/wording/sentences.py for: {', '.join(silent)}"


@pytest.mark.parametrize(
    "sentence", [wording.GENERAL, *wording.SENTENCES.values(), *wording.QUESTIONS.values()]
)
def test_sentences_are_calm_and_finished(sentence: str) -> None:
    assert "!" not in sentence
    assert sentence.endswith((".", "?"))
    assert sentence[0].isupper() or sentence[0] == "{"
