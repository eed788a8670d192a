"""Money goes back to its payer by two people, and once."""

from datetime import date

import pytest
from starlette.testclient import TestClient

from lk_app import wiring
from lk_app.db import ledger, payment_refunds
from lk_app.db.engine import Database
from lk_app.db.tables import PaymentPartRow, PaymentRow
from lk_app.domain.audit import Action
from lk_app.domain.ledger import EntryKind, owed
from lk_app.domain.payment_refunds import Refund
from lk_app.domain.periods import Period
from lk_app.domain.staff import Role
from tests.api.staff.desk import enter
from tests.usecases import metered, people, registers
from tests.usecases.colleagues import OLGA, log

REFUNDS, NUMBER, BOSS = "/staff/refunds", "261120-100009-737644", "boss@lk.example"
NUMBER_OF_ANNA = "6410100101"
FORM = {"number": NUMBER, "amount": "100", "reason": "Заплатил дважды"}


@pytest.fixture
def paid(database: Database) -> None:
    """A payment of 500 roubles that came in; the demo bank itself is not up."""
    metered.account(database, owner=people.confirmed(database).id)
    now = wiring.real_now()
    row = PaymentRow(
        public_id=NUMBER, gateway="demo_bank", method="card", amount=500_00, state="succeeded",
        idempotency_key="k", external_id="x", created_at=now, updated_at=now,
    )  # fmt: skip
    with database.write() as session:
        session.add(row)
        session.flush()
        session.add(PaymentPartRow(payment_id=row.id or 0, account_id=1, amount=500_00))


def refunds(database: Database) -> list[Refund]:
    with database.read() as session:
        return payment_refunds.of_payment(session, 1)


@pytest.mark.usefixtures("paid")
def test_a_refund_needs_a_second_person(client: TestClient, database: Database) -> None:
    enter(client, database)
    for _ in range(2):  # pressed twice
        proposed = client.post(REFUNDS, data=FORM)
        assert proposed.headers["location"] == f"{REFUNDS}?done=proposed"
    assert client.get(REFUNDS).text.count("Заплатил дважды") == 1
    own = client.post(f"{REFUNDS}/1", data={"do": "accept"})
    assert own.status_code == 422 and "нужен второй человек" in own.text
    assert refunds(database) == []
    enter(client, database, Role.ADMIN, BOSS)
    assert "Вернуть 100,00\xa0₽" in client.get(REFUNDS).text
    done = client.post(f"{REFUNDS}/1", data={"do": "accept"})
    assert done.headers["location"] == f"{REFUNDS}?done=refunding"
    (refund,) = refunds(database)
    assert (refund.amount, refund.by) == (100_00, f"{OLGA}, {BOSS}")
    last = log(database)[-1]
    assert (last.by.name, last.deed.action) == (BOSS, Action.PROPOSAL_ACCEPTED)
    assert client.post(f"{REFUNDS}/1", data={"do": "accept"}).status_code == 422
    assert client.post("/staff/tariffs/1", data={"do": "accept"}).status_code == 422
    assert len(refunds(database)) == 1


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize(
    "wrong", [{"amount": "501"}, {"amount": "сто"}, {"reason": " "}, {"number": "guess"}]
)
def test_what_cannot_go_back_is_told_and_stays_typed(
    client: TestClient, database: Database, wrong: dict[str, str]
) -> None:
    enter(client, database)
    answer = client.post(REFUNDS, data={**FORM, **wrong})
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert log(database)[-1].deed.action == Action.SIGNED_IN


def test_a_file_of_refunds_needs_a_second_person_too(
    client: TestClient, database: Database
) -> None:
    metered.account(database, NUMBER_OF_ANNA, owner=people.confirmed(database).id)
    credit(database)
    enter(client, database)
    head = "refund_id,account_number,paid_on,amount,reference"
    text = f"{head}\nR1,{NUMBER_OF_ANNA},2026-11-18,300.00,п/п 481\n"
    file = {"file": ("refunds.csv", text.encode())}
    seen = client.post("/staff/imports", data={"kind": "refunds"}, files=file).text
    assert "файл примет другой сотрудник" in seen and "Внести<" not in seen
    alone = client.post("/staff/imports/1", data={"do": "all"})
    assert alone.status_code == 422 and "Возвраты вносят двое" in alone.text
    proposed = client.post("/staff/imports/1", data={"do": "propose"})
    assert proposed.headers["location"] == f"{REFUNDS}?done=proposed"
    form, address = {"do": "accept"}, f"{REFUNDS}/files/1"
    assert client.post(address, data=form).status_code == 422
    assert balance(database) == -500_00
    enter(client, database, Role.ADMIN, BOSS)
    assert "п/п 481" in client.get(REFUNDS).text
    assert client.post(f"{REFUNDS}/1", data=form).status_code == 422, "another kind"
    done = client.post(address, data=form)
    assert "Возвраты внесены" in client.get(done.headers["location"]).text
    assert balance(database) == -200_00
    assert client.post(address, data=form).status_code == 422
    assert balance(database) == -200_00
    last = [one.deed.action for one in log(database)]
    assert Action.PROPOSED in last and Action.PROPOSAL_ACCEPTED in last


def credit(database: Database) -> None:
    """The account is overpaid by 500 roubles."""
    entry = owed(
        EntryKind.PAYMENT, account_id=1, ref="p/1", change=-500_00, value_date=date(2026, 11, 10),
        booked_in=Period(2026, 11), posted_at=wiring.business_now(),
    )  # fmt: skip
    with database.write() as session:
        ledger.post(session, [entry])


def balance(database: Database) -> int:
    with database.read() as session:
        return ledger.balance(session, 1)


def test_a_payment_on_the_wrong_account_is_moved_by_two(
    client: TestClient, database: Database
) -> None:
    registers.bring_in(registers.open_accounts(database), registers.SBER)
    number = "SBER-740000001"
    enter(client, database)
    form = {"payment": number, "account": registers.THIRD, "why": "Ошибка в номере счёта"}
    moves = f"{REFUNDS}/moves"
    for wrong, field in (({"account": "12"}, "account"), ({"payment": "X"}, "payment"),
                         ({"why": " "}, "why")):  # fmt: skip
        answer = client.post(moves, data={**form, **wrong})
        assert answer.status_code == 422 and f'id="{field}-error"' in answer.text, wrong
        assert "в номере счёта" in answer.text or field == "why", "what was typed stays"
    assert client.post(moves, data=form).headers["location"] == f"{REFUNDS}?done=proposed"
    assert client.post(f"{moves}/1", data={"do": "accept"}).status_code == 422, "one's own"
    enter(client, database, Role.ADMIN, BOSS)
    page = client.get(REFUNDS).text
    assert "Перенос платежа" in page and "64101-001-03" in page
    done = client.post(f"{moves}/1", data={"do": "accept"})
    assert "на прежнем счёте отмена платежа" in client.get(done.headers["location"]).text
    assert f"{number}@move1" in client.get(f"/staff/accounts/{registers.THIRD}").text
    last = log(database)[-2]
    assert (last.by.name, last.deed.action) == (BOSS, Action.PAYMENT_MOVED)
