"""What a person may type about a meter, and what is asked or refused."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

import pytest

from lk_app.domain.doubts import ReadingRefused
from lk_app.domain.meters import Meter
from lk_app.domain.periods import Period
from lk_app.domain.readings import (
    Accepted,
    Doubtful,
    ReadingSet,
    ReadingSource,
    ReadingState,
    accept,
    accept_imported,
    counted_sets,
)
from tests.domain.worked import SARATOV

SINGLE = Meter(
    1, "01174000", "Меркурий 201.5", 5, 1, 1, date(2026, 6, 1), None, None, {"single": 9000}
)
DOUBLE = SINGLE._replace(zones=2, digits=6, initial_readings={"day": 10320, "night": 5120})
TODAY = date(2026, 10, 20)


def taken(day: date, values: Mapping[str, int], **more: object) -> ReadingSet:
    moment = datetime.combine(day, time(20), SARATOV).astimezone(UTC)
    one = ReadingSet(day.toordinal(), 1, day, moment, values, ReadingSource.SUBSCRIBER)
    return one._replace(**more)


HISTORY = [
    taken(date(2026, 7, 24), {"single": 9400}),
    taken(date(2026, 8, 24), {"single": 9610}),
    taken(date(2026, 9, 24), {"single": 9800}),
]
DOUBLE_HISTORY = [
    taken(date(2026, 8, 24), {"day": 10800, "night": 5240}),
    taken(date(2026, 9, 24), {"day": 11000, "night": 5300}),
]


def send(
    meter: Meter,
    values: Mapping[str, str | int],
    history: list[ReadingSet],
    *confirmed: str,
    on: date = TODAY,
) -> Accepted | Doubtful:
    return accept(
        meter=meter,
        values=values,
        received_on=on,
        history=history,
        windows=(),
        tz=SARATOV,
        confirmed=frozenset(confirmed),
    )


def questions(answer: Accepted | Doubtful) -> list[str]:
    assert isinstance(answer, Doubtful)
    return [question.code for question in answer.questions]


def test_an_ordinary_reading_is_taken_with_its_kwh_and_month() -> None:
    answer = send(SINGLE, {"single": " 10 010 "}, HISTORY)
    assert answer == Accepted({"single": 10010}, {"single": 210}, Period(2026, 10))


def test_leading_zeros_and_an_unchanged_meter_are_fine() -> None:
    assert send(SINGLE, {"single": "0009800"}, HISTORY) == Accepted(
        {"single": 9800}, {"single": 0}, Period(2026, 10)
    )


def test_after_the_cutoff_it_counts_for_the_next_month() -> None:
    answer = send(SINGLE, {"single": 10010}, HISTORY, on=date(2026, 10, 26))
    assert answer.counts_for == Period(2026, 11)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "reading.empty"),
        ("9900,5", "reading.fraction"),
        ("-9900", "reading.not_a_number"),
        ("９９００", "reading.not_a_number"),
        ("nan", "reading.not_a_number"),
        ("123456", "reading.too_many_digits"),
        ("9799", "reading.below_last"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_register(typed: str, code: str) -> None:
    with pytest.raises(ReadingRefused) as refused:
        send(SINGLE, {"single": typed}, HISTORY)
    assert (refused.value.code, refused.value.field) == (code, "single")


def test_a_reading_below_the_last_one_names_it() -> None:
    with pytest.raises(ReadingRefused) as refused:
        send(SINGLE, {"single": 9799}, HISTORY)
    assert refused.value.facts == {"last": 9800, "last_on": date(2026, 9, 24), "value": 9799}


def test_a_step_through_zero_is_asked_about_never_taken_silently() -> None:
    near_zero = [*HISTORY, taken(date(2026, 9, 25), {"single": 99_900})]
    answer = send(SINGLE, {"single": 55}, near_zero)
    assert questions(answer) == ["reading.rollover"]
    assert answer.kwh == {"single": 155}
    assert isinstance(send(SINGLE, {"single": 55}, near_zero, "reading.rollover"), Accepted)


def test_one_digit_too_many_is_asked_about_with_a_suggestion() -> None:
    answer = send(SINGLE, {"single": 99_910}, HISTORY)
    assert questions(answer) == ["reading.extra_digit"]
    assert isinstance(answer, Doubtful)
    assert answer.questions[0].facts["suggested"] == 9910


def test_a_jump_beyond_the_accounts_own_habit_is_asked_about_with_its_kwh() -> None:
    answer = send(SINGLE, {"single": 11_500}, HISTORY)
    assert questions(answer) == ["reading.jump"]
    assert isinstance(answer, Doubtful)
    assert answer.questions[0].facts["kwh"] == 1700
    assert isinstance(send(SINGLE, {"single": 11_500}, HISTORY, "reading.jump"), Accepted)


def test_a_household_that_always_took_much_is_not_asked() -> None:
    hungry = [
        taken(date(2026, 8, 24), {"single": 10_500}),
        taken(date(2026, 9, 24), {"single": 12_000}),
    ]
    assert isinstance(send(SINGLE, {"single": 13_700}, hungry), Accepted)


def test_day_and_night_in_each_others_fields_are_asked_about() -> None:
    answer = send(DOUBLE, {"day": 5360, "night": 11_150}, DOUBLE_HISTORY)
    assert questions(answer) == ["reading.swapped"]
    assert isinstance(answer, Doubtful)
    assert answer.questions[0].facts["swapped"] == {"day": 11_150, "night": 5360}


def test_insisting_on_a_swap_does_not_turn_the_meter_back() -> None:
    with pytest.raises(ReadingRefused) as refused:
        send(DOUBLE, {"day": 5360, "night": 11_150}, DOUBLE_HISTORY, "reading.swapped")
    assert (refused.value.code, refused.value.field) == ("reading.below_last", "day")


def test_registers_must_be_the_meters() -> None:
    with pytest.raises(ReadingRefused) as refused:
        send(DOUBLE, {"day": 11_100}, DOUBLE_HISTORY)
    assert refused.value.code == "reading.registers"


@pytest.mark.parametrize(
    ("meter", "code"),
    [
        (SINGLE._replace(remote=True), "reading.remote"),
        (SINGLE._replace(removed_on=TODAY), "reading.meter_removed"),
        (SINGLE._replace(installed_on=date(2026, 10, 21)), "reading.before_installation"),
    ],
)
def test_a_meter_that_takes_no_reading_says_why(meter: Meter, code: str) -> None:
    with pytest.raises(ReadingRefused) as refused:
        send(meter, {"single": 10_000}, [])
    assert refused.value.code == code


def test_the_first_reading_is_held_against_the_initial_one() -> None:
    assert send(SINGLE, {"single": 9400}, []).kwh == {"single": 400}


def test_what_was_sent_this_month_may_be_corrected_downwards() -> None:
    sent = taken(date(2026, 10, 18), {"single": 10_100})
    assert isinstance(send(SINGLE, {"single": 10_010}, [*HISTORY, sent]), Accepted)


def test_repeating_a_submission_finds_it_even_when_it_was_confirmed_before() -> None:
    sent = taken(date(2026, 10, 18), {"single": 11_500}, receipt_number="2026-000007")
    answer = send(SINGLE, {"single": 11_500}, [*HISTORY, sent])
    assert isinstance(answer, Accepted)
    assert answer.repeat_of == sent


def test_of_several_sets_the_one_received_last_counts() -> None:
    first = taken(date(2026, 10, 16), {"single": 9900})
    second = taken(date(2026, 10, 25), {"single": 9950})
    late = taken(date(2026, 10, 26), {"single": 9960})
    refused = taken(date(2026, 10, 25), {"single": 1}, state=ReadingState.REFUSED)
    counted = counted_sets([late, refused, second, first], (), SARATOV)
    assert counted == {Period(2026, 10): second, Period(2026, 11): late}


def test_the_servers_clock_decides_for_people_and_the_taken_day_for_registers() -> None:
    after_midnight = datetime(2026, 10, 25, 20, 0, 1, tzinfo=UTC)  # the 26th in Saratov
    own = taken(date(2026, 10, 24), {"single": 9900}, received_at=after_midnight)
    register = own._replace(source=ReadingSource.SUPPLIER)
    assert own.received_on(SARATOV) == date(2026, 10, 26)
    assert register.received_on(SARATOV) == date(2026, 10, 24)


def test_an_imported_set_is_held_to_the_meter_alone() -> None:
    remote = SINGLE._replace(remote=True)
    assert accept_imported(remote, date(2026, 10, 24), {"single": "00100"}) == {"single": 100}
    with pytest.raises(ReadingRefused):
        accept_imported(remote, date(2026, 5, 31), {"single": 9100})
