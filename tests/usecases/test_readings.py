"""Sending readings, as the person at the meter and the accountant see it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import pytest

from lk_app.db.engine import Database
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.doubts import ReadingRefused
from lk_app.domain.periods import Period
from lk_app.usecases import readings
from tests.usecases import metered
from tests.usecases.metered import ZONE, at
from tests.usecases.sent_readings import (
    INSIDE,
    NUMBER,
    asked,
    meter,
    own_sets,
    screen,
    send,
    taken,
)


def test_a_reading_is_taken_with_a_numbered_receipt(
    database: Database, anna: int, flat: int
) -> None:
    receipt = taken(send(database, anna, "4660"))
    assert receipt.number.startswith("2026-11-")
    assert receipt.counts_for == Period(2026, 11)
    assert receipt.kwh == {"single": 123}
    line = meter(screen(database, anna)).history[0]
    assert (line.reading.values, line.reading.source) == ({"single": 4660}, "subscriber")
    assert line.reading.received_at == INSIDE
    assert not line.superseded


def test_below_the_last_one_is_refused_beside_its_register(
    database: Database, anna: int, flat: int
) -> None:
    with pytest.raises(ReadingRefused) as refused:
        send(database, anna, "4500")
    assert (refused.value.code, refused.value.field) == ("reading.below_last", "single")
    assert refused.value.facts["last"] == 4537
    assert meter(screen(database, anna)).sent is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (None, "reading.not_a_number"),
        ({}, "reading.not_a_number"),
        (True, "reading.not_a_number"),
        (-5, "reading.not_a_number"),
        ("−4660", "reading.not_a_number"),
        ("٤٦٦٠", "reading.not_a_number"),
        (1e9, "reading.fraction"),
        ("4660,5", "reading.fraction"),
        ("", "reading.empty"),
        ("466000", "reading.too_many_digits"),
    ],
)
def test_what_is_no_whole_number_is_refused_with_its_reason(
    database: Database, anna: int, flat: int, typed: Any, code: str
) -> None:
    with pytest.raises(ReadingRefused) as refused:
        send(database, anna, {"single": typed})
    assert refused.value.code == code
    assert meter(screen(database, anna)).sent is None


def test_an_unknown_register_is_refused(database: Database, anna: int, flat: int) -> None:
    with pytest.raises(ReadingRefused, match=r"reading\.registers"):
        send(database, anna, {"single": "4660", "night": "1"})


def test_the_same_sent_twice_answers_with_the_same_receipt(
    database: Database, anna: int, flat: int
) -> None:
    first = taken(send(database, anna, "4660"))
    same_key = taken(send(database, anna, "4660", now=at(21)))
    other_key = taken(send(database, anna, " 4 660", key="second", now=at(22)))
    assert {same_key.number, other_key.number} == {first.number}
    assert same_key.repeated and other_key.repeated
    assert len(own_sets(database, anna)) == 1


def test_a_used_key_with_other_values_is_refused(database: Database, anna: int, flat: int) -> None:
    send(database, anna, "4660")
    with pytest.raises(ReadingRefused, match=r"reading\.key_reused"):
        send(database, anna, "4661")


def test_twenty_at_once_leave_one_row(database: Database, anna: int, flat: int) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: taken(send(database, anna, "4660")), range(20)))
    assert len({answer.number for answer in answers}) == 1
    assert [answer.repeated for answer in answers].count(False) == 1
    assert len(own_sets(database, anna)) == 1


def test_twenty_accounts_at_once_get_twenty_numbers(database: Database, anna: int) -> None:
    numbers = [f"64101002{index:02d}" for index in range(20)]
    for number in numbers:
        metered.account(database, number, owner=anna)
    with ThreadPoolExecutor(20) as pool:
        answers = pool.map(lambda n: taken(send(database, anna, "4300", number=n)), numbers)
        assert len({answer.number for answer in answers}) == 20


def test_the_suppliers_clock_decides_the_last_minute(
    database: Database, anna: int, flat: int
) -> None:
    """20:30 in Greenwich is past midnight in Saratov."""
    late = datetime.fromisoformat("2026-11-25T20:30:00+00:00")
    assert taken(send(database, anna, "4660", now=late)).counts_for == Period(2026, 12)


def test_passing_through_zero_is_asked_about(database: Database, anna: int) -> None:
    metered.account(database, owner=anna, initial={"single": 99_950})
    metered.tariff(database)
    answer = asked(send(database, anna, "30", now=at(20, month=8)))
    assert [q.code for q in answer.questions] == ["reading.rollover"]
    assert answer.questions[0].facts["kwh"] == 80
    assert answer.estimate is not None
    assert answer.estimate.amount == 80 * 475
    yes = frozenset({"reading.rollover"})
    receipt = taken(send(database, anna, "30", now=at(20, month=8), confirmed=yes))
    assert receipt.kwh == {"single": 80}


def test_day_and_night_swapped_is_asked_about(database: Database, anna: int) -> None:
    metered.account(database, owner=anna, initial={"day": 10_320, "night": 5_120}, digits=6)
    answer = asked(send(database, anna, {"day": "5180", "night": "10460"}, now=at(20, month=8)))
    assert [q.code for q in answer.questions] == ["reading.swapped"]
    assert answer.questions[0].facts["swapped"] == {"day": 10_460, "night": 5_180}
    assert own_sets(database, anna, at(20, month=8)) == []


def test_a_digit_too_many_is_asked_about(database: Database, anna: int, flat: int) -> None:
    answer = asked(send(database, anna, "46660"))
    assert [q.code for q in answer.questions] == ["reading.extra_digit"]
    assert answer.questions[0].facts["suggested"] == 4660


def test_a_jump_is_asked_about_and_taken_when_confirmed(
    database: Database, anna: int, flat: int
) -> None:
    answer = asked(send(database, anna, "9999"))
    assert [q.code for q in answer.questions] == ["reading.jump"]
    yes = frozenset({"reading.jump"})
    assert taken(send(database, anna, "9999", confirmed=yes)).kwh == {"single": 5462}


def test_nothing_used_is_sent_too(database: Database, anna: int, flat: int) -> None:
    answer = readings.unchanged(
        db=database,
        customer_id=anna,
        account_number=NUMBER,
        idempotency_key="zero",
        now=INSIDE,
        zone=ZONE,
    )
    assert taken(answer).kwh == {"single": 0}
    assert taken(answer).reading.values == {"single": 4537}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"remote": True}, "reading.remote"),
        ({"removed_on": date(2026, 11, 1)}, "reading.meter_removed"),
        ({"metered": False}, "reading.no_meter"),
    ],
)
def test_meters_that_take_no_manual_reading_say_why(
    database: Database, anna: int, facts: dict[str, Any], code: str
) -> None:
    metered.account(database, owner=anna, **facts)
    with pytest.raises(ReadingRefused) as refused:
        send(database, anna, "4660")
    assert refused.value.code == code
    shown = screen(database, anna).at
    assert shown is None or (shown.refused is not None and shown.refused.code == code)


def test_someone_elses_account_is_neither_read_nor_written(
    database: Database, anna: int, flat: int
) -> None:
    stranger = metered.customer(database, "boris@example.ru")
    receipt = taken(send(database, anna, "4660"))
    for attempt in (
        lambda: send(database, stranger, "4700"),
        lambda: screen(database, stranger),
        lambda: readings.preview(
            db=database, customer_id=stranger, account_number=NUMBER,
            values={"single": "4700"}, now=INSIDE, zone=ZONE,
        ),
        lambda: readings.receipt(
            db=database, customer_id=stranger, receipt_number=receipt.number, zone=ZONE
        ),
    ):  # fmt: skip
        with pytest.raises(LinkRefused, match=r"link\.not_yours"):
            attempt()
    assert len(own_sets(database, anna)) == 1
