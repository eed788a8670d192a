"""Appeals at the console: the queue, an answer that reaches its person, files, export."""

import csv
from io import StringIO

import pytest
from starlette.testclient import TestClient

from lk_app import wiring
from lk_app.db.engine import Database
from lk_app.domain.appeals import Appeal, Topic
from lk_app.domain.audit import Action
from lk_app.domain.staff import Role
from lk_app.usecases import appeal_files, appeals
from tests.api.staff.desk import enter, field
from tests.usecases import appealing, metered, people
from tests.usecases.colleagues import log

PATH, NUMBER = "/staff/appeals", "6410100101"


@pytest.fixture
def sent(client: TestClient, database: Database) -> Appeal:
    """An appeal about a payment, with a file and a text that a spreadsheet would run."""
    anna = people.confirmed(database)
    metered.account(database, NUMBER, owner=anna.id)
    appealing.attach(database, wiring.appeal_files(), anna.id)  # type: ignore[arg-type]
    return appealing.submit(
        database, anna.id, "=HYPERLINK(1) <b>заплатила</b>", topic=Topic.PAYMENT, account=NUMBER,
        fields=appealing.PAID, now=wiring.business_now(),
    )  # fmt: skip


def test_an_operator_reads_answers_and_closes(
    client: TestClient, database: Database, sent: Appeal
) -> None:
    enter(client, database)
    queue = client.get(PATH).text
    assert sent.number in queue and "Ждут ответа: <b>1</b>" in queue
    address = f"{PATH}/{sent.number}"
    page = client.get(address).text
    assert "&lt;b&gt;заплатила" in page and "500,00\xa0₽" in page and "25\xa0ноября 2026" in page
    assert "Найти" in page and 'href="/staff/accounts/6410100101?why=' in page
    file = client.get(f"{address}/files/1")
    assert file.content == appealing.PDF
    assert file.headers["x-content-type-options"] == "nosniff"
    assert file.headers["content-disposition"].startswith('attachment; filename="appeal-1.pdf"')
    assert client.get(f"{address}/files/2").status_code == 404
    form = {"seen": page.split('name="seen" value="')[1].split('"')[0], "do": "answered"}
    silent = client.post(address, data={**form, "answer": " "})
    assert silent.status_code == 422 and 'id="answer-error"' in silent.text
    done = client.post(address, data={**form, "answer": "Нашли: зачислим завтра."})
    assert done.headers["location"] == f"{address}?done=appeal_answered"
    assert "уйдёт абоненту письмом" in client.get(done.headers["location"]).text
    assert "Все обращения отвечены" in client.get(PATH).text
    assert sent.number in client.get(f"{PATH}?shelf=over").text
    letter = people.letters_to(database, people.ANNA)[0]
    assert "Нашли: зачислим завтра." in letter.text
    assert client.post(address, data={"do": "closed"}).status_code == 303
    done_so_far = [one.deed.action for one in log(database)]
    assert Action.APPEAL_OPENED in done_so_far
    assert done_so_far[-1] is Action.APPEAL_CLOSED


def test_what_was_typed_stays_when_the_person_wrote_meanwhile(
    client: TestClient, database: Database, sent: Appeal
) -> None:
    enter(client, database)
    address = f"{PATH}/{sent.number}"
    last = field_of(client.get(address).text)
    appealing.write_on(database, sent.customer_id, sent.number, "Пришло", now=wiring.real_now())
    answer = client.post(address, data={"do": "asked", "seen": last, "question": "Какой <банк>?"})
    assert answer.status_code == 422
    assert "Какой &lt;банк&gt;?" in answer.text and "появилось новое" in answer.text
    assert field_of(answer.text) != last, "the next press goes"
    assert client.post(address, data={"do": "guess"}).status_code == 303
    strange = client.post(address, data={"do": "handed", "to": "99", "reason": "Да"})
    assert strange.status_code == 422


def field_of(page: str) -> str:
    return field(page.replace('name="seen"', 'name="gone"', page.count('name="seen"') - 1), "seen")


def test_the_export_holds_no_formula_and_is_logged(
    client: TestClient, database: Database, sent: Appeal
) -> None:
    enter(client, database)
    got = client.get("/staff/exports/appeals.csv")
    head, row = csv.reader(StringIO(got.content.decode("utf-8-sig")), delimiter=";")
    line = dict(zip(head, row, strict=True))
    assert line["Текст"].startswith("'=HYPERLINK")
    assert line["Номер"] == sent.number and line["Тема"] == "Платёж не зачислен"
    assert log(database)[-1].deed.action is Action.APPEALS_EXPORTED


def test_personal_data_are_not_there_for_an_operator(
    client: TestClient, database: Database
) -> None:
    anna = people.confirmed(database)
    private = appealing.submit(
        database, anna.id, "Что вы храните?", topic=Topic.PERSONAL_DATA, fields={"demand": "tell"}
    )
    enter(client, database)
    address = f"{PATH}/{private.number}"
    assert private.number not in client.get(PATH).text
    assert client.get(address).status_code == 404
    assert client.post(address, data={"do": "taken"}).status_code == 404
    assert (
        appeals.one(db=database, customer_id=anna.id, number=private.number).appeal.staff_id is None
    )
    enter(client, database, Role.ADMIN, "boss@lk.example")
    assert client.get(address).status_code == 200


def test_an_answer_goes_with_files_that_its_person_alone_downloads(
    client: TestClient, database: Database, sent: Appeal
) -> None:
    enter(client, database)
    address = f"{PATH}/{sent.number}"
    form = {"do": "answered", "answer": "Справка приложена.", "seen": field_of_last(client, sent)}
    wrong = client.post(address, data=form, files={"files": ("вирус.exe", b"MZ")})
    assert wrong.status_code == 422 and "Файлы выберите снова" in wrong.text
    assert "Справка приложена." in wrong.text
    many = [("files", (f"{one}.pdf", appealing.PDF)) for one in range(6)]
    assert "можно приложить 5 файлов" in client.post(address, data=form, files=many).text
    two = [("files", ("../справка.pdf", appealing.PDF)), ("files", ("", b""))]
    done = client.post(address, data=form, files=two)
    assert done.status_code == 303
    (*_, (_, (file,))) = appeals.one(
        db=database, customer_id=sent.customer_id, number=sent.number
    ).thread
    assert (file.name, file.kind) == ("справка.pdf", "application/pdf")
    store = wiring.appeal_files()
    kept = appeal_files.mine(
        db=database, store=store, customer_id=sent.customer_id, file_id=file.id
    )
    assert kept is not None and kept.content == appealing.PDF
    boris = people.confirmed(database, people.BORIS).id
    assert not appeal_files.mine(db=database, store=store, customer_id=boris, file_id=file.id)
    letter = people.letters_to(database, people.ANNA)[0]
    assert "приложены файлы" in letter.text and "справка" not in letter.text
    assert client.get(f"{address}/files/{file.id}").content == appealing.PDF


def test_spam_and_repeats_are_closed_without_an_answer(
    client: TestClient, database: Database, sent: Appeal
) -> None:
    enter(client, database)
    address = f"{PATH}/{sent.number}"
    form = {"do": "dropped", "dropping": "", "seen": field_of_last(client, sent)}
    assert "Выберите, почему" in client.post(address, data=form).text
    done = client.post(address, data={**form, "dropping": "duplicate", "note": "См. № 1."})
    page = client.get(done.headers["location"]).text
    assert "срок больше не идёт" in page and "Закрыто без ответа" in page
    assert "Все обращения отвечены" in client.get(PATH).text
    deed = log(database)[-2].deed
    assert (deed.action, deed.after["reason"]) == (
        Action.APPEAL_DROPPED, "Повтор другого обращения",
    )  # fmt: skip
    letter = people.letters_to(database, people.ANNA)[0]
    assert "закрыто без ответа" in letter.subject and "См. № 1." in letter.text
    again = appealing.write_on(
        database, sent.customer_id, sent.number, "Это не повтор", now=wiring.business_now()
    )
    assert again.is_open, "whoever is not content writes on"
    spam = {**form, "dropping": "spam", "seen": field_of_last(client, sent)}
    assert client.post(address, data=spam).status_code == 303
    assert people.letters_to(database, people.ANNA)[0] == letter, "spam is not written to"


def test_the_page_of_an_account_tells_of_its_appeals(
    client: TestClient, database: Database, sent: Appeal
) -> None:
    private = appealing.submit(
        database, sent.customer_id, "Что вы храните?", topic=Topic.PERSONAL_DATA,
        account=NUMBER, fields={"demand": "tell"},
    )  # fmt: skip
    enter(client, database)
    page = client.get(f"/staff/accounts/{NUMBER}").text
    assert f'href="{PATH}/{sent.number}"' in page and private.number not in page


def field_of_last(client: TestClient, one: Appeal) -> str:
    return field_of(client.get(f"{PATH}/{one.number}").text)
