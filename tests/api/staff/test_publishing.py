"""Publishing from the console: looked at first, as `lk` does it, two people for prices."""

import re
from datetime import date

from starlette.testclient import TestClient

from lk_app import wiring
from lk_app.db import questions, tariffs, windows
from lk_app.db.engine import Database
from lk_app.domain.audit import Action
from lk_app.domain.questions import Asked
from lk_app.domain.staff import Role
from lk_app.usecases import articles, site_files
from tests.api.staff.desk import enter
from tests.usecases import metered, people
from tests.usecases.colleagues import OLGA, log
from tests.usecases.test_site_files import DOT

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
    client.post(NEWS, data={"source": SOURCE.replace("12", "13"), "do": "publish"})
    put_back = client.post(f"{NEWS}/undo", data={"path": path})
    shown = client.get(put_back.headers["location"]).text
    assert "9 до 12" in shown and "№ 3" in shown and "?preview=" in shown
    listed = client.get(NEWS, params={"q": "плякина"}).text
    assert "Таких текстов нет" in listed and path in client.get(NEWS).text
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


def test_a_picture_is_kept_and_shown_in_the_text(client: TestClient, database: Database) -> None:
    enter(client, database, Role.EDITOR)
    file = {"picture": ("схема.png", DOT)}
    form = {"source": SOURCE, "do": "picture"}
    page = client.post(NEWS, data=form, files=file).text
    (address,) = re.findall(r"!\[\]\((/api/files/\w+/[\w.-]+)\)", page)
    assert site_files.file(db=database, key=address.split("/")[3])
    with_it = f"{SOURCE}\n![схема]({address})\n"
    seen = client.post(NEWS, data={"source": with_it, "do": "preview"}).text
    assert f'src="{address}"' in seen
    for wrong in (("a.png", b"x"), ("a.pdf", b"%PDF-1"), ("", b"")):
        assert client.post(NEWS, data=form, files={"picture": wrong}).status_code == 422


def test_an_announcement_begins_with_its_house(client: TestClient, database: Database) -> None:
    metered.account(database, owner=people.confirmed(database).id)
    enter(client, database, Role.EDITOR)
    page = client.get("/staff/houses", params={"q": "плякина"}).text
    assert "Написать дому" in page and "/staff/houses/1" not in page, "an editor sees no accounts"
    assert "Такого дома нет" in client.get("/staff/houses", params={"q": "луначарского"}).text
    text = client.get(NEWS, params={"kind": "notice", "house": "1"}).text
    (source,) = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", text, re.DOTALL)
    source = source.replace("title:", "title: Работы").replace("slug:", "slug: raboty")
    done = client.post(NEWS, data={"source": source + "Текст", "do": "publish"})
    assert done.status_code == 303
    assert "объявление домам" in client.get(NEWS).text


def test_a_document_is_disclosed_once(client: TestClient, database: Database) -> None:
    enter(client, database, Role.EDITOR)
    path = "/staff/disclosure"
    form = {"title": "Годовой отчёт", "kind": "Отчётность", "year": "2025"}
    file = {"file": ("отчёт.pdf", b"%PDF-1.7 1")}
    assert client.post(path, data=form, files=file).headers["location"].endswith("published")
    assert client.post(path, data=form, files=file).headers["location"].endswith("same")
    page = client.get(path, params={"q": "ОТЧЁТ"}).text
    assert "Годовой отчёт" in page
    assert "Документов нет" in client.get(path, params={"q": "2024"}).text
    last = log(database)[-1]
    assert (last.by.name, last.deed.action) == (OLGA, Action.DISCLOSED)
    for wrong in ({"year": "год"}, {"year": "1999"}, {"title": ""}):
        assert client.post(path, data={**form, **wrong}, files=file).status_code == 422
    assert client.post(path, data=form).status_code == 422
    assert client.post(path, data=form, files={"file": ("a.exe", b"MZ")}).status_code == 422


def test_a_question_is_answered_or_not_published(client: TestClient, database: Database) -> None:
    now = wiring.real_now()
    with database.write() as session:
        for text in ("Когда включат свет?", "Кто живёт в квартире 5?"):
            asked = Asked("Анна", people.ANNA, text)
            questions.add(session, "/news/1", asked, consent="1", source="10.0.0.1", now=now)
    enter(client, database, Role.EDITOR)
    path = "/staff/questions"
    assert "Когда включат свет?" in client.get(path).text
    silent = client.post(f"{path}/1", data={"do": "answer", "text": " "})
    assert silent.status_code == 422 and 'id="text-1-error"' in silent.text
    client.post(f"{path}/1", data={"do": "answer", "text": "В полдень."})
    client.post(f"{path}/2", data={"do": "refuse", "text": "Чужие данные."})
    assert "На все вопросы отвечено" in client.get(path).text
    assert "В полдень." in client.get(path, params={"state": "answered"}).text
    assert "Чужие данные." in client.get(path, params={"state": "refused"}).text
    assert [one.deed.action for one in log(database)[-2:]] == [
        Action.QUESTION_ANSWERED,
        Action.QUESTION_REFUSED,
    ]
    assert client.post(f"{path}/9", data={"do": "answer", "text": "Да"}).status_code == 422


def test_prices_come_as_a_file_with_the_regulators_document(
    client: TestClient, database: Database
) -> None:
    metered.account(database, owner=people.confirmed(database).id)
    enter(client, database, Role.EDITOR)
    prices = {"file": ("tariffs.csv", b"\xef\xbb\xbf" + PRICES.encode())}
    seen = client.post(TARIFFS, data={"do": "preview", "text": ""}, files=prices)
    assert "Начнёт действовать: 1" in seen.text and "5.50" in seen.text, "it stays to be proposed"
    form = {"do": "propose", "text": PRICES}
    wrong = client.post(TARIFFS, data=form, files={"document": ("a.exe", b"MZ")})
    assert wrong.status_code == 422
    document = {"document": ("приказ 12.pdf", b"%PDF-1.7 order")}
    assert client.post(TARIFFS, data=form, files=document).status_code == 303
    assert "Решение регулятора" in client.get(TARIFFS).text
    assert site_files.disclosed(db=database) == [], "not before the prices themselves"
    enter(client, database, Role.ADMIN, BOSS)
    assert client.post(f"{TARIFFS}/1", data={"do": "accept"}).status_code == 303
    (shown,) = site_files.disclosed(db=database)
    assert (shown.title, shown.kind) == ("Решение о тарифах с 1 января 2027", "Решения о тарифах")
    assert Action.DISCLOSED in [one.deed.action for one in log(database)]
