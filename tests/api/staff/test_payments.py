"""The queues of money: whose a payment is, and what becomes of a difference."""

from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from lk_app import wiring
from lk_app.db import ledger
from lk_app.db import reconciliation as stored
from lk_app.db.engine import Database
from lk_app.domain.audit import Action
from lk_app.domain.gateway_registers import LineKind
from lk_app.domain.reconciliation import Finding, FindingKind
from lk_app.usecases import payment_reviews, unknown_payments
from lk_app.usecases.imports import bank_registers
from lk_app.usecases.imports.loading import Books
from tests.api.staff.desk import enter
from tests.usecases import metered, people
from tests.usecases.colleagues import OLGA, log

NUMBER = "6410100101"
UNKNOWN, REVIEW = "/staff/payments/unknown", "/staff/payments/review"


@pytest.fixture
def waiting(database: Database, tmp_path: Path) -> str:
    """An account, and a payment to one that there is not: the number of its operation."""
    metered.account(database, NUMBER, owner=people.confirmed(database).id)
    file = tmp_path / "sber.txt"
    line = "08-11-2026;10-15-02;8622;1;740000002;6410109999;СИДОРОВ;;0000;1200,50;0;0"
    file.write_bytes(f"{line}\r\n=1;1200,50".encode("cp1251"))
    books = Books(wiring.business_now(), metered.ZONE, 10)
    bank_registers.run(db=database, path=file, books=books, profile="sber")
    (kept,) = unknown_payments.waiting(db=database)
    return kept.number


def test_a_payment_is_counted_once_its_account_was_looked_at(
    client: TestClient, database: Database, waiting: str
) -> None:
    enter(client, database)
    assert "1\xa0200,50\xa0₽" in client.get(UNKNOWN).text
    form = {"number": waiting, "account": "64101-001-01"}
    asked = client.post(UNKNOWN, data=form)
    assert "Иванова А. П." in asked.text and "Зачислить 1\xa0200,50\xa0₽" in asked.text
    other = client.post(UNKNOWN, data={**form, "confirmed": "6410100102"})
    assert other.status_code == 200, "another account was confirmed, so it is asked again"
    with database.read() as session:
        assert ledger.balance(session, 1) == 0
    done = client.post(UNKNOWN, data={**form, "confirmed": NUMBER})
    assert (done.status_code, done.headers["location"]) == (303, f"{UNKNOWN}?done=settled")
    assert "Платёж зачислен" in client.get(done.headers["location"]).text
    with database.read() as session:
        assert ledger.balance(session, 1) == -1200_50
    last = log(database)[-1]
    assert (last.by.name, last.deed.action, last.deed.account_id) == (
        OLGA,
        Action.PAYMENT_SETTLED,
        1,
    )
    assert last.deed.before["account"] == "6410109999"
    assert dict(last.deed.after) == {"account": NUMBER, "amount": "1200.50"}


@pytest.mark.parametrize("account", ["6410109998", "12", "сто"])
def test_an_account_that_is_not_there_is_told_and_stays_typed(
    client: TestClient, database: Database, waiting: str, account: str
) -> None:
    enter(client, database)
    answer = client.post(UNKNOWN, data={"number": waiting, "account": account})
    assert answer.status_code == 422
    assert 'id="account-1-error"' in answer.text and f'value="{account}"' in answer.text


def test_a_case_is_closed_with_a_decision(client: TestClient, database: Database) -> None:
    finding = Finding(
        "yookassa", LineKind.PAYMENT, "X-1", "", FindingKind.MISSING_HERE, date(2026, 11, 19),
        {}, {"amount": 500_00, "currency": "RUB", "state": "succeeded"},
    )  # fmt: skip
    with database.write() as session:
        stored.open_case(session, finding, at=wiring.business_now())
    enter(client, database)
    shown = client.get(REVIEW).text
    assert "у банка есть, у нас нет" in shown and "500,00\xa0₽" in shown
    silent = client.post(f"{REVIEW}/1", data={"do": "closed", "note": " "})
    assert silent.status_code == 422 and "Напишите, что решено" in silent.text
    strange = client.post(f"{REVIEW}/1", data={"do": "asked"})
    assert strange.status_code == 422
    done = client.post(f"{REVIEW}/1", data={"do": "closed", "note": "Вернул банк"})
    assert done.headers["location"] == f"{REVIEW}?done=closed"
    assert payment_reviews.cases(db=database) == []
    last = log(database)[-1]
    assert (last.deed.action, last.deed.after["note"]) == (Action.REVIEW_CLOSED, "Вернул банк")
    assert last.deed.before["there"]["amount"] == 500_00
    assert client.post(f"{REVIEW}/77", data={"do": "closed", "note": "да"}).status_code == 422
