"""Every bill of a region against the calculator, on both engines; runs killed, resumed, doubled.

`python -m tests.proofs.prove_billing [PART…]` proves all parts or those named; what is kept of them
and when the page is written, tests/proofs/parts.py tells. For a look LK_PROVE_HOUSEHOLDS=2000
LK_PROVE_KILLS=3 LK_BENCH_ACCOUNTS=20000: that page stays in var.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from lk_app.domain.consumption import Policy
from tests import engines
from tests.cabinet import ROOT
from tests.proofs import billing_tests, region, unrest, worked_bills
from tests.proofs.parts import Kept, Proof, Section, made, parts_of, written
from tests.proofs.region import Region

SMALLER = ("LK_PROVE_HOUSEHOLDS", "LK_PROVE_KILLS", "LK_PROVE_INTERRUPTED", "LK_BENCH_ACCOUNTS")
SEED = os.environ.get("LK_PROVE_SEED", "2026-11-22")
HOUSEHOLDS = int(os.environ.get("LK_PROVE_HOUSEHOLDS", "100000"))
UNDER_NORM = HOUSEHOLDS // 10

Made = Mapping[str, engines.Sqlite | engines.PostgreSQL]


@contextmanager
def _engines() -> Iterator[tuple[Made, Path]]:
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lk-proof-")))
        made: Made = {"SQLite": engines.Sqlite(scratch), "PostgreSQL": engines.PostgreSQL()}
        for engine in made.values():
            stack.callback(engine.close)
        yield made, scratch


# — the parts ———————————————————————————————————————————————————————————————————————————————


def _worked() -> Iterator[str]:
    yield "`lk import accounts|readings|payments`, `lk tariffs publish`, `lk billing run`, then"
    yield "each bill by `lk billing show --json`, compared in every field."
    yield ""
    yield "| engine | bills equal |"
    yield "|---|---|"
    with _engines() as (made, scratch):
        for name, engine in made.items():
            var_dir = scratch / f"worked-{name}"
            var_dir.mkdir()
            with engine.fresh() as url:
                equal = worked_bills.check(var_dir, url)
            assert equal == worked_bills.ALL
            yield f"| {name} | {equal} of {worked_bills.ALL} |"


def _region() -> Iterator[str]:
    with _engines() as (made, scratch):
        yield from region.prove(made, Region(scratch / "region", SEED, HOUSEHOLDS))


def _under_norm() -> Iterator[str]:
    with _engines() as (made, scratch):
        here = Region(scratch / "region", f"{SEED} norm", UNDER_NORM, Policy.NORM)
        yield from region.prove(made, here)


def _killed() -> Iterator[str]:
    with _engines() as (made, scratch):
        yield from unrest.killed(made, scratch, SEED)


def _doubled() -> Iterator[str]:
    with _engines() as (made, scratch):
        yield from unrest.doubled(made, scratch, SEED)


def _bench() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.benches.billing"]
    said = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, check=False)
    print(said.stdout)
    assert said.returncode == 0
    yield "The part of `make bench` about billing:"
    yield ""
    yield "```"
    yield said.stdout.strip()
    yield "```"


PARTS: Mapping[str, Section] = {
    "worked": ("The worked bills through lk", _worked),
    "region": ("A region of random accounts", _region),
    "norm": ("A region where a missed reading costs the norm", _under_norm),
    "killed": ("Killed and resumed", _killed),
    "doubled": ("Two runs at once", _doubled),
    "tests": ("Promises held by tests", billing_tests.run),
    "bench": ("The speed of a run", _bench),
}


# — the page ————————————————————————————————————————————————————————————————————————————————


def _page(kept: Mapping[str, Kept]) -> str:
    return f"""# A bill that a lawyer and an accountant would sign

{made(kept)}

The calculator is written from the contract and decision 0007 alone and imports nothing of the
product (tests/domain/calculator); tests/proofs/test_billing_sample.py runs a part of this page with
every `make test`.

{written(PARTS, kept)}"""


PROOF = Proof("billing", parts_of(PARTS), _page)

if __name__ == "__main__":
    PROOF.run(sys.argv[1:], full=not any(name in os.environ for name in SMALLER))
