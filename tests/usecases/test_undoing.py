"""A register taken back whole, by new entries alone."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from lk_app.db.engine import Database
from lk_app.domain.bank_registers import BankRefused
from lk_app.usecases import unknown_payments
from lk_app.usecases.imports import payments, undoing
from lk_app.wording import refusal
from tests.usecases.books import BOOKS, NOW, SAMPLES, SARATOV
from tests.usecases.registers import (
    FIRST,
    SBER,
    SECOND,
    Sber,
    bring_in,
    entries,
    paid,
    suspense,
)


def test_an_undone_register_leaves_everything_as_it_was(books: Database) -> None:
    done = bring_in(books, SBER)
    unknown_payments.settle(
        db=books, number="SBER-740000002", account_number=FIRST, now=NOW, tz=SARATOV
    )
    undone = undoing.undo(db=books, number=done.number, now=NOW)
    assert (undone.reversed, undone.released, undone.total) == (3, 0, 2000_50)
    assert sorted(paid(books)) == [-1200_50, -500_00, 500_00, 1200_50]
    assert suspense(books) == 0
    assert undoing.journal(db=books, limit=1)[0].undone_at is not None


def test_what_still_waited_leaves_suspense_with_its_register(books: Database) -> None:
    done = bring_in(books, SBER)
    undone = undoing.undo(db=books, number=done.number, now=NOW)
    assert (undone.reversed, undone.released) == (2, 1)
    assert suspense(books) == 0
    assert unknown_payments.waiting(db=books) == []


def test_after_undoing_the_mended_register_counts(books: Database, sber: Sber) -> None:
    wrong = sber((1, FIRST, 100_00), (2, "999", 5_00))
    undoing.undo(db=books, number=bring_in(books, wrong).number, now=NOW)
    mended = sber((1, FIRST, 10_00), (2, SECOND, 5_00), name="mended.txt")
    assert bring_in(books, mended).added == 2
    assert sum(paid(books)) == 10_00
    assert paid(books, SECOND) == [5_00]


def test_the_very_same_file_may_come_again_after_undoing(books: Database) -> None:
    undoing.undo(db=books, number=bring_in(books, SBER).number, now=NOW)
    again = bring_in(books, SBER)
    assert (again.added, again.held) == (2, 1)
    assert sum(paid(books)) == 500_00
    assert entries(books)[-1].ref == f"SBER-740000001@{again.number}/{FIRST}"
    undoing.undo(db=books, number=again.number, now=NOW)
    assert (sum(paid(books)), suspense(books)) == (0, 0)


def test_what_a_later_file_lists_too_stays(books: Database, sber: Sber) -> None:
    first = bring_in(books, sber((1, FIRST, 100_00), (2, SECOND, 5_00)))
    later = bring_in(books, sber((1, FIRST, 100_00), (3, SECOND, 7_00), name="2.txt"))
    undone = undoing.undo(db=books, number=first.number, now=NOW)
    assert (undone.reversed, undone.kept) == (1, 1)
    assert paid(books) == [100_00]
    assert undoing.undo(db=books, number=later.number, now=NOW).reversed == 2
    assert sum(paid(books)) == 0


def test_payments_csv_is_undone_the_same_way(books: Database) -> None:
    path = SAMPLES / "payments.csv"
    done = payments.run(db=books, path=path, books=BOOKS, skip_bad=False)
    undone = undoing.undo(db=books, number=done.number, now=NOW)
    assert undone.reversed == done.added
    assert sum(paid(books)) == 0
    again = payments.run(db=books, path=path, books=BOOKS, skip_bad=False)
    assert again.added == done.added


def test_undoing_is_done_once_and_not_to_accounts_that_were_paid(books: Database) -> None:
    number = bring_in(books, SBER).number
    undoing.undo(db=books, number=number, now=NOW)
    for asked, code in (
        (number, "import.undone_already"),
        (number + 1, "import.unknown"),
        (number - 1, "import.undo_used"),
    ):
        with pytest.raises(BankRefused) as caught:
            undoing.undo(db=books, number=asked, now=NOW)
        assert caught.value.code == code
        assert str(asked) in refusal(caught.value)
    assert sum(paid(books)) == 0


@pytest.mark.parametrize("attempt", range(4))
def test_settling_and_undoing_at_once_lose_nothing(books: Database, attempt: int) -> None:
    number = bring_in(books, SBER).number

    def settle() -> None:
        with suppress(BankRefused):  # the register was undone first
            unknown_payments.settle(
                db=books, number="SBER-740000002", account_number=FIRST, now=NOW, tz=SARATOV
            )

    def undo() -> None:
        undoing.undo(db=books, number=number, now=NOW)

    with ThreadPoolExecutor(2) as pool:
        acts = [settle, undo] if attempt % 2 else [undo, settle]
        for future in [pool.submit(act) for act in acts]:
            future.result()
    assert (sum(paid(books)), suspense(books)) == (0, 0)
