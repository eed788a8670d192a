"""A run that is not alone: several machines share it, and subscribers go on sending readings."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Barrier

from sqlmodel import Session

from lk_app.db import accounts, billing_facts, billing_runs, bills, ledger, positions
from lk_app.db.engine import Database
from lk_app.domain.billing_facts import Bill
from lk_app.domain.billing_runs import Order
from lk_app.domain.consumption import Policy
from lk_app.domain.ledger import EntryKind
from lk_app.domain.periods import Period
from lk_app.usecases import billing
from lk_app.usecases.billing_chunks import bill_chunk
from lk_app.usecases.imports import payments, readings
from tests import engines
from tests.usecases.books import NOW, SARATOV, bring, open_and_publish

FIRST, SEPTEMBER, LAST = Period(2024, 10), Period(2026, 9), Period(2026, 10)
TOLD = READER, PAYER = "6410100106", "6410100104"
PATIENCE = 60
A_CHUNK = 12  # accounts: a dozen chunks are enough to quarrel about


def run(db: Database, last: Period = LAST, **ways: object) -> billing.RunReport:
    return billing.run(
        db=db, first=FIRST, last=last, policy=Policy.DECREE354, tz=SARATOV, now=NOW, **ways
    )  # type: ignore[arg-type]


def all_bills(db: Database) -> dict[int, list[Bill]]:
    with db.read() as session:
        return bills.of_accounts(session, range(1, 200))


def test_machines_share_one_run_on_postgresql(
    postgresql_engine: engines.PostgreSQL,
) -> None:
    with postgresql_engine.fresh() as url, closing(Database(url)) as db:
        open_and_publish(db)
        both_at_work = Barrier(2, timeout=PATIENCE)

        def machine(_number: int) -> tuple[int, billing.RunReport]:
            """Once it has surely billed a chunk itself, it waits until the other has, too."""
            gone: list[int] = []
            own: list[int] = []

            def progress(done: int, _accounts: int) -> None:
                if gone and done > gone[-1]:
                    own.append(done)
                    if len(own) == 1:
                        both_at_work.wait()
                gone.append(done)

            with closing(Database(url)) as other:
                report = run(other, progress=progress, chunk=A_CHUNK)
            return len(own), report

        with ThreadPoolExecutor(2) as machines:
            (mine, one), (theirs, another) = machines.map(machine, range(2))
        assert mine and theirs
        assert one == another  # what the run came to, whoever took part
        together = all_bills(db)
        assert one.posted == sum(map(len, together.values()))
        assert_billed_once(db, together)
    with postgresql_engine.fresh() as url, closing(Database(url)) as db:
        open_and_publish(db)
        run(db)
        assert all_bills(db) == together


def assert_billed_once(db: Database, together: dict[int, list[Bill]]) -> None:
    """Every period has one bill, and one charge of its amount in the ledger."""
    with db.read() as session:
        entries = ledger.of_accounts(session, list(together), kinds=[EntryKind.CHARGE])
    charged = [(one.account_id, one.booked_in, one.amount) for one in entries]
    billed = [
        (key, bill.period, bill.charges)
        for key, mine in together.items()
        for bill in mine
        if bill.charges
    ]
    assert sorted(charged) == sorted(billed)


class TookLong(Database):
    """A database whose turn to write comes only when others have told it something."""

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A subscriber corrects October's reading, another one's payment comes in; then we."""
        with closing(Database(self.url)) as others:
            bring(others, readings, f"{READER},2026-10-25,single,15099")
            bring(others, payments, f"in-between,{PAYER},2026-10-28,321.00,bank,")
        with super().write() as session:
            yield session


def test_what_is_told_in_mid_chunk_is_in_its_bills(database: Database) -> None:
    open_and_publish(database)
    run(database, SEPTEMBER)
    with database.write() as session:
        order = Order(LAST, LAST, Policy.DECREE354)
        october = billing_runs.begin(session, order, as_of=NOW, chunk=200)
    with database.read() as session:
        (chunk,) = billing_runs.undone(session, october)
        rules = billing_runs.rules(session, october, SARATOV)
    with closing(TookLong(database.url)) as db:
        assert bill_chunk(db=db, run=october, chunk=chunk, rules=rules)
    with database.read() as session:
        made = {number: bills.of_account(session, key(session, number))[-1] for number in TOLD}
        kept = {told.id: told for told in billing_facts.news(session, 1, 200, LAST + 1)}
    assert {bill.period for bill in made.values()} == {LAST}
    assert made[READER].kwh == 15099 - 14804
    assert made[PAYER].payments == 1_500_00 + 321_00

    with database.write() as session:
        positions.forget(session, sorted(kept))
    run(database)  # posts nothing and finds every position again
    with database.read() as session:
        assert {told.id: told for told in billing_facts.news(session, 1, 200, LAST + 1)} == kept


def key(session: Session, number: str) -> int:
    account = accounts.by_number(session, number)
    assert account is not None
    return account.id
