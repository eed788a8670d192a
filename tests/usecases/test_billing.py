"""The monthly run: from the files to the posted bills, the ledger and the accounts left out."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from lk_app.db import accounts as stored
from lk_app.db import bills, ledger
from lk_app.db.engine import Database
from lk_app.domain.bills import BillingRefused
from lk_app.domain.consumption import Policy
from lk_app.domain.ledger import EntryKind
from lk_app.domain.periods import Period
from lk_app.usecases import billing
from lk_app.usecases.imports import payments
from lk_app.usecases.publishing import tariffs
from tests.usecases.books import BOOKS, NOW, SARATOV, open_and_publish, open_books

DATA = Path(__file__).parents[1] / "data"
EXPECTED = [json.loads(line) for line in (DATA / "expected_bills.jsonl").read_text().splitlines()]
NUMBERS = sorted({bill["account_number"] for bill in EXPECTED})
FIRST, LAST = Period(2024, 10), Period(2026, 10)


def run(
    db: Database, first: Period = FIRST, last: Period = LAST, now: datetime = NOW
) -> billing.RunReport:
    return billing.run(db=db, first=first, last=last, policy=Policy.DECREE354, tz=SARATOV, now=now)


def records(db: Database) -> list[dict[str, object]]:
    """Every posted bill of the sample accounts, as `lk billing show --json` prints it."""
    with db.read() as session:
        return [
            billing.as_record(bill)
            for number in NUMBERS
            for bill in bills.of_account(session, account_id(db, number))
        ]


def assert_as_expected(db: Database, expected: list[dict[str, object]]) -> None:
    """Every one of these bills is posted and equal in every field."""
    made = {(bill["account_number"], bill["period"]): bill for bill in records(db)}
    for bill in expected:
        assert made.get((bill["account_number"], bill["period"])) == bill


def account_id(db: Database, number: str) -> int:
    with db.read() as session:
        account = stored.by_number(session, number)
    assert account is not None
    return account.id


def entry_count(db: Database) -> int:
    with db.read() as session:
        return sum(len(ledger.entries(session, account_id(db, number))) for number in NUMBERS)


def test_every_expected_bill_comes_out_of_the_files(database: Database) -> None:
    open_and_publish(database)
    report = run(database)
    assert report.refused == []
    assert len(EXPECTED) == 144
    assert_as_expected(database, EXPECTED)


def test_running_again_posts_nothing(database: Database) -> None:
    open_and_publish(database)
    run(database)
    before, entries = records(database), entry_count(database)
    assert run(database).posted == 0
    assert run(database, LAST, LAST).posted == 0
    assert (records(database), entry_count(database)) == (before, entries)


@pytest.mark.parametrize("command", ["UPDATE bills SET charges = 1", "DELETE FROM bills"])
def test_a_posted_bill_is_neither_changed_nor_deleted(database: Database, command: str) -> None:
    open_and_publish(database)
    run(database, FIRST, FIRST)
    posted = records(database)
    with pytest.raises(DBAPIError, match="append-only"), database.write() as session:
        session.connection().execute(text(command))
    assert posted and records(database) == posted


def test_month_by_month_comes_to_the_same_as_at_once(database: Database) -> None:
    open_and_publish(database)
    run(database, FIRST, Period(2026, 5))
    for month in range(6, 11):
        run(database, Period(2026, month), Period(2026, month))
    assert_as_expected(database, EXPECTED)


def test_the_ledger_says_what_the_last_bill_says(database: Database) -> None:
    open_and_publish(database)
    run(database)
    for number in NUMBERS:
        with database.read() as session:
            own = bills.of_account(session, account_id(database, number))
            entries = ledger.entries(session, account_id(database, number))
            known = sum(
                entry.effect for entry in entries if not entry.booked_in or entry.booked_in <= LAST
            )
        assert known == own[-1].closing_balance, number
        by_kind = {
            kind: sum(entry.effect for entry in entries if entry.kind is kind)
            for kind in (EntryKind.CHARGE, EntryKind.ADJUSTMENT, EntryKind.LATE_FEE)
        }
        assert by_kind == {
            EntryKind.CHARGE: sum(bill.charges for bill in own),
            EntryKind.ADJUSTMENT: sum(bill.adjustment_total for bill in own),
            EntryKind.LATE_FEE: sum(bill.late_fee for bill in own),
        }


def test_a_charge_is_valued_on_the_last_day_of_its_month(database: Database) -> None:
    open_and_publish(database)
    run(database)
    with database.read() as session:
        found = ledger.of_accounts(
            session, [account_id(database, NUMBERS[0])], kinds=[EntryKind.CHARGE]
        )
    assert {(entry.booked_in, entry.value_date) for entry in found} == {
        (period, period.last_day) for entry in found if (period := entry.booked_in)
    }


def test_a_payment_that_comes_late_changes_the_next_bill_alone(
    database: Database, tmp_path: Path
) -> None:
    story = json.loads((DATA / "expected_late_payment.json").read_text())
    open_and_publish(database)
    run(database)
    before = records(database)
    late = tmp_path / "late.csv"
    late.write_text(",".join(payments.COLUMNS) + "\n" + ",".join(story["payment"].values()) + "\n")
    arrived = replace(BOOKS, now=datetime(2026, 11, 3, 12, tzinfo=SARATOV))
    payments.run(db=database, path=late, books=arrived, skip_bad=False)
    november = datetime(2026, 11, 26, tzinfo=SARATOV)  # its last readings came the day before
    run(database, Period(2026, 11), Period(2026, 11), now=november)
    assert [bill for bill in records(database) if bill["period"] != "2026-11"] == before
    assert (
        billing.bill_record(
            db=database, account_number=story["bill"]["account_number"], period=Period(2026, 11)
        )
        == story["bill"]
    )


def test_an_account_without_a_price_waits_while_the_others_are_billed(
    database: Database, tmp_path: Path
) -> None:
    open_books(database)
    full = (DATA / "tariffs.csv").read_text().splitlines(keepends=True)
    hole = [line for line in full if not line.startswith("2026-01-01,2026-10-01,rural,")]
    (tmp_path / "tariffs.csv").write_text("".join(hole))
    tariffs.run(db=database, path=tmp_path / "tariffs.csv", books=BOOKS)
    report = run(database)
    refused = {str(one.facts["account_number"]) for one in report.refused}
    assert {(one.code, one.facts["period"]) for one in report.refused} == {
        ("tariff.hole", Period(2026, 1))
    }
    others = [bill for bill in EXPECTED if bill["account_number"] not in refused]
    assert others
    assert_as_expected(database, others)
    with database.read() as session:
        ids = {number: account_id(database, number) for number in refused}
        stops = bills.stops(session, list(ids.values()))
    assert {(period, why.code) for period, why in stops.values()} == {
        (Period(2026, 1), "tariff.hole")
    }

    (tmp_path / "tariffs.csv").write_text("".join(full))
    tariffs.run(db=database, path=tmp_path / "tariffs.csv", books=BOOKS)
    mended = run(database)
    assert mended.refused == []
    assert mended.posted == 10 * len(refused)  # January to October of just these
    with database.read() as session:
        assert bills.stops(session, list(ids.values())) == {}


def test_a_month_is_not_billed_before_the_one_it_follows(database: Database) -> None:
    open_and_publish(database)
    report = run(database, LAST, LAST)
    assert {one.code for one in report.refused} == {"billing.not_next"}
    with pytest.raises(BillingRefused, match="no_bill"):
        billing.bill_record(db=database, account_number=NUMBERS[0], period=LAST)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (Period(2026, 12), Period(2026, 12), "billing.ahead"),
        (Period(2026, 10), Period(2026, 9), "billing.backwards"),
    ],
)
def test_months_that_cannot_be_billed_are_refused_at_once(
    database: Database, first: Period, last: Period, code: str
) -> None:
    with pytest.raises(BillingRefused) as caught:
        run(database, first, last)
    assert caught.value.code == code


class PowerCut(Exception):
    """The machine went dark."""


@contextmanager
def power_cut_before(database: Database, statement_begins: str) -> Iterator[None]:
    """Stop everything when the first of these statements is about to be executed."""

    def cut(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(statement_begins):
            raise PowerCut

    event.listen(database._engine, "before_cursor_execute", cut)
    try:
        yield
    finally:
        event.remove(database._engine, "before_cursor_execute", cut)


def test_a_run_cut_off_in_the_middle_leaves_nothing_half_done(database: Database) -> None:
    open_and_publish(database)
    before = entry_count(database)
    with power_cut_before(database, "UPDATE billing_chunks"), pytest.raises(PowerCut):
        run(database)
    assert (records(database), entry_count(database)) == ([], before)
    run(database)
    assert_as_expected(database, EXPECTED)
