"""Sending readings, as the person at the meter and the accountant see it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from lk_app.db.engine import Database
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.doubts import ReadingRefused
from lk_app.domain.periods import Period
from lk_app.domain.windows import WindowStatus
from lk_app.security import Signer
from lk_app.settings import DEMO_SUPPLIER, load_supplier
from lk_app.usecases import reading_screens, readings
from lk_app.usecases.paper_checks import reading_code
from lk_app.usecases.reading_screens import MeterScreen, Screen
from lk_app.usecases.readings import Asked, Receipt
from tests.usecases import metered
from tests.usecases.metered import ZONE, at

NUMBER = "6410100101"
INSIDE = at(20)


def send(
    database: Database,
    owner: int,
    values: Any,
    *,
    number: str = NUMBER,
    now: datetime = INSIDE,
    key: str = "first",
    confirmed: frozenset[str] = frozenset(),
) -> Receipt | Asked:
    typed = values if isinstance(values, dict) else {"single": values}
    return readings.submit(
        db=database,
        customer_id=owner,
        account_number=number,
        values=typed,
        confirmed=confirmed,
        idempotency_key=key,
        now=now,
        zone=ZONE,
    )


def taken(answer: Receipt | Asked) -> Receipt:
    assert isinstance(answer, Receipt)
    return answer


def asked(answer: Receipt | Asked) -> Asked:
    assert isinstance(answer, Asked)
    return answer


def screen(database: Database, owner: int, now: datetime = INSIDE, number: str = NUMBER) -> Screen:
    return reading_screens.screen(
        db=database, customer_id=owner, account_number=number, now=now, zone=ZONE
    )


def meter(shown: Screen) -> MeterScreen:
    assert shown.at is not None
    return shown.at


@pytest.fixture
def anna(database: Database) -> int:
    return metered.customer(database)


@pytest.fixture
def flat(database: Database, anna: int) -> int:
    """Anna's meter: 5 digits, 4210 when installed in August, read every month since."""
    meter_id = metered.account(database, owner=anna)
    for month, value in ((8, 4312), (9, 4420), (10, 4537)):
        metered.imported(database, meter_id, date(2026, month, 24), {"single": value})
    return meter_id


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


def test_a_correction_counts_and_history_keeps_both(
    database: Database, anna: int, flat: int
) -> None:
    send(database, anna, "4760")
    taken(send(database, anna, "4660", key="second", now=at(21)))
    now = meter(screen(database, anna, at(21, 13)))
    assert now.sent is not None
    assert now.sent.values == {"single": 4660}
    assert [(line.reading.values["single"], line.superseded) for line in now.history[:2]] == [
        (4660, False),
        (4760, True),
    ]


@pytest.mark.parametrize(
    ("now", "status", "period"),
    [
        (at(3), WindowStatus.BEFORE, Period(2026, 11)),
        (at(25, 23, minute=59), WindowStatus.OPEN, Period(2026, 11)),
        (at(26, 0), WindowStatus.CLOSED, Period(2026, 12)),
    ],
)
def test_before_inside_and_after_the_window(
    database: Database, anna: int, flat: int, now: datetime, status: WindowStatus, period: Period
) -> None:
    window = screen(database, anna, now).window
    assert (window.status, window.counts_for) == (status, period)
    receipt = taken(send(database, anna, "4600", now=now))
    assert receipt.counts_for == period
    assert meter(screen(database, anna, now)).sent == receipt.reading


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


def test_what_was_before_the_link_stays_hidden(database: Database, anna: int) -> None:
    meter_id = metered.account(database, owner=anna, linked_on=date(2026, 10, 1))
    metered.imported(database, meter_id, date(2026, 9, 24), {"single": 4300})
    metered.imported(database, meter_id, date(2026, 10, 24), {"single": 4400})
    shown = meter(screen(database, anna))
    assert [line.reading.values["single"] for line in shown.history] == [4400]
    hidden = f"import-{meter_id}-2026-09-24"
    assert readings.receipt(db=database, customer_id=anna, receipt_number=hidden, zone=ZONE) is None


def test_the_estimate_is_what_the_bill_will_say(database: Database, anna: int, flat: int) -> None:
    metered.tariff(database)
    kwh_and_money = readings.preview(
        db=database, customer_id=anna, account_number=NUMBER,
        values={"single": "4660"}, now=INSIDE, zone=ZONE,
    )  # fmt: skip
    assert kwh_and_money is not None
    assert (kwh_and_money.kwh, kwh_and_money.amount, kwh_and_money.periods) == (123, 123 * 475, 1)


@pytest.mark.parametrize("typed", ["", "46", "abc", None, "466000"])
def test_an_estimate_of_half_a_number_is_silence(
    database: Database, anna: int, flat: int, typed: Any
) -> None:
    metered.tariff(database)
    assert (
        readings.preview(
            db=database, customer_id=anna, account_number=NUMBER,
            values={"single": typed}, now=INSIDE, zone=ZONE,
        )
        is None
    )  # fmt: skip


def test_missed_months_are_counted(database: Database, anna: int) -> None:
    meter_id = metered.account(database, owner=anna)
    metered.imported(database, meter_id, date(2026, 8, 24), {"single": 4300})
    shown = meter(screen(database, anna))
    assert (shown.missed, shown.last.values, shown.last.day) == (
        2,
        {"single": 4300},
        date(2026, 8, 24),
    )


def test_all_accounts_come_in_one_go(database: Database, anna: int) -> None:
    for index in range(12):
        metered.account(database, f"64101003{index:02d}", owner=anna)
    shown = reading_screens.screens(db=database, customer_id=anna, now=INSIDE, zone=ZONE)
    assert [s.link.account.account_number for s in shown] == [
        f"64101003{index:02d}" for index in range(12)
    ]


def test_the_receipt_can_be_printed(database: Database, anna: int, flat: int) -> None:
    number = taken(send(database, anna, "4660")).number
    signer = Signer(b"a key of this installation")
    file = readings.receipt_file(
        db=database,
        signer=signer,
        customer_id=anna,
        receipt_number=number,
        zone=ZONE,
        supplier=load_supplier(DEMO_SUPPLIER),
    )
    assert file is not None
    assert file.name.endswith(".pdf")
    paper = PdfReader(BytesIO(file.content)).pages[0].extract_text()
    assert number in paper
    assert reading_code(signer, own_sets(database, anna)[0].reading) in paper
    assert "Меркурий 201.5" in paper
    assert "S6410100101" not in paper  # the serial is the proof, and this link has not given it


def own_sets(database: Database, owner: int, now: datetime = INSIDE) -> list[Any]:
    history = meter(screen(database, owner, now)).history
    return [line for line in history if line.reading.source == "subscriber"]
