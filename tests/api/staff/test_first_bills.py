"""A supplier from an empty database to first bills through the console alone."""

import json
import re
from html import unescape
from pathlib import Path

from httpx import Response
from starlette.testclient import TestClient

from lk_app.db.engine import Database
from lk_app.domain.audit import Action
from lk_app.domain.staff import Role
from lk_app.jobs import billing
from tests.api.staff.desk import enter
from tests.usecases.books import SAMPLES
from tests.usecases.colleagues import OLGA, log

IMPORTS, BILLING, NORMS = "/staff/imports", "/staff/billing", "/staff/norms"
BOSS, ANNA = "boss@lk.example", "6410100101"
EXPECTED = Path(__file__).parents[2] / "data" / "expected_bills.jsonl"
MONTHS = {"first": "2024-10", "last": "2026-10"}


def hand_over(client: TestClient, kind: str, content: bytes, name: str = "file.csv") -> Response:
    """Look a file through."""
    answer: Response = client.post(IMPORTS, data={"kind": kind}, files={"file": (name, content)})
    return answer


def bring_in(client: TestClient, kind: str, content: bytes, name: str = "file.csv") -> str:
    """Look a file through, bring it in, and read what is said then."""
    seen = hand_over(client, kind, content, name)
    assert seen.status_code == 200, seen.text
    return confirm(client, seen.text)


def confirm(client: TestClient, page: str, do: str = "all") -> str:
    (action,) = re.findall(r'action="(/staff/imports/\d+)"', page)
    done = client.post(action, data={"do": do})
    assert done.status_code == 303, done.text
    text: str = client.get(done.headers["location"]).text
    return text


def sample(noun: str) -> bytes:
    return (SAMPLES / f"{noun}.csv").read_bytes()


def test_from_an_empty_database_to_first_bills(client: TestClient, database: Database) -> None:
    enter(client, database, Role.OPERATOR)
    assert "Лицевых счетов ещё нет" in client.get(BILLING).text
    for noun in ("accounts", "readings", "payments"):
        assert "Внесено: файл №" in bring_in(client, noun, sample(noun), f"{noun}.csv")
    assert client.get("/staff/tariffs").status_code == 403, "an operator changes no prices"

    # without prices nobody can be billed, and the page says who and why
    assert 'name="first" type="month" value="2024-10"' in client.get(BILLING).text
    order(client)
    page = client.get(BILLING).text
    assert "Не рассчитано счетов: 136" in page and "Нет тарифа" in page
    one = client.get(BILLING, params={"q": ANNA}).text
    assert one.count("Нет тарифа") == 1 and ANNA in one

    enter(client, database, Role.EDITOR, "editor@lk.example")
    prices = sample("tariffs").decode()
    client.post("/staff/tariffs", data={"text": prices, "do": "propose"})
    window = {"valid_from": "2024-01-01", "first_day": "15", "last_day": "25", "do": "publish"}
    client.post("/staff/windows", data=window)
    enter(client, database, Role.ADMIN, BOSS)
    accepted = client.post("/staff/tariffs/1", data={"do": "accept"})
    assert accepted.headers["location"].endswith("done=agreed")

    order(client)
    page = client.get(BILLING).text
    assert "Не рассчитаны" not in page
    bill = json.loads(EXPECTED.read_text().splitlines()[-1])
    shown = client.get(f"/staff/accounts/{bill['account_number']}/bills/{bill['period']}").text
    closing = bill["closing_balance"].replace(".", ",").replace("-", "−")
    assert closing in shown.replace("\xa0", "")
    done = [one.deed.action for one in log(database)]
    for action in (Action.IMPORTED, Action.BILLING_ORDERED, Action.PROPOSAL_ACCEPTED):
        assert action in done


def order(client: TestClient) -> None:
    """Order a run, see that it waits, and let the job do it."""
    asked = client.post(BILLING, data={**MONTHS})
    assert asked.headers["location"] == f"{BILLING}?done=ordered"
    waits = client.get(BILLING).text
    assert "Ждёт очереди" in waits and 'http-equiv="refresh"' in waits
    twice = client.post(BILLING, data={**MONTHS})
    assert twice.status_code == 422 and "ещё не закончен" in twice.text
    billing.bill()
    assert "Ждёт очереди" not in client.get(BILLING).text
    billing.bill()  # nothing is left to do


def test_months_that_cannot_be_billed_are_told(client: TestClient, database: Database) -> None:
    enter(client, database)
    for first, last, said in (
        ("2026-12", "2026-12", "ещё не наступил"),
        ("2026-11", "2026-11", "ещё принимаются показания"),
        ("2026-10", "2026-09", "поменяйте их"),
        ("тогда", "", "2026-10"),
    ):
        answer = client.post(BILLING, data={"first": first, "last": last})
        assert answer.status_code == 422 and said in answer.text, first


def test_bad_rows_are_seen_before_anything_is_kept(client: TestClient, database: Database) -> None:
    enter(client, database)
    lines = sample("accounts").decode().splitlines()
    bad = "\n".join([lines[0], lines[1], lines[2].replace("6410100102", "12", 1), "x,y"]).encode()
    seen = hand_over(client, "accounts", bad, "счета.csv")
    text = unescape(seen.text)
    assert "нужно 10 цифр" in text and "Ячеек в строке 2" in text
    assert "Файлов ещё не было" in text and "счета.csv" in text
    assert "Внесено: файл №" in confirm(client, seen.text, "skip")
    assert "не принято 2" in client.get(IMPORTS).text
    again = client.post("/staff/imports/1", data={"do": "all"})
    assert again.status_code == 422 and "Этого файла уже нет" in again.text


def test_what_is_no_file_of_ours_is_told(client: TestClient, database: Database) -> None:
    enter(client, database)
    for kind, content, said in (
        ("accounts", b"a,b\n1,2\n", "не хватает столбцов"),
        ("accounts", b"", "хоть что-то"),
        ("guess", b"x", "что в файле"),
        ("payments:guess", b"x", "Так такие файлы"),
        ("payments:sber", b"x", ""),
        ("accounts", "ы".encode("cp1251"), "UTF-8"),
    ):
        answer = hand_over(client, kind, content, "../../x.csv")
        assert answer.status_code == 422 and said in answer.text, kind
        assert client.post(IMPORTS, data={"kind": kind}).status_code == 422


def test_somebody_elses_file_is_not_brought_in(client: TestClient, database: Database) -> None:
    enter(client, database)
    hand_over(client, "accounts", sample("accounts"))
    enter(client, database, Role.ADMIN, BOSS)
    assert client.post("/staff/imports/1", data={"do": "all"}).status_code == 422


def test_a_file_of_payments_is_taken_back_once_confirmed(
    client: TestClient, database: Database
) -> None:
    enter(client, database)
    for noun in ("accounts", "payments"):
        bring_in(client, noun, sample(noun))
    again = hand_over(client, "payments", sample("payments"))
    assert "Вносить нечего" in again.text
    undo, _ = re.findall(rf'action="({IMPORTS}/journal/\d+)"', client.get(IMPORTS).text)
    assert "будут списаны со счетов" in client.post(undo, data={"do": "ask"}).text
    done = client.post(undo, data={"do": "undo"})
    assert "отменён: его платежи списаны" in client.get(done.headers["location"]).text
    last = log(database)[-1]
    assert (last.by.name, last.deed.action) == (OLGA, Action.IMPORT_UNDONE)
    for path in (f"{IMPORTS}/journal/1", undo, f"{IMPORTS}/journal/99"):
        assert client.post(path, data={"do": "undo"}).status_code == 422


def test_readings_of_a_month_leave_as_a_file(client: TestClient, database: Database) -> None:
    enter(client, database)
    for noun in ("accounts", "readings"):
        bring_in(client, noun, sample(noun))
    file = client.get("/staff/exports/readings.csv", params={"period": "2026-10"})
    assert file.headers["content-disposition"] == 'attachment; filename="readings-2026-10.csv"'
    head, *rows = file.text.splitlines()
    assert head.startswith("account_number,taken_on,register,value,serial,source")
    assert any(row.startswith("6410100102,2026-10-") and ",day," in row for row in rows)
    assert all(",2026-1" in row or ",2026-0" in row for row in rows)
    wrong = client.get("/staff/exports/readings.csv", params={"period": "x"})
    assert "напишите месяц" in client.get(wrong.headers["location"]).text
    assert log(database)[-1].deed.action == Action.EXPORTED


def test_a_norm_and_a_rate_are_looked_at_and_published(
    client: TestClient, database: Database
) -> None:
    enter(client, database, Role.EDITOR)
    norm = {"what": "norm", "valid_from": "2027-01-01", "category": "rural", "kwh": "110"}
    assert "110\xa0кВт·ч на человека" in client.post(NORMS, data=norm).text
    assert "Нормативов нет" in client.get(NORMS).text
    client.post(NORMS, data={**norm, "do": "publish"})
    client.post(NORMS, data={**norm, "kwh": "120", "do": "publish"})
    last = log(database)[-1]
    assert (last.deed.before, last.deed.after) == ({"norm": "110"}, {"norm": "120"})
    rate = {"what": "rate", "valid_from": "2027-01-01", "per_cent": "16,5", "do": "publish"}
    client.post(NORMS, data=rate)
    page = client.get(NORMS).text
    assert "120\xa0кВт·ч" in page and "16,5\xa0%" in page
    assert log(database)[-1].deed.action == Action.RATES_PUBLISHED
    for wrong in ({**norm, "kwh": "сто"}, {**norm, "category": "x"}, {**norm, "valid_from": ""},
                  {**rate, "per_cent": "много"}):  # fmt: skip
        assert client.post(NORMS, data={**wrong, "do": "publish"}).status_code == 422


def test_bad_rows_are_downloaded_mended_and_brought_in(
    client: TestClient, database: Database
) -> None:
    enter(client, database)
    bring_in(client, "accounts", sample("accounts"))
    table = (
        "Лицевой счёт;Дата;Показание\r\n6410100101;2026;11000\r\n6410100101;20.10.2026;10990\r\n"
    )
    seen = client.post(
        IMPORTS,
        data={"kind": "readings", "layout": "excel"},
        files={"file": ("октябрь.csv", table.encode("cp1251"))},
    )
    assert "Напишите её так: 24.10.2026" in unescape(seen.text)
    (href,) = re.findall(r'href="(/staff/imports/\d+/bad\.csv)"', seen.text)
    bad = client.get(href).content.decode("cp1251")
    assert bad.splitlines()[1].startswith("2;Дата;") and bad.count("\n") == 2
    confirm(client, seen.text, "skip")
    mended = bad.replace(";2026;", ";24.10.2026;").encode("cp1251")
    again = client.post(
        IMPORTS,
        data={"kind": "readings", "layout": "excel"},
        files={"file": ("октябрь-2.csv", mended)},
    )
    assert "Внесено: файл №" in confirm(client, again.text)
    wrong = client.post(
        IMPORTS, data={"kind": "closings", "layout": "excel"}, files={"file": ("x.csv", b"x")}
    )
    assert wrong.status_code == 422 and "не описывает таких файлов" in wrong.text


def test_a_file_of_readings_is_taken_back_until_it_is_billed(
    client: TestClient, database: Database
) -> None:
    enter(client, database)
    for noun in ("accounts", "readings"):
        bring_in(client, noun, sample(noun))
    undo, first = re.findall(rf'action="({IMPORTS}/journal/\d+)"', client.get(IMPORTS).text)
    assert "Всё, что внёс файл" in client.post(undo, data={"do": "ask"}).text
    done = client.post(undo, data={"do": "undo"})
    assert "всё, что он внёс, убрано" in client.get(done.headers["location"]).text
    assert log(database)[-1].deed.action == Action.IMPORT_UNDONE
    assert "Внесено: файл №" in bring_in(client, "readings", sample("readings"))
    stands = client.post(first, data={"do": "undo"})
    assert stands.status_code == 422 and "уже пользуются" in stands.text
