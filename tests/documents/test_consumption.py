"""Consumption as a file: every zone its columns, and no cell that a spreadsheet would run."""

import csv
import io

from lk_app.documents.consumption import consumption_csv
from lk_app.domain.bills import bill_through
from lk_app.domain.consumption_history import by_month
from lk_app.domain.periods import Period
from tests.domain.worked import accounts, rules

RURAL = "6410100105"


def lines(account_number: str) -> list[dict[str, str]]:
    bills = bill_through(accounts()[RURAL], Period(2026, 10), rules())
    text = consumption_csv(account_number, by_month(bills)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_zones_and_the_norm_have_columns_of_their_own() -> None:
    by_month_name = {line["Месяц"]: line for line in lines("64101-001-05")}
    april, may = by_month_name["04.2026"], by_month_name["05.2026"]
    assert (april["Без зон, кВт·ч"], april["День, кВт·ч"]) == ("192", "")
    assert april["Как посчитано"] == "по нормативу"
    assert (may["День, кВт·ч"], may["Ночь, кВт·ч"], may["Всего, кВт·ч"]) == ("258", "78", "336")
    assert may["Перерасчёт, руб."] == "1527,48"
    assert may["Итого, руб."] == "2805,72"


def test_a_number_that_is_a_formula_is_only_text() -> None:
    assert {line["Лицевой счёт"] for line in lines("=1+1")} == {"'=1+1"}
