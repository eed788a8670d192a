"""The supplier's side: lists over ten thousand accounts, the matrix, the journeys;
docs/proofs/supplier.md.

`python -m tests.proofs.prove_supplier lists matrix …` runs these parts; none means all; what is
kept and when the page is written, tests/proofs/parts.py tells. `lists` wants a machine with nothing
else running.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from lk_app import lk_app
from lk_app.db.engine import Database
from lk_app.domain.staff import Role
from tests.api.staff import desk
from tests.cabinet import ROOT
from tests.proofs import supplier_page, supplier_world
from tests.proofs.parts import Proof
from tests.proofs.supplier_world import NUMBER

ACCOUNTS = 10_000
TIMES = 7  # each address is asked so often
PROMISED = 200  # milliseconds
ACCOUNT = str(NUMBER + 123)
# What stands in the addresses of the running app; one that is not here is asked as it is
FILLED = {
    "{account_number}": ACCOUNT,
    "{period}": "2026-10",
    "{house_id:int}": "3",
    "{name}": "debts",
    "{rest:path}": "nothing",
}
SEARCHES = {  # beside every list itself and its second page
    "/staff/find": ("q=иваненко", "q=иваненко&kind=accounts&page=3", "q=плякина",
                    f"q={ACCOUNT[:7]}", "q=M0000432", "q=анна"),
    "/staff/payments/unknown": ("q=ПЛАТЕЛЬЩИК 77", "q=64999"),
    "/staff/payments/review": ("q=261120-0000",),
    "/staff/billing": ("q=6420",),
    "/staff/houses": ("q=волжская",),
    "/staff/news": ("q=работы",),
    "/staff/disclosure": ("q=отчёт",),
    "/staff/questions": ("state=answered",),
    "/staff/exports/readings.csv": (),
}  # fmt: skip
WITHOUT_PAGES = {"/staff/login", "/staff/enrol"}
FILES = {"/staff/exports/readings.csv"}  # ten thousand rows to be kept, not a list to be looked at


def lists(count: int = ACCOUNTS) -> dict[str, Any]:
    """Every page of the console that can be asked for, from the routes of the running app."""
    with _world(count) as client:
        told = {address: _timed(client, address) for address in addresses()}
    slow = {address: took for address, took in told.items() if took["worst"] > PROMISED}
    return {"accounts": count, "times": TIMES, "addresses": told, "slow": sorted(slow)}


def addresses() -> list[str]:
    """The GET routes of /staff with their searches and second pages."""
    found: list[str] = []
    for route in lk_app.http.routes:
        path = getattr(route, "path", "")
        if not path.startswith("/staff") or "GET" not in (getattr(route, "methods", None) or ()):
            continue
        if path in WITHOUT_PAGES | FILES:
            continue
        filled = path
        for name, value in FILLED.items():
            filled = filled.replace(name, value)
        found += [filled.replace(":int}", "}").replace("{", "").replace("}", "")]
        if "{" not in path and path != "/staff":
            found += [f"{filled}?page=2", *(f"{filled}?{one}" for one in SEARCHES.get(path, ()))]
    return found


@contextmanager
def _world(count: int) -> Iterator[TestClient]:
    """The console over ten thousand accounts, with an administrator at it."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as process:
        url = f"sqlite:///{folder}/lk.db"
        database = Database(url)
        supplier_world.furnish(database, Path(folder), count=count)
        with desk.served(url, Path(folder), process) as client:
            desk.enter(client, database, Role.ADMIN)
            yield client
        database.close()


def _timed(client: TestClient, address: str) -> dict[str, float]:
    """How long an answer takes, milliseconds: the median and the worst."""
    client.get(address)
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        answer = client.get(address)
        took.append(round((time.perf_counter() - began) * 1000, 1))
        assert answer.status_code in {200, 303, 404}, (address, answer.status_code)
    print(f"    {address}: {statistics.median(took)} ms, {max(took)} at worst", flush=True)
    return {"median": statistics.median(took), "worst": max(took)}


def matrix() -> str:
    """Handlers and routes × everybody who may come, and the log has it."""
    return _passed("tests/api/staff/test_matrix.py")


def journeys() -> dict[str, str]:
    """What a supplier does, over HTTP on both databases."""
    return {
        "From an empty database to first bills": _passed("tests/api/staff/test_first_bills.py"),
        "The whole console": _passed("tests/api/staff"),
    }


def _passed(*what: str) -> str:
    run = [sys.executable, "-m", "pytest", "-q", "-n", "0", *what]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout.strip().splitlines()[-1]


PROOF = Proof(
    "supplier",
    {"lists": lists, "matrix": matrix, "journeys": journeys},
    supplier_page.page,
)

if __name__ == "__main__":
    PROOF.run(sys.argv[1:])
