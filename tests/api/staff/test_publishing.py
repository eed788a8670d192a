"""Publishing from the console: looked at first, as `lk` does it, two people for prices."""

import re
from datetime import date

from starlette.testclient import TestClient

from lk_app.db import tariffs, windows
from lk_app.db.engine import Database
from lk_app.domain.audit import Action
from lk_app.domain.staff import Role
from lk_app.usecases import articles
from tests.api.staff.desk import enter
from tests.usecases import metered, people
from tests.usecases.colleagues import OLGA, log

NEWS, TARIFFS, WINDOWS = "/staff/news", "/staff/tariffs", "/staff/windows"
BOSS = "boss@lk.example"
SOURCE = """---
title: Отключение на Плякина
slug: otklyuchenie
published: 2026-11-19
---

С **9 до 12** часов.
"""
HEADER = "valid_from,valid_to,category,zones,register,band,up_to_kwh,price,source\n"
PRICES = HEADER + "2027-01-01,,urban_gas,1,single,1,,5.50,приказ\n"


def test_news_are_looked_at_and_then_published(client: TestClient, database: Database) -> None:
    enter(client, database, Role.EDITOR)
    seen = client.post(NEWS, data={"source": SOURCE.replace("\n", "\r\n"), "do": "preview"})
    assert "<strong>9 до 12</strong>" in seen.text and "Ещё не опубликовано" in seen.text
    path = "/news/2026/11/otklyuchenie"
    assert not articles.is_known(db=database, path=path)
    done = client.post(NEWS, data={"source": SOURCE, "do": "publish"})
    assert done.headers["location"] == f"{NEWS}?path={path}&done=published"
    assert "Отключение на Плякина" in client.get(done.headers["location"]).text
    last = log(database)[-1]
    assert (last.by.name, last.deed.action, last.deed.subject) == (
        OLGA,
        Action.NEWS_PUBLISHED,
        path,
    )
    again = client.post(NEWS, data={"source": SOURCE, "do": "publish"})
    assert again.headers["location"].endswith("done=same")


def test_what_is_wrong_in_a_text_is_told_and_it_stays(
    client: TestClient, database: Database
) -> None:
    enter(client, database, Role.EDITOR)
    answer = client.post(NEWS, data={"source": "просто <script>", "do": "publish"})
    assert answer.status_code == 422
    assert 'id="source-error"' in answer.text and "просто &lt;script&gt;" in answer.text
    assert client.get(NEWS, params={"path": "/news/none"}).status_code == 422


def test_a_window_is_looked_at_and_then_published(client: TestClient, database: Database) -> None:
    enter(client, database, Role.EDITOR)
    form = {"valid_from": "2027-01-01", "first_day": "20", "last_day": "28"}
    assert "с 20-го по 28-е" in client.post(WINDOWS, data=form).text
    with database.read() as session:
        assert windows.published(session) == []
    client.post(WINDOWS, data={**form, "do": "publish"})
    with database.read() as session:
        (window,) = windows.published(session)
    assert (window.valid_from, window.first_day, window.last_day) == (date(2027, 1, 1), 20, 28)
    client.post(WINDOWS, data={**form, "last_day": "25", "do": "publish"})
    last = log(database)[-1]
    assert (last.deed.before, last.deed.after) == ({"days": "20–28"}, {"days": "20–25"})
    for wrong in ({"first_day": "0"}, {"last_day": "19"}, {"valid_from": "завтра"}):
        assert client.post(WINDOWS, data={**form, **wrong, "do": "publish"}).status_code == 422


def test_prices_need_a_second_person(client: TestClient, database: Database) -> None:
    metered.tariff(database)
    metered.account(database, owner=people.confirmed(database).id)
    enter(client, database, Role.EDITOR)
    seen = client.post(TARIFFS, data={"text": PRICES}).text
    assert "5,50\xa0₽" in seen and "город, газовая плита, однотарифный: 1 счёт" in seen
    assert prices(database) == [(date(2026, 1, 1), None)], "a preview keeps nothing"
    proposed = client.post(TARIFFS, data={"text": PRICES, "do": "propose"})
    assert proposed.headers["location"] == f"{TARIFFS}?done=proposed"
    assert prices(database) == [(date(2026, 1, 1), None)]
    own = client.post(f"{TARIFFS}/1", data={"do": "accept"})
    assert own.status_code == 422 and "нужен второй человек" in own.text
    assert prices(database) == [(date(2026, 1, 1), None)]

    enter(client, database, Role.ADMIN, BOSS)
    waits = client.get(TARIFFS).text
    assert f"{OLGA}, " in waits and "Принять и опубликовать" in waits
    done = client.post(f"{TARIFFS}/1", data={"do": "accept"})
    assert done.headers["location"] == f"{TARIFFS}?done=agreed"
    turn = date(2027, 1, 1)
    assert prices(database) == [(date(2026, 1, 1), turn), (turn, None)]
    last = log(database)[-1]
    assert (last.by.name, last.deed.action) == (BOSS, Action.PROPOSAL_ACCEPTED)
    assert last.deed.before == {"proposed_by": OLGA}
    assert client.post(f"{TARIFFS}/1", data={"do": "accept"}).status_code == 422
    assert "ждёт второго человека" not in client.get(TARIFFS).text


def test_a_proposal_is_refused_with_a_reason_or_taken_back(
    client: TestClient, database: Database
) -> None:
    metered.tariff(database)
    enter(client, database, Role.EDITOR)
    client.post(TARIFFS, data={"text": PRICES, "do": "propose"})
    silent = client.post(f"{TARIFFS}/1", data={"do": "refuse", "note": " "})
    assert silent.status_code == 422
    client.post(f"{TARIFFS}/1", data={"do": "refuse", "note": "Опечатка"})
    last = log(database)[-1]
    assert (last.deed.action, last.deed.after) == (
        Action.PROPOSAL_REFUSED,
        {"note": "Опечатка"},
    )
    assert client.post(f"{TARIFFS}/77", data={"do": "accept"}).status_code == 422


def test_a_file_that_cannot_stand_is_told_line_by_line(
    client: TestClient, database: Database
) -> None:
    enter(client, database, Role.EDITOR)
    for text in (PRICES.replace("5.50", "дорого"), "1,2,3", "", HEADER + "x" * 500):
        answer = client.post(TARIFFS, data={"text": text, "do": "propose"})
        assert answer.status_code == 422, text
    told = client.post(TARIFFS, data={"text": PRICES.replace("5.50", "дорого")}).text
    assert "Строка 2:" in told and "дорого" in told
    same = client.post(TARIFFS, data={"text": HEADER, "do": "propose"})
    assert same.status_code == 422
    assert re.search("нечего|нет ни одной|пуст", same.text)


def prices(database: Database) -> list[tuple[date, date | None]]:
    with database.read() as session:
        return sorted(
            ((row.valid_from, row.valid_to) for row in tariffs.current(session)),
            key=lambda row: row[0],
        )
