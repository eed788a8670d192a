"""The supplier's side: lists over ten thousand accounts, the matrix, the journeys;
docs/proofs/supplier.md.

`python -m tests.proofs.prove_supplier lists matrix …` runs these parts; none means all; what is
kept and when the page is written, tests/proofs/parts.py tells. `lists` wants a machine with nothing
else running. LK_PROVE_ACCOUNTS=500 makes smaller worlds, for a look.
"""

import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from lk_app import lk_app
from lk_app.db.engine import Database
from lk_app.domain.staff import Role
from tests import engines
from tests.api.staff import desk
from tests.proofs import supplier_lists, supplier_page, supplier_world
from tests.proofs.parts import Proof
from tests.proofs.passing import passed

ACCOUNTS = 10_000
TIMES = 9  # each address is asked so often
MATRIX = (
    "tests/api/staff/test_matrix.py",
    "tests/api/staff/test_every_deed.py",
    "tests/journeys/test_trust.py",
)
JOURNEYS = {
    "From an empty database to first bills, through the console alone": (
        "tests/journeys/test_staff_first_bills.py",
        "tests/api/staff/test_first_bills.py",
    ),
    "A tariff with its preview and a second person": (
        "tests/journeys/test_staff_first_bills.py",
        "tests/api/staff/test_publishing.py -k second_person",
    ),
    "A suspicious reading settled beside its photo": ("tests/journeys/test_staff.py -k photo",),
    "A guest's reading, and the subscriber's «Это не я»": (
        "tests/journeys/test_staff.py -k guest",
        "tests/journeys/test_guests.py",
    ),
    "An appeal with a file, answered and rated": ("tests/journeys/test_appeals.py",),
    "A change of holder ends the old link": (
        "tests/journeys/test_staff.py -k holder",
        "tests/api/staff/test_account_acts.py -k holder",
    ),
}


def lists(count: int) -> dict[str, Any]:
    """Every page of the console that can be asked for, on both databases."""
    told: dict[str, Any] = {}
    for engine in (engines.Sqlite, engines.PostgreSQL):
        name = {"Sqlite": "SQLite"}.get(engine.__name__, engine.__name__)
        with world(engine, count) as client:
            told[name] = supplier_lists.measured(client, times=TIMES)
        slow = [one for one, took in told[name].items() if took["worst"] > supplier_lists.PROMISED]
        print(f"    {name}: {len(told[name])} addresses, slow: {slow or 'none'}", flush=True)
    return {"accounts": count, "times": TIMES, "engines": told}


@contextmanager
def world(
    engine: type[engines.Sqlite] | type[engines.PostgreSQL], count: int
) -> Iterator[TestClient]:
    """The console over so many accounts, with an administrator at it."""
    with tempfile.TemporaryDirectory() as home, pytest.MonkeyPatch.context() as process:
        folder = Path(home)
        server = engines.Sqlite(folder) if engine is engines.Sqlite else engines.PostgreSQL()
        with server.fresh() as url:
            database = Database(url)
            supplier_world.furnish(database, folder, count=count)
            with desk.served(url, folder, process) as client:
                desk.enter(client, database, Role.ADMIN)
                gc.collect()
                gc.freeze()  # what furnishing left behind is no memory of a server's
                yield client
                gc.unfreeze()
            database.close()
        server.close()


def matrix() -> dict[str, Any]:
    """Handlers and routes × everybody who may come, and the log has it."""
    from tests.api.staff.test_matrix import MATRIX as ROWS
    from tests.journeys.trust_rows import HANDLERS, ROUTES

    return {
        "routes": len(lk_app.http.routes),
        "console": len(ROWS),
        "handlers": len(HANDLERS),
        "others": len(ROUTES),
        "passed": {one: passed(one) for one in MATRIX},
    }


def journeys() -> dict[str, dict[str, str]]:
    """What a supplier does, in a real browser; the first one over HTTP on both databases, too."""
    files = dict.fromkeys(one for files in JOURNEYS.values() for one in files)
    passed = {one: passed(*one.split(" ")) for one in files}
    return {name: {one: passed[one] for one in files} for name, files in JOURNEYS.items()}


if __name__ == "__main__":
    accounts = int(os.environ.get("LK_PROVE_ACCOUNTS", ACCOUNTS))
    proof = Proof(
        "supplier",
        {"lists": lambda: lists(accounts), "matrix": matrix, "journeys": journeys},
        supplier_page.page,
    )
    proof.run(sys.argv[1:], full=accounts == ACCOUNTS)
