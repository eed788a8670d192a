"""«Найти» and the account that it opens: by any number, logged, and told to the subscriber."""

import pytest
from starlette.testclient import TestClient

from lk_app.db.engine import Database
from lk_app.domain.audit import Action
from lk_app.domain.customers import Customer
from lk_app.usecases import account_views
from tests.api.staff.desk import enter
from tests.usecases import metered, people
from tests.usecases.colleagues import log

NUMBER = "6410100101"
OPENED = f"/staff/accounts/{NUMBER}"


@pytest.fixture
def anna(database: Database) -> Customer:
    """With one account; another account of nobody's cabinet lies next door."""
    person = people.confirmed(database)
    meter = metered.account(database, NUMBER, owner=person.id)
    metered.imported(database, meter, metered.INSTALLED, {"single": 4300})
    metered.account(database, "6410100102", owner=people.confirmed(database, people.BORIS).id)
    return person


@pytest.mark.parametrize("typed", [NUMBER, "64101-001-01", "6410100101 "])
def test_one_account_is_opened_at_once(
    client: TestClient, database: Database, anna: Customer, typed: str
) -> None:
    enter(client, database)
    assert client.get("/staff/find", params={"q": typed}).headers["location"] == OPENED


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("64101-001", "Лицевые счета"),
        ("анна ИВАНОВА", "Кабинеты"),
        (people.ANNA.upper(), "Кабинеты"),
        ("8 927 123-45-67", "Кабинеты"),
        ("ул плякина 101", "Дома"),
        (f"S{NUMBER}", "Счётчики"),
        ("import-1-2026-08-01", "Показания"),
    ],
)
def test_each_kind_is_found_by_what_people_say(
    client: TestClient, database: Database, anna: Customer, typed: str, title: str
) -> None:
    enter(client, database)
    page = client.get("/staff/find", params={"q": typed}).text
    assert f"<h2>{title}</h2>" in page
    assert (OPENED in page) or "/staff/houses/" in page
    last = log(database)[-1]
    assert (last.deed.action, last.deed.subject) == (Action.SEARCHED, typed)


@pytest.mark.parametrize("typed", ["%", "_", "' OR 1=1", "\x00", "🙂", "x" * 500, "64"])
def test_nothing_is_found_by_nonsense(
    client: TestClient, database: Database, anna: Customer, typed: str
) -> None:
    enter(client, database)
    page = client.get("/staff/find", params={"q": typed})
    assert page.status_code == 200
    assert "Иванова" not in page.text


def test_an_account_is_shown_and_its_subscriber_reads_who_looked(
    client: TestClient, database: Database, anna: Customer
) -> None:
    enter(client, database)
    page = client.get(OPENED)
    for said in ("Иванова А. П.", people.ANNA, f"S{NUMBER}", "4300", "Долга нет"):
        assert said in page.text, said
    (look,) = account_views.looks(db=database, customer_id=anna.id, tz=metered.ZONE)
    assert (look.account_number, look.name) == (NUMBER, "Olga")
    assert log(database)[-1].deed.action == Action.ACCOUNT_VIEWED
    assert client.get("/staff/accounts/6410109999").status_code == 404
    assert client.get("/staff/accounts/6410%00").status_code == 404


def test_a_stranger_does_not_read_who_looked_into_anothers_account(
    client: TestClient, database: Database, anna: Customer
) -> None:
    enter(client, database)
    client.get(OPENED)
    nobody = people.confirmed(database, "nobody@lk.example")
    assert account_views.looks(db=database, customer_id=nobody.id, tz=metered.ZONE) == []


def test_a_house_lists_its_accounts_page_by_page(
    client: TestClient, database: Database, anna: Customer
) -> None:
    enter(client, database)
    page = client.get("/staff/houses/1").text
    assert OPENED in page and "6410100102" not in page
    assert OPENED not in client.get("/staff/houses/1?page=2").text
    assert client.get("/staff/houses/999").status_code == 404
