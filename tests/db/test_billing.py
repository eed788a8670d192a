"""What a billing run holds still, and what goes on meanwhile."""

from collections.abc import Iterator

import pytest

from lk_app.db import billing
from lk_app.db.engine import Database
from lk_app.usecases import readings
from lk_app.usecases.readings import Receipt
from tests import engines
from tests.usecases import metered
from tests.usecases.metered import ZONE

NUMBER = "6410100101"


@pytest.fixture
def impatient(postgresql_engine: engines.PostgreSQL) -> Iterator[Database]:
    """PostgreSQL, for it has several writers; whoever waits for another gives up at once."""
    with postgresql_engine.fresh() as url:
        mark = "&" if "?" in url else "?"
        opened = Database(f"{url}{mark}options=-c%20lock_timeout%3D500")
        yield opened
        opened.close()


def test_a_reading_does_not_wait_for_a_billing_run(impatient: Database) -> None:
    anna = metered.customer(impatient)
    metered.account(impatient, NUMBER, owner=anna)
    metered.tariff(impatient)
    with impatient.write() as run:
        billing.lock_span(run, 1, 10)
        answer = readings.submit(
            db=impatient,
            customer_id=anna,
            account_number=NUMBER,
            values={"single": 4300},
            confirmed=frozenset(),
            idempotency_key="k",
            now=metered.at(20),
            zone=ZONE,
        )
    assert isinstance(answer, Receipt)


def test_a_run_steps_back_from_accounts_an_import_holds(impatient: Database) -> None:
    anna = metered.customer(impatient)
    for number in (NUMBER, "6410100102"):
        metered.account(impatient, number, owner=anna)
    with impatient.write() as file:
        billing.lock(file, [2])
        with pytest.raises(billing.Held), impatient.write() as run:
            billing.lock_span(run, 1, 2)
        billing.lock(file, [1])  # neither waits for the other, nor is ended for a deadlock
