"""Files from other systems: strict, repeatable, and counted to the kopeck."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lk_app.db import accounts as stored
from lk_app.db import ledger, reading_files
from lk_app.db import meters as stored_meters
from lk_app.db.engine import Database
from lk_app.domain.imports import ImportRefused
from lk_app.domain.ledger import EntryKind
from lk_app.domain.periods import Period
from lk_app.usecases.imports import accounts, meters, payments, readings
from lk_app.wording import refusal
from tests.usecases.books import BOOKS, SAMPLES, open_books

FIRST = "6410100101"
Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def header(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8").splitlines()[0]


def sample(name: str, line: int) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8").splitlines()[line - 1]


def account_id(db: Database, number: str = FIRST) -> int:
    with db.read() as session:
        account = stored.by_number(session, number)
    assert account is not None
    return account.id


def balance(db: Database, number: str) -> int:
    with db.read() as session:
        return ledger.balance(session, account_id(db, number))


def test_accounts_come_with_house_holder_meter_and_opening_debt(database: Database) -> None:
    done = accounts.run(db=database, path=SAMPLES / "accounts.csv", books=BOOKS, skip_bad=False)
    assert (done.rows, done.added, done.known) == (136, 136, 0)
    with database.read() as session:
        account = stored.by_number(session, "6410100107")
        assert account is not None
        (meter,) = stored_meters.of_account(session, account.id)
    assert account.address.street == "2-й Овсяной проезд"
    assert meter.ratio == 15
    assert meter.initial_readings == {"peak": 3010, "half-peak": 4405, "night": 2110}
    assert balance(database, "6410100107") == 250_000
    assert balance(database, "6410300126") == -139_669


def test_the_same_files_twice_change_nothing(database: Database) -> None:
    open_books(database)
    before = balance(database, FIRST)
    for noun in (accounts, readings, payments):
        path = SAMPLES / f"{noun.FORMAT.kind}.csv"
        again = noun.run(db=database, path=path, books=BOOKS, skip_bad=False)
        assert (again.added, again.known, again.refused) == (0, again.rows, ())
    assert balance(database, FIRST) == before


def test_the_same_rows_in_another_file_are_recognised(database: Database, write: Write) -> None:
    open_books(database)
    for noun in (accounts, readings, payments):
        name = f"{noun.FORMAT.kind}.csv"
        text = (SAMPLES / name).read_text(encoding="utf-8")
        copy = write(name, text + "\n\n")
        again = noun.run(db=database, path=copy, books=BOOKS, skip_bad=False)
        assert (again.added, again.known) == (0, text.count("\n") - 1)


def test_one_bad_row_keeps_the_whole_file_out(database: Database, write: Write) -> None:
    bad = sample("accounts.csv", 3).replace("6410100102", "641010010")
    path = write("a.csv", f"{header('accounts.csv')}\n{sample('accounts.csv', 2)}\n{bad}\n")
    with pytest.raises(ImportRefused) as caught:
        accounts.run(db=database, path=path, books=BOOKS, skip_bad=False)
    assert [row.line for row in caught.value.rows] == [3]
    assert "10 цифр" in refusal(caught.value.rows[0].reason)
    with database.read() as session:
        assert stored.by_number(session, FIRST) is None


def test_skip_bad_keeps_the_good_rows_and_may_be_repeated(database: Database, write: Write) -> None:
    bad = sample("accounts.csv", 3).replace("urban_gas", "castle")
    path = write("a.csv", f"{header('accounts.csv')}\n{sample('accounts.csv', 2)}\n{bad}\n")
    done = accounts.run(db=database, path=path, books=BOOKS, skip_bad=True)
    assert (done.added, done.known, len(done.refused)) == (1, 0, 1)
    again = accounts.run(db=database, path=path, books=BOOKS, skip_bad=True)
    assert (again.added, again.known, len(again.refused)) == (0, 1, 1)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("6410100101", "", "import.empty"),
        ("urban_gas", "castle", "import.choice"),
        ("2024-10-01", "01.10.2024", "import.day"),
        ("2024-10-01", "2024-02-30", "import.day"),
        ("single:4210", "4210", "import.registers"),
        ("single:4210", "day:4210", "reading.registers"),
        ("single:4210", "single:421000", "reading.too_many_digits"),
        (",0.00", ",0.001", "import.amount"),
        (",0.00", ",", "import.empty"),
        (",2,96,", ",-2,96,", "import.whole"),
        (",5,1,1,", ",9,1,1,", "import.whole"),
        (",5,1,1,", ",5,1,4,", "import.whole"),
        ("75АБ533300", "75", "unified_account"),
        (",0.00", "", "import.cells"),
        ("Саратов", "Сара\0тов", "import.nul"),
    ],
)
def test_a_bad_cell_is_named(
    database: Database, write: Write, old: str, new: str, code: str
) -> None:
    row = sample("accounts.csv", 2).replace(old, new)
    path = write("a.csv", f"{header('accounts.csv')}\n{row}\n")
    with pytest.raises(ImportRefused) as caught:
        accounts.run(db=database, path=path, books=BOOKS, skip_bad=False)
    (bad,) = caught.value.rows
    assert (bad.line, bad.reason.code) == (2, code)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import.header_missing"),
        (b"account_number,taken_on,register\n", "import.header_missing"),
        (b"account_number,taken_on,register,value,why\n", "import.header_unknown"),
        ("account_number,taken_on,register,value\nНомер".encode("cp1251"), "import.encoding"),
        (b'account_number,taken_on,register,value\n"6410', "import.broken"),
    ],
)
def test_a_file_of_another_kind_is_refused(
    database: Database, tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(content)
    with pytest.raises(ImportRefused) as caught:
        readings.run(db=database, path=path, books=BOOKS, skip_bad=True)
    assert caught.value.code == code


def test_readings_need_every_register_of_a_day(database: Database, write: Write) -> None:
    accounts.run(db=database, path=SAMPLES / "accounts.csv", books=BOOKS, skip_bad=False)
    rows = (
        f"{header('readings.csv')}\n"
        "6410100102,2026-10-24,day,11000\n"
        "6410100101,2026-10-24,single,9000\n"
        "6410100102,2026-10-24,night,6000\n"
        "6410100102,2026-11-18,day,11100\n"
        "6410100102,2025-09-30,day,10320\n"
        "6410100102,2025-09-30,night,5120\n"
        "9999999999,2026-10-24,single,1\n"
        "6410100101,2026-11-21,single,9001\n"
    )
    done = readings.run(db=database, path=write("r.csv", rows), books=BOOKS, skip_bad=True)
    assert done.added == 3
    assert [(bad.line, bad.reason.code) for bad in done.refused] == [
        (5, "import.incomplete_set"),
        (6, "reading.before_installation"),
        (7, "reading.before_installation"),
        (8, "import.unknown_account"),
        (9, "import.future"),
    ]


def test_a_second_value_of_a_day_is_refused(database: Database, write: Write) -> None:
    open_books(database)
    changed = sample("readings.csv", 2)[:-1] + "9"
    path = write("r.csv", f"{header('readings.csv')}\n{changed}\n")
    with pytest.raises(ImportRefused) as caught:
        readings.run(db=database, path=path, books=BOOKS, skip_bad=False)
    assert caught.value.rows[0].reason.code == "import.reading_differs"


def test_a_suppliers_reading_was_received_when_it_was_taken(database: Database) -> None:
    open_books(database)
    with database.read() as session:
        (meter,) = stored_meters.of_account(session, account_id(database))
        taken_on = date(2024, 10, 24)
        sets = reading_files.supplier_sets(session, [meter.id], taken_on, taken_on)
    assert sets == {(meter.id, taken_on): {"single": 4312}}


def test_payments_lower_the_debt_on_their_value_date(database: Database, write: Write) -> None:
    accounts.run(db=database, path=SAMPLES / "accounts.csv", books=BOOKS, skip_bad=False)
    rows = (
        "payment_id,account_number,paid_on,amount,source,period\n"
        "P1,6410100101,2024-09-20,100.10,bank,\n"
        "P2,6410100101,2026-10-05,200,post,2026-08\n"
    )
    done = payments.run(db=database, path=write("p.csv", rows), books=BOOKS, skip_bad=False)
    assert done.added == 2
    assert balance(database, FIRST) == -30_010
    with database.read() as session:
        first, second = ledger.entries(session, account_id(database))
    assert (first.kind, first.value_date) == (EntryKind.PAYMENT, date(2024, 9, 20))
    assert first.booked_in == Period(2024, 10)  # a payment before the first period counts in it
    assert second.booked_in == Period(2026, 10)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("P1,6410100101,2026-10-05,0.00,bank", "import.amount"),
        ("P1,6410100101,2026-10-05,-5,bank", "import.amount"),
        ("P1,6410100101,2026-12-05,5,bank", "import.future"),
        ("P00001,6410100101,2024-11-08,500.01,bank", "import.payment_differs"),
        ("P1,9999999999,2026-10-05,5,bank", "import.unknown_account"),
    ],
)
def test_a_payment_that_cannot_be_is_refused(
    database: Database, write: Write, row: str, code: str
) -> None:
    open_books(database)
    path = write("p.csv", f"{header('payments.csv')}\n{row}\n")
    with pytest.raises(ImportRefused) as caught:
        payments.run(db=database, path=path, books=BOOKS, skip_bad=False)
    assert caught.value.rows[0].reason.code == code


METERS = (
    "account_number,serial,model,digits,ratio,zones,installed_on,removed_on,"
    "initial_readings,final_readings,verified_until,remote\n"
)
NEW_METER = "6410100101,77,Нева,6,1,2,2026-11-05,,day:0;night:0,,2042-11-05,yes\n"
OLD_METER = (
    "6410100101,01174000,Меркурий 201.5,5,1,1,2024-10-01,2026-11-05,"
    "single:4210,single:9000,2034-10-01,no\n"
)


def test_a_meter_is_replaced_by_a_file(database: Database, write: Write) -> None:
    accounts.run(db=database, path=SAMPLES / "accounts.csv", books=BOOKS, skip_bad=False)
    path = write("m.csv", METERS + NEW_METER + OLD_METER)
    done = meters.run(db=database, path=path, books=BOOKS, skip_bad=False)
    assert done.added == 2
    with database.read() as session:
        old, new = stored_meters.of_account(session, account_id(database))
    assert (old.removed_on, old.final_readings) == (date(2026, 11, 5), {"single": 9000})
    assert (new.serial, new.remote, new.zones) == ("77", True, 2)
    again = meters.run(
        db=database, path=write("m2.csv", METERS + OLD_METER + NEW_METER), books=BOOKS,
        skip_bad=False,
    )  # fmt: skip
    assert (again.added, again.known) == (0, 2)


def test_two_meters_do_not_hang_at_once(database: Database, write: Write) -> None:
    accounts.run(db=database, path=SAMPLES / "accounts.csv", books=BOOKS, skip_bad=False)
    with pytest.raises(ImportRefused) as caught:
        meters.run(
            db=database, path=write("m.csv", METERS + NEW_METER), books=BOOKS, skip_bad=False
        )
    assert caught.value.rows[0].reason.code == "import.meter_overlaps"


def test_progress_reaches_the_end(database: Database) -> None:
    told: list[tuple[int, int]] = []
    accounts.run(
        db=database,
        path=SAMPLES / "accounts.csv",
        books=replace(BOOKS),
        skip_bad=False,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told[-1] == (137, 137)
