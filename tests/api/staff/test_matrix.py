"""Every route of the console × everybody who may come: what the role allows, and the log has it.

The routes are those of the running app; one without a row here fails.
"""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app import lk_app, wiring
from lk_app.api.edge import Edge
from lk_app.db.engine import Database
from lk_app.domain.audit import Action
from lk_app.domain.staff import Role
from tests.api.staff.desk import enter
from tests.usecases import metered, people
from tests.usecases.colleagues import log

OPERATOR, EDITOR, ADMIN = Role.OPERATOR, Role.EDITOR, Role.ADMIN
ALL = frozenset(Role)
OPEN = {("GET", "/staff/login"), ("POST", "/staff/login"), ("GET", "/staff/enrol"),
        ("POST", "/staff/enrol")}  # fmt: skip
MATRIX: dict[tuple[str, str], frozenset[Role]] = {
    ("GET", "/staff"): ALL,
    ("GET", "/staff/find"): frozenset({OPERATOR, ADMIN}),
    ("GET", "/staff/houses/{house_id:int}"): frozenset({OPERATOR, ADMIN}),
    ("GET", "/staff/accounts/{account_number}"): frozenset({OPERATOR, ADMIN}),
    ("GET", "/staff/accounts/{account_number}/acts"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/accounts/{account_number}/acts/read"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/accounts/{account_number}/acts/replace"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/accounts/{account_number}/acts/verify"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/accounts/{account_number}/acts/move"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/accounts/{account_number}/acts/rename"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/accounts/{account_number}/readings/{number}"): frozenset({OPERATOR, ADMIN}),
    ("GET", "/staff/readings"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/readings/{number}"): frozenset({OPERATOR, ADMIN}),
    ("GET", "/staff/readings/{number}/photo"): frozenset({OPERATOR, ADMIN}),
    ("GET", "/staff/payments/unknown"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/payments/unknown"): frozenset({OPERATOR, ADMIN}),
    ("GET", "/staff/payments/review"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/payments/review/{case_id:int}"): frozenset({OPERATOR, ADMIN}),
    ("GET", "/staff/appeals"): frozenset({OPERATOR, ADMIN}),
    ("GET", "/staff/appeals/{number}"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/appeals/{number}"): frozenset({OPERATOR, ADMIN}),
    ("GET", "/staff/appeals/{number}/files/{file_id:int}"): frozenset({OPERATOR, ADMIN}),
    ("GET", "/staff/exports/appeals.csv"): frozenset({OPERATOR, ADMIN}),
    ("GET", "/staff/refunds"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/refunds"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/refunds/{proposal_id:int}"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/refunds/files/{proposal_id:int}"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/refunds/moves"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/refunds/moves/{proposal_id:int}"): frozenset({OPERATOR, ADMIN}),
    ("GET", "/staff/accounts/{account_number}/bills/{period}"): frozenset({OPERATOR, ADMIN}),
    ("GET", "/staff/figures"): ALL,
    ("GET", "/staff/figures/{name}.csv"): ALL,
    ("GET", "/staff/imports"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/imports"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/imports/{upload_id:int}"): frozenset({OPERATOR, ADMIN}),
    ("GET", "/staff/imports/{upload_id:int}/bad.csv"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/imports/journal/{number:int}"): frozenset({OPERATOR, ADMIN}),
    ("GET", "/staff/exports/readings.csv"): frozenset({OPERATOR, ADMIN}),
    ("GET", "/staff/billing"): frozenset({OPERATOR, ADMIN}),
    ("POST", "/staff/billing"): frozenset({OPERATOR, ADMIN}),
    ("GET", "/staff/norms"): frozenset({EDITOR, ADMIN}),
    ("POST", "/staff/norms"): frozenset({EDITOR, ADMIN}),
    ("GET", "/staff/news"): frozenset({EDITOR, ADMIN}),
    ("POST", "/staff/news"): frozenset({EDITOR, ADMIN}),
    ("POST", "/staff/news/undo"): frozenset({EDITOR, ADMIN}),
    ("GET", "/staff/houses"): frozenset({EDITOR, ADMIN}),
    ("GET", "/staff/disclosure"): frozenset({EDITOR, ADMIN}),
    ("POST", "/staff/disclosure"): frozenset({EDITOR, ADMIN}),
    ("GET", "/staff/questions"): frozenset({EDITOR, ADMIN}),
    ("POST", "/staff/questions/{question_id:int}"): frozenset({EDITOR, ADMIN}),
    ("GET", "/staff/tariffs"): frozenset({EDITOR, ADMIN}),
    ("POST", "/staff/tariffs"): frozenset({EDITOR, ADMIN}),
    ("POST", "/staff/tariffs/{proposal_id:int}"): frozenset({EDITOR, ADMIN}),
    ("GET", "/staff/windows"): frozenset({EDITOR, ADMIN}),
    ("POST", "/staff/windows"): frozenset({EDITOR, ADMIN}),
    ("GET", "/staff/people"): frozenset({ADMIN}),
    ("POST", "/staff/people"): frozenset({ADMIN}),
    ("GET", "/staff/personal-data"): frozenset({ADMIN}),
    ("POST", "/staff/personal-data"): frozenset({ADMIN}),
    ("POST", "/staff/personal-data/{proposal_id:int}"): frozenset({ADMIN}),
    ("GET", "/staff/personal-data/{export_id:int}.zip"): frozenset({ADMIN}),
    ("GET", "/staff/looks"): frozenset({ADMIN}),
    ("GET", "/staff/audit"): frozenset({ADMIN}),
    ("GET", "/staff/{rest:path}"): ALL,
    ("POST", "/staff/logout"): ALL,  # last: it ends the session
}
IDS = {
    "{house_id:int}": "1",
    "{account_number}": "6410100101",
    "{number}": "2026-11-000001",
    "{case_id:int}": "1",
    "{file_id:int}": "1",
    "{proposal_id:int}": "1",
    "{export_id:int}": "1",
    "{period}": "2026-10",
    "{upload_id:int}": "1",
    "{number:int}": "1",
    "{question_id:int}": "1",
    "{name}": "debts",
    "{rest:path}": "guess",
}


def test_every_route_of_the_console_has_a_row() -> None:
    found = {
        (method, route.path)  # type: ignore[attr-defined]
        for route in lk_app.http.routes
        if route.path.startswith("/staff")  # type: ignore[attr-defined]
        for method in route.methods - {"HEAD"}  # type: ignore[attr-defined]
    }
    assert found == set(MATRIX) | OPEN


def call(client: TestClient, method: str, path: str) -> int:
    for name, value in IDS.items():
        path = path.replace(name, value)
    return client.request(
        method, path, data={"do": "closed"} if method == "POST" else None
    ).status_code


@pytest.mark.parametrize("caller", ["nobody", "subscriber"])
def test_whoever_is_no_employee_gets_nothing(
    client: TestClient, database: Database, caller: str
) -> None:
    anna = people.confirmed(database)
    metered.account(database, "6410100101", owner=anna.id)
    if caller == "subscriber":
        secret = people.sign_in(database, now=wiring.real_now())
        for name in ("lk_session", "lk_staff"):  # in the console's own cookie, too
            client.cookies.set(name, secret)
    for method, path in MATRIX:
        assert call(client, method, path) == (303 if method == "GET" else 401), path
    assert log(database) == []


@pytest.mark.parametrize("role", list(Role))
def test_an_employee_gets_what_the_role_allows(
    client: TestClient, database: Database, role: Role
) -> None:
    metered.account(database, "6410100101", owner=people.confirmed(database).id)
    enter(client, database, role)
    for (method, path), roles in MATRIX.items():
        before = len(log(database))
        answered = call(client, method, path)
        denied = [one for one in log(database)[before:] if one.deed.action == Action.DENIED]
        if role in roles:
            assert answered in {200, 303, 404, 422} and not denied, path
        else:
            assert answered == 403 and len(denied) == 1, path


def test_a_session_of_the_console_opens_no_cabinet(client: TestClient, database: Database) -> None:
    enter(client, database)
    secret = client.cookies["lk_staff"]
    cabinet = TestClient(
        Edge(Starlette(routes=lk_app.http.routes), output=wiring.settings().var_dir, https=False),
        cookies={"lk_session": secret, "lk_staff": secret},
        follow_redirects=False,
    )
    assert cabinet.get("/simple").headers["location"].startswith("/simple/login")
    assert cabinet.get("/api/readings").status_code == 401
