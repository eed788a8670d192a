"""10,000 random lives of payments with crashes, and 1,000 payments under SIGKILL, on both engines.

`python -m tests.proofs.prove_payments LIVES KILLED` runs fewer; only full figures are written.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from lk_app.db.engine import Database
from lk_app.gateways import calling
from tests import engines
from tests.cabinet import ROOT
from tests.payments.conftest import MACHINES
from tests.payments.killed import Outcome, pay_and_be_killed
from tests.payments.lives import live
from tests.vendors import served
from tests.vendors.demo_bank import DemoBankMachine

PROOF = ROOT / "docs" / "proofs" / "payments.md"
LIVES, KILLED = 10_000, 1_000
SEED = 20261122
KILL_AFTER = (60, 140)  # calls to the gateway
BROUGHT_UP = ("payments", "succeeded", "refunds", "crashes")


@dataclass
class Lives:
    """What the lives of one share came to: an engine, a gateway, every so many seeds."""

    engine: str
    gateway: str
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)


def main(lives: int = LIVES, killed: int = KILLED) -> None:
    """Both proofs; the first broken invariant stops without writing."""
    commit = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=ROOT, text=True).strip()
    server = engines.PostgreSQL()
    os.environ["LK_TEST_POSTGRES_URL"] = server.url
    kinds = list(product(engines.NAMES, MACHINES))
    with ProcessPoolExecutor(len(kinds) + len(engines.NAMES)) as workers:
        deaths = [workers.submit(_kill, engine, killed) for engine in engines.NAMES]
        shares = [
            workers.submit(_live, engine, gateway, range(SEED + nth, SEED + lives, len(kinds)))
            for nth, (engine, gateway) in enumerate(kinds)
        ]
        lived = [share.result() for share in shares]
        died = [death.result() for death in deaths]
    server.close()
    text = _report(commit, lived, dict(zip(engines.NAMES, died, strict=True)), killed)
    if (lives, killed) == (LIVES, KILLED):
        PROOF.write_text(text)
        print(f"wrote {PROOF.relative_to(ROOT)}")
    else:
        print(text)


def _live(engine: str, gateway: str, seeds: range) -> Lives:
    calling.FIRST_WAIT = 0.001  # ten thousand lives would mostly wait for second attempts
    told, started = Lives(engine, gateway), time.monotonic()
    with _database(engine) as url, served(MACHINES[gateway]()) as vendor:
        db = Database(url)
        for seed in seeds:
            one = live(seed, db, vendor)
            told.counts["lives"] += 1
            told.counts["acts"] += one.acts.total()
            for what in BROUGHT_UP:
                told.counts[what] += getattr(one, what)
        db.close()
    told.seconds = time.monotonic() - started
    return told


def _kill(engine: str, count: int) -> tuple[Outcome, float]:
    started = time.monotonic()
    with _database(engine) as url, served(DemoBankMachine()) as vendor:
        db = Database(url)
        outcome = pay_and_be_killed(db, url, vendor, count=count, seed=SEED, kill_after=KILL_AFTER)
        db.close()
    assert outcome.taken >= count and outcome.kills >= count // 100, outcome
    assert (outcome.lost, outcome.twice, outcome.opened) == (0, 0, 0), outcome
    return outcome, time.monotonic() - started


@contextmanager
def _database(engine: str) -> Iterator[str]:
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as home:
        made = engines.Sqlite(Path(home)) if engine == "sqlite" else engines.PostgreSQL()
        with made.fresh() as url:
            yield url
        made.close()


def _report(
    commit: str, lived: list[Lives], deaths: dict[str, tuple[Outcome, float]], killed: int
) -> str:
    columns = ("lives", "acts", *BROUGHT_UP)
    rows = [
        f"| {one.engine} | {one.gateway} | "
        + " | ".join(f"{one.counts[what]:,}" for what in columns)
        + f" | {one.seconds:.0f} |"
        for one in lived
    ]
    died = [
        f"| {engine} | {killed:,} | {one.kills} | {one.taken:,} | {one.lost} | {one.twice}"
        f" | {one.opened} | {seconds:.0f} |"
        for engine, (one, seconds) in deaths.items()
    ]
    return TEXT.format(
        at=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        commit=commit,
        seed=SEED,
        lives=sum(one.counts["lives"] for one in lived),
        rows="\n".join(rows),
        killed=killed,
        died="\n".join(died),
        cases=_cases(),
    )


def _cases() -> str:
    """Which test holds which of the 38 cases, found by their names."""
    found: dict[str, list[str]] = {}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for line in file.read_text().splitlines():
            if line.startswith("def test_case_"):
                name = line[4 : line.index("(")]
                number = name.removeprefix("test_case_").partition("_")[0]
                said = name.removeprefix(f"test_case_{number}_").replace("_", " ")
                where = file.relative_to(ROOT / "tests").as_posix()
                found.setdefault(number, []).append(f"{said} ({where})")
    return "\n".join(f"| {number} | {'<br>'.join(found[number])} |" for number in sorted(found))


TEXT = """# Payments

Made by `make prove` on {at} from commit {commit}.

## Random lives

{lives:,} random sequences, seeds from {seed}: payments over one to three accounts, declines, lost
and repeated callbacks, return pages, jobs, refunds in part, too much and from the gateway's own
office, gateways that drop the line, fail or answer with HTML; again and again the process dies
before or after a commit. After each life: every entry sums to zero, every succeeded payment is
posted exactly once, every refund too, what the gateway took and gave back is what the ledger has,
balance = ledger = statement. Against machines that speak each vendor's HTTP over sockets.
Broken: none.

| engine | gateway | lives | acts | payments | of them paid | refunds | crashes | seconds |
|---|---|---|---|---|---|---|---|---|
{rows}

## Killed while paying

{killed:,} payments, eight at a time, in a process killed by SIGKILL every 60 to 140 calls to the
gateway and started again; a quarter gets no callback and no return. Then the job asks, and the day
is compared with the gateway's register.

| engine | payments | kills | the gateway took | lost | twice | differences | seconds |
|---|---|---|---|---|---|---|---|
{died}

## The 38 cases

Each is a test of this name, on both engines; those in tests/payments before each of the three
gateways.

| case | tests |
|---|---|
{cases}
"""


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:]))
