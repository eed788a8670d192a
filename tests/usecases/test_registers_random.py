"""Case 35 for registers: brought in, settled and undone in any order, the books agree."""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from lk_app.db import accounts as stored
from lk_app.db import ledger
from lk_app.db.engine import Database
from lk_app.usecases import statements, unknown_payments
from lk_app.usecases.imports import accounts, bank_registers, undoing
from tests.usecases.books import BOOKS, NOW, SAMPLES, SARATOV
from tests.usecases.test_statements import SUPPLIER

NUMBERS = [f"64101001{number:02d}" for number in range(1, 5)]
STEPS = 25


@dataclass
class Model:
    """What should be in the books, kept the plain way: operations and the files that list them."""

    files: dict[int, set[int]] = field(default_factory=dict)
    paid_to: dict[int, str] = field(default_factory=dict)

    def listed(self) -> set[int]:
        return set().union(*self.files.values()) if self.files else set()

    def bring_in(self, number: int, references: set[int]) -> None:
        for reference in references - self.listed():
            self.paid_to[reference] = account(reference)
        self.files[number] = references

    def undo(self, number: int) -> None:
        del self.files[number]
        self.paid_to = {one: to for one, to in self.paid_to.items() if one in self.listed()}

    def paid(self, number: str) -> int:
        return sum(kopecks(one) for one, to in self.paid_to.items() if to == number)


def account(reference: int) -> str:
    """Whose operation it is; one in four is nobody's."""
    return "" if reference % 4 == 0 else NUMBERS[reference % len(NUMBERS)]


def kopecks(reference: int) -> int:
    return reference * 101 + 1


def write(path: Path, references: set[int], turn: int) -> None:
    lines = [
        f"{one};{account(one) or '999'};2026-{one % 10 + 1:02d}-15;{kopecks(one) / 100:.2f};;{turn}"
        for one in sorted(references)
    ]
    total = sum(map(kopecks, references)) / 100
    path.write_text("\n".join(["head", *lines, f"ИТОГО;{len(lines)};{total:.2f}"]))


def assert_agrees(db: Database, model: Model) -> None:
    with db.read() as session:
        assert ledger.held(session) == model.paid("")
        cash = text(
            "SELECT coalesce(sum(CASE WHEN debit = 'cash' THEN amount WHEN credit = 'cash'"
            " THEN -amount ELSE 0 END), 0) FROM ledger_entries"
        )
        assert session.connection().execute(cash).scalar_one() == sum(map(kopecks, model.paid_to))
        for number in NUMBERS:
            found = stored.by_number(session, number)
            assert found is not None
            owed = ledger.balance(session, found.id)
            assert owed == found.opening_balance - model.paid(number)
            document = statements.supplier_statement(
                db=db, supplier=SUPPLIER, account_number=number,
                first_day=None, last_day=None, now=NOW.astimezone(SARATOV),
            )  # fmt: skip
            assert document.statement.closing_balance == owed
            assert document.statement.paid == model.paid(number)


@pytest.mark.parametrize("seed", range(2))
def test_case_35_any_order_of_files_settlements_and_undoings(
    database: Database, tmp_path: Path, seed: int
) -> None:
    random, model = Random(seed), Model()
    accounts.run(db=database, path=SAMPLES / "accounts.csv", books=BOOKS, skip_bad=False)
    for turn in range(STEPS):
        waiting = unknown_payments.waiting(db=database)
        act = random.choice(["bring in", "bring in", "settle", "undo"])
        if act == "bring in":
            references = set(random.sample(range(1, 30), random.randint(1, 8)))
            write(path := tmp_path / "r.txt", references, turn)
            done = bank_registers.run(db=database, path=path, profile="erc", books=BOOKS)
            model.bring_in(done.number, references)
        elif act == "settle" and waiting:
            one, number = random.choice(waiting), random.choice(NUMBERS)
            unknown_payments.settle(
                db=database, number=one.number, account_number=number, now=NOW, tz=SARATOV
            )
            model.paid_to[int(one.operation.reference)] = number
        elif act == "undo" and model.files:
            file = random.choice(sorted(model.files))
            undoing.undo(db=database, number=file, now=NOW)
            model.undo(file)
        assert_agrees(database, model)
    assert len(undoing.journal(db=database, limit=STEPS)) > STEPS // 4
