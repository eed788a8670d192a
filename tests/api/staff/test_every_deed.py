"""Whatever is done at the console stands in the log with who did it: every POST of the running
app."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from starlette.testclient import TestClient

from lk_app import lk_app, wiring
from lk_app.db import questions, reconciliation
from lk_app.db.engine import Database
from lk_app.db.tables import PaymentPartRow, PaymentRow
from lk_app.domain.audit import Action
from lk_app.domain.gateway_registers import LineKind
from lk_app.domain.questions import Asked
from lk_app.domain.reconciliation import Finding, FindingKind
from lk_app.domain.staff import Role
from lk_app.usecases import unknown_payments
from lk_app.usecases.imports import bank_registers
from lk_app.usecases.imports.loading import Books
from tests.api.staff.desk import enter, field
from tests.api.staff.test_account_acts import HUNG, MOVED
from tests.api.staff.test_readings import send
from tests.usecases import appealing, metered, people
from tests.usecases.colleagues import OLGA, log

NUMBER, LEFT, THIRD = "6410100101", "6410100102", "6410100103"
BOSS, PAID = "boss@lk.example", "261120-100009-737644"
BANK = "08-11-2026;10-15-02;8622;1;740000002;6410109999;СИДОРОВ;;0000;1200,50;0;0\r\n=1;1200,50"
PAYMENTS = f"payment_id,account_number,paid_on,amount,source\nP1,{NUMBER},2026-11-10,100.00,bank\n"
REFUNDS = (
    f"refund_id,account_number,paid_on,amount,reference\nR1,{NUMBER},2026-11-18,300.00,п/п 481\n"
)
PRICES = (
    "valid_from,valid_to,category,zones,register,band,up_to_kwh,price,source\n"
    "2027-01-01,,urban_gas,1,single,1,,5.50,приказ\n"
)
NEWS = "---\ntitle: Работы\nslug: raboty\npublished: 2026-11-20\n---\n"
WINDOW = {"valid_from": "2027-01-01", "first_day": "20", "last_day": "28", "do": "publish"}


class Deed(NamedTuple):
    """What is sent where, and what the log holds of it; `route` where its address has a name."""

    path: str
    form: Mapping[str, str]
    actions: tuple[Action, ...]
    route: str = ""
    files: Mapping[str, Any] | None = None


@pytest.fixture
def anna(client: TestClient, database: Database, tmp_path: Path) -> int:
    """One of everything that an employee may decide about."""
    owner = people.confirmed(database).id
    metered.tariff(database)
    for number in (NUMBER, LEFT, THIRD):
        metered.account(database, number, owner=owner)
    file, now = tmp_path / "sber.txt", wiring.real_now()
    file.write_bytes(BANK.encode("cp1251"))
    books = Books(wiring.business_now(), metered.ZONE, 10)
    bank_registers.run(db=database, path=file, books=books, profile="sber")
    appealing.submit(database, owner, now=wiring.business_now())
    finding = Finding("yookassa", LineKind.PAYMENT, "X-1", "", FindingKind.MISSING_HERE,
                      date(2026, 11, 19), {}, {"amount": 500_00})  # fmt: skip
    row = PaymentRow(
        public_id=PAID, gateway="demo_bank", method="card", amount=500_00, state="succeeded",
        idempotency_key="k", external_id="x", created_at=now, updated_at=now,
    )  # fmt: skip
    with database.write() as session:
        reconciliation.open_case(session, finding, at=wiring.business_now())
        asked = Asked("Анна", people.ANNA, "Когда включат свет?")
        questions.add(session, "/news/1", asked, consent="1", source="10.0.0.1", now=now)
        session.add(row)
        session.flush()
        session.add(PaymentPartRow(payment_id=row.id or 0, account_id=1, amount=500_00))
    return owner


def test_every_deed_is_in_the_log(client: TestClient, database: Database, anna: int) -> None:
    enter(client, database, Role.ADMIN)
    # the doors are in the log, too (test_sessions); a file that is looked through is nothing done
    seen = {"/staff/enrol", "/staff/login", "/staff/imports"}
    for deed in deeds(client, database, anna):
        before = len(log(database))
        answer = client.post(deed.path, data=dict(deed.form), files=deed.files)
        assert answer.status_code == 303, (deed.path, answer.text)
        written = log(database)[before:]
        assert set(deed.actions) <= {one.deed.action for one in written}, deed.path
        assert {one.by.name for one in written} <= {OLGA, BOSS}, deed.path
        seen.add(deed.route or deed.path)
    assert seen == {
        route.path  # type: ignore[attr-defined]
        for route in lk_app.http.routes
        if route.path.startswith("/staff") and "POST" in route.methods  # type: ignore[attr-defined]
    }, "a deed that nothing proves to be in the log"


def deeds(client: TestClient, database: Database, anna: int) -> Iterator[Deed]:
    """One of each, each as it can be done after the ones before it."""
    yield from _readings(database, anna)
    yield from _account(client, database)
    yield from _money(database)
    yield from _files(client)
    yield from _site()
    yield Deed("/staff/appeals/2026-000001", {"do": "taken"}, (Action.APPEAL_TAKEN,),
               "/staff/appeals/{number}")  # fmt: skip
    yield Deed("/staff/people", {"do": "invite", "email": "v@lk.example", "name": "Вера",
                                 "role": "editor"}, (Action.STAFF_ADDED,))  # fmt: skip
    yield from _second_person(client, database)
    yield Deed("/staff/logout", {}, (Action.SIGNED_OUT,))


def _readings(database: Database, anna: int) -> Iterator[Deed]:
    number = send(database, anna, "99999", "k", day=19)
    yield Deed(f"/staff/readings/{number}", {"queue": "suspicious", "do": "refused", "note": "Нет"},
               (Action.READING_REFUSED,), "/staff/readings/{number}")  # fmt: skip


def _account(client: TestClient, database: Database) -> Iterator[Deed]:
    acts, route = f"/staff/accounts/{NUMBER}/acts", "/staff/accounts/{account_number}/acts"
    read = {"read_single": "4300", "taken_on": "2026-11-19", "key": "k"}
    yield Deed(f"{acts}/read", read, (Action.READING_TAKEN,), f"{route}/read")
    page = client.get(f"/staff/accounts/{NUMBER}").text
    receipt = page.split(f'action="/staff/accounts/{NUMBER}/readings/')[1].split('"')[0]
    yield Deed(f"/staff/accounts/{NUMBER}/readings/{receipt}", {"note": "Не тот счётчик"},
               (Action.READING_REFUSED,),
               "/staff/accounts/{account_number}/readings/{number}")  # fmt: skip
    yield Deed(f"{acts}/verify", {"verified_until": "2034-05-01"}, (Action.METER_VERIFIED,),
               f"{route}/verify")  # fmt: skip
    yield Deed(f"{acts}/rename", {"name": "Иванова Анна Петровна"}, (Action.HOLDER_RENAMED,),
               f"{route}/rename")  # fmt: skip
    for path, form, action in (
        (f"{acts}/replace", HUNG, Action.METER_REPLACED),
        (f"/staff/accounts/{LEFT}/acts/move", MOVED, Action.HOLDER_CHANGED),
    ):
        confirmed = field(client.post(path, data=form).text, "confirmed")
        yield Deed(path, {**form, "confirmed": confirmed}, (action,),
                   f"{route}/{path.rpartition('/')[2]}")  # fmt: skip


def _money(database: Database) -> Iterator[Deed]:
    (kept,) = unknown_payments.waiting(db=database)
    settled = {"number": kept.number, "account": NUMBER, "confirmed": NUMBER}
    yield Deed("/staff/payments/unknown", settled, (Action.PAYMENT_SETTLED,))
    yield Deed("/staff/payments/review/1", {"do": "closed", "note": "Вернул банк"},
               (Action.REVIEW_CLOSED,), "/staff/payments/review/{case_id:int}")  # fmt: skip
    yield Deed("/staff/refunds", {"number": PAID, "amount": "100", "reason": "Заплатил дважды"},
               (Action.PROPOSED,))  # fmt: skip
    yield Deed("/staff/tariffs", {"text": PRICES, "do": "propose"}, (Action.PROPOSED,))
    asked = {"email": people.ANNA, "request": "№ 7 от 19.11.2026"}
    yield Deed("/staff/personal-data", asked, (Action.PROPOSED,))
    moved = {"payment": kept.number, "account": THIRD, "why": "Ошибка в номере счёта"}
    yield Deed("/staff/refunds/moves", moved, (Action.PROPOSED,))
    yield Deed("/staff/billing", {"first": "2026-08", "last": "2026-10"},
               (Action.BILLING_ORDERED,))  # fmt: skip


def _files(client: TestClient) -> Iterator[Deed]:
    """A file that is only looked through is nothing done."""
    for kind, text, do, action in (
        ("payments", PAYMENTS, "all", Action.IMPORTED),
        ("refunds", REFUNDS, "propose", Action.PROPOSED),
    ):
        file = {"file": ("file.csv", text.encode())}
        page = client.post("/staff/imports", data={"kind": kind}, files=file).text
        upload = re.findall(r'action="/staff/imports/(\d+)"', page)[0]
        yield Deed(f"/staff/imports/{upload}", {"do": do}, (action,),
                   "/staff/imports/{upload_id:int}")  # fmt: skip
    number = client.get("/staff/imports").text.split("/staff/imports/journal/")[1].split('"')[0]
    yield Deed(f"/staff/imports/journal/{number}", {"do": "undo"}, (Action.IMPORT_UNDONE,),
               "/staff/imports/journal/{number:int}")  # fmt: skip


def _site() -> Iterator[Deed]:
    for text in ("Завтра", "Послезавтра"):
        yield Deed("/staff/news", {"source": NEWS + text, "do": "publish"},
                   (Action.NEWS_PUBLISHED,), files={"picture": ("", b"")})  # fmt: skip
    yield Deed("/staff/news/undo", {"path": "/news/2026/11/raboty"}, (Action.NEWS_PUBLISHED,))
    yield Deed("/staff/disclosure", {"title": "Отчёт", "kind": "Отчётность", "year": "2025"},
               (Action.DISCLOSED,), files={"file": ("отчёт.pdf", b"%PDF-1.7 1")})  # fmt: skip
    yield Deed("/staff/questions/1", {"do": "answer", "text": "В полдень."},
               (Action.QUESTION_ANSWERED,), "/staff/questions/{question_id:int}")  # fmt: skip
    yield Deed("/staff/windows", WINDOW, (Action.WINDOWS_PUBLISHED,))
    norm = {"what": "norm", "valid_from": "2027-01-01", "category": "rural", "kwh": "96"}
    yield Deed("/staff/norms", {**norm, "do": "publish"}, (Action.NORMS_PUBLISHED,))
    rate = {"what": "rate", "valid_from": "2027-01-01", "per_cent": "16,5"}
    yield Deed("/staff/norms", {**rate, "do": "publish"}, (Action.RATES_PUBLISHED,))


def _second_person(client: TestClient, database: Database) -> Iterator[Deed]:
    enter(client, database, Role.ADMIN, BOSS)
    for place, noun in (
        (1, "refunds"),
        (2, "tariffs"),
        (3, "personal-data"),
        (5, "refunds/files"),
        (4, "refunds/moves"),
    ):
        yield Deed(f"/staff/{noun}/{place}", {"do": "accept"}, (Action.PROPOSAL_ACCEPTED,),
                   f"/staff/{noun}/{{proposal_id:int}}")  # fmt: skip
