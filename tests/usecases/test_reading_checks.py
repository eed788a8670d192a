"""What a doubt asked about, and what lay below the last reading: an employee looks, both may be
wrong, no posted bill changes."""

from datetime import datetime
from typing import Any

import pytest

from lk_app.db.engine import Database
from lk_app.domain.audit import Action
from lk_app.domain.consumption import Policy
from lk_app.domain.doubts import ReadingRefused
from lk_app.domain.notices import NoticeKind
from lk_app.domain.periods import Period
from lk_app.domain.reading_checks import CheckRefused, Queue
from lk_app.usecases import billing, explanations, reading_checks, reading_queues, readings
from lk_app.usecases.reading_checks import Desk
from lk_app.usecases.reading_history import HistoryLine
from lk_app.usecases.reading_queues import Shown
from lk_app.wording import refusal
from lk_app.wording.readings import checked
from tests.usecases import metered, notified
from tests.usecases.colleagues import log
from tests.usecases.mail import outbox
from tests.usecases.metered import ZONE, at
from tests.usecases.sent_readings import (
    INSIDE,
    NUMBER,
    asked,
    meter,
    screen,
    send,
    taken,
)

NOVEMBER, DECEMBER = Period(2026, 11), Period(2026, 12)
WHY = "На фото 4 638, а не 9 638."


@pytest.fixture
def books(database: Database, anna: int, flat: int) -> int:
    metered.tariff(database)
    return anna


def waiting(database: Database, queue: Queue) -> list[Shown]:
    return reading_queues.page(db=database, queue=queue, after=0, limit=20, tz=ZONE)[0]


def desk(database: Database, now: datetime = INSIDE) -> Desk:
    return Desk(database, now=now, real_now=now, tz=ZONE)


def jump(database: Database, owner: int, *, key: str = "jump") -> str:
    """A reading that was asked about and confirmed; its number."""
    codes = frozenset(q.code for q in asked(send(database, owner, "9638", key=key)).questions)
    return taken(send(database, owner, "9638", key=key, confirmed=codes)).number


def below(database: Database, owner: int, value: str = "4400", key: str = "below") -> None:
    with pytest.raises(ReadingRefused, match=r"reading\.below_last"):
        send(database, owner, value, key=key)


def history(database: Database, owner: int, now: datetime = INSIDE) -> list[HistoryLine]:
    lines = meter(screen(database, owner, now)).history
    return [line for line in lines if isinstance(line, HistoryLine)]


def bill(database: Database, last: Period) -> dict[str, Any]:
    billing.run(
        db=database,
        first=Period(2026, 8),
        last=last,
        policy=Policy.DECREE354,
        tz=ZONE,
        now=datetime(last.year + last.month // 12, last.month % 12 + 1, 2, tzinfo=ZONE),
    )
    return billing.bill_record(db=database, account_number=NUMBER, period=last)


def test_what_was_confirmed_waits_with_the_figures_and_counts_meanwhile(
    database: Database, books: int
) -> None:
    number = jump(database, books)
    (shown,) = waiting(database, Queue.SUSPICIOUS)
    assert (shown.waiting.number, shown.waiting.doubts) == (number, ("reading.jump",))
    assert dict(shown.since.values) == {"single": 4537}
    assert sum(shown.kwh.values()) == 9638 - 4537
    assert taken(send(database, books, "9638", key="jump")).repeated, "it is the person's reading"
    assert reading_queues.counts(db=database)[Queue.SUSPICIOUS] == 1


def test_what_nobody_doubted_waits_for_nobody(database: Database, books: int) -> None:
    taken(send(database, books, "4660"))
    assert not any(reading_queues.counts(db=database).values())


def test_accepted_it_stays_and_is_decided_once(database: Database, books: int) -> None:
    number = jump(database, books)
    reading_checks.accept(desk(database), number)
    assert waiting(database, Queue.SUSPICIOUS) == []
    assert history(database, books)[0].reading.is_usable
    with pytest.raises(CheckRefused, match=r"check\.decided"):
        reading_checks.accept(desk(database), number)
    deed = log(database)[-1].deed
    assert (deed.action, deed.before["values"]) == (Action.READING_ACCEPTED, {"single": 9638})


def test_refused_it_counts_no_more_and_the_person_reads_why(database: Database, books: int) -> None:
    notified.ask_by_mail(database, books, [NoticeKind.READING_REFUSED])
    number = jump(database, books)
    with pytest.raises(CheckRefused, match=r"check\.reason"):
        reading_checks.refuse(desk(database), number, "  ")
    reading_checks.refuse(desk(database), number, WHY)
    line = history(database, books)[0]
    assert not line.reading.is_usable and not line.superseded
    assert line.check and checked(line.check) == f"Поставщик не принял: {WHY}"
    assert meter(screen(database, books)).sent is None, "another one is asked for"
    notified.deliver(database, INSIDE)
    assert WHY in outbox(database)[0].text
    with pytest.raises(ReadingRefused, match=r"reading\.taken_back") as caught:
        send(database, books, "9638", key="jump")
    assert "не принял" in refusal(caught.value)
    assert (
        readings.receipt(db=database, customer_id=books, receipt_number=number, zone=ZONE) is None
    )
    taken(send(database, books, "4638", key="right"))


def test_a_bill_that_counted_it_stays_and_the_next_one_corrects_it(
    database: Database, books: int
) -> None:
    number = jump(database, books)
    november = bill(database, NOVEMBER)
    assert november["lines"][0]["kwh"] == 9638 - 4537
    told = explanations.explanation(
        db=database, customer_id=books, account_number=NUMBER, period=NOVEMBER, tz=ZONE
    )
    reading_checks.refuse(desk(database, at(5, month=12)), number, WHY)
    line = history(database, books, at(5, month=12))[0]
    assert line.check and "разницу покажет следующий" in checked(line.check)
    taken(send(database, books, "4755", now=at(20, month=12), key="december"))
    december = bill(database, DECEMBER)
    assert billing.bill_record(db=database, account_number=NUMBER, period=NOVEMBER) == november
    assert [line["kwh"] for line in december["lines"]] == [(4755 - 4537) // 2]
    (correction,) = december["adjustments"]
    assert (correction["kind"], correction["period"]) == ("reading", "2026-11")
    charged = sum(float(one["amount"]) for one in december["lines"] + november["lines"])
    assert charged + float(correction["amount"]) == pytest.approx((4755 - 4537) * 4.75)
    again = explanations.explanation(
        db=database, customer_id=books, account_number=NUMBER, period=NOVEMBER, tz=ZONE
    )
    assert again.use == told.use, "the old bill is explained by what was known then"


def test_below_the_last_it_is_kept_and_counts_for_nothing(database: Database, books: int) -> None:
    below(database, books)
    below(database, books, key="again")
    (shown,) = waiting(database, Queue.REFUSED)
    assert shown.waiting.values == {"single": 4400}
    line = history(database, books)[0]
    assert line.check and "приложите фото" in checked(line.check)
    assert bill(database, NOVEMBER)["lines"][0]["basis"] == "AVERAGE"


def test_guesses_are_not_kept_for_ever(database: Database, books: int) -> None:
    for value in range(4400, 4405):
        below(database, books, str(value), key=str(value))
    assert len(waiting(database, Queue.REFUSED)) == 3


def test_a_mistyped_one_is_forgotten_once_the_right_one_came(
    database: Database, books: int
) -> None:
    below(database, books)
    taken(send(database, books, "4660", key="right"))
    assert waiting(database, Queue.REFUSED) == []
    assert history(database, books)[0].reading.values == {"single": 4660}
    assert all(line.reading.is_usable for line in history(database, books))


def test_it_is_accepted_once_the_wrong_one_before_it_is_taken_back(
    database: Database, books: int
) -> None:
    wrong = jump(database, books)
    with pytest.raises(ReadingRefused, match=r"reading\.below_last"):
        send(database, books, "4755", now=at(20, month=12), key="december")
    (shown,) = waiting(database, Queue.REFUSED)
    later = desk(database, at(21, month=12))
    with pytest.raises(CheckRefused, match=r"check\.still_below") as caught:
        reading_checks.accept(later, shown.waiting.number)
    assert "9638" in refusal(caught.value).replace("\xa0", "").replace(" ", "")
    reading_checks.refuse(later, wrong, WHY)
    reading_checks.accept(later, shown.waiting.number)
    line = history(database, books, at(21, month=12))[0]
    assert line.reading.is_usable and line.counts_for == DECEMBER
    assert bill(database, DECEMBER)["lines"][0]["basis"] == "METERED"


def test_one_that_nobody_doubted_is_taken_back_too(database: Database, books: int) -> None:
    number = taken(send(database, books, "4660")).number
    reading_checks.refuse(desk(database), number, WHY)
    assert not history(database, books)[0].reading.is_usable
    imported = history(database, books)[1].reading.receipt_number or ""
    with pytest.raises(CheckRefused, match=r"check\.supplier"):
        reading_checks.refuse(desk(database), imported, WHY)
    with pytest.raises(CheckRefused, match=r"check\.unknown"):
        reading_checks.refuse(desk(database), "2026-11-999999", WHY)
