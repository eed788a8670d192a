"""A region of random accounts in both databases, every bill held against the calculator."""

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from lk_app.db.engine import Database
from lk_app.domain.consumption import Policy
from tests import engines
from tests.domain.calculator import written_month
from tests.proofs import books, world_files

CORES = 2
PART = 500  # households compared by one task


@dataclass(frozen=True)
class Region:
    """Which random households, and what a missed reading is worth there."""

    folder: Path
    seed: str
    households: int
    policy: Policy = Policy.DECREE354


@dataclass
class Grown:
    """What it took to bring a region in and bill it."""

    bills: int = 0
    importing: float = 0
    billing: float = 0


def prove(made: Mapping[str, engines.Sqlite | engines.PostgreSQL], region: Region) -> Iterator[str]:
    """Grow the region in every database at once and compare; the lines of the page."""
    region.folder.mkdir()
    rows = world_files.write(
        region.folder, seed=region.seed, count=region.households, policy=region.policy.value
    )
    with ExitStack() as stack:
        urls = [stack.enter_context(engine.fresh()) for engine in made.values()]
        pool = stack.enter_context(ProcessPoolExecutor(CORES, mp_context=get_context("spawn")))
        grown = list(pool.map(grow, urls, [region] * len(urls)))
        print("    comparing", flush=True)
        compared = _compare(pool, urls, region)
    assert all(one.bills == compared.bills for one in grown)
    yield from _told(dict(zip(made, grown, strict=True)), compared, rows, region)


def grow(url: str, region: Region) -> Grown:
    """Bring the region in and bill it, month by month."""
    db, grown = Database(url), Grown()
    books.announce(db, region.folder)
    for month in world_files.months():
        started = time.monotonic()
        books.bring_in(db, region.folder, month)
        brought = time.monotonic()
        grown.bills += books.bill(db, month, region.policy)
        grown.importing += brought - started
        grown.billing += time.monotonic() - brought
        print(f"    {db.dialect} {written_month(month)}: {grown.bills:,} bills", flush=True)
    books.check_ledger(db)
    db.close()
    return grown


def _compare(pool: ProcessPoolExecutor, urls: list[str], region: Region) -> books.Compared:
    parts = [
        range(first, min(first + PART, region.households))
        for first in range(0, region.households, PART)
    ]
    compared = books.Compared()
    for one in pool.map(compare_part, parts, [urls] * len(parts), [region] * len(parts)):
        compared.add(one)
        assert not compared.differences, "\n".join(compared.differences[:10])
    return compared


def compare_part(numbers: range, urls: list[str], region: Region) -> books.Compared:
    """Some households of every database against the calculator."""
    dbs = [Database(url) for url in urls]
    found = books.compare(dbs, numbers, seed=region.seed, policy=region.policy)
    for db in dbs:
        db.close()
    return found


def _told(
    grown: Mapping[str, Grown], compared: books.Compared, rows: Mapping[str, int], region: Region
) -> Iterator[str]:
    months = world_files.months()
    first, last = written_month(months[0]), written_month(months[-1])
    yield f"{region.households:,} households, seed `{region.seed}`, policy `{region.policy}`, a run"
    yield f"for each month {first} to {last}; before each run `lk import`'s use cases bring in what"
    yield "became known since, late facts among it. Rows of files:"
    yield ", ".join(f"{kind} {count:,}" for kind, count in sorted(rows.items())) + "."
    yield ""
    yield "| engine | bills | importing, s | billing by one process, s |"
    yield "|---|---|---|---|"
    for name, one in grown.items():
        yield f"| {name} | {one.bills:,} | {one.importing:.0f} | {one.billing:.0f} |"
    yield ""
    yield f"**{compared.bills:,} bills, every field of each on both engines: 0 differences** from"
    yield "the calculator. The last balances, and charges, adjustments and fees in all, equal the"
    yield "ledger's. How often the calculator met each rule:"
    yield ""
    yield "| rule | times |"
    yield "|---|---|"
    for rule, times in sorted(compared.hits.items()):
        if times:
            yield f"| {rule} | {times:,} |"
