"""Accounts that a run cannot bill wait with their reasons; the others never wait for them."""

from datetime import datetime
from pathlib import Path

import pytest

from lk_app.db.engine import Database
from lk_app.domain.consumption import Policy
from lk_app.domain.imports import ImportRefused
from lk_app.domain.periods import Period
from lk_app.usecases import billing
from lk_app.usecases.imports import accounts, closings, payments, readings
from lk_app.usecases.imports.loading import Books
from tests.usecases.books import SARATOV, publish

JANUARY, FEBRUARY, MARCH = (Period(2026, month) for month in (1, 2, 3))
ACCOUNT = (
    "{},,Саратов,ул. Плякина,3,{},Смирнова В. А.,urban_gas,2,96,S{},М,5,1,1,2026-01-01,,{},0.00"
)
GOOD, BACKWARDS, GONE = "6410000001", "6410000002", "6410000003"


def write(folder: Path, noun: str, *rows: str) -> Path:
    columns = {
        "accounts": accounts.COLUMNS,
        "readings": readings.COLUMNS,
        "payments": payments.COLUMNS,
        "closings": closings.COLUMNS,
    }
    path = folder / f"{noun}.csv"
    path.write_text("\n".join([",".join(columns[noun]), *rows]) + "\n")
    return path


def bring(db: Database, path: Path, *, month: Period) -> None:
    noun = {"accounts": accounts, "readings": readings, "payments": payments, "closings": closings}
    books = Books(at(month), SARATOV, 10)
    noun[path.stem].run(db=db, path=path, books=books, skip_bad=False)


def at(month: Period) -> datetime:
    """When a month is billed: on the second day of the next one."""
    return datetime.combine((month + 1).day(2), datetime.min.time(), SARATOV)


def run(db: Database, month: Period) -> tuple[int, list[tuple[str, str, str]]]:
    """Bills posted, and account, code and period of what was refused."""
    report = billing.run(
        db=db, first=month, last=month, policy=Policy.DECREE354, tz=SARATOV, now=at(month)
    )
    said = [
        (str(one.facts["account_number"]), one.code, str(one.facts["period"]))
        for one in report.refused
    ]
    return report.posted, said


def open_accounts(db: Database, folder: Path, *numbers: str) -> None:
    publish(db)
    rows = [ACCOUNT.format(number, number[-1], number, "single:4210") for number in numbers]
    bring(db, write(folder, "accounts", *rows), month=JANUARY)


def test_registers_running_backwards_stop_their_account_alone_until_mended(
    database: Database, tmp_path: Path
) -> None:
    open_accounts(database, tmp_path, GOOD, BACKWARDS)
    rows = [f"{GOOD},2026-01-20,single,4300", f"{BACKWARDS},2026-01-20,single,3900"]
    bring(database, write(tmp_path, "readings", *rows), month=JANUARY)
    refused = [(BACKWARDS, "consumption.backwards", "2026-01")]
    assert run(database, JANUARY) == (1, refused)
    assert run(database, JANUARY) == (0, refused)

    mended = write(tmp_path, "readings", f"{BACKWARDS},2026-01-21,single,4390")
    bring(database, mended, month=JANUARY)
    assert run(database, JANUARY) == (1, [])
    assert run(database, JANUARY) == (0, [])


def test_an_account_that_was_refused_once_waits_for_its_month_not_the_next_one(
    database: Database, tmp_path: Path
) -> None:
    open_accounts(database, tmp_path, GOOD, BACKWARDS)
    rows = [f"{BACKWARDS},2026-01-20,single,3900"]
    bring(database, write(tmp_path, "readings", *rows), month=JANUARY)
    run(database, JANUARY)
    assert run(database, FEBRUARY) == (1, [(BACKWARDS, "billing.not_next", "2026-02")])


def test_two_readings_a_day_refuse_the_file_with_the_line(
    database: Database, tmp_path: Path
) -> None:
    open_accounts(database, tmp_path, GOOD)
    rows = [f"{GOOD},2026-01-20,single,4300", f"{GOOD},2026-01-20,single,4301"]
    with pytest.raises(ImportRefused) as refused:
        bring(database, write(tmp_path, "readings", *rows), month=JANUARY)
    lines = [(row.line, row.reason.code) for row in refused.value.rows]
    assert lines == [(3, "import.register_twice")]
    assert run(database, JANUARY) == (1, [])  # by the norm: nothing of the file was kept


def test_who_moved_out_and_owes_nothing_is_no_refusal_and_comes_back_when_money_comes(
    database: Database, tmp_path: Path
) -> None:
    open_accounts(database, tmp_path, GONE)
    bring(database, write(tmp_path, "closings", f"{GONE},2026-01-20,single:4210"), month=JANUARY)
    assert run(database, JANUARY) == (1, [])  # the final bill, of nothing
    assert run(database, FEBRUARY) == (0, [])
    assert run(database, MARCH) == (0, [])

    april = MARCH + 1
    paid = write(tmp_path, "payments", f"P1,{GONE},2026-04-10,12.00,bank")
    bring(database, paid, month=april)
    assert run(database, april) == (3, [])  # the silent months are posted with it
    record = billing.bill_record(db=database, account_number=GONE, period=april)
    assert (record["payments"], record["closing_balance"]) == ("12.00", "-12.00")
