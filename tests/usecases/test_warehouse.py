"""A full export read by another program, and read back: the same balances, bills, statements."""

import json
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from sqlmodel import Session, SQLModel

from lk_app.db import accounts as stored
from lk_app.db import bills, ledger, warehouse
from lk_app.db.engine import Database
from lk_app.domain.audit import COMMAND_LINE, Action
from lk_app.domain.bills import as_record
from lk_app.domain.consumption import Policy
from lk_app.domain.periods import Period
from lk_app.domain.warehouse import Table, WarehouseRefused
from lk_app.settings import DEMO_SUPPLIER, load_supplier
from lk_app.usecases import billing, statements
from lk_app.usecases import warehouse as exports
from lk_app.usecases.imports import bank_registers
from lk_app.usecases.imports import warehouse as imports
from lk_app.wording import refusal
from tests import engines
from tests.usecases import people
from tests.usecases.books import BOOKS, NOW, SARATOV, open_books, publish
from tests.usecases.colleagues import log
from tests.usecases.registers import SBER

AT = NOW.astimezone(SARATOV)
SECRETS = ("password", "secret", "token", "hash", "checkout")


@pytest.fixture
def books(database: Database) -> Database:
    """The samples billed for two years, with a bank's register that waits in part."""
    publish(database)
    open_books(database)
    bank_registers.run(db=database, path=SBER, profile="sber", books=BOOKS)
    billing.run(
        db=database,
        first=Period(2024, 10),
        last=Period(2026, 10),
        policy=Policy.DECREE354,
        tz=SARATOV,
        now=AT,
    )
    return database


def told(db: Database) -> dict[str, object]:
    """What every account owes, its bills and its statement."""
    supplier = load_supplier(DEMO_SUPPLIER)
    with db.read() as session:
        numbers = sorted(_numbers(session))
        found = [stored.by_number(session, number) for number in numbers]
        ids = {one.account_number: one.id for one in found if one}
        owed = ledger.balances(session, list(ids.values()))
        billed = bills.of_accounts(session, list(ids.values()))
        held = ledger.held(session)
    said = {
        number: statements.supplier_statement(
            db=db, supplier=supplier, account_number=number, first_day=None, last_day=None, now=AT
        ).statement
        for number in numbers[:20]
    }
    return {
        "owed": {number: owed[key] for number, key in ids.items()},
        "bills": {
            number: [as_record(one) for one in billed.get(key, ())] for number, key in ids.items()
        },
        "statements": said,
        "suspense": held,
    }


def _numbers(session: Session) -> list[str]:
    (piece,) = warehouse.rows(session, "accounts")
    at = [one.name for one in _table("accounts").columns].index("account_number")
    return [row[at] for row in piece]


def _table(name: str) -> Table:
    return next(one for one in warehouse.exported() if one.name == name)


def test_what_is_exported_and_read_back_owes_the_same(
    books: Database, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    before = told(books)
    assert before["suspense"] and any(before["bills"].values())  # type: ignore[attr-defined]
    folder, written = exports.export(db=books, out=tmp_path, by=COMMAND_LINE, now=AT)
    (other,) = {*engines.NAMES} - {books.dialect}
    with request.getfixturevalue(f"{other}_engine").fresh() as url:
        fresh = Database(url)
        done = imports.put_back(db=fresh, folder=tmp_path / "latest")
        assert told(fresh) == before
        assert done["bills"] == next(one.rows for one in written if one.table == "bills")
        with pytest.raises(WarehouseRefused) as caught:
            imports.put_back(db=fresh, folder=folder)
        assert caught.value.code == "warehouse.not_empty"
        _goes_on(fresh)
        fresh.close()


def _goes_on(db: Database) -> None:
    """What comes next has numbers of its own, and the month after is billed."""
    done = billing.run(
        db=db,
        first=Period(2026, 11),
        last=Period(2026, 11),
        policy=Policy.DECREE354,
        tz=SARATOV,
        now=datetime(2026, 12, 3, 12, tzinfo=SARATOV),
    )
    assert done.posted > 100


def test_another_program_reads_it_and_its_manifest(database: Database, tmp_path: Path) -> None:
    open_books(database)
    people.confirmed(database)
    folder, _ = exports.export(db=database, out=tmp_path, by=COMMAND_LINE, now=AT)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert log(database)[-1].deed.action is Action.EXPORTED
    for one in manifest["tables"]:
        table = parquet.read_table(folder / one["file"])
        assert table.num_rows == one["rows"]
        assert table.column_names == [column["name"] for column in one["columns"]]
        for name, total in one["sums"].items():
            assert sum(table[name].to_pylist()) == total
        assert not [name for name in table.column_names if any(bad in name for bad in SECRETS)]
    entries = parquet.read_table(folder / "ledger_entries.parquet")
    assert entries.schema.field("amount").metadata == {b"unit": b"kopecks"}
    text = b"".join(path.read_bytes() for path in folder.iterdir())
    assert people.PASSWORD.encode() not in text


def test_a_broken_or_foreign_export_is_not_taken(database: Database, tmp_path: Path) -> None:
    folder, _ = exports.export(db=database, out=tmp_path, by=COMMAND_LINE, now=AT)
    (folder / "bills.parquet").write_bytes(b"PAR1")
    for path, code in ((folder, "warehouse.broken"), (tmp_path, "warehouse.not_one")):
        with pytest.raises(WarehouseRefused) as caught:
            imports.put_back(db=database, folder=path)
        assert caught.value.code == code
        assert str(path.name if code.endswith("one") else "bills") in refusal(caught.value)


def test_older_exports_go_and_two_at_once_do_not_meet(database: Database, tmp_path: Path) -> None:
    made = [
        exports.export(
            db=database, out=tmp_path, by=COMMAND_LINE, now=AT.replace(minute=minute), keep=2
        )[0]
        for minute in range(3)
    ]
    assert [folder.exists() for folder in made] == [False, True, True]
    assert (tmp_path / "latest").resolve() == made[-1].resolve()
    (tmp_path / exports.AT_WORK).mkdir()
    with pytest.raises(WarehouseRefused) as caught:
        exports.export(db=database, out=tmp_path, by=COMMAND_LINE, now=AT)
    assert caught.value.code == "warehouse.at_work"


def test_every_table_leaves_or_is_kept_back_on_purpose() -> None:
    leaves = {one.name for one in warehouse.exported()}
    assert leaves | KEPT_BACK == set(SQLModel.metadata.tables)
    assert not leaves & KEPT_BACK


KEPT_BACK = {
    "appeal_files",
    "appeal_messages",
    "article_editions",
    "article_houses",
    "articles",
    "audit_records",
    "autopay_charges",
    "autopays",
    "billing_chunks",
    "billing_orders",
    "billing_runs",
    "billing_stops",
    "changes",
    "data_exports",
    "disclosures",
    "ebills",
    "guest_readings",
    "kept_figures",
    "letters",
    "marks",
    "moved_addresses",
    "notice_mail_wishes",
    "notice_push_wishes",
    "notices",
    "old_customers",
    "one_time_tokens",
    "payment_events",
    "payment_reviews",
    "position_resets",
    "positions",
    "proposals",
    "push_devices",
    "questions",
    "reading_photos",
    "saved_methods",
    "sessions",
    "site_files",
    "staff",
    "staff_recovery_codes",
    "staff_sessions",
    "throttles",
    "uploads",
    "used_challenges",
}
