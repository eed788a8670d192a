"""A meter is taken off and another one hung: what the act must say, and what it may not."""

from datetime import date

import pytest

from lk_app.db import accounts as stored
from lk_app.db import meters as fitted
from lk_app.db.engine import Database
from lk_app.domain.meters import Meter
from lk_app.usecases.imports import meters
from tests.usecases.books import bring, open_books, refused

NUMBER, ZONED = "6410100101", "6410100102"
OLD = f"{NUMBER},01174000,Меркурий 201.5,5,1,1,2024-10-01,{{}},single:4210,{{}},2034-10-01,no"
NEW = f"{NUMBER},02200001,Меркурий 208,6,1,1,{{}},,single:0,,2042-11-10,no"
TWO_ZONES = f"{ZONED},01174137,Меркурий 200.02,6,1,2,2025-10-01,{{}},day:10320;night:5120,{{}},2035-10-01,no"  # noqa: E501
ONE_ZONE = f"{ZONED},01174137,Меркурий 200.02,6,1,1,2026-11-10,,single:18000,,2035-10-01,no"


@pytest.fixture(autouse=True)
def _accounts(database: Database) -> None:
    open_books(database)


def hung(db: Database, number: str) -> list[Meter]:
    with db.read() as session:
        account = stored.by_number(session, number)
        assert account is not None
        return fitted.of_account(session, account.id)


def test_the_next_meter_hangs_from_the_day_the_old_one_went(database: Database) -> None:
    done = bring(
        database, meters, OLD.format("2026-11-10", "single:10990"), NEW.format("2026-11-10")
    )
    assert done.added == 2
    old, new = hung(database, NUMBER)
    assert (old.removed_on, old.final_readings) == (date(2026, 11, 10), {"single": 10_990})
    assert (new.serial, new.installed_on, new.removed_on) == ("02200001", date(2026, 11, 10), None)


def test_the_rows_may_come_one_file_after_the_other_and_again(database: Database) -> None:
    removal, hanging = OLD.format("2026-11-10", "single:10990"), NEW.format("2026-11-10")
    assert refused(database, meters, hanging) == ["import.meter_overlaps"]
    bring(database, meters, removal)
    bring(database, meters, hanging)
    again = bring(database, meters, hanging, removal)
    assert (again.added, again.known) == (0, 2)


def test_a_meter_may_be_hung_and_removed_on_one_day(database: Database) -> None:
    broken = f"{NUMBER},03300001,Меркурий 208,6,1,1,2026-11-10,2026-11-10,single:0,single:3,,no"
    rows = (OLD.format("2026-11-10", "single:10990"), broken, NEW.format("2026-11-10"))
    assert bring(database, meters, *reversed(rows)).added == 3
    assert bring(database, meters, *rows).known == 3
    serials = [(one.serial, one.removed_on) for one in hung(database, NUMBER)]
    day = date(2026, 11, 10)
    assert serials == [("01174000", day), ("03300001", day), ("02200001", None)]


def test_the_same_meter_goes_on_with_other_zones(database: Database) -> None:
    bring(database, meters, TWO_ZONES.format("2026-11-10", "day:13200;night:6300"), ONE_ZONE)
    old, new = hung(database, ZONED)
    assert old.serial == new.serial
    assert (old.zones, new.zones) == (2, 1)


@pytest.mark.parametrize(
    ("removed_on", "final", "code"),
    [
        ("2026-11-10", "", "removal.unread"),
        ("", "single:10990", "removal.undated"),
        ("2026-11-10", "day:10990", "reading.registers"),
        ("2026-11-10", "single:10990;night:1", "reading.registers"),
        ("2026-11-10", "single:109900", "reading.too_many_digits"),
        ("2026-11-10", "single:9000", "removal.backwards"),
        ("2026-12-10", "single:10990", "import.future"),
        ("2024-09-30", "single:4210", "removal.before_installation"),
        ("10.11.2026", "single:10990", "import.day"),
    ],
)
def test_an_act_that_cannot_be_is_refused(
    database: Database, removed_on: str, final: str, code: str
) -> None:
    assert refused(database, meters, OLD.format(removed_on, final)) == [code]
    (old,) = hung(database, NUMBER)
    assert (old.removed_on, old.final_readings) == (None, None)


def test_a_reading_after_the_removal_does_not_stand_against_the_act(database: Database) -> None:
    """Only what was read before counts: the last October reading is dated later than the act."""
    bring(database, meters, OLD.format("2026-10-20", "single:10700"))
    (old,) = hung(database, NUMBER)
    assert old.final_readings == {"single": 10_700}


def test_a_signed_act_is_not_rewritten(database: Database) -> None:
    bring(database, meters, OLD.format("2026-11-10", "single:10990"))
    for removed_on, final in (
        ("2026-11-11", "single:10990"),
        ("2026-11-10", "single:10991"),
        ("", ""),
    ):
        assert refused(database, meters, OLD.format(removed_on, final)) == ["import.meter_differs"]


def test_no_meter_hung_before_the_account_was_there(database: Database) -> None:
    early = NEW.format("2024-09-01")
    assert refused(database, meters, early) == ["import.meter_early"]
