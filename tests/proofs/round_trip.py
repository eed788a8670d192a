"""Everything exported and put into an empty database; bills told from outside, month by month.

A region of random households (tests/domain/random_world) is brought in and billed by our own run;
then it leaves as Parquet for the other engine, and its bills as charges.csv for a database that
makes none. Balances, bills and statements of every account are compared.
"""

import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from lk_app.db import accounts, bills, imports, ledger, warehouse
from lk_app.db.engine import Database
from lk_app.domain.audit import COMMAND_LINE
from lk_app.domain.bills import Bill, as_record
from lk_app.settings import DEMO_SUPPLIER, load_supplier
from lk_app.usecases import statements
from lk_app.usecases import warehouse as exports
from lk_app.usecases.imports import charges
from lk_app.usecases.imports import warehouse as put_backs
from lk_app.usecases.imports.loading import Books
from tests import charge_files, engines
from tests.proofs import books, world_files

SEED = "exchange"
HOUSEHOLDS = 1_000
OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}


def prove() -> Iterator[str]:
    """Both ways between the engines, and once through charges.csv; the lines of the page."""
    count = int(os.environ.get("LK_PROVE_HOUSEHOLDS", HOUSEHOLDS))
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        made = {"sqlite": engines.Sqlite(home), "postgresql": engines.PostgreSQL()}
        for engine in made.values():
            stack.callback(engine.close)
        region = home / "region"
        region.mkdir()
        world_files.write(region, seed=SEED, count=count)
        yield f"{count} random households, seed `{SEED}`, billed month by month by our own run.\n"
        yield "| from | to | accounts | bills | entries | MB | out, s | back, s | differ |"
        yield "|---|---|---:|---:|---:|---:|---:|---:|---:|"
        for name, other in OTHER.items():
            mine = Database(stack.enter_context(made[name].fresh()))
            fresh = Database(stack.enter_context(made[other].fresh()))
            _grow(mine, region)
            yield _moved(mine, fresh, home / f"from-{name}", name, other)
            fresh.close()
            if name == "sqlite":
                told = Database(stack.enter_context(made[name].fresh()))
                posted = _told_from_outside(mine, told, region, home / "charges.csv")
                differ, many = _differ(mine, told), len(_numbers(mine))
                assert differ == 0
                told.close()
            mine.close()
        yield (
            f"\nThe same region with its {posted} bills told by charges.csv, a file a month, where "
            f"nothing is computed: {many} accounts, {differ} differ in balance, bills or statement."
        )


def _grow(db: Database, region: Path) -> None:
    books.announce(db, region)
    for month in world_files.months():
        books.bring_in(db, region, month)
        books.bill(db, month)


def _moved(mine: Database, fresh: Database, out: Path, name: str, other: str) -> str:
    began = time.monotonic()
    now = books.after(world_files.months()[-1])
    folder, written = exports.export(db=mine, out=out, by=COMMAND_LINE, now=now)
    left = time.monotonic()
    done = put_backs.put_back(db=fresh, folder=folder)
    came = time.monotonic()
    differ = _differ(mine, fresh)
    assert differ == 0
    size = sum(one.bytes for one in written) / 1e6
    return (
        f"| {name} | {other} | {done['accounts']} | {done['bills']} | {done['ledger_entries']} | "
        f"{size:.1f} | {left - began:.1f} | {came - left:.1f} | {differ} |"
    )


def _told_from_outside(mine: Database, told: Database, region: Path, path: Path) -> int:
    """The same facts month by month, the bills of each run told by a file; how many."""
    posted = _by_run(mine)
    for month in world_files.months():
        books.bring_in(told, region, month)
        path.write_text(charge_files.text(posted[books.after(month)]), encoding="utf-8")
        at = Books(books.after(month), books.SARATOV, 10)
        done = charges.run(db=told, path=path, books=at, skip_bad=True)
        assert not done.refused, [(one.reason.code, one.reason.facts) for one in done.refused[:5]]
    return sum(map(len, posted.values()))


def _by_run(db: Database) -> dict[datetime, list[Bill]]:
    """All bills by the run that posted them: one that comes late has months before its own."""
    found: defaultdict[datetime, list[Bill]] = defaultdict(list)
    with db.read() as session:
        ids = [one.id for one in imports.accounts(session, _numbers(db)).values()]
        for key, mine in bills.of_accounts(session, ids).items():
            for one in mine:
                at = bills.posted_at(session, key, one.period)
                assert at is not None
                found[at].append(one)
    return found


def _numbers(db: Database) -> list[str]:
    names = next(one for one in warehouse.exported() if one.name == "accounts").columns
    at = [one.name for one in names].index("account_number")
    with db.read() as session:
        return sorted(row[at] for piece in warehouse.rows(session, "accounts") for row in piece)


def _differ(one: Database, other: Database) -> int:
    """How many accounts owe otherwise, have other bills or another statement."""
    now = books.after(world_files.months()[-1])
    mine, theirs = _numbers(one), _numbers(other)
    assert mine and mine == theirs
    return sum(_all_of(one, number, now) != _all_of(other, number, now) for number in mine)


def _all_of(db: Database, number: str, now: datetime) -> Any:
    with db.read() as session:
        account = accounts.by_number(session, number)
        assert account is not None
        owed = ledger.balance(session, account.id)
        posted = [as_record(bill) for bill in bills.of_account(session, account.id)]
    said = statements.supplier_statement(
        db=db,
        supplier=load_supplier(DEMO_SUPPLIER),
        account_number=number,
        first_day=None,
        last_day=None,
        now=now,
    ).statement
    moved = [
        (one.entry.day, one.entry.kind, one.entry.amount, one.balance) for one in said.operations
    ]
    assert said.closing_balance == owed
    return owed, posted, moved
