"""Taken in the stairwell in time, received after it: the operator decides, the person reads why."""

from datetime import datetime
from typing import Any

import pytest

from lk_app.db.engine import Database
from lk_app.domain.consumption import Policy
from lk_app.domain.late_readings import LateRefused, LateState, meant_for
from lk_app.domain.meters import Meter
from lk_app.domain.notices import NoticeKind
from lk_app.domain.periods import Period
from lk_app.usecases import billing, late_readings, reading_notices, readings
from lk_app.usecases.reading_cases import Receipt
from lk_app.usecases.reading_history import HistoryLine
from lk_app.wording import refusal
from lk_app.wording.readings import lateness
from lk_app.wording.sentences import GENERAL
from tests.usecases import metered, notified
from tests.usecases.metered import ZONE, at
from tests.usecases.sent_readings import NUMBER, meter, screen, taken

NOVEMBER, DECEMBER = Period(2026, 11), Period(2026, 12)
IN_TIME, LATE = at(24, 20), at(26, 9)


def arrive(
    database: Database, owner: int, *, taken_at: datetime | None = IN_TIME, now: datetime = LATE
) -> Receipt:
    """What a device kept comes in."""
    return taken(
        readings.submit(
            db=database,
            customer_id=owner,
            account_number=NUMBER,
            values={"single": "4650"},
            confirmed=frozenset(),
            idempotency_key="kept",
            now=now,
            zone=ZONE,
            taken_at=taken_at,
        )
    )


def line(database: Database, owner: int, now: datetime = LATE) -> HistoryLine:
    """The newest line of the history."""
    newest = meter(screen(database, owner, now)).history[0]
    assert isinstance(newest, HistoryLine)
    return newest


@pytest.fixture
def late(database: Database, anna: int, flat: int) -> Receipt:
    return arrive(database, anna)


def test_it_counts_by_its_receipt_and_waits_with_both_times(
    database: Database,
    anna: int,
    late: Receipt,
) -> None:
    assert late.counts_for == DECEMBER
    (waiting,) = late_readings.waiting(db=database)
    assert (waiting.number, waiting.account_number) == (late.number, NUMBER)
    assert (waiting.taken_at, waiting.reading.received_at) == (IN_TIME, LATE)
    assert waiting.meant_for == NOVEMBER
    assert late.late == line(database, anna).late == waiting
    assert "решит поставщик" in lateness(waiting, ZONE)


def test_sent_again_it_waits_once(
    database: Database,
    anna: int,
    late: Receipt,
) -> None:
    assert arrive(database, anna).late == late.late
    assert len(late_readings.waiting(db=database)) == 1


@pytest.mark.parametrize(
    ("taken_at", "received"),
    [
        (None, LATE),  # typed into the page
        (at(24), at(25, 23)),  # late and still in time
        (at(26, 8), LATE),  # taken too late as well
        (at(27), LATE),  # a clock that runs ahead
        (at(20, month=7), LATE),  # before the meter was there
    ],
)
def test_nothing_was_lost(
    database: Database,
    anna: int,
    flat: int,
    taken_at: datetime | None,
    received: datetime,
) -> None:
    assert arrive(database, anna, taken_at=taken_at, now=received).late is None
    assert late_readings.waiting(db=database) == []


def test_accepted_it_counts_for_the_month_it_was_taken_in(
    database: Database,
    anna: int,
    late: Receipt,
) -> None:
    done = late_readings.accept(db=database, number=late.number, now=at(27), tz=ZONE)
    assert done.state is LateState.ACCEPTED
    assert late_readings.waiting(db=database) == []
    shown = line(database, anna, at(27))
    assert shown.counts_for == NOVEMBER and not shown.superseded
    assert shown.reading.received_at == LATE, "both times stay to be seen"
    assert shown.late and "учёл их как переданные в срок" in lateness(shown.late, ZONE)
    assert arrive(database, anna).number == late.number, "the device may still repeat it"
    with pytest.raises(LateRefused, match=r"late\.decided"):
        late_readings.refuse(db=database, number=late.number, reason="Поздно.", now=at(27))


def test_refused_it_stays_where_it_is_with_the_reason(
    database: Database,
    anna: int,
    late: Receipt,
) -> None:
    with pytest.raises(LateRefused, match=r"late\.reason"):
        late_readings.refuse(db=database, number=late.number, reason=" ", now=at(27))
    late_readings.refuse(db=database, number=late.number, reason="Часы спешат.", now=at(27))
    shown = line(database, anna, at(27))
    assert shown.counts_for == DECEMBER
    assert shown.late and lateness(shown.late, ZONE).endswith("не учёл их там: Часы спешат.")


def bill(database: Database, last: Period) -> dict[str, Any]:
    """The account's newest bill after a run up to `last`."""
    billing.run(
        db=database,
        first=Period(2026, 8),
        last=last,
        policy=Policy.DECREE354,
        tz=ZONE,
        now=datetime(2027, 2, 1, tzinfo=ZONE),
    )
    return billing.bill_record(db=database, account_number=NUMBER, period=last)


def test_the_bill_of_its_month_is_metered(
    database: Database,
    anna: int,
    late: Receipt,
) -> None:
    metered.tariff(database)
    bill(database, Period(2026, 10))
    late_readings.accept(db=database, number=late.number, now=at(27), tz=ZONE)
    (charged,) = bill(database, NOVEMBER)["lines"]
    assert (charged["kwh"], charged["basis"]) == (4650 - 4537, "METERED")


def test_a_bill_that_counted_it_already_stays(
    database: Database,
    anna: int,
    late: Receipt,
) -> None:
    metered.tariff(database)
    bill(database, DECEMBER)
    with pytest.raises(LateRefused, match=r"late\.counted") as caught:
        late_readings.accept(db=database, number=late.number, now=at(27), tz=ZONE)
    assert "за декабрь 2026" in refusal(caught.value)
    assert len(late_readings.waiting(db=database)) == 1


def test_what_an_operator_mistypes_is_told(database: Database) -> None:
    with pytest.raises(LateRefused, match=r"late\.unknown") as caught:
        late_readings.accept(db=database, number="2026-11-1", now=LATE, tz=ZONE)
    assert refusal(caught.value) != GENERAL


def test_a_long_way_still_names_the_month_it_was_taken_in() -> None:
    one = Meter(1, "S", "М", 5, 1, 1, metered.INSTALLED, None, None, {"single": 0})
    wanted = meant_for(at(20, month=9), LATE, one, [], ZONE)
    assert wanted == Period(2026, 9)
    assert (
        meant_for(at(20, month=9), LATE, one._replace(installed_on=LATE.date()), [], ZONE) is None
    )


@pytest.mark.parametrize("accepted", [True, False])
def test_whoever_sent_it_is_told_once_what_was_decided(
    database: Database,
    anna: int,
    late: Receipt,
    accepted: bool,
) -> None:
    notified.ask_by_mail(database, anna, [NoticeKind.READING_REFUSED])
    assert told(database) == 0
    if accepted:
        late_readings.accept(db=database, number=late.number, now=at(27), tz=ZONE)
    else:
        late_readings.refuse(db=database, number=late.number, reason="Часы спешат.", now=at(27))
    assert (told(database), told(database)) == (1, 0)


def told(database: Database) -> int:
    return reading_notices.of_decisions(db=database, now=at(27, 12), real_now=at(27, 12))
