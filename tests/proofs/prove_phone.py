"""The phone: Lighthouse, repeat visits, axe, widths, the keyboard, colours; docs/proofs/phone.md.

`python -m tests.proofs.prove_phone lighthouse axe …` runs these parts; none means all. Each part
keeps its results in var/proofs/phone as it ends, with its commit. The page is written when every
part is there and all are of one commit. Lighthouse wants a machine with nothing else running.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from lk_app.demo.people import PASSWORD
from tests import lighthouse, repeat_visit, scene_walk
from tests.cabinet import ROOT, Cabinet, chromium
from tests.proofs import phone_page
from tests.scenes import ANNA, OPEN

KEPT = ROOT / "var" / "proofs" / "phone"
PUBLIC = (
    "/", "/tariffs", "/news", "/news/2025/12", "/news/2025/12/zamena-obshchedomovyh-priborov",
    "/about", "/consumers", "/consumers/kak-snyat-pokazaniya", "/disclosure", "/sitemap",
    "/search?q=поверка", "/consent", "/login", "/register", "/reset", "/recover",
)  # fmt: skip
CABINET = (
    "/cabinet", "/cabinet/readings", "/cabinet/consumption", "/cabinet/bills", "/cabinet/pay",
    "/cabinet/history", "/cabinet/profile",
)  # fmt: skip
REPEATED = ("/", "/tariffs", "/news", "/login")
BLIND = ("deuteranopia", "achromatopsia")


def main(names: list[str]) -> None:
    """Run the parts named, or all; the first failure stops, what was kept before stays."""
    commit = _commit()
    for name in names or list(PARTS):
        started = time.monotonic()
        told = PARTS[name]()
        KEPT.mkdir(parents=True, exist_ok=True)
        seconds = round(time.monotonic() - started)
        kept = {"commit": commit, "seconds": seconds, "told": told}
        (KEPT / f"{name}.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1))
        print(f"{name}: {seconds} s", flush=True)
    _write_page()


def _commit() -> str:
    dirty = ["git", "status", "--porcelain", "--", ".", ":!docs/proofs"]
    if subprocess.check_output(dirty, cwd=ROOT, text=True).strip():
        sys.exit("prove_phone: commit first: figures belong to a commit")
    return subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=ROOT, text=True).strip()


def _write_page() -> None:
    files = [KEPT / f"{name}.json" for name in PARTS]
    if missing := [file.stem for file in files if not file.exists()]:
        return print(f"no page yet: run {' '.join(missing)}")
    kept = {file.stem: json.loads(file.read_text()) for file in files}
    commits = {name: part["commit"][:9] for name, part in kept.items()}
    if len(set(commits.values())) > 1:
        sys.exit(f"prove_phone: parts of several commits, run the old ones again: {commits}")
    phone_page.write(kept)
    print(f"wrote {phone_page.PROOF.relative_to(ROOT)}")


@contextmanager
def served() -> Iterator[Cabinet]:
    """The demonstration, once for a part."""
    with tempfile.TemporaryDirectory() as var_dir:
        cabinet = Cabinet(Path(var_dir), LK_CLOCK=OPEN)
        cabinet.prepare()
        cabinet.start()
        try:
            yield cabinet
        finally:
            cabinet.stop()


@contextmanager
def browsing() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium())  # type: ignore[arg-type]
        yield browser
        browser.close()


def measure(runs: int = lighthouse.RUNS) -> dict[str, Any]:
    """Every public page, then every screen of a person who signed in."""
    told: dict[str, Any] = {"runs": runs, "public": {}, "cabinet": {}}
    with served() as cabinet, lighthouse.phone() as phone:
        for path in PUBLIC:
            told["public"][path] = asdict(lighthouse.measured(cabinet.url + path, phone, runs=runs))
            print(path, told["public"][path], flush=True)
        form = {"login": ANNA, "password": PASSWORD}
        phone.context.request.post(f"{cabinet.url}/api/login", form=form)
        for path in CABINET:
            told["cabinet"][path] = asdict(
                lighthouse.measured(cabinet.url + path, phone, runs=runs)
            )
            print(path, told["cabinet"][path], flush=True)
    return told


def repeat() -> dict[str, float]:
    """The second visit, by a service worker that has the page."""
    with served() as cabinet, browsing() as browser:
        return {path: repeat_visit.largest_paint(browser, cabinet.url + path) for path in REPEATED}


def look() -> dict[str, Any]:
    """Every scene: axe in both themes, 320 px, the low-vision version at 320 px."""
    return scene_walk.walked()


def keyboard() -> str:
    """The main job without a pointer."""
    run = [sys.executable, "-m", "pytest", "-q", "tests/journeys/test_by_keyboard.py"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout.strip().splitlines()[-1]


def colours() -> list[str]:
    """Pictures as people see them who do not see red and green apart, or no colour at all."""
    return scene_walk.pictures(BLIND)


PARTS: dict[str, Callable[[], Any]] = {
    "lighthouse": measure,
    "repeat": repeat,
    "axe": look,
    "keyboard": keyboard,
    "colours": colours,
}

if __name__ == "__main__":
    main(sys.argv[1:])
