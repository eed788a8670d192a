"""A controller's reading, a meter's replacement and verification, a change of holder."""

import pytest
from starlette.testclient import TestClient

from lk_app import wiring
from lk_app.db import accounts, meters, readings
from lk_app.db.engine import Database
from lk_app.domain.accounts import Account
from lk_app.domain.audit import Action
from lk_app.domain.meters import Meter
from lk_app.domain.readings import ReadingSource
from lk_app.settings import LinkProof
from lk_app.usecases import account_views, links
from lk_app.usecases.links import Claim, Claimant, LinkRules
from tests.api.staff.desk import enter, field
from tests.usecases import metered, people
from tests.usecases.colleagues import log
from tests.usecases.metered import ZONE

NUMBER, NEW = "6410100101", "6410900001"
AT = f"/staff/accounts/{NUMBER}/acts"
HUNG = {
    "removed_on": "2026-11-18", "final_single": "4700", "serial": "N-1", "model": "Нева МТ 124",
    "zones": "2", "digits": "6", "ratio": "1", "until": "2042-11-18", "t1": "12", "t2": "5",
}  # fmt: skip
MOVED = {
    "closed_on": "2026-11-18", "left_single": "4700", "new_number": "64109-000-01",
    "holder": "Петров Пётр Петрович", "residents": "3",
}  # fmt: skip


@pytest.fixture
def anna(client: TestClient, database: Database) -> int:
    owner = people.confirmed(database).id
    metered.account(database, NUMBER, owner=owner)
    enter(client, database)
    return owner


def account(database: Database, number: str = NUMBER) -> tuple[Account, list[Meter]]:
    with database.read() as session:
        found = accounts.by_number(session, number)
        assert found is not None
        return found, meters.of_account(session, found.id)


def done(client: TestClient, act: str, form: dict[str, str]) -> str:
    """Send a form, answer its question by yes; where it leads."""
    asked = client.post(f"{AT}/{act}", data=form)
    assert asked.status_code == 200 and 'role="alert"' in asked.text, asked.text
    again = {**form, "confirmed": field(asked.text, "confirmed")}
    answered = client.post(f"{AT}/{act}", data=again)
    assert answered.status_code == 303, answered.text
    return answered.headers["location"]


def test_a_controllers_reading_has_its_own_source(
    client: TestClient, database: Database, anna: int
) -> None:
    form = {"read_single": "4300", "taken_on": "2026-11-19", "key": "k"}
    for _ in range(2):  # the second click of a slow double one
        sent = client.post(f"{AT}/read", data=form)
        assert sent.headers["location"] == f"/staff/accounts/{NUMBER}?done=read"
    page = client.get(sent.headers["location"]).text
    assert "Показание контролёра принято" in page and "контролёр" in page
    with database.read() as session:
        (one,) = readings.of_meters(session, [1])[1]
    assert (one.source, str(one.taken_on)) == (ReadingSource.CONTROLLER, "2026-11-19")
    assert [one.deed.action for one in log(database)].count(Action.READING_TAKEN) == 1


def test_a_controller_is_asked_and_refused_as_anybody(
    client: TestClient, database: Database, anna: int
) -> None:
    form = {"read_single": "99999", "taken_on": "2026-11-19", "key": "k"}
    asked = client.post(f"{AT}/read", data=form).text
    assert "намного больше" in asked and 'value="99999"' in asked
    answer = {name: field(asked, name) for name in ("confirmed", "asked")}
    other = client.post(f"{AT}/read", data={**form, **answer, "read_single": "88888"})
    assert other.status_code == 200, "the answer was about other figures"
    assert client.post(f"{AT}/read", data={**form, **answer}).status_code == 303
    for typed, told in (("4100", "Прошлое показание"), ("46,5", "целые"), ("", "Введите")):
        refused = client.post(f"{AT}/read", data={**form, "read_single": typed, "key": "other"})
        assert refused.status_code == 422 and told in refused.text
        assert 'id="read-read_single-error"' in refused.text
    ahead = client.post(f"{AT}/read", data={**form, "taken_on": "2026-12-01", "key": "other"})
    assert ahead.status_code == 422 and "ещё не наступила" in ahead.text


def test_any_reading_is_taken_back_from_the_accounts_page(
    client: TestClient, database: Database, anna: int
) -> None:
    client.post(f"{AT}/read", data={"read_single": "4300", "taken_on": "2026-11-19", "key": "k"})
    page = client.get(f"/staff/accounts/{NUMBER}").text
    address = page.split(f'action="/staff/accounts/{NUMBER}/readings/')[1].split('"')[0]
    path = f"/staff/accounts/{NUMBER}/readings/{address}"
    assert client.post(path, data={"note": " "}).status_code == 422
    gone = client.post(path, data={"note": "Снято с соседнего счётчика."})
    assert gone.headers["location"].endswith("done=reading-refused")
    assert "не принято" in client.get(f"/staff/accounts/{NUMBER}").text


def test_a_replaced_meter_has_its_final_and_the_new_one_its_first_readings(
    client: TestClient, database: Database, anna: int
) -> None:
    wrong = client.post(f"{AT}/replace", data={**HUNG, "t2": ""})
    assert wrong.status_code == 422 and 'id="replace-t2-error"' in wrong.text
    backwards = client.post(f"{AT}/replace", data={**HUNG, "final_single": "4000"})
    said = {**HUNG, "final_single": "4000", "confirmed": field(backwards.text, "confirmed")}
    refused = client.post(f"{AT}/replace", data=said)
    assert refused.status_code == 422 and "меньше прошлого" in refused.text
    assert len(account(database)[1]) == 1, "nothing of it was kept"
    assert done(client, "replace", HUNG).endswith("done=replaced")
    old, new = account(database)[1]
    assert (str(old.removed_on), old.final_readings) == ("2026-11-18", {"single": 4700})
    assert (new.serial, new.zones, new.initial_readings) == ("N-1", 2, {"day": 12, "night": 5})
    deed = log(database)[-1].deed
    assert (deed.action, deed.before["serial"], deed.after["serial"], deed.account_id) == (
        Action.METER_REPLACED, f"S{NUMBER}", "N-1", 1,
    )  # fmt: skip


def test_a_verification_is_written_down(client: TestClient, database: Database, anna: int) -> None:
    bad = client.post(f"{AT}/verify", data={"verified_until": "скоро"})
    assert bad.status_code == 422 and 'value="скоро"' in bad.text
    sent = client.post(f"{AT}/verify", data={"verified_until": "2034-05-01"})
    assert sent.headers["location"].endswith("done=verified")
    assert str(account(database)[1][0].verified_until) == "2034-05-01"
    assert log(database)[-1].deed.after["until"] == "2034-05-01"


def test_a_change_of_holder_ends_the_old_link(
    client: TestClient, database: Database, anna: int
) -> None:
    half = client.post(f"{AT}/move", data={**MOVED, "holder": ""})
    assert half.status_code == 422 and 'id="move-holder-error"' in half.text
    assert done(client, "move", MOVED).endswith("done=moved")
    closed, (left,) = account(database)
    _, (goes_on,) = account(database, NEW)
    assert (str(closed.closed_on), left.final_readings) == ("2026-11-18", {"single": 4700})
    assert (goes_on.serial, goes_on.initial_readings) == (left.serial, {"single": 4700})
    seen = [one.account.account_number for one in _links(database, anna)]
    assert seen == [NUMBER], "her own past, and nothing of who came after"
    assert NUMBER[:5] in people.letters_to(database, people.ANNA)[0].text
    boris = people.confirmed(database, people.BORIS).id
    (made,) = links.attach(
        db=database,
        claims=[Claim(1, "", "12", NEW)],
        by=Claimant(boris, "10.0.0.9", wiring.real_now(), wiring.business_now().date()),
        rules=LinkRules(LinkProof.NONE, 10),
        paper=people.PAPER,
    )
    assert not isinstance(made, Exception) and made.account.account_number == NEW
    deed = log(database)[-1].deed
    assert (deed.action, deed.before["name"], deed.after["account"]) == (
        Action.HOLDER_CHANGED, "Иванова А. П.", NEW,
    )  # fmt: skip
    assert "ничего не меняется" in client.get(AT).text


def _links(database: Database, customer_id: int) -> list[links.Link]:
    with database.read() as session:
        return accounts.links(session, customer_id)


def test_who_looked_is_seen_by_the_subscriber(
    client: TestClient, database: Database, anna: int
) -> None:
    client.get(f"/staff/accounts/{NUMBER}")
    (look,) = account_views.looks(db=database, customer_id=anna, tz=ZONE)
    assert (look.account_number, look.name) == (NUMBER, "Olga")


def test_a_misspelt_name_is_mended_and_nobody_loses_access(
    client: TestClient, database: Database, anna: int
) -> None:
    assert 'value="Иванова А. П."' in client.get(AT).text
    empty = client.post(f"{AT}/rename", data={"name": " "})
    assert empty.status_code == 422 and 'id="rename-name-error"' in empty.text
    for _ in range(2):
        done = client.post(f"{AT}/rename", data={"name": " Иванова  Анна Петровна "})
    page = client.get(done.headers["location"]).text
    assert "Имя исправлено" in page and "Иванова Анна Петровна" in page
    assert NUMBER in client.get("/staff/find", params={"q": "анна петровна"}).text.replace("-", "")
    (link,) = _links(database, anna)
    assert link.account.account_number == NUMBER
    renamed = [one.deed for one in log(database) if one.deed.action is Action.HOLDER_RENAMED]
    assert [(one.before, one.after) for one in renamed] == [
        ({"name": "Иванова А. П."}, {"name": "Иванова Анна Петровна"})
    ]
