"""Colleagues at the console: invited by letter alone, sent away at once, never oneself."""

from starlette.testclient import TestClient

from lk_app.db.engine import Database
from lk_app.domain.audit import Action
from lk_app.domain.staff import Role
from tests.api.staff.desk import enter
from tests.usecases import people
from tests.usecases.colleagues import OLGA, log

PATH, BOSS = "/staff/people", "boss@lk.example"
NEW = {"do": "invite", "email": "Vera@lk.example", "name": " Вера  Ким ", "role": "editor"}


def test_a_colleague_is_invited_by_a_letter_that_the_inviter_never_sees(
    client: TestClient, database: Database
) -> None:
    enter(client, database, Role.ADMIN, BOSS)
    done = client.post(PATH, data=NEW)
    page = client.get(done.headers["location"]).text
    assert "Приглашение ушло письмом" in page and "Вера Ким" in page and "приглашён" in page
    secret = people.secret_from(database, "vera@lk.example", "/staff/enrol")
    assert secret not in page and "token=" not in page
    welcome = client.get("/staff/enrol", params={"token": secret}).text
    assert "Первый вход" in welcome and "vera@lk.example" in welcome
    last = log(database)[-1]
    assert (last.by.name, last.deed.action) == (BOSS, Action.STAFF_ADDED)
    assert last.deed.after == {"name": "Вера Ким", "role": "editor"}


def test_what_cannot_be_is_said_beside_its_field(client: TestClient, database: Database) -> None:
    enter(client, database, Role.ADMIN, BOSS)
    for wrong, field in (
        ({"email": "нет"}, "email"), ({"name": " "}, "name"), ({"role": "king"}, "role"),
        ({"email": BOSS}, "email"),
    ):  # fmt: skip
        answer = client.post(PATH, data={**NEW, **wrong})
        assert answer.status_code == 422 and f'id="{field}-error"' in answer.text, wrong
    assert 'value="Вера' in client.post(PATH, data={**NEW, "role": ""}).text, "nothing is lost"


def test_whoever_is_sent_away_is_out_at_once(client: TestClient, database: Database) -> None:
    enter(client, database)
    hers = client.cookies["lk_staff"]
    enter(client, database, Role.ADMIN, BOSS)
    client.post(PATH, data={"do": "disable", "email": OLGA})
    assert "доступ закрыт" in client.get(PATH).text
    client.cookies.set("lk_staff", hers)
    assert client.get("/staff").status_code == 303


def test_a_lost_phone_asks_for_everything_anew(client: TestClient, database: Database) -> None:
    enter(client, database)
    enter(client, database, Role.ADMIN, BOSS)
    done = client.post(PATH, data={"do": "reset", "email": OLGA})
    assert "новая ссылка ушла письмом" in client.get(done.headers["location"]).text
    assert people.secret_from(database, OLGA, "/staff/enrol")


def test_nobody_shuts_themselves_out(client: TestClient, database: Database) -> None:
    enter(client, database, Role.ADMIN, BOSS)
    for todo in ("disable", "reset"):
        answer = client.post(PATH, data={"do": todo, "email": BOSS})
        assert answer.status_code == 422 and "другого администратора" in answer.text
    assert client.get(PATH).status_code == 200
    assert client.post(PATH, data={"do": "disable", "email": "x@lk.example"}).status_code == 422
