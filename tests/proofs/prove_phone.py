"""Lighthouse, second visits, axe, the keyboard, reconnects, colours: docs/proofs/phone.md.

`python -m tests.proofs.prove_phone lighthouse axe …` runs these parts; none means all; what is kept
of them and when the page is written, tests/proofs/parts.py tells. `lighthouse` and `repeat` want a
machine with nothing else running.
"""

import os
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from lk_app.demo.people import PASSWORD
from tests import lighthouse, repeat_visit, scene_walk
from tests.cabinet import ROOT
from tests.proofs import phone_page
from tests.proofs.demonstration import browsing, served
from tests.proofs.parts import Proof
from tests.scene_steps import OPEN
from tests.scenes import ANNA

PUBLIC = (
    "/", "/tariffs", "/news", "/news/2025/12", "/news/2025/12/zamena-obshchedomovyh-priborov",
    "/about", "/consumers", "/consumers/kak-snyat-pokazaniya", "/disclosure", "/sitemap",
    "/search", "/consent", "/login", "/register", "/reset", "/recover",
)  # fmt: skip
CABINET = (
    "/cabinet", "/cabinet/readings", "/cabinet/consumption", "/cabinet/bills", "/cabinet/pay",
    "/cabinet/history", "/cabinet/profile",
)  # fmt: skip
REPEATED = ("/", "/tariffs", "/news", "/login")
RECONNECTS = 50
BLIND = ("deuteranopia", "achromatopsia")


def measure(runs: int = lighthouse.RUNS) -> dict[str, Any]:
    """Every public page, then every screen of a person who signed in."""
    told: dict[str, Any] = {"runs": runs, "public": {}, "cabinet": {}}
    with served(LK_CLOCK=OPEN) as cabinet, lighthouse.phone() as phone:
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
    with served(LK_CLOCK=OPEN) as cabinet, browsing() as browser:
        return {path: repeat_visit.largest_paint(browser, cabinet.url + path) for path in REPEATED}


def look() -> dict[str, Any]:
    """Every scene: axe in both themes, 320 px, the low-vision version at 320 px."""
    return scene_walk.walked()


def keyboard() -> str:
    """The main job without a pointer."""
    return _journey("test_by_keyboard.py")


def reconnects() -> dict[str, Any]:
    """The connection cut while a reading is being sent, again and again."""
    said = _journey("test_broken_connection.py", LK_TEST_RECONNECTS=str(RECONNECTS))
    return {"times": RECONNECTS, "said": said}


def _journey(file: str, **environment: str) -> str:
    """The last line of what pytest says; any failure ends the part."""
    run = [sys.executable, "-m", "pytest", "-q", "-n", "0", f"tests/journeys/{file}"]
    done = subprocess.run(
        run, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout.strip().splitlines()[-1]


def colours() -> list[str]:
    """Pictures as people see them who do not see red and green apart, or no colour at all."""
    return scene_walk.pictures(BLIND)


PROOF = Proof(
    "phone",
    {
        "lighthouse": measure,
        "repeat": repeat,
        "axe": look,
        "keyboard": keyboard,
        "reconnects": reconnects,
        "colours": colours,
    },
    phone_page.page,
)

if __name__ == "__main__":
    PROOF.run(sys.argv[1:])
