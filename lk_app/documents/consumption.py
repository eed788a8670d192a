"""Consumption by month as CSV for a Russian spreadsheet: UTF-8 with a mark, «;», decimal comma."""

import csv
from collections.abc import Sequence
from io import StringIO

from lk_app.documents.spreadsheets import text_cell
from lk_app.domain.consumption_history import ORDER, MonthUse
from lk_app.domain.money import Kopecks, plain
from lk_app.wording.consumption import ground, register_name


def consumption_csv(account_number: str, months: Sequence[MonthUse]) -> bytes:
    """One line a month, oldest first; a column of kWh and one of roubles for each register."""
    used = {one.register for month in months for one in month.registers}
    registers = [name for name in ORDER if name in used]
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(_head(registers))
    for month in months:
        writer.writerow([text_cell(account_number), *_line(month, registers)])
    return text.getvalue().encode("utf-8-sig")


def _head(registers: Sequence[str]) -> list[str]:
    names = [text_cell(register_name(one)) for one in registers]
    zones = [f"{name}, {unit}" for name in names for unit in ("кВт·ч", "руб.")]
    totals = ("Всего, кВт·ч", "Начислено, руб.", "Перерасчёт, руб.", "Итого, руб.")
    return ["Лицевой счёт", "Месяц", "Как посчитано", *zones, *totals]


def _line(month: MonthUse, registers: Sequence[str]) -> list[str]:
    by_name = {one.register: one for one in month.registers}
    zones: list[str] = []
    for name in registers:
        one = by_name.get(name)
        zones += [str(one.kwh), _decimal(one.amount)] if one else ["", ""]
    sums = (month.charges, month.adjustments, month.amount)
    return [
        f"{month.period.month:02d}.{month.period.year}",
        text_cell(ground(month)),
        *zones,
        str(month.kwh),
        *map(_decimal, sums),
    ]


def _decimal(amount: Kopecks) -> str:
    return plain(amount).replace(".", ",")
