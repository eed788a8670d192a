"""The random world as the files an operator brings in: a folder a month, in the formats of docs."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from lk_app.usecases.imports import accounts, closings, meters, payments, readings, refunds
from tests.domain import random_world
from tests.domain.calculator import Calculator, written_month
from tests.domain.random_accounts import FIRST, LAST, Plain, households

# In the order in which they are brought in
COLUMNS = {
    "accounts": accounts.COLUMNS,
    "meters": meters.COLUMNS,
    "closings": (*closings.COLUMNS, *closings.OF_SUCCESSOR),
    "meters-of-new": meters.COLUMNS,  # on accounts that those closings opened
    "closings-of-new": (*closings.COLUMNS, *closings.OF_SUCCESSOR),
    "readings": readings.COLUMNS,
    "refunds": refunds.COLUMNS,
    "payments": (*payments.COLUMNS, "period"),
}
Row = tuple[str, int, list[Any]]  # kind of file, month of the run that knows it, cells


class Files:
    """Open files by kind and month."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.stack = stack
        self.writers: dict[tuple[str, int], Any] = {}

    def put(self, kind: str, month: int, cells: list[Any]) -> None:
        if (kind, month) not in self.writers:
            place = self.folder / written_month(month)
            place.mkdir(exist_ok=True)
            file = self.stack.enter_context((place / f"{kind}.csv").open("w", newline=""))
            self.writers[kind, month] = csv.writer(file)
            self.writers[kind, month].writerow(COLUMNS[kind])
        self.writers[kind, month].writerow(cells)


def write(folder: Path, *, seed: object, count: int, policy: str = "decree354") -> Counter[str]:
    """Write the world of so many households; how many rows of which file."""
    _announce(folder)
    judge = Calculator(random_world.world(policy))
    rows: Counter[str] = Counter()
    with ExitStack() as stack:
        files = Files(folder, stack)
        for number in range(count):
            family = households(seed, number, judge=judge)
            for place, account in enumerate(family):
                for kind, month, cells in _rows(account, number, opened=place == 0):
                    if month <= LAST:
                        files.put(kind, month, cells)
                        rows[kind] += 1
    return rows


def months() -> range:
    """The months of the world's runs."""
    return range(FIRST, LAST + 1)


def _announce(folder: Path) -> None:
    names = ("valid_from", "valid_to", "category", "zones", "register", "band", "up_to_kwh")
    _table(
        folder / "tariffs.csv",
        (*names, "price", "source"),
        (
            [*(row[name] for name in names), _roubles(row["price"]), "demo"]
            for row in random_world.tariffs()
        ),
    )
    _table(folder / "windows.csv", ("valid_from", "first_day", "last_day"), random_world.WINDOWS)
    _table(folder / "norms.csv", ("valid_from", "category", "norm_kwh"), random_world.NORMS)
    _table(
        folder / "rates.csv",
        ("valid_from", "late_fee_rate"),
        ((since, f"{rate / 100:.2f}") for since, rate in random_world.RATES),
    )


def _table(path: Path, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([columns, *rows])


def _rows(account: Plain, number: int, *, opened: bool) -> Iterator[Row]:
    if opened:
        yield "accounts", account["known"], _account(account, number)
    for place in range(len(account["meters"])):
        for month, cells in _meter(account, place):
            yield "meters" if opened else "meters-of-new", month, cells
    if account["closed_on"] is not None:
        kind = "closings" if opened or len(account["meters"]) == 1 else "closings-of-new"
        yield kind, account["closing_known"], _closing(account)
    for one in account["readings"]:
        for register, value in one["values"].items():
            yield "readings", one["known"], [account["number"], one["on"], register, value]
    for one in account["payments"]:
        if one["amount"] < 0:
            cells = [one["id"], account["number"], one["on"], _roubles(-one["amount"]), "п/п 1"]
            yield "refunds", one["known"], cells
        else:
            named = written_month(one["period"]) if one["period"] else ""
            cells = [one["id"], account["number"], one["on"], _roubles(one["amount"]), "bank"]
            yield "payments", one["known"], [*cells, named]


def _account(account: Plain, number: int) -> list[Any]:
    meter = account["meters"][0]
    house = account["house"]
    at = (
        ["с. Пристанное", f"ул. Полевая {house // 500}", house % 500 + 1, ""]
        if account["private"]
        else ["Саратов", f"ул. Овсяная {house // 50}", house % 50 + 1, number % 60 + 1]
    )
    return [
        *(account["number"], "", *at, f"Иванов И. {number}", account["category"]),
        *(account["residents"], account["norm_kwh"], meter["serial"], "М"),
        *(meter["digits"], meter["ratio"], meter["zones"], meter["installed_on"], ""),
        *(_registers(meter["initial"]), _roubles(account["opening"])),
    ]


def _meter(account: Plain, place: int) -> Iterator[tuple[int, list[Any]]]:
    """A row when the meter becomes known, and one when its removal does; moving out has its own."""
    meter = account["meters"][place]
    left = meter["removed_on"] == account["closed_on"] and place == len(account["meters"]) - 1
    removed = meter["removed_on"] is not None and not left
    if place and not (removed and meter["removal_known"] == meter["known"]):
        yield meter["known"], _meter_cells(account, meter, removed=False)
    if removed:
        yield meter["removal_known"], _meter_cells(account, meter, removed=True)


def _meter_cells(account: Plain, meter: Plain, *, removed: bool) -> list[Any]:
    return [
        *(account["number"], meter["serial"], "М", meter["digits"], meter["ratio"]),
        *(meter["zones"], meter["installed_on"], meter["removed_on"] if removed else ""),
        *(_registers(meter["initial"]), _registers(meter["final"]) if removed else "", "", "no"),
    ]


def _closing(account: Plain) -> list[Any]:
    new = account["successor"]
    next_people = [new["number"], "Петров П. П.", new["residents"]] if new else ["", "", ""]
    final = _registers(account["meters"][-1]["final"])
    return [account["number"], account["closed_on"], final, *next_people]


def _registers(values: dict[str, int]) -> str:
    return ";".join(f"{register}:{value}" for register, value in values.items())


def _roubles(kopecks: int) -> str:
    sign = "-" if kopecks < 0 else ""
    return f"{sign}{abs(kopecks) // 100}.{abs(kopecks) % 100:02}"
