"""Every bill of a region against the calculator, on both engines; runs killed, resumed, doubled.

Smaller, for a look: LK_PROVE_HOUSEHOLDS=2000 LK_PROVE_KILLS=3 python -m tests.proofs.prove_billing
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from random import Random

from lk_app.db.engine import Database
from tests import engines
from tests.cabinet import ROOT
from tests.domain.calculator import written_month
from tests.proofs import books, worked_bills, world_files
from tests.proofs.interruptions import Office, finish, kill_after

PROOF = ROOT / "docs" / "proofs" / "billing.md"
SEED = os.environ.get("LK_PROVE_SEED", "2026-11-22")
HOUSEHOLDS = int(os.environ.get("LK_PROVE_HOUSEHOLDS", "100000"))
KILLS = int(os.environ.get("LK_PROVE_KILLS", "20"))
INTERRUPTED = int(os.environ.get("LK_PROVE_INTERRUPTED", "6000"))  # households of a killed run
BILLED_BEFORE = 5  # months of that world that are posted before the run that is killed
AT_ONCE = 5  # pairs of runs started together
CORES = 2
PART = 500  # households compared by one task

Engine = engines.Sqlite | engines.PostgreSQL


@dataclass
class Report:
    """What goes into the proof, part by part, with the seconds each took."""

    parts: list[str] = field(default_factory=list)

    @contextmanager
    def part(self, title: str) -> Iterator[list[str]]:
        print(f"  {title}", flush=True)
        lines: list[str] = []
        started = time.monotonic()
        yield lines
        took = time.monotonic() - started
        self.parts.append(f"## {title}\n\n" + "\n".join(lines) + f"\n\n{took:.0f} s.\n")


def main() -> None:
    """Prove everything and write it down; any difference stops without writing."""
    report = Report()
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lk-proof-")))
        made: dict[str, Engine] = {
            "SQLite": engines.Sqlite(scratch),
            "PostgreSQL": engines.PostgreSQL(),
        }
        for engine in made.values():
            stack.callback(engine.close)
        with report.part("The worked bills through lk") as lines:
            lines += _worked(made, scratch)
        with report.part("A region of random accounts") as lines:
            lines += _region(made, scratch)
        with report.part("Killed and resumed") as lines:
            lines += _killed(made, scratch)
        with report.part("Two runs at once") as lines:
            lines += _doubled(made, scratch)
    with report.part("The speed of a run") as lines:
        lines += _bench()
    PROOF.write_text(_page(report))
    print(f"wrote {PROOF.relative_to(ROOT)}")


# — the worked bills ————————————————————————————————————————————————————————————————————————


def _worked(made: dict[str, Engine], scratch: Path) -> list[str]:
    lines = [
        "`lk import accounts|readings|payments`, `lk tariffs publish`, `lk billing run`, then each",
        "bill by `lk billing show --json`, compared in every field.",
        "",
        "| engine | bills equal |",
        "|---|---|",
    ]
    for name, engine in made.items():
        var_dir = scratch / f"worked-{name}"
        var_dir.mkdir()
        with engine.fresh() as url:
            lines.append(f"| {name} | {worked_bills.check(var_dir, url)} of 145 |")
    return lines


# — a region ————————————————————————————————————————————————————————————————————————————————


def _region(made: dict[str, Engine], scratch: Path) -> list[str]:
    folder = scratch / "region"
    folder.mkdir()
    rows = world_files.write(folder, seed=SEED, count=HOUSEHOLDS)
    with ExitStack() as stack:
        urls = {name: stack.enter_context(engine.fresh()) for name, engine in made.items()}
        pool = stack.enter_context(ProcessPoolExecutor(CORES, mp_context=get_context("spawn")))
        grown = list(pool.map(grow, urls.values(), [folder] * len(urls)))
        parts = [
            (list(urls.values()), range(n, min(n + PART, HOUSEHOLDS)))
            for n in range(0, HOUSEHOLDS, PART)
        ]
        compared = books.Compared()
        for one in pool.map(compare_part, parts):
            compared.add(one)
            assert not compared.differences, "\n".join(compared.differences[:10])
    assert grown[0].bills == grown[1].bills == compared.bills
    files = ", ".join(f"{kind} {count:,}" for kind, count in sorted(rows.items()))
    first, last = written_month(world_files.months()[0]), written_month(world_files.months()[-1])
    return [
        f"{HOUSEHOLDS:,} households, seed `{SEED}`, a run for each month {first} to {last}; before",
        "each run `lk import`'s use cases bring in what became known since, late facts among it.",
        f"Rows of files: {files}.",
        "",
        "| engine | bills | importing, s | billing, one worker, s |",
        "|---|---|---|---|",
        *(
            f"| {name} | {one.bills:,} | {one.importing:.0f} | {one.billing:.0f} |"
            for name, one in zip(urls, grown, strict=True)
        ),
        "",
        f"**{compared.bills:,} bills, every field of each on both engines: 0 differences** from",
        "tests/domain/calculator. Last balances and all charges, adjustments and fees equal the",
        "ledger's. How often the calculator met each rule:",
        "",
        "| rule | times |",
        "|---|---|",
        *(f"| {rule} | {times:,} |" for rule, times in sorted(compared.hits.items()) if times),
    ]


@dataclass
class Grown:
    """What it took to bring a region in and bill it."""

    bills: int = 0
    importing: float = 0
    billing: float = 0


def grow(url: str, folder: Path) -> Grown:
    """Bring the world in and bill it, month by month."""
    db, grown = Database(url), Grown()
    books.announce(db, folder)
    for month in world_files.months():
        grown.importing += _seconds(lambda: books.bring_in(db, folder, month))  # noqa: B023
        started = time.monotonic()
        grown.bills += books.bill(db, month)
        grown.billing += time.monotonic() - started
        print(f"    {db.dialect} {written_month(month)}: {grown.bills:,} bills", flush=True)
    books.check_ledger(db)
    db.close()
    return grown


def compare_part(part: tuple[list[str], range]) -> books.Compared:
    """Some households of every database against the calculator."""
    urls, numbers = part
    dbs = [Database(url) for url in urls]
    found = books.compare(dbs, numbers, seed=SEED)
    for db in dbs:
        db.close()
    return found


def _seconds(act: Callable[[], object]) -> float:
    started = time.monotonic()
    act()
    return time.monotonic() - started


# — interruptions ———————————————————————————————————————————————————————————————————————————


@contextmanager
def _begun(engine: Engine, folder: Path) -> Iterator[str]:
    """A closed database with some months billed and the files of all the others brought in."""
    with engine.fresh() as url:
        db = Database(url)
        books.announce(db, folder)
        for place, month in enumerate(world_files.months()):
            books.bring_in(db, folder, month, without=("refunds",))
            if place < BILLED_BEFORE:
                books.bill(db, month)
        db.close()
        yield url


def _interrupted_world(scratch: Path) -> Path:
    folder = scratch / "interrupted"
    if not folder.exists():
        folder.mkdir()
        world_files.write(folder, seed=f"{SEED} interrupted", count=INTERRUPTED)
    return folder


def _killed(made: dict[str, Engine], scratch: Path) -> list[str]:
    lines = [
        f"`lk billing run` over {INTERRUPTED:,} households, {BILLED_BEFORE} months being posted",
        "before, killed with SIGKILL (the whole process group) at random points, each time on a",
        "fresh copy, then run to its end: SHA-256 of all bills, ledger rows and balances equal",
        "the uninterrupted run's. A third of the resumed runs were killed once more.",
        "",
        "| engine | bills of the run | kills | bills there when killed | equal |",
        "|---|---|---|---|---|",
    ]
    for name, engine in made.items():
        with _begun(engine, _interrupted_world(scratch)) as start:
            lines.append(f"| {name} | {_kill_often(engine, start, scratch, Random(SEED + name))} |")
    return lines


def _kill_often(engine: Engine, start: str, scratch: Path, random: Random) -> str:
    with engine.fresh(like=start) as url:
        quiet = Office(url, scratch)
        before = quiet.bills()
        took = quiet.run()
        expected, whole = quiet.digest(), quiet.bills()
    there: list[int] = []
    kills = 0
    for _ in range(KILLS):
        with engine.fresh(like=start) as url:
            office = Office(url, scratch)
            killed = kill_after(office.start(), random.uniform(0.3, 0.97) * took)
            kills += killed
            there.append(office.bills() - before)
            if random.random() < 1 / 3:
                kills += kill_after(office.start(), random.uniform(0.3, 0.9) * took)
            office.run()
            assert office.digest() == expected
    points = " ".join(f"{count:,}" for count in sorted(there))
    return f"{whole - before:,} | {kills} | {points} | {KILLS} of {KILLS}"


def _doubled(made: dict[str, Engine], scratch: Path) -> list[str]:
    lines = [
        "The same run started by two commands at the same moment, as two operators or, on",
        "PostgreSQL, two machines would: both end with 0, every bill and ledger row is there",
        "once, equal to the run of one.",
        "",
        "| engine | pairs | equal | one command, s | two together, s |",
        "|---|---|---|---|---|",
    ]
    for name, engine in made.items():
        with _begun(engine, _interrupted_world(scratch)) as start:
            lines.append(f"| {name} | {_start_twice(engine, start, scratch)} |")
    return lines


def _start_twice(engine: Engine, start: str, scratch: Path) -> str:
    with engine.fresh(like=start) as url:
        quiet = Office(url, scratch)
        alone = quiet.run("--workers", "1")
        expected = quiet.digest()
    together = []
    for _ in range(AT_ONCE):
        with engine.fresh(like=start) as url:
            office = Office(url, scratch)
            started = time.monotonic()
            for process in [office.start("--workers", "1") for _ in range(2)]:
                finish(process)
            together.append(time.monotonic() - started)
            assert office.digest() == expected
    mean = sum(together) / len(together)
    return f"{AT_ONCE} | {AT_ONCE} of {AT_ONCE} | {alone:.1f} | {mean:.1f}"


# — speed, and the page —————————————————————————————————————————————————————————————————————


def _bench() -> list[str]:
    command = [sys.executable, "-m", "tests.benches.billing"]
    said = subprocess.check_output(command, cwd=ROOT, text=True)
    return ["The part of `make bench` about billing:", "", "```", said.strip(), "```"]


def _page(report: Report) -> str:
    commit = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=ROOT, text=True).strip()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"""# A bill that a lawyer and an accountant would sign

Made by `make prove` on {datetime.now(UTC):%Y-%m-%d %H:%M} UTC from commit {commit};
Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB.
Bills worked by hand are tests: tests/domain/test_bills.py (policy norm), test_replacements.py
(replaced meters, moving out). The calculator is written from the contract and decision 0007 alone
and imports nothing of the product; tests/proofs/test_billing_sample.py runs a part of this page
with every `make test`.

{chr(10).join(report.parts)}"""


if __name__ == "__main__":
    main()
