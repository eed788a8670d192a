"""Ten thousand accounts with a year of history, and queues of everything that waits for a person.

Accounts, readings and payments come in as an operator brings them in, and the product bills them.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import lk_app.demo
from lk_app.db.engine import Database
from lk_app.domain.consumption import Policy
from lk_app.domain.periods import Period, span
from lk_app.usecases import billing, installation
from lk_app.usecases.imports import accounts, payments, readings
from lk_app.usecases.imports.loading import Books
from lk_app.usecases.publishing import norms, rates, tariffs, windows
from tests.proofs import supplier_queues

SAMPLES = Path(lk_app.demo.__file__).parent / "data"
ZONE = ZoneInfo("Europe/Saratov")
NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
BOOKS = Books(NOW, ZONE, 10)
FIRST, LAST = Period(2025, 11), Period(2026, 10)
SURNAMES = ("Иванов", "Петрова", "Сидоренко", "Кузнецова", "Ахметов", "Гончаренко", "Лебедева",
            "Иваненко", "Орлова", "Тихонов")  # fmt: skip
STREETS = ("ул. Плякина", "ул. Волжская", "пр. Строителей", "ул. Чернышевского", "ул. Лунная")
NUMBER = 6_420_000_000


def furnish(db: Database, folder: Path, *, count: int, seed: int = 1) -> None:
    """Everything, in the order an operator would."""
    installation.migrate(db=db)
    for noun in (tariffs, norms, windows, rates):
        name = noun.__name__.rpartition(".")[2]
        noun.run(db=db, path=SAMPLES / f"{name}.csv", books=BOOKS)
    random = Random(seed)
    for noun, rows in (
        (accounts, _accounts(random, count)),
        (readings, _readings(random, count)),
        (payments, _payments(random, count)),
    ):
        path = folder / f"{noun.FORMAT.kind}.csv"
        _write(path, noun.COLUMNS, rows)
        noun.run(db=db, path=path, books=BOOKS, skip_bad=False)
    billing.run(db=db, first=FIRST, last=LAST, policy=Policy.DECREE354, tz=ZONE, now=NOW,
                workers=min(2, count // 1000 + 1))  # fmt: skip
    supplier_queues.fill(db, count // 10)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


def _accounts(random: Random, count: int) -> Iterable[Sequence[object]]:
    for place in range(count):
        holder = f"{random.choice(SURNAMES)} {random.choice('АБВГД')}. {random.choice('ЕИКЛ')}."
        house, flat = divmod(place, 60)
        yield (
            NUMBER + place, "", "Саратов", STREETS[house % len(STREETS)], house // 5 + 1, flat + 1,
            holder, "urban_gas", random.randint(1, 5), 96, f"M{place:08}", "Меркурий 201", 6, 1, 1,
            FIRST.first_day, "2035-01-01", "single:1000", "0.00",
        )  # fmt: skip


def _readings(random: Random, count: int) -> Iterable[Sequence[object]]:
    for place in range(count):
        value = 1000
        for period in [*span(FIRST, LAST), Period(2026, 11)]:
            value += random.randint(80, 400)
            day = random.randint(15, 25 if period <= LAST else 20)
            if random.random() < 0.8:
                yield NUMBER + place, period.day(day), "single", value


def _payments(random: Random, count: int) -> Iterable[Sequence[object]]:
    number = 0
    for place in range(count):
        for period in [*span(FIRST + 1, LAST), Period(2026, 11)]:
            if random.random() < 0.85:
                number += 1
                day = period.day(random.randint(1, 19))
                yield f"P{number}", NUMBER + place, day, f"{random.randint(300, 2500)}.00", "bank"
