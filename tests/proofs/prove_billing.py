"""Every bill of a region against the calculator, on both engines; runs killed, resumed, doubled.

`python -m tests.proofs.prove_billing [PART…]` proves all parts or those named, keeps what each said
in var/proofs/billing, and writes the page once every part is of one and the same commit. For a
look LK_PROVE_HOUSEHOLDS=2000 LK_PROVE_KILLS=3 LK_BENCH_ACCOUNTS=20000: that page stays in var.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from lk_app.domain.consumption import Policy
from tests import engines
from tests.cabinet import ROOT
from tests.proofs import billing_tests, region, unrest, worked_bills
from tests.proofs.region import Region

PROOF = ROOT / "docs" / "proofs" / "billing.md"
KEPT = ROOT / "var" / "proofs" / "billing"
SMALLER = ("LK_PROVE_HOUSEHOLDS", "LK_PROVE_KILLS", "LK_PROVE_INTERRUPTED", "LK_BENCH_ACCOUNTS")
SEED = os.environ.get("LK_PROVE_SEED", "2026-11-22")
HOUSEHOLDS = int(os.environ.get("LK_PROVE_HOUSEHOLDS", "100000"))
UNDER_NORM = HOUSEHOLDS // 10

Made = Mapping[str, engines.Sqlite | engines.PostgreSQL]


@dataclass(frozen=True)
class Part:
    """What one part of the page says, and of what."""

    title: str
    lines: list[str]
    seconds: float
    commit: str
    full: bool  # with the figures that the issue asks for
    begun: str
    load: float  # what the machine had to do besides


def main(names: list[str]) -> None:
    """Prove the parts named, or all; any difference ends it with an error."""
    unknown = set(names) - set(PARTS)
    if unknown:
        sys.exit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    KEPT.mkdir(parents=True, exist_ok=True)
    for name in names or PARTS:
        title, prove = PARTS[name]
        print(f"  {title}", flush=True)
        part = _proved(title, prove)
        (KEPT / f"{name}.json").write_text(json.dumps(asdict(part), ensure_ascii=False, indent=1))
        print(f"  {title}: {part.seconds:.0f} s", flush=True)
    _write_page()


def _proved(title: str, prove: Callable[[], Iterator[str]]) -> Part:
    begun, load, commit = f"{datetime.now(UTC):%Y-%m-%d %H:%M}", os.getloadavg()[0], _commit()
    started = time.monotonic()
    lines = list(prove())
    took = time.monotonic() - started
    full = not any(name in os.environ for name in SMALLER)
    return Part(title, lines, took, commit, full, begun, load)


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


PARTS: Mapping[str, tuple[str, Callable[[], Iterator[str]]]] = {
    "worked": ("The worked bills through lk", _worked),
    "region": ("A region of random accounts", _region),
    "norm": ("A region where a missed reading costs the norm", _under_norm),
    "killed": ("Killed and resumed", _killed),
    "doubled": ("Two runs at once", _doubled),
    "tests": ("Promises held by tests", billing_tests.run),
    "bench": ("The speed of a run", _bench),
}


# — the page ————————————————————————————————————————————————————————————————————————————————


def _write_page() -> None:
    """Put the parts together, unless one is missing or of another commit."""
    files = {name: KEPT / f"{name}.json" for name in PARTS}
    missing = [name for name, file in files.items() if not file.exists()]
    if missing:
        return print(f"no page yet: {', '.join(missing)} not proved")
    parts = {name: Part(**json.loads(file.read_text())) for name, file in files.items()}
    commits = {part.commit for part in parts.values()}
    if len(commits) > 1:
        of = ", ".join(f"{name} {part.commit[:12]}" for name, part in parts.items())
        sys.exit(f"no page: its parts are of different commits: {of}")
    full = all(part.full for part in parts.values())
    path = PROOF if full else KEPT / "page.md"
    path.write_text(_page(list(parts.values()), commits.pop()))
    print(f"wrote {path.relative_to(ROOT)}")


def _page(parts: list[Part], commit: str) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    took = sum(part.seconds for part in parts) / 60
    said = "\n".join(_section(part) for part in parts)
    return f"""# A bill that a lawyer and an accountant would sign

Made by `make prove` on {parts[0].begun} UTC from commit {commit}; {took:.0f} minutes in all on
{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB, Python {platform.python_version()}.

The calculator is written from the contract and decision 0007 alone and imports nothing of the
product (tests/domain/calculator); tests/proofs/test_billing_sample.py runs a part of this page with
every `make test`.

{said}"""


def _section(part: Part) -> str:
    lines = "\n".join(part.lines)
    return f"""## {part.title}

{lines}

Took {part.seconds:.0f} s; the load average was {part.load:.1f} when it began.
"""


def _commit() -> str:
    """The commit that is checked out, with a mark when files differ from it, this page aside."""
    commit = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=ROOT, text=True).strip()
    changed = ["git", "status", "--porcelain", "--", ".", ":!docs/proofs"]
    return commit + " with changes" * bool(subprocess.check_output(changed, cwd=ROOT))


if __name__ == "__main__":
    main(sys.argv[1:])
