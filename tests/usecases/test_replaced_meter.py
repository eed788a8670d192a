"""The screen of readings in the month of a replacement, and after people moved out."""

import dataclasses
from datetime import date

import pytest

from lk_app.db.engine import Database
from lk_app.domain.doubts import ReadingRefused
from lk_app.domain.periods import Period
from lk_app.usecases import reading_screens, readings
from lk_app.usecases.imports import closings, meters
from lk_app.usecases.reading_history import ActLine, HistoryLine
from lk_app.usecases.reading_screens import MeterScreen
from lk_app.usecases.readings import Entry
from tests.usecases import metered
from tests.usecases.books import BOOKS, bring
from tests.usecases.metered import INSTALLED, ZONE, at

NUMBER = "6410100101"
ACT = (
    f"{NUMBER},S{NUMBER},Меркурий 201.5,5,1,1,{INSTALLED},{{day}},single:4210,single:{{final}},,no"
)
HUNG = f"{NUMBER},N1,Меркурий 208,6,1,2,{{day}},,day:3;night:1,,2042-11-10,no"
TYPED = {"day": "90", "night": "30"}


@pytest.fixture
def anna(database: Database) -> int:
    """Her meter was read every month up to October; prices are known."""
    owner = metered.customer(database)
    meter_id = metered.account(database, owner=owner)
    for month, value in ((8, 4312), (9, 4420), (10, 4537)):
        metered.imported(database, meter_id, date(2026, month, 24), {"single": value})
    metered.tariff(database)
    return owner


def replace(db: Database, day: str = "2026-11-10", final: int = 4600) -> None:
    books = dataclasses.replace(BOOKS, now=at(30))
    bring(db, meters, ACT.format(day=day, final=final), HUNG.format(day=day), books=books)


def shown(db: Database, owner: int, day: int = 20, month: int = 11) -> MeterScreen:
    screen = reading_screens.screen(
        db=db, customer_id=owner, account_number=NUMBER, now=at(day, month=month), zone=ZONE
    )
    assert screen.at is not None
    return screen.at


def send(db: Database, owner: int, values: dict[str, str], meter_id: int | None, day: int = 20):
    return readings.submit(
        db=db,
        customer_id=owner,
        account_number=NUMBER,
        values=values,
        confirmed=frozenset(),
        idempotency_key="once",
        now=at(day),
        zone=ZONE,
        meter_id=meter_id,
    )


def test_the_fields_are_the_new_meters_and_begin_where_it_began(
    database: Database, anna: int
) -> None:
    replace(database)
    at_home = shown(database, anna)
    assert at_home.meter.registers == ("day", "night")
    assert (at_home.last.day, dict(at_home.last.values)) == (
        date(2026, 11, 10),
        {"day": 3, "night": 1},
    )
    assert at_home.last.source == reading_screens.REPLACED
    assert (at_home.missed, at_home.sent, at_home.refused) == (0, None, None)


def test_other_zones_of_the_same_meter_are_no_other_meter(database: Database, anna: int) -> None:
    act = ACT.format(day="2026-11-10", final=4600)
    again = f"{NUMBER},S{NUMBER},Меркурий 201.5,5,1,2,2026-11-10,,day:3000;night:1600,,,no"
    bring(database, meters, act, again)
    assert shown(database, anna).last.source == reading_screens.REZONED


def test_its_first_reading_is_taken_for_the_month_of_the_replacement(
    database: Database, anna: int
) -> None:
    replace(database)
    receipt = send(database, anna, TYPED, shown(database, anna).meter.id)
    assert isinstance(receipt, readings.Receipt)
    assert (receipt.counts_for, dict(receipt.kwh)) == (
        Period(2026, 11),
        {"day": 87, "night": 29},
    )
    assert shown(database, anna, 20, 12).missed == 0


def test_replaced_after_the_cutoff_no_month_is_missed(database: Database, anna: int) -> None:
    """The act counts for December and settles November: nothing warns of missed readings."""
    replace(database, day="2026-11-28")
    assert shown(database, anna, 20, 12).missed == 0
    estimate = readings.preview(
        db=database, customer_id=anna, account_number=NUMBER, values={"day": "90", "night": "30"},
        now=at(20, month=12), zone=ZONE,
    )  # fmt: skip
    assert estimate is None or estimate.periods == 1


def test_what_was_typed_for_the_removed_meter_is_refused(database: Database, anna: int) -> None:
    before = shown(database, anna).meter.id
    replace(database)
    with pytest.raises(ReadingRefused) as refused:
        send(database, anna, {"single": "4650"}, before)
    assert refused.value.code == "reading.meter_replaced"
    answers = readings.submit_each(
        db=database,
        customer_id=anna,
        entries=[Entry(NUMBER, {"single": "4650"}, meter_id=before)],
        idempotency_key="once",
        now=at(20),
        zone=ZONE,
    )
    assert isinstance(answers[NUMBER], ReadingRefused)


def test_the_history_shows_both_meters_and_the_act_between(database: Database, anna: int) -> None:
    sent = send(database, anna, {"single": "4590"}, None, day=8)
    assert isinstance(sent, readings.Receipt)
    stale = send_late(database, anna)
    replace(database)
    receipt = send(database, anna, TYPED, None, day=21)
    assert isinstance(receipt, readings.Receipt)
    lines = shown(database, anna, 21).history
    new, late, act, early, *rest = lines
    assert isinstance(new, HistoryLine)
    assert new.reading.id == receipt.reading.id
    assert isinstance(late, HistoryLine)
    assert (late.reading.id, late.too_late) == (stale, True)
    assert isinstance(act, ActLine)
    assert (act.removed_on, act.counts_for) == (date(2026, 11, 10), Period(2026, 11))
    assert isinstance(early, HistoryLine)
    assert (early.superseded, early.too_late) == (True, False)  # the act is the later of the two
    assert len(rest) == 3


def send_late(db: Database, owner: int) -> int:
    """A reading of the old meter sent before the supplier told of its removal; gives its id."""
    sent = readings.submit(
        db=db, customer_id=owner, account_number=NUMBER, values={"single": "4650"},
        confirmed=frozenset(), idempotency_key="late", now=at(15), zone=ZONE,
    )  # fmt: skip
    assert isinstance(sent, readings.Receipt)
    return sent.reading.id


def test_a_closed_account_takes_no_reading_but_shows_what_was_sent(
    database: Database, anna: int
) -> None:
    bring(database, closings, f"{NUMBER},2026-11-12,single:4600,,,")
    at_home = shown(database, anna)
    assert at_home.refused is not None
    assert at_home.refused.code == "reading.account_closed"
    act, *sets = at_home.history
    assert isinstance(act, ActLine)
    assert len(sets) == 3
    for day in (20, 5):
        with pytest.raises(ReadingRefused) as refused:
            send(database, anna, {"single": "4700"}, None, day=day)
        assert refused.value.code == "reading.account_closed"


def test_the_final_bill_needs_no_cutoff(database: Database, anna: int) -> None:
    bring(database, closings, f"{NUMBER},2026-10-29,single:4600,,,")
    act, *_ = shown(database, anna).history
    assert act.counts_for == Period(2026, 10)
