"""The main job on a fresh clone in an empty home: set up, done in a browser, tested; with times."""

import os
import platform
import re
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.cabinet import ROOT, Cabinet, chromium
from tests.journeys.conftest import DESK, PHONE
from tests.proofs.walk import Household, Walk

PROOF = ROOT / "docs" / "proofs" / "main-job.md"
MENDED = ROOT / "docs" / "proofs" / "screens-mended.md"
STREET, VILLAGE = "Саратов, 2-й Овсяной проезд", "с. Пристанное, ул. Волжская"
PEOPLE = {
    "a phone, 360×740": (
        PHONE,
        "walk-phone@example.ru",
        Household("2-й овсяной 13", f"{STREET}, д. 13", "3", "6410100103", "01174274"),
        Household("Волжск 4", f"{VILLAGE}, д. 4", "", "6410400001"),
    ),
    "a desktop, 1280×800": (
        DESK,
        "walk-desk@example.ru",
        Household("2-й овсяной 17", f"{STREET}, д. 17", "88", "6410100104", "01174411"),
        Household("Волжск 10", f"{VILLAGE}, д. 10", "", "6410400003"),
    ),
}


def main() -> None:
    """Run everything and write the proof; any failure stops without writing."""
    with tempfile.TemporaryDirectory() as scratch:
        clone, home = Path(scratch) / "lk", Path(scratch) / "home"
        home.mkdir()
        subprocess.check_call(["git", "clone", "--quiet", str(ROOT), str(clone)])
        first, walks = _run_and_walk(clone, home)
        again = _run(clone, home, "make run again, nothing changed")
        other = _run(clone, home, "make run on another port and public address", other=True)
        tested = _test(clone, home)
    PROOF.write_text(_report([first, again, other], walks, tested))
    print(f"wrote {PROOF.relative_to(ROOT)}")


def _environment(home: Path) -> dict[str, str]:
    """The machine's own environment with an empty home and nothing of this run in it."""
    ours = ("LK_", "VIRTUAL_ENV", "PYTHON", "PYTEST", "NPM_CONFIG_REGISTRY", "XDG_")
    kept = {name: text for name, text in os.environ.items() if not name.startswith(ours)}
    return {**kept, "HOME": str(home)}


def _serve(clone: Path, home: Path, *, public: bool = False) -> tuple[Cabinet, float]:
    cabinet = Cabinet(clone / "var")
    (clone / "var").mkdir(exist_ok=True)
    cabinet.environment = {**_environment(home), "LK_PORT": str(cabinet.port)}
    if public:
        cabinet.environment["LK_PUBLIC_URL"] = f"http://127.0.0.1:{cabinet.port}"
    started = time.monotonic()
    cabinet.start("make", "-C", str(clone), "run", patience=600)
    return cabinet, time.monotonic() - started


def _run_and_walk(clone: Path, home: Path) -> tuple[str, list[str]]:
    cabinet, took = _serve(clone, home)
    walks: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium())  # type: ignore[arg-type]
        for where, (viewport, email, house, dacha) in PEOPLE.items():
            context = browser.new_context(
                base_url=cabinet.url,
                viewport=viewport,  # type: ignore[arg-type]
                locale="ru-RU",
                timezone_id="Europe/Saratov",
            )
            walk = Walk(context.new_page(), email, house, dacha)
            walk.go()
            walks += [f"| {where} | {words} | {seconds:.1f} |" for words, seconds in walk.steps]
            context.close()
        browser.close()
    cabinet.stop()
    return _line("make run, first time", took, cabinet), walks


def _run(clone: Path, home: Path, words: str, *, other: bool = False) -> str:
    cabinet, took = _serve(clone, home, public=other)
    cabinet.stop()
    return _line(words, took, cabinet)


def _line(words: str, took: float, cabinet: Cabinet) -> str:
    left = "a process was left" if cabinet.survivors else "none"
    return f"| {words} | {took:.1f} | {left} |"


def _test(clone: Path, home: Path) -> str:
    started = time.monotonic()
    done = subprocess.run(
        ["make", "-C", str(clone), "test"],
        env={**_environment(home), "CI": "true"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    took = time.monotonic() - started
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
    told = re.findall(r"^.*(?:\d+ passed|passed on each engine|Contracts:).*$", done.stdout, re.M)
    lines = "\n".join(line.strip("= ") for line in told)
    return f"`make test`: {took:.0f} s, green.\n\n```\n{lines}\n```"


def _report(runs: list[str], walks: list[str], tested: str) -> str:
    commit = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=ROOT, text=True).strip()
    return f"""# The main job, end to end

Made by `make prove` on {datetime.now(UTC):%Y-%m-%d %H:%M} UTC from commit {commit},
a fresh clone in an empty home; Python {platform.python_version()}, {os.cpu_count()} cores.

| command | seconds until served | processes left after Ctrl-C |
|---|---|---|
{chr(10).join(runs)}

## The whole job in a browser

Against the first `make run`, real clock, one new person a window size; the steps use the names on
the screen (CONTRACT), the letter comes from the demonstration's outbox, the bank is the demo bank.

| where | step | seconds |
|---|---|---|
{chr(10).join(walks)}

## Tests

{tested}

## Screens

`make screens` wrote every screen; what was mended on which: [{MENDED.name}]({MENDED.name}).
"""


if __name__ == "__main__":
    main()
