"""/staff/login, /staff/enrol and the guard, as a browser sees them."""

import re

from starlette.testclient import TestClient

from lk_app import wiring
from lk_app.db.engine import Database
from lk_app.domain.audit import COMMAND_LINE, Action
from lk_app.domain.staff import Role
from lk_app.usecases import staff
from tests.api.staff.desk import enter, typed
from tests.usecases.colleagues import OLGA, PASSWORD, log, phone


def test_an_invited_employee_enrols_and_signs_in_with_a_recovery_code(
    client: TestClient, database: Database
) -> None:
    now = wiring.real_now()
    made = staff.add(
        db=database, email=OLGA, name="Ольга", role=Role.EDITOR, by=COMMAND_LINE, now=now
    )
    page = client.get(f"/staff/enrol?token={made.secret}")
    assert "data:image/svg+xml" in page.text
    form = {"token": made.secret, "password": PASSWORD, "password_again": PASSWORD}
    wrong = client.post("/staff/enrol", data={**form, "code": "000000"})
    assert wrong.status_code == 422
    assert 'id="code-error"' in wrong.text and PASSWORD not in wrong.text
    code = phone(database, now=wiring.real_now(), signer=wiring.signer())
    shown = client.post("/staff/enrol", data={**form, "code": f"{code[:3]} {code[3:]}"}).text
    codes = re.findall(r"<li><code>([^<]+)</code>", shown)
    assert len(set(codes)) == 10
    assert client.get(f"/staff/enrol?token={made.secret}").status_code == 404
    entered = client.post("/staff/login", data=typed(OLGA, codes[3]))
    assert (entered.status_code, entered.headers["location"]) == (303, "/staff")
    assert "Ольга, редактор" in client.get("/staff").text


def test_the_cookie_is_of_the_console_alone(client: TestClient, database: Database) -> None:
    enter(client, database)
    (cookie,) = [one for one in client.cookies.jar if one.name == "lk_staff"]
    assert (cookie.path, cookie.has_nonstandard_attr("HttpOnly")) == ("/staff", True)
    assert cookie.get_nonstandard_attr("SameSite") == "strict"


def test_a_refusal_keeps_the_mailbox_and_nothing_else(
    client: TestClient, database: Database
) -> None:
    answer = client.post("/staff/login", data=typed(OLGA, "123456"))
    assert answer.status_code == 422
    assert f'value="{OLGA}"' in answer.text
    assert PASSWORD not in answer.text and "123456" not in answer.text
    assert "lk_staff" not in answer.headers.get("set-cookie", "")


def test_whoever_is_not_signed_in_is_led_to_sign_in_and_back(
    client: TestClient, database: Database
) -> None:
    asked = client.get("/staff/audit?actor=lk")
    assert asked.headers["location"] == "/staff/login?next=/staff/audit%3Factor%3Dlk"
    assert 'value="/staff/audit?actor=lk"' in client.get(asked.headers["location"]).text
    for elsewhere in ("https://evil.example", "//evil.example", "/cabinet", "/staffing"):
        page = client.get("/staff/login", params={"next": elsewhere}).text
        assert 'name="next" value="/staff"' in page
    assert client.post("/staff/logout").status_code == 401


def test_who_left_the_desk_is_told_why(client: TestClient, database: Database) -> None:
    enter(client, database)
    staff.disable(db=database, email=OLGA, by=COMMAND_LINE, now=wiring.real_now())
    asked = client.get("/staff")
    assert "15 минут" in client.get(asked.headers["location"]).text


def test_what_the_role_does_not_allow_is_refused_and_written_down(
    client: TestClient, database: Database
) -> None:
    enter(client, database, Role.EDITOR)
    assert "Журнал" not in client.get("/staff").text
    assert client.get("/staff/audit").status_code == 403
    last = log(database)[-1]
    assert (last.deed.action, last.deed.subject) == (Action.DENIED, "GET /staff/audit")
    assert last.by.name == OLGA


def test_signing_out_ends_the_session_on_the_server(client: TestClient, database: Database) -> None:
    enter(client, database)
    secret = client.cookies["lk_staff"]
    assert client.post("/staff/logout").status_code == 303
    client.cookies.set("lk_staff", secret, path="/staff")
    assert client.get("/staff").status_code == 303


def test_another_sites_form_is_turned_away(client: TestClient, database: Database) -> None:
    enter(client, database)
    foreign = {"Origin": "https://evil.example"}
    assert client.post("/staff/logout", headers=foreign).status_code == 403
    assert client.get("/staff").status_code == 200


def test_no_page_runs_a_script_or_stays_in_a_cache(client: TestClient, database: Database) -> None:
    enter(client, database, Role.ADMIN)
    for path in ("/staff", "/staff/audit", "/staff/nothing/here", "/staff/enrol?token=guess"):
        answer = client.get(path)
        assert "script" not in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "private, no-store"


def test_the_log_is_read_page_by_page(client: TestClient, database: Database) -> None:
    enter(client, database, Role.ADMIN)
    for number in range(60):
        staff.disable(db=database, email=OLGA, by=COMMAND_LINE, now=wiring.real_now())
        staff.add(
            db=database, email=OLGA, name=f"Ольга {number}", role=Role.ADMIN, by=COMMAND_LINE,
            now=wiring.real_now(),
        )  # fmt: skip
    enter_again = client.get("/staff/audit")
    assert enter_again.is_redirect, "who is sent away is out"
    boss = "boss@lk.example"
    enter(client, database, Role.ADMIN, boss)
    first = client.get("/staff/audit").text
    assert first.count("<tr>") == 51 and "boss@lk.example, администратор" in first
    assert "команда lk" in first
    (older,) = re.findall(r'href="(/staff/audit\?before=[^"]+)"', first)
    second = client.get(older.replace("&amp;", "&")).text
    assert "Ольга 59" in first and "Ольга 59" not in second
    only = client.get("/staff/audit", params={"actor": boss}).text
    assert "команда lk" not in only
    nonsense = client.get("/staff/audit?before=x&actor=%00%27")
    assert nonsense.status_code == 200
