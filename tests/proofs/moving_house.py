"""A rehearsal of the move: brought in against the clock, again, killed; every link compared."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlalchemy import text

from lk_app.db.engine import Database
from lk_app.settings import DEMO_SUPPLIER
from tests import engines
from tests.cabinet import LK, ROOT, Cabinet, free_port
from tests.proofs import old_door, old_people
from tests.proofs.old_people import OldBase
from tests.usecases.old_cabinet import BOOKS

SEED = os.environ.get("LK_PROVE_SEED", "2026-11-22")
PEOPLE = int(os.environ.get("LK_PROVE_CUSTOMERS", "100000"))
SIGN_INS = int(os.environ.get("LK_PROVE_SIGN_INS", "200"))  # of each kind of hash
KILLS = int(os.environ.get("LK_PROVE_KILLS", "5"))
COSTS = old_people.Costs(bcrypt=12, phpass=13, pbkdf2=120_000)
LONGEST = 60  # seconds for 100,000 people with 130,000 links
CORES, LOOK_EVERY = 2, 0.05
SECRET_KEY = "a key of the rehearsal, 32 characters"
LINKS = """
SELECT email, account_number, account_links.name, linked_on FROM account_links
JOIN customers ON customers.id = customer_id JOIN accounts ON accounts.id = account_id
ORDER BY email, account_number"""
# What two ways to the same end may differ in: keys, moments, and the nonces of sealed hashes
PEOPLE_ROWS = """
SELECT old_id, login, old_customers.facts, weak, email, phone, last_name, first_name,
  CASE WHEN weak THEN '' ELSE password_hash END
FROM old_customers JOIN customers ON customers.id = customer_id ORDER BY old_id"""
CONSENTS = """
SELECT email, kind, version, given_at FROM consents JOIN customers ON customers.id = customer_id
ORDER BY email, kind"""


@dataclass(frozen=True)
class House:
    """Where people move to: a database, and how `lk` is started over it."""

    url: str
    folder: Path
    port: int = 3999

    @property
    def cabinet(self) -> Cabinet:
        """A production: the demonstration takes no database but its own."""
        return Cabinet(
            self.folder,
            LK_ENV="production",
            LK_DATABASE_URL=self.url,
            LK_PORT=str(self.port),
            LK_PUBLIC_URL=f"http://localhost:{self.port}",
            LK_SUPPLIER=str(shutil.copy(DEMO_SUPPLIER, self.folder / "supplier.toml")),
            LK_SECRET_KEY=SECRET_KEY,
            LK_CLOCK="",
            LK_OLD_CABINET_UNTIL="2099-01-01",
        )

    def bring(self, file: Path) -> dict[str, Any]:
        """`lk import customers` to its end; what it said, and how many seconds it took."""
        started = time.monotonic()
        said = self.cabinet.lk("import", "customers", str(file), "--json").stdout
        return {**json.loads(said), "seconds": time.monotonic() - started}

    def kill(self, file: Path, people: int) -> bool:
        """The same, killed once so many are there; False if it was over before."""
        process = subprocess.Popen(
            [LK, "import", "customers", str(file)],
            cwd=ROOT,
            env=self.cabinet.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while process.poll() is None and self.count("customers") < people:
            time.sleep(LOOK_EVERY)
        if process.poll() is not None:
            return False
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True

    def asked(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the database."""
        db = Database(self.url)
        try:
            with db.read() as session:
                return [tuple(map(str, row)) for row in session.connection().execute(text(query))]
        finally:
            db.close()

    def count(self, table: str) -> int:
        """How many rows it has."""
        return int(self.asked(f"SELECT count(*) FROM {table}")[0][0])

    def state(self) -> list[list[tuple[Any, ...]]]:
        """Everybody and everything that was moved."""
        return [self.asked(query) for query in (PEOPLE_ROWS, LINKS, CONSENTS)]


def base() -> OldBase:
    """The old cabinet's people, as many accounts as people."""
    return OldBase(SEED, PEOPLE, SIGN_INS, COSTS, households=PEOPLE)


def rehearse() -> Iterator[str]:
    """The lines of the page."""
    engine, old = engines.PostgreSQL(), base()
    try:
        with tempfile.TemporaryDirectory(prefix="lk-moving-") as scratch, engine.fresh() as bare:
            folder = Path(scratch)
            file = folder / "customers.csv"
            print("    hashing", flush=True)
            links = old.write(file, _hashes(old))
            _furnish(bare, folder)
            with engine.fresh(like=bare) as url, engine.fresh(like=bare) as troubled:
                yield from _moved(House(url, folder), file, old, links)
                house = House(url, folder, free_port())
                yield from _killed(House(troubled, folder), house, file)
                yield from _reconciled(house, file)
                yield from old_door.prove(house, old)
                yield from _reconciled(house, file)
    finally:
        engine.close()


def _hashes(old: OldBase) -> list[str]:
    with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as pool:
        return list(pool.map(partial(old_people.hash_of, costs=old.costs), old.who_sign_in()))


def _furnish(url: str, folder: Path) -> None:
    from lk_app.usecases.imports import accounts

    db, path = Database(url), folder / "accounts.csv"
    old_people.write_accounts(path, PEOPLE)
    accounts.run(db=db, path=path, books=BOOKS, skip_bad=False)
    db.close()


def _moved(house: House, file: Path, old: OldBase, links: int) -> Iterator[str]:
    print("    bringing in", flush=True)
    first = house.bring(file)
    assert first["added"] == links and house.count("customers") == PEOPLE
    assert PEOPLE < 100_000 or first["seconds"] <= LONGEST, first["seconds"]
    yield f"{PEOPLE:,} people with {links:,} links on PostgreSQL, seed `{SEED}`:"
    yield f"`lk import customers` took {first['seconds']:.1f} s in all (at most {LONGEST} s)."
    expected = _expected(old)
    assert house.asked(LINKS) == expected
    yield f"Every link compared with the file: {len(expected):,}, all equal."
    before = house.state()
    again = house.bring(file)
    assert (again["added"], again["known"]) == (0, links) and house.state() == before
    yield f"A second run added nothing and changed nothing, in {again['seconds']:.1f} s."


def _expected(old: OldBase) -> list[tuple[Any, ...]]:
    """What the links should be, from the generator alone."""
    found = []
    for number in range(old.people):
        one = old.person(number)
        for place, household in enumerate(one.accounts):
            house = household // 60
            usual = f"ул. Овсяная {house // 50}, {house % 50 + 1}–{household % 60 + 1}"
            name = "Дача" if place else usual
            found.append((one.email, old_people.account_number(household), name, "2025-11-02"))
    return sorted(found)


def _killed(house: House, quiet: House, file: Path) -> Iterator[str]:
    took = []
    for number in range(KILLS):
        print(f"    killing {number + 1}", flush=True)
        if house.kill(file, people=PEOPLE * number // KILLS + 1):
            took.append(house.count("customers"))
    last = house.bring(file)
    assert took and house.state() == quiet.state()
    there = ", ".join(f"{count:,}" for count in took)
    yield f"Killed {len(took)} times (SIGKILL) with {there} people there; the last run found"
    yield f"{last['known']:,} rows there already, added {last['added']:,} and ended as if nothing"
    yield "had been."


def _reconciled(house: House, file: Path) -> Iterator[str]:
    print("    reconciling", flush=True)
    report = json.loads(house.cabinet.lk("customers", "reconcile", str(file), "--json").stdout)
    assert report["differences"] == [] and report["there"] == report["here"]
    counts = ", ".join(f"{name} {count:,}" for name, count in report["here"].items())
    yield f"`lk customers reconcile`: zero differences; {counts} on both sides; {report['weak']:,}"
    yield "weak hashes still wait to be wrapped."
    yield ""
