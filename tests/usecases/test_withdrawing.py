"""Files of accounts, meters and readings taken back, and why some are not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from lk_app.db import accounts as stored
from lk_app.db import billing as billing_locks
from lk_app.db import bills as stored_bills
from lk_app.db import ledger
from lk_app.db import meters as stored_meters
from lk_app.db.engine import Database
from lk_app.domain.accounts import Account
from lk_app.domain.bank_registers import BankRefused
from lk_app.domain.consumption import Policy
from lk_app.domain.periods import Period
from lk_app.usecases import billing
from lk_app.usecases.imports import accounts, meters, payments, readings, undoing
from lk_app.wording import refusal
from tests.cabinet import until
from tests.usecases.books import BOOKS, NOW, SAMPLES, SARATOV, bring, publish, waits

FIRST = "6410100101"
OPEN = "6410300126"  # with an opening balance
ACCOUNTS = 1  # the file of accounts in the journal
AT = NOW.astimezone(SARATOV)
READ = (f"{FIRST},2026-10-24,single,11000",)
REPLACED = (
    f"{FIRST},01174000,Меркурий 201.5,5,1,1,2024-10-01,2026-11-10,single:4210,single:10990,"
    "2034-10-01,no",
    f"{FIRST},02200001,Меркурий 208,6,1,1,2026-11-10,,single:0,,2042-11-10,yes",
)


@pytest.fixture
def books(database: Database) -> Database:
    done = accounts.run(db=database, path=SAMPLES / "accounts.csv", books=BOOKS, skip_bad=False)
    assert done.number == ACCOUNTS
    publish(database)
    return database


def undo(db: Database, number: int) -> int:
    return undoing.undo(db=db, number=number, now=AT).gone


def refused(db: Database, number: int) -> str:
    with pytest.raises(BankRefused) as caught:
        undo(db, number)
    assert f"№ {number}" in refusal(caught.value).replace("\u00a0", " ")
    return caught.value.code


def found(db: Database, number: str) -> Account | None:
    with db.read() as session:
        return stored.by_number(session, number)


def standing(db: Database) -> list[tuple[str, object, bool]]:
    account = found(db, FIRST)
    assert account is not None
    with db.read() as session:
        fitted = stored_meters.of_account(session, account.id)
    return [(one.serial, one.removed_on, one.remote) for one in fitted]


def bill(db: Database, month: Period) -> billing.RunReport:
    return billing.run(
        db=db,
        first=Period(2024, 10),
        last=month,
        policy=Policy.DECREE354,
        tz=SARATOV,
        now=datetime(2026, 12, 5, 12, tzinfo=SARATOV),
    )


def test_accounts_are_taken_back_and_come_again_mended(books: Database, tmp_path: Path) -> None:
    assert undo(books, ACCOUNTS) == 136
    assert found(books, FIRST) is None and found(books, OPEN) is None
    assert bill(books, Period(2026, 10)) == billing.RunReport(0, [])
    text = (SAMPLES / "accounts.csv").read_text().replace("-1396.69", "-1000.00")
    (path := tmp_path / "mended.csv").write_text(text)
    again = accounts.run(db=books, path=path, books=BOOKS, skip_bad=False)
    assert again.added == 136
    account = found(books, OPEN)
    assert account is not None and account.opening_balance == -1000_00
    with books.read() as session:
        assert ledger.balance(session, account.id) == -1000_00
    assert undo(books, again.number) == 136
    assert refused(books, again.number) == "import.undone_already"


def test_accounts_somebody_uses_stay(books: Database) -> None:
    number = bring(books, readings, *READ).number
    assert refused(books, ACCOUNTS) == "import.undo_used"
    assert undo(books, number) == 1
    bring(books, payments, f"P1,{OPEN},2026-11-01,10.00,bank,")
    assert refused(books, ACCOUNTS) == "import.undo_used"
    assert found(books, FIRST) is not None


def test_what_is_published_is_not_a_file_to_undo(books: Database) -> None:
    assert refused(books, ACCOUNTS + 1) == "import.not_undoable"


def test_a_bill_that_is_being_posted_keeps_its_readings(books: Database) -> None:
    number = bring(books, readings, *READ).number
    bill(books, Period(2026, 9))
    account = found(books, FIRST)
    assert account is not None
    with ThreadPoolExecutor(1) as pool:
        with books.write() as session:
            billing_locks.lock(session, [account.id])  # as a run holds it
            undone = pool.submit(refused, books, number)
            assert until(lambda: waits(books), 20)
            last = stored_bills.of_account(session, account.id)[-1]
            october = last._replace(period=Period(2026, 10), opening_balance=last.closing_balance)
            stored_bills.add(session, [(account.id, october)], now=NOW)
        assert undone.result() == "import.undo_billed"


def test_readings_go_until_a_bill_counts_them(books: Database) -> None:
    assert undo(books, bring(books, readings, *READ).number) == 1
    again = bring(books, readings, f"{FIRST},2026-10-24,single,11001")
    assert again.added == 1
    bill(books, Period(2026, 9))
    assert undo(books, again.number) == 1
    number = bring(books, readings, *READ).number
    bill(books, Period(2026, 10))
    assert refused(books, number) == "import.undo_billed"


def test_a_meter_replaced_by_a_file_hangs_again(books: Database) -> None:
    before = standing(books)
    number = bring(books, meters, *REPLACED).number
    assert len(standing(books)) == 2
    assert undo(books, number) == 2
    assert standing(books) == before
    number = bring(books, meters, *REPLACED).number
    bring(books, readings, f"{FIRST},2026-11-15,single,10")
    assert refused(books, number) == "import.undo_stands"


def test_what_a_later_file_told_is_not_undone_under_it(books: Database) -> None:
    row = REPLACED[0].replace("2026-11-10", "").replace("single:10990", "")
    first = bring(books, meters, row.replace(",no", ",yes")).number
    later = bring(books, meters, *REPLACED).number
    assert refused(books, first) == "import.undo_meter"
    assert undo(books, later) == 2
    assert undo(books, first) == 1
    assert standing(books) == [("01174000", None, False)]


def test_an_act_that_was_billed_stays(books: Database) -> None:
    number = bring(books, meters, *REPLACED).number
    bill(books, Period(2026, 11))
    assert refused(books, number) == "import.undo_billed"
