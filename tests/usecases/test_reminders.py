"""Reminders: the right words to whoever waits, once a month and way, and none at night."""

from datetime import date

from sqlmodel import select

from lk_app.db.engine import Database
from lk_app.db.tables import MeterRow, NoticeRow
from lk_app.domain.notices import NoticeKind
from lk_app.usecases import articles, readings, reminders
from tests.push_service import open_push_service
from tests.usecases import metered, people
from tests.usecases.metered import at
from tests.usecases.notified import ask_by_mail, ask_by_push, clerk, deliver

NUMBER, OTHER = "6410100101", "6410100102"


def told(db: Database) -> list[tuple[str, str]]:
    """Subjects and texts of the letters that went to Anna, oldest first."""
    found = people.letters_to(db, people.ANNA)
    return [(one.subject, one.text.replace("\u00a0", " ")) for one in reversed(found)]


def look(db: Database, day: int, hour: int = 12) -> int:
    """The job of that hour, and what waits goes out."""
    noted = reminders.of_readings(clerk(db, at(day, hour)))
    deliver(db, at(day, hour))
    return noted


def submit(db: Database, person: int, number: str, day: int = 16) -> None:
    readings.submit(
        db=db,
        customer_id=person,
        account_number=number,
        values={"single": "4300"},
        confirmed=frozenset({"jump", "extra_digit"}),
        idempotency_key="k",
        now=at(day),
        zone=metered.ZONE,
    )


def test_one_letter_tells_of_all_accounts_and_tells_it_once(database: Database) -> None:
    anna = people.confirmed(database)
    for number in (NUMBER, OTHER):
        metered.account(database, number, owner=anna.id)
    ask_by_mail(database, anna)
    assert look(database, 15) == 1
    assert look(database, 15, 13) == look(database, 16) == 0
    ((subject, text),) = told(database)
    assert subject == "Пора передать показания"
    assert "до 25 ноября включительно" in text
    assert "Счета: ул. Плякина, 101–12, ул. Плякина, 102–12." in text
    assert "/cabinet/readings?all" in text


def test_the_third_month_is_said_with_the_opening_in_one_letter(database: Database) -> None:
    anna = people.confirmed(database)
    for number, day in ((NUMBER, date(2026, 8, 20)), (OTHER, date(2026, 10, 20))):
        metered.imported(
            database, metered.account(database, number, owner=anna.id), day, {"single": 4300}
        )
    ask_by_mail(database, anna)
    assert look(database, 15) == 1
    assert look(database, 18) == 0, "the opening counted as told with the warning"
    ((subject, text),) = told(database)
    assert subject == "Показаний не было два месяца"
    assert "Счёт: ул. Плякина, 101–12." in text, "the other one is in order"
    assert "третий месяц посчитаем по среднему расходу, а следующие — по нормативу" in text


def test_the_last_days_are_said_to_whoever_has_sent_nothing(database: Database) -> None:
    anna = people.confirmed(database)
    for number in (NUMBER, OTHER):
        metered.account(database, number, owner=anna.id)
    ask_by_mail(database, anna, [NoticeKind.FEW_DAYS, NoticeKind.LAST_DAY])
    assert look(database, 15) == 0
    submit(database, anna.id, OTHER)
    assert [look(database, day) for day in (22, 23, 24, 25, 26)] == [0, 1, 0, 1, 0]
    (few, few_text), (last, last_text) = told(database)
    assert few.replace("\u00a0", " ") == "Осталось 3 дня: передайте показания"
    assert last == "Сегодня последний день для показаний"
    for text in (few_text, last_text):
        assert "Счёт: ул. Плякина, 101–12." in text
        assert "начислим по среднему" in text
        assert f"/cabinet/readings?account={NUMBER}" in text


def test_who_sent_everything_hears_nothing(database: Database) -> None:
    anna = people.confirmed(database)
    metered.account(database, NUMBER, owner=anna.id)
    metered.account(database, OTHER, owner=anna.id, remote=True)
    ask_by_mail(database, anna)
    submit(database, anna.id, NUMBER)
    assert [look(database, day) for day in (16, 23, 25)] == [0, 0, 0]


def test_at_night_nobody_is_looked_at(database: Database) -> None:
    anna = people.confirmed(database)
    metered.account(database, NUMBER, owner=anna.id)
    ask_by_mail(database, anna)
    assert [look(database, 25, hour) for hour in (0, 8, 21, 23)] == [0, 0, 0, 0]
    assert look(database, 25, 9) == 1


def test_each_device_hears_what_it_asked_for(database: Database) -> None:
    anna = people.confirmed(database)
    metered.account(database, NUMBER, owner=anna.id)
    with open_push_service() as service:
        phone, tablet = service.browser("phone"), service.browser("tablet")
        ask_by_push(database, phone, [NoticeKind.WINDOW_OPENS])
        ask_by_push(database, tablet, [NoticeKind.LAST_DAY])
        look(database, 15)
        look(database, 25)
        first, second = service.got
    assert phone.opened(first)["title"] == "Пора передать показания"
    assert tablet.opened(second)["title"] == "Сегодня последний день для показаний"
    assert tablet.opened(second)["url"] == f"/cabinet/readings?account={NUMBER}"
    assert told(database) == []
    closes = 12 * 3600
    assert second.headers["TTL"] == str(closes), "worth nothing once the window is closed"


def test_a_verification_is_told_of_once_for_each_meter(database: Database) -> None:
    anna = people.confirmed(database)
    first = metered.account(database, NUMBER, owner=anna.id)
    second = metered.account(database, OTHER, owner=anna.id)
    ask_by_mail(database, anna, [NoticeKind.VERIFICATION])

    def verify(meter_id: int, until: date) -> None:
        with database.write() as session:
            session.get_one(MeterRow, meter_id).verified_until = until

    def look_at_meters(day: int) -> int:
        noted = reminders.of_verifications(clerk(database, at(day)))
        deliver(database, at(day))
        return noted

    verify(first, date(2026, 12, 31))
    verify(second, date(2027, 1, 20))
    assert [look_at_meters(day) for day in (10, 10, 11)] == [1, 0, 0]
    assert [look_at_meters(day) for day in (21, 22)] == [1, 0], "the other one is near by now"
    (_, one), (_, two) = told(database)
    assert "ул. Плякина, 101–12 — 31 декабря 2026." in one
    assert "ул. Плякина, 102–12 — 20 января 2027." in two
    assert "101" not in two.partition("Поверка")[2].partition("Позвоните")[0]


ANNOUNCEMENT = """---
title: Отключение 21 ноября
slug: otklyuchenie
published: {published}
summary: С 9 до 12 часов, ремонт кабеля.
houses:
  - Саратов, ул. Плякина, 101
---
Приносим извинения.
"""


def test_an_announcement_reaches_the_named_house_alone(database: Database) -> None:
    anna = people.confirmed(database)
    boris = people.confirmed(database, people.BORIS, "+79270000009")
    metered.account(database, NUMBER, owner=anna.id)
    metered.account(database, OTHER, owner=boris.id)
    for person in (anna, boris):
        ask_by_mail(database, person, [NoticeKind.HOUSE])
    source = ANNOUNCEMENT.format(published="2026-11-20T14:00")
    articles.publish(db=database, source=source, now=at(20, 12), tz=metered.ZONE)

    def look_at_news(hour: int, day: int = 20) -> int:
        noted = reminders.of_announcements(clerk(database, at(day, hour)))
        deliver(database, at(day, hour))
        return noted

    assert [look_at_news(hour) for hour in (13, 14, 15)] == [0, 1, 0], "when its time has come"
    assert look_at_news(12, 25) == 0
    ((subject, text),) = told(database)
    assert subject == "Отключение 21 ноября"
    assert "ремонт кабеля" in text
    assert "/news/2026/11/otklyuchenie" in text
    assert people.letters_to(database, people.BORIS) == []


def test_looking_twice_at_the_same_moment_tells_once(database: Database) -> None:
    anna = people.confirmed(database)
    metered.account(database, NUMBER, owner=anna.id)
    ask_by_mail(database, anna)
    for _ in range(2):
        reminders.of_readings(clerk(database, at(25)))
    with database.read() as session:
        waiting = session.exec(select(NoticeRow).where(NoticeRow.sent_at == None)).all()  # noqa: E711
    assert [one.kind for one in waiting] == [NoticeKind.LAST_DAY]
