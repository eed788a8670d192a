"""A person's data on a written request takes two people, and is read by the person; who looked."""

import io
import zipfile

from starlette.testclient import TestClient

from lk_app.db.engine import Database
from lk_app.domain.appeals import Topic
from lk_app.domain.customers import Customer
from lk_app.domain.staff import Role
from lk_app.jobs.personal_data import make_files
from lk_app.usecases import account_views
from tests.api.staff.desk import enter
from tests.usecases import appealing, people
from tests.usecases.colleagues import log
from tests.usecases.people import ANNA, PAPER

NUMBER, PATH = "6410100101", "/staff/personal-data"
ASKED = {"email": ANNA, "request": "№ 17 от 20.11.2026"}
VERA = "vera@lk.example"


def test_one_proposes_another_accepts_and_the_first_takes_the_file(
    client: TestClient, database: Database, anna: Customer
) -> None:
    enter(client, database, Role.ADMIN)
    assert client.post(PATH, data=ASKED).headers["location"] == f"{PATH}?done=proposed"
    olga = client.cookies["lk_staff"]
    page = client.get(PATH).text
    assert "Принять должен другой сотрудник" in page
    assert client.post(f"{PATH}/1", data={"do": "accept"}).status_code == 422
    client.cookies.clear()
    enter(client, database, Role.ADMIN, VERA)
    assert client.post(f"{PATH}/1", data={"do": "accept"}).status_code == 303
    make_files()
    assert client.get(f"{PATH}/1.zip").status_code == 404, "it is not for whoever accepted"
    client.cookies.clear()
    client.cookies.set("lk_staff", olga)
    taken = client.get(f"{PATH}/1.zip")
    packed = zipfile.ZipFile(io.BytesIO(taken.content))
    assert f"accounts/{NUMBER}/statement.pdf" in packed.namelist()
    assert ANNA in packed.read("README.txt").decode("utf-8-sig")
    [letter] = people.letters_to(database, ANNA)
    assert (letter.kind, "№ 17" in letter.text) == ("data_export_requested", True)
    [look] = account_views.looks(db=database, customer_id=anna.id, tz=PAPER.zone)
    assert "№ 17" in look.why
    assert [one.deed.action for one in log(database)][-1] == "person.taken"


def test_a_request_needs_a_person_and_a_reason(
    client: TestClient, database: Database, anna: Customer
) -> None:
    enter(client, database, Role.ADMIN)
    for wrong, said in (
        ({"email": "nobody@lk.example"}, "Кабинета с такой почтой нет"),
        ({"request": "  "}, "Укажите номер и дату"),
    ):
        answer = client.post(PATH, data=ASKED | wrong)
        assert answer.status_code == 422
        assert said in answer.text
    assert "№ 17 от 20.11.2026" in client.post(PATH, data=ASKED | {"email": "x"}).text


def test_the_register_tells_who_looked_at_whose_and_why(
    client: TestClient, database: Database, anna: Customer
) -> None:
    sent = appealing.submit(
        database, anna.id, topic=Topic.PAYMENT, account=NUMBER, fields=appealing.PAID
    )
    enter(client, database, Role.ADMIN)
    for why in (sent.number, "2026-000123", "<b>"):  # the second is made up
        client.get(f"/staff/accounts/{NUMBER}?why={why}")
    page = client.get("/staff/looks").text
    assert f"обращение № {sent.number}" in page and "поиск в консоли" in page
    assert "2026-000123" not in page
    assert "&lt;b&gt;" not in page and "<b>&" not in page
    assert NUMBER in client.get(f"/staff/looks?q={NUMBER}").text
    assert NUMBER in client.get("/staff/looks?q=olga@lk.example").text
    assert "Никто не смотрел" in client.get("/staff/looks?q=6410100199").text
    [*later, earlier] = account_views.looks(db=database, customer_id=anna.id, tz=PAPER.zone)
    assert earlier.why == f"обращение № {sent.number}"
    assert [one.why for one in later] == ["поиск в консоли"] * 2
