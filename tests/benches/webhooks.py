"""Callbacks settled a second on PostgreSQL, beside bare inserts of the same rows in the same run.

`python -m tests.benches.webhooks`; LK_BENCH_CALLBACKS says how many (2,000).
"""

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import MetaData, Table, insert, text
from sqlmodel import SQLModel, select

from lk_app.db import payments as stored
from lk_app.db.engine import Database
from lk_app.db.tables import LedgerEntryRow, LetterRow, PaymentEventRow, PaymentRow
from lk_app.domain.payments import CHECK_DELAYS, Part, Payment, PaymentState
from lk_app.usecases import gateway_events
from tests import engines
from tests.payers import NOW, REAL_NOW, account, payer
from tests.usecases.mail import PAPER
from tests.vendors.demo_bank import DemoBankMachine

COUNT = int(os.environ.get("LK_BENCH_CALLBACKS", "2000"))
ACCOUNTS = 200  # callbacks of one account wait for each other
AT_ONCE = 8
WRITTEN = (PaymentEventRow, LedgerEntryRow, LetterRow)  # what a settled payment adds


def main() -> None:
    """One line: settled a second, inserted a second, and the ratio."""
    engine = engines.PostgreSQL()
    try:
        with engine.fresh() as url:
            db = Database(url)
            settled = _settled(db)
            inserted = _inserted(db)
            db.close()
    finally:
        engine.close()
    print(
        f"callbacks settled on postgresql: {settled:.0f}/s beside {inserted:.0f}/s of bare inserts"
        f" of the same rows, ratio {inserted / settled:.1f} ({COUNT} payments, {AT_ONCE} at once)"
    )


def _settled(db: Database) -> float:
    """Verified, counted, told by letter, as by the route."""
    machine = DemoBankMachine()
    gateway = machine.reach("http://127.0.0.1:9")  # a signed callback asks the bank nothing
    people = [payer(db) for _ in range(ACCOUNTS)]
    ids = [account(db, str(6_400_000_000 + n), owner=owner) for n, owner in enumerate(people)]
    for index in range(COUNT):
        _begin(db, machine, index, people[index % ACCOUNTS], ids[index % ACCOUNTS])
    callbacks = [machine.callback(number, f"evt_{number}") for number in machine.payments()]

    def hear(index: int) -> None:
        said = callbacks[index]
        gateway_events.receive(
            db=db,
            gateway=gateway,
            paper=PAPER,
            body=said.body,
            headers=said.headers,
            address="",
            now=NOW,
            real_now=REAL_NOW,
        )

    rate = _rate(hear)
    with db.read() as session:
        states = set(session.exec(select(PaymentRow.state)).all())
    assert states == {PaymentState.SUCCEEDED}
    return rate


def _begin(
    db: Database, machine: DemoBankMachine, index: int, customer: int, account_id: int
) -> None:
    number = f"261120-120000-{index:06d}"
    made = machine.create(
        {"reference": number, "amount": 1_00, "currency": "RUB", "receipt": [["", 1_00]]}
    )
    machine.turn(made["id"], "paid")
    attempt = Payment(
        id=0,
        public_id=number,
        customer_id=customer,
        gateway="demo_bank",
        method="card",
        amount=1_00,
        parts=(Part(account_id, "", 1_00),),
        state=PaymentState.PENDING,
        idempotency_key=number,
        receipt_contact="anna@example.ru",
        created_at=NOW,
        updated_at=NOW,
        next_check_at=REAL_NOW + CHECK_DELAYS[0],
        external_id=made["id"],
    )
    with db.write() as session:
        stored.add(session, attempt)


def _inserted(db: Database) -> float:
    """The same rows once more into tables of the same shape and indexes, a commit a payment."""
    rows = {table: _rows(db, table) for table in WRITTEN}
    with db.connection() as connection:
        for table in WRITTEN:
            name = table.__tablename__
            connection.execute(text(f"CREATE TABLE bare_{name} (LIKE {name} INCLUDING INDEXES)"))
    bare = {table: insert(_bare(table)) for table in WRITTEN}

    def add(index: int) -> None:
        with db.write() as session:
            for table in WRITTEN:
                session.execute(bare[table], [rows[table][index]])

    return _rate(add)


def _bare(table: type[SQLModel]) -> Table:
    own: Table = table.__table__  # type: ignore[attr-defined]
    return own.to_metadata(MetaData(), name=f"bare_{own.name}")


def _rows(db: Database, table: type[SQLModel]) -> Sequence[dict[str, Any]]:
    with db.read() as session:
        return [row.model_dump() for row in session.exec(select(table)).all()][-COUNT:]


def _rate(act: Callable[[int], None]) -> float:
    started = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        list(crowd.map(act, range(COUNT)))
    return COUNT / (time.monotonic() - started)


if __name__ == "__main__":
    main()
