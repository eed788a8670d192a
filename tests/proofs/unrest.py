"""Runs of many chunks: killed at random points and resumed, and started by two at once."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random

from lk_app.db.engine import Database
from tests import engines
from tests.proofs import books, world_files
from tests.proofs.interruptions import Office, finish

HOUSEHOLDS = int(os.environ.get("LK_PROVE_INTERRUPTED", "3000"))
KILLS = int(os.environ.get("LK_PROVE_KILLS", "20"))  # of each engine
CHUNK = ("--chunk", "50")  # accounts: every run has many
BILLED_BEFORE = 5  # months that are posted before the run that is killed
AT_ONCE = 5  # pairs of runs started together

Made = Mapping[str, engines.Sqlite | engines.PostgreSQL]


@contextmanager
def _begun(engine: engines.Sqlite | engines.PostgreSQL, folder: Path, seed: str) -> Iterator[str]:
    """A closed database with some months billed and the files of all the others brought in."""
    if not folder.exists():
        folder.mkdir()
        world_files.write(folder, seed=seed, count=HOUSEHOLDS)
    with engine.fresh() as url:
        db = Database(url)
        books.announce(db, folder)
        for place, month in enumerate(world_files.months()):
            books.bring_in(db, folder, month, without=("refunds",))
            if place < BILLED_BEFORE:
                books.bill(db, month)
        db.close()
        yield url


def killed(made: Made, scratch: Path, seed: str) -> Iterator[str]:
    """Kill runs and resume them; the lines of the page."""
    yield f"`lk billing run {' '.join(CHUNK)}` over {HOUSEHOLDS:,} households, {BILLED_BEFORE}"
    yield "months being posted before, killed with SIGKILL (the whole process group) some random"
    yield "time after a random number of chunks, on a fresh copy each time, then run to its end:"
    yield "SHA-256 of all bills, ledger rows, positions and balances equal the uninterrupted run's."
    yield "A third of the resumed runs were killed once more before."
    yield ""
    yield "| engine | workers | chunks | bills | runs | kills | equal | chunks done when killed |"
    yield "|---|---|---|---|---|---|---|---|"
    for name, engine in made.items():
        with _begun(engine, scratch / "interrupted", f"{seed} interrupted") as start:
            for workers in (1, 2):
                random = Random(f"{seed} {name} {workers}")
                times = (KILLS + 2 - workers) // 2
                told = _kill_often(engine, start, scratch, random, workers, times)
                print(f"    {name}, workers {workers}: {told}", flush=True)
                yield f"| {name} | {workers} | {told} |"


def _kill_often(
    engine: engines.Sqlite | engines.PostgreSQL,
    start: str,
    scratch: Path,
    random: Random,
    workers: int,
    times: int,
) -> str:
    options = (*CHUNK, "--workers", str(workers))
    with engine.fresh(like=start) as url:
        quiet = Office(url, scratch)
        before = quiet.bills()
        took = quiet.run(*options)
        expected, whole, chunks = quiet.digest(), quiet.bills(), quiet.chunks()
    pause = 2 * took / chunks
    done: list[int] = []
    kills = 0
    while len(done) < times:
        with engine.fresh(like=start) as url:
            office = Office(url, scratch)
            at = random.randrange(chunks)
            if not office.kill_at(office.start(*options), at, random.uniform(0, pause)):
                continue  # that was its last chunk, and it ended
            done.append(office.done())
            kills += 1
            if random.random() < 1 / 3:
                at = random.randrange(done[-1], chunks)
                kills += office.kill_at(office.start(*options), at, random.uniform(0, pause))
            office.run(*options)
            assert office.digest() == expected
    points = " ".join(str(count) for count in sorted(done))
    return f"{chunks} | {whole - before:,} | {times} | {kills} | {times} of {times} | {points}"


def doubled(made: Made, scratch: Path, seed: str) -> Iterator[str]:
    """Start runs in pairs; the lines of the page."""
    yield "The same run started by two commands at the same moment: on SQLite two operators, on"
    yield "PostgreSQL two machines, which share nothing but the server's address. Both end with 0,"
    yield "every bill and ledger row is there once, equal to the run of one."
    yield ""
    yield "| engine | pairs | equal | one command, s | two together, s |"
    yield "|---|---|---|---|---|"
    for name, engine in made.items():
        with _begun(engine, scratch / "interrupted", f"{seed} interrupted") as start:
            yield f"| {name} | {_start_twice(engine, start, scratch)} |"


def _start_twice(engine: engines.Sqlite | engines.PostgreSQL, start: str, scratch: Path) -> str:
    options = (*CHUNK, "--workers", "1")
    with engine.fresh(like=start) as url:
        quiet = Office(url, scratch)
        alone = quiet.run(*options)
        expected = quiet.digest()
    together = []
    for _ in range(AT_ONCE):
        with engine.fresh(like=start) as url:
            offices = [Office(url, scratch / machine) for machine in ("one", "another")]
            started = time.monotonic()
            for process in [office.start(*options) for office in offices]:
                finish(process)
            together.append(time.monotonic() - started)
            assert offices[0].digest() == expected
    mean = sum(together) / len(together)
    return f"{AT_ONCE} | {AT_ONCE} of {AT_ONCE} | {alone:.1f} | {mean:.1f}"
