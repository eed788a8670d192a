"""Money of a register that is nobody's yet: it waits, and is settled once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from lk_app.db.engine import Database
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.bank_registers import BankRefused, Hold
from lk_app.usecases import unknown_payments
from lk_app.wording import refusal
from tests.usecases.books import NOW, SARATOV
from tests.usecases.registers import (
    FIRST,
    SBER,
    SECOND,
    bring_in,
    entries,
    paid,
    suspense,
)


def test_money_of_an_unknown_account_waits_with_everything_the_bank_said(books: Database) -> None:
    bring_in(books, SBER)
    (one,) = unknown_payments.waiting(db=books)
    assert (one.number, one.hold, one.operation.line) == (
        "SBER-740000002",
        Hold.UNKNOWN_ACCOUNT,
        2,
    )
    assert one.operation.account_number == "641010010"
    assert one.operation.payer == 'СИДОРОВ С. С. "дача", Саратов, 1-й Овсяной проезд, 7-45'
    assert suspense(books) == 1200_50


def test_a_settled_payment_counts_from_the_day_it_was_made(books: Database) -> None:
    bring_in(books, SBER)
    for _ in range(2):  # the second time changes nothing
        unknown_payments.settle(
            db=books, number="SBER-740000002", account_number=SECOND, now=NOW, tz=SARATOV
        )
    assert paid(books, SECOND) == [1200_50, 300_00]
    assert entries(books, SECOND)[0].value_date == date(2026, 11, 8)
    assert suspense(books) == 0
    assert unknown_payments.waiting(db=books) == []


@pytest.mark.parametrize(
    ("number", "account", "code"),
    [
        ("SBER-1", SECOND, "bank.unknown"),
        ("SBER-740000001", SECOND, "bank.counted"),
        ("SBER-740000002", "6410109999", "account.unknown"),
    ],
)
def test_only_what_waits_is_settled_and_only_on_an_account(
    books: Database, number: str, account: str, code: str
) -> None:
    bring_in(books, SBER)
    with pytest.raises((BankRefused, LinkRefused)) as caught:
        unknown_payments.settle(
            db=books, number=number, account_number=account, now=NOW, tz=SARATOV
        )
    assert caught.value.code == code
    assert refusal(caught.value) != refusal(BankRefused("?"))
    assert suspense(books) == 1200_50


def test_settling_many_times_at_once_counts_once(books: Database) -> None:
    bring_in(books, SBER)

    def settle(_: int) -> None:
        unknown_payments.settle(
            db=books, number="SBER-740000002", account_number=FIRST, now=NOW, tz=SARATOV
        )

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(settle, range(6)))
    assert (paid(books), suspense(books)) == ([500_00, 1200_50], 0)
