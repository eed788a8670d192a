"""A proof made part by part: each part keeps what it told; the page is of one commit, or none.

Parts lie in var/proofs/NAME as they end. The page goes to docs/proofs/NAME.md when every part is
there, all of one commit with nothing changed beside it, and with full figures; a smaller one, for
a look, stays beside its parts. A page may quote parts of another proof, under the same terms.
"""

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from tests.cabinet import ROOT

CHANGED = " with changes"
Section = tuple[str, Callable[[], Iterator[str]]]  # a title, and what yields the lines under it


@dataclass(frozen=True)
class Kept:
    """What one part told, and of what."""

    told: Any
    commit: str  # marked when files differed from it
    full: bool  # with the figures that the issue asks for
    begun: str
    seconds: float
    load: float  # what the machine had to do besides


@dataclass(frozen=True)
class Proof:
    """A page of docs/proofs: `parts` in their order, `page` writes the text from all of them."""

    name: str
    parts: Mapping[str, Callable[[], Any]]
    page: Callable[[Mapping[str, Kept]], str]
    quotes: tuple[str, ...] = ()  # parts that other proofs made, «phone/public»

    def run(self, names: list[str], *, full: bool = True) -> None:
        """Run the parts named, or all; the first failure stops, what was kept before stays."""
        if unknown := set(names) - set(self.parts):
            there = ", ".join(self.parts)
            sys.exit(f"no such part: {', '.join(sorted(unknown))}; there are {there}")
        if not names and (first := self._to_run_first()):
            sys.exit(first)  # before minutes are spent on what no page would come of
        for name in names or self.parts:
            print(f"  {name}", flush=True)
            kept = _kept(self.parts[name], full)
            self._file(name).parent.mkdir(parents=True, exist_ok=True)
            self._file(name).write_text(json.dumps(asdict(kept), ensure_ascii=False, indent=1))
            print(f"  {name}: {kept.seconds:.0f} s", flush=True)
        self._write_page()

    def _to_run_first(self) -> str:
        """What to run before the page can quote it, or nothing."""
        now = _commit()
        of = {part: _kept_of(self._file(part)) for part in self.quotes}
        stale = [part for part, commit in of.items() if commit != now]
        if not stale:
            return ""
        runs = " and ".join(_command(part) for part in stale)
        kept = ", ".join(f"{part}: {of[part][:9] or 'nothing'}" for part in stale)
        return f"First run {runs}: {self.name} quotes it of commit {now[:9]}, kept is {kept}."

    def _file(self, part: str) -> Path:
        name = part if part in self.quotes else f"{self.name}/{part}"
        return ROOT / "var" / "proofs" / f"{name}.json"

    def _write_page(self) -> None:
        if missing := [name for name in self.parts if not self._file(name).exists()]:
            return print(f"no page yet: run {' '.join(missing)}")
        if first := self._to_run_first():
            return print(f"no page yet. {first}")
        told = {
            name: json.loads(self._file(name).read_text()) for name in (*self.parts, *self.quotes)
        }
        commits = {name: one["commit"] for name, one in told.items()}
        if len(set(commits.values())) > 1:
            of = ", ".join(f"{name} {commit[:9]}" for name, commit in commits.items())
            sys.exit(f"no page: its parts are of different commits: {of}")
        kept = {name: Kept(**one) for name, one in told.items()}
        whole = all(one.full and CHANGED not in one.commit for one in kept.values())
        looked_at = self._file("page").with_suffix(".md")
        path = ROOT / "docs" / "proofs" / f"{self.name}.md" if whole else looked_at
        path.write_text(self.page(kept), encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")


def made(kept: Mapping[str, Kept]) -> str:
    """Under the title: when, from what, and on what machine the page was made."""
    first = next(iter(kept.values()))
    own = (one for name, one in kept.items() if "/" not in name)  # what is quoted has its own page
    minutes = sum(one.seconds for one in own) / 60
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"Made by `make prove` on {first.begun} UTC from commit {first.commit};\n"
        f"{minutes:.0f} minutes in all on {os.cpu_count()} cores ({platform.machine()}), "
        f"{memory:.0f} GB, Python {platform.python_version()}."
    )


def parts_of(sections: Mapping[str, Section]) -> dict[str, Callable[[], list[str]]]:
    """Parts that keep the lines of their sections."""
    return {name: partial(_lines, prove) for name, (_, prove) in sections.items()}


def _lines(prove: Callable[[], Iterator[str]]) -> list[str]:
    return list(prove())


def written(sections: Mapping[str, Section], kept: Mapping[str, Kept]) -> str:
    """The sections that were kept, each with how long it took."""
    return "\n".join(_section(sections[name][0], part) for name, part in kept.items())


def _section(title: str, part: Kept) -> str:
    lines = "\n".join(part.told)
    return f"""## {title}

{lines}

Took {part.seconds:.0f} s; the load average was {part.load:.1f} when it began.
"""


def _kept(part: Callable[[], Any], full: bool) -> Kept:
    begun, load, commit = f"{datetime.now(UTC):%Y-%m-%d %H:%M}", os.getloadavg()[0], _commit()
    started = time.monotonic()
    told = part()
    return Kept(told, commit, full, begun, round(time.monotonic() - started, 1), round(load, 1))


def _kept_of(file: Path) -> str:
    """The commit of what is kept there, or nothing."""
    return str(json.loads(file.read_text())["commit"]) if file.exists() else ""


def _command(part: str) -> str:
    proof, _, name = part.partition("/")
    return f"`python -m tests.proofs.prove_{proof.replace('-', '_')} {name}`"


def _commit() -> str:
    commit = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=ROOT, text=True).strip()
    changed = ["git", "status", "--porcelain", "--", ".", ":!docs/proofs"]
    return commit + CHANGED * bool(subprocess.check_output(changed, cwd=ROOT))
