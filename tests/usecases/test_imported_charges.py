"""Bills that an outside billing system made: posted as they were told, and nothing else."""

from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from lk_app.db import accounts as stored
from lk_app.db import bills
from lk_app.db.engine import Database
from lk_app.domain.bills import Bill, BillingRefused, as_record
from lk_app.domain.consumption import Policy
from lk_app.domain.periods import Period
from lk_app.domain.staff import Role
from lk_app.domain.statements import Statement
from lk_app.settings import DEMO_SUPPLIER, SettingsError, load_supplier
from lk_app.usecases import bill_documents, billing, billing_orders, explanations, statements
from lk_app.usecases.imports import accounts, charges, payments
from lk_app.wording import refusal
from tests import charge_files
from tests.office import Office
from tests.usecases import colleagues, people
from tests.usecases.books import BOOKS, NOW, SAMPLES, SARATOV, bring, open_books, publish, refused

NUMBER, UNIFIED = "6410100102", "75АБ533301"
AT = NOW.astimezone(SARATOV)
DOCUMENT = f"{UNIFIED}-01-1025"
FIRST = (
    f"{NUMBER},2025-10,charge,day,1,100,6.03,603.00,METERED,,{DOCUMENT},,",
    f"{NUMBER},2025-10,charge,night,1,50,3.00,150.00,METERED,,{DOCUMENT},,753.00",
)
SECOND = (
    f"{NUMBER},2025-11,charge,day,1,10,6.03,60.30,AVERAGE,,,2025-12-20,",
    f"{NUMBER},2025-11,correction,,,,,-3.00,,2025-10,,,",
    f"{NUMBER},2025-11,late_fee,,,,,0.55,,,,,",
)
SUPPLIER = load_supplier(DEMO_SUPPLIER)


@pytest.fixture
def books(database: Database) -> Database:
    accounts.run(db=database, path=SAMPLES / "accounts.csv", books=BOOKS, skip_bad=False)
    bring(database, payments, f"P1,{NUMBER},2025-11-08,500.00,bank,")
    return database


def posted(db: Database, number: str = NUMBER) -> list[Bill]:
    with db.read() as session:
        account = stored.by_number(session, number)
        assert account is not None
        return bills.of_account(session, account.id)


def statement(db: Database, number: str) -> Statement:
    return statements.supplier_statement(
        db=db, supplier=SUPPLIER, account_number=number, first_day=None, last_day=None, now=AT
    ).statement


def test_a_bill_shows_what_was_told_and_the_balance_follows(books: Database) -> None:
    done = bring(books, charges, *FIRST, *SECOND)
    assert (done.added, done.rows) == (5, 5)
    october, november = posted(books)
    assert (october.charges, october.closing_balance) == (753_00, 753_00)
    assert (october.due_date.isoformat(), november.due_date.isoformat()) == (
        "2025-11-10",
        "2025-12-20",
    )
    assert (november.payments, november.late_fee, november.adjustment_total) == (500_00, 55, -3_00)
    assert november.closing_balance == 753_00 - 500_00 + 60_30 - 3_00 + 55
    assert statement(books, NUMBER).closing_balance == november.closing_balance
    again = bring(books, charges, *FIRST, *SECOND, "")
    assert (again.added, again.known) == (0, 5)


def test_a_posted_bill_never_changes_and_months_come_in_order(books: Database) -> None:
    assert refused(books, charges, *SECOND[1:], f"{NUMBER},2026-01,late_fee,,,,,1.00,,,,,") == [
        "import.charges_turn"
    ]
    bring(books, charges, *FIRST)
    other = FIRST[0].replace("603.00", "604.00")
    assert (
        refused(books, charges, other, FIRST[1].replace("753.00", ""))
        == ["import.charges_differ"] * 2
    )
    wrong = f"{NUMBER},2025-11,charge,day,1,10,6.03,60.30,METERED,,,,1.00"
    assert refused(books, charges, wrong) == ["import.closing_balance"]
    for row, code in (
        (f"{NUMBER},2025-11,gift,,,,,1.00,,,,,", "import.choice"),
        (f"{NUMBER},2025-11,charge,noon,1,1,1.00,1.00,METERED,,,,", "import.choice"),
        (f"{NUMBER},2025-11,correction,,,,,-3.00,,,,,", "import.empty"),
        (f"{NUMBER},2027-11,late_fee,,,,,3.00,,,,,", "import.future"),
        (f"{NUMBER},2025-11,late_fee,,,,,3.00,,,75АБ533301,,", "import.document_number"),
        (f"{NUMBER},2025-11,late_fee,,,,,3.00,,,75АБ533309-01-1125,,", "import.document_number"),
        ("6410999999,2025-11,late_fee,,,,,3.00,,,,,", "import.unknown_account"),
    ):
        assert refused(books, charges, row) == [code], row
    assert len(posted(books)) == 1


def left_out(db: Database, tmp_path: Path, *rows: str) -> list[str]:
    """What is wrong with each bad row of a file whose other rows were brought in."""
    path = tmp_path / "charges.csv"
    path.write_text("\n".join([charge_files.HEADER, *rows, ""]), encoding="utf-8")
    done = charges.run(db=db, path=path, books=BOOKS, skip_bad=True)
    return [bad.reason.code for bad in done.refused]


def test_a_bill_comes_in_whole_and_after_the_months_before_it_or_waits(
    books: Database, tmp_path: Path
) -> None:
    other = "6410100103,2025-10,late_fee,,,,,1.00,,,,,"
    broken = FIRST[1].replace("150.00", "много")
    assert left_out(books, tmp_path, FIRST[0], broken, *SECOND, other) == [
        "import.charges_torn",
        "import.amount",
        *["import.charges_turn"] * 3,
    ]
    assert (posted(books), len(posted(books, "6410100103"))) == ([], 1)
    wrong = FIRST[1].replace("753.00", "1.00")
    assert left_out(books, tmp_path, FIRST[0], wrong, *SECOND)[2:] == ["import.charges_turn"] * 3
    assert posted(books) == []
    assert left_out(books, tmp_path, *FIRST, broken.replace("-10,", "-11,"), *SECOND) == [
        "import.amount",
        *["import.charges_torn"] * 3,
    ]
    assert [str(one.period) for one in posted(books)] == ["2025-10"]


@pytest.mark.parametrize("row", ["a,b", "счёт" + FIRST[1][10:], FIRST[1].replace("2025-10", "10")])
def test_a_row_that_may_be_of_any_bill_lets_none_in(
    books: Database, tmp_path: Path, row: str
) -> None:
    other = "6410100103,2025-10,late_fee,,,,,1.00,,,,,"
    codes = left_out(books, tmp_path, FIRST[0], row, other)
    assert codes[0] == codes[2] == "import.charges_whose"
    assert posted(books) == posted(books, "6410100103") == []


def test_its_paper_names_the_document_and_nothing_is_explained(books: Database) -> None:
    bring(books, charges, *FIRST)
    person = people.confirmed(books)
    with books.write() as session:
        account = stored.by_number(session, NUMBER)
        assert account is not None
        stored.add_link(
            session,
            customer_id=person.id,
            account_id=account.id,
            name="дом",
            linked_at=NOW,
            linked_on=account.opened_on,
            proven_at=NOW,
        )
    paper = bill_documents.bill(
        db=books,
        supplier=SUPPLIER,
        customer_id=person.id,
        account_number=NUMBER,
        period=Period(2025, 10),
        now=AT,
    )
    assert ("Документ в ГИС ЖКХ", DOCUMENT) in paper.facts and ("ЕЛС", UNIFIED) in paper.facts
    with pytest.raises(BillingRefused) as caught:
        explanations.explanation(
            db=books,
            customer_id=person.id,
            account_number=NUMBER,
            period=Period(2025, 10),
            tz=SARATOV,
        )
    assert "расчётная система поставщика" in refusal(caught.value)


def test_what_our_own_run_billed_comes_out_the_same_through_the_file(
    database: Database, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    publish(database)
    open_books(database)
    billing.run(
        db=database,
        first=Period(2024, 10),
        last=Period(2026, 10),
        policy=Policy.DECREE354,
        tz=SARATOV,
        now=datetime(2026, 11, 20, 12, tzinfo=SARATOV),
    )
    numbers = _numbers()
    path = tmp_path / "charges.csv"
    told = charge_files.text(bill for number in numbers for bill in posted(database, number))
    path.write_text(told, encoding="utf-8")
    engine = request.getfixturevalue(f"{database.dialect}_engine")
    with engine.fresh() as url:
        other = Database(url)
        open_books(other)
        done = charges.run(db=other, path=path, books=BOOKS, skip_bad=False)
        assert done.refused == () and done.added == told.count("\n") - 1
        for number in numbers[:30]:
            mine, theirs = posted(database, number), posted(other, number)
            assert [as_record(one) for one in theirs] == [as_record(one) for one in mine]
            ours, read = statement(database, number), statement(other, number)
            assert read.closing_balance == ours.closing_balance
            assert [(one.entry.day, one.entry.amount, one.balance) for one in read.operations] == [
                (one.entry.day, one.entry.amount, one.balance) for one in ours.operations
            ]
        other.close()


def test_our_own_run_does_not_go_on_where_bills_were_told(books: Database) -> None:
    months = {"first": Period(2025, 10), "last": Period(2025, 11)}
    rules = {"policy": Policy.DECREE354, "tz": SARATOV, "now": AT}
    bring(books, charges, *FIRST)
    me = colleagues.at_work(books, role=Role.ADMIN)
    for run in (
        partial(billing.run, **rules),
        partial(billing_orders.order, **rules, early=False, me=me, real_now=NOW),
    ):
        with pytest.raises(BillingRefused) as caught:
            run(db=books, **months)
        assert "LK_SUPPLIER" in refusal(caught.value)
    assert len(posted(books)) == 1


def _numbers() -> list[str]:
    lines = (SAMPLES / "accounts.csv").read_text().splitlines()[1:]
    return [line.partition(",")[0] for line in lines]


def test_whose_bills_come_in_a_file_makes_none_here(tmp_path: Path) -> None:
    own = Office(tmp_path / "own", LK_CLOCK="2026-11-20T10:00")
    own.lk("migrate")
    path = tmp_path / "charges.csv"
    path.write_text("\n".join([charge_files.HEADER, *FIRST, ""]), encoding="utf-8")
    said = own.lk("import", "charges", str(path), expect=1).stderr
    assert "imported" in said
    theirs = tmp_path / "supplier.toml"
    theirs.write_text(f'{DEMO_SUPPLIER.read_text()}\nbilling = "imported"\n', encoding="utf-8")
    office = Office(tmp_path / "theirs", LK_CLOCK="2026-11-20T10:00", LK_SUPPLIER=str(theirs))
    office.lk("migrate")
    office.lk("import", "accounts", str(SAMPLES / "accounts.csv"))
    said = office.lk("billing", "run", "--period", "2025-10", expect=1).stderr
    assert "charges.csv" in said
    office.lk("import", "charges", str(path), "--dry-run")
    assert "внесено 2" in office.lk("import", "charges", str(path)).stdout
    theirs.write_text(f'{DEMO_SUPPLIER.read_text()}\nbilling = "both"\n', encoding="utf-8")
    with pytest.raises(SettingsError):
        load_supplier(theirs)
