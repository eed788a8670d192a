"""Money goes back to its payer by two people, and once."""

import pytest
from starlette.testclient import TestClient

from lk_app import wiring
from lk_app.db import payment_refunds
from lk_app.db.engine import Database
from lk_app.db.tables import PaymentPartRow, PaymentRow
from lk_app.domain.audit import Action
from lk_app.domain.payment_refunds import Refund
from lk_app.domain.staff import Role
from tests.api.staff.desk import enter
from tests.usecases import metered, people
from tests.usecases.colleagues import OLGA, log

REFUNDS, NUMBER, BOSS = "/staff/refunds", "261120-100009-737644", "boss@lk.example"
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
    proposed = client.post(REFUNDS, data=FORM)
    assert proposed.headers["location"] == f"{REFUNDS}?done=proposed"
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
