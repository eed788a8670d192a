"""The process that is killed: `python -m tests.payments.payers_process URL ADDRESS LAST`.

It pays the payments 0…LAST-1 at the demo bank of that address, eight at a time, each with a key of
its own, as people who click again would. It imports little: it is started many times.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from lk_app.db import accounts
from lk_app.db.engine import Database
from lk_app.domain.payments import Payment
from lk_app.gateways.demo_bank import DemoBank
from lk_app.gateways.ports import PaymentGateway
from lk_app.settings import DEMO_SUPPLIER, load_supplier
from lk_app.usecases import gateway_events, payments, settlements
from lk_app.usecases.letters import Stationery
from lk_app.usecases.payments import Wanted
from tests.payers import NOW, REAL_NOW, SARATOV
from tests.vendors import PAYER
from tests.vendors.demo_bank import SECRET

PAPER = Stationery(load_supplier(DEMO_SUPPLIER), SARATOV, "https://lk.example")
PAYERS = 20
AT_ONCE = 8
FIRST_NUMBER = 6_400_000_000


def number(index: int) -> str:
    """The account that this payment is for."""
    return str(FIRST_NUMBER + index % PAYERS)


def main(url: str, address: str, last: int) -> None:
    """Pay everything."""
    db, gateway = Database(url), DemoBank(base_url=address, secret=SECRET)
    owners = {number(index): _owner(db, number(index)) for index in range(PAYERS)}
    with ThreadPoolExecutor(AT_ONCE) as people:
        list(people.map(lambda i: _pay(db, gateway, address, owners[number(i)], i), range(last)))


def _owner(db: Database, account_number: str) -> int:
    with db.read() as session:
        found = accounts.by_number(session, account_number)
        assert found is not None
        return accounts.linked_customers(session, found.id)[0]


def _pay(db: Database, gateway: PaymentGateway, address: str, customer: int, index: int) -> None:
    """One person: start, pay on the bank's page; called back, come back, both, or neither."""
    payment = payments.start(
        db=db,
        gateways={gateway.name: gateway},
        routes=dict.fromkeys(gateway.capabilities.methods, gateway.name),
        customer_id=customer,
        wanted=(Wanted(number(index), 1_00 + index),),
        method="card",
        contact="anna@example.ru",
        idempotency_key=f"payment {index}",
        now=NOW,
        real_now=REAL_NOW,
    )
    if payment.external_id is None or payment.finished:
        return
    said = httpx.get(f"{address}{PAYER}{payment.external_id}", timeout=30).json()
    if index % 4 in (0, 1):
        _told(db, gateway, said)
    if index % 4 in (0, 2):
        _back(db, gateway, customer, payment)


def _told(db: Database, gateway: PaymentGateway, said: dict[str, Any]) -> None:
    gateway_events.receive(
        db=db,
        gateway=gateway,
        paper=PAPER,
        body=said["body"].encode(),
        headers=said["headers"],
        address=said["address"],
        now=NOW,
        real_now=REAL_NOW,
    )


def _back(db: Database, gateway: PaymentGateway, customer: int, payment: Payment) -> None:
    settlements.returned(
        db=db,
        gateways={gateway.name: gateway},
        paper=PAPER,
        customer_id=customer,
        public_id=payment.public_id,
        now=NOW,
        real_now=REAL_NOW,
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
