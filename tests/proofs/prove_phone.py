"""Lighthouse, second visits, axe, keyboard, journeys, reconnects, colours: docs/proofs/phone.md.

`python -m tests.proofs.prove_phone public axe …` runs these parts; none means all; what is
kept of them and when the page is written, tests/proofs/parts.py tells. `public`, `cabinet` and
`repeat` want a machine with nothing else running. For a look, smaller: so many pages of each list
(LK_PROVE_PAGES), runs of each (LK_PROVE_RUNS), scenes whose names start so (LK_PROVE_SCENES),
broken connections (LK_TEST_RECONNECTS).
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from playwright.sync_api import Cookie

from tests import lighthouse, repeat_visit, scene_walk, screens
from tests.cabinet import Cabinet
from tests.proofs import phone_journeys, phone_page
from tests.proofs.demonstration import browsing, served
from tests.proofs.parts import Proof
from tests.proofs.passing import passed
from tests.proofs.public_addresses import MEASURED
from tests.scene_steps import OPEN
from tests.scenes import ANNA

CABINET = (
    "/cabinet", "/cabinet/readings", "/cabinet/consumption", "/cabinet/bills", "/cabinet/pay",
    "/cabinet/history", "/cabinet/profile",
)  # fmt: skip
REPEATED = ("/", "/tariffs", "/news", "/login")
SMALLER = ("LK_PROVE_PAGES", "LK_PROVE_RUNS", "LK_PROVE_SCENES", "LK_TEST_RECONNECTS")
PAGES = int(os.environ.get("LK_PROVE_PAGES", len(MEASURED)))
RUNS = int(os.environ.get("LK_PROVE_RUNS", lighthouse.RUNS))
SCENES = tuple(os.environ.get("LK_PROVE_SCENES", "").split())
RECONNECTS = int(os.environ.get("LK_TEST_RECONNECTS", "50"))
BLIND = ("deuteranopia", "achromatopsia")


def public() -> dict[str, Any]:
    """Every public page by Lighthouse."""
    with served(LK_CLOCK=OPEN) as cabinet:
        return _measured(cabinet, MEASURED[:PAGES], ())


def cabinet() -> dict[str, Any]:
    """Every screen of a person who signed in."""
    with served(LK_CLOCK=OPEN) as serving:
        with browsing() as browser:
            cookies = screens.signed_in(browser, serving, ANNA)["cookies"]
        return _measured(serving, CABINET[:PAGES], cookies)


def _measured(cabinet: Cabinet, paths: Sequence[str], cookies: Sequence[Cookie]) -> dict[str, Any]:
    told: dict[str, Any] = {"runs": RUNS, "pages": {}}
    for path in paths:
        measure = lighthouse.measured(cabinet.url + path, cookies=cookies, runs=RUNS)
        told["pages"][path] = asdict(measure)
        print(path, told["pages"][path], flush=True)
    return told


def repeat() -> dict[str, float]:
    """The second visit, by a service worker that has the page."""
    with served(LK_CLOCK=OPEN) as cabinet, browsing() as browser:
        return {
            path: repeat_visit.largest_paint(browser, cabinet.url + path, runs=RUNS)
            for path in REPEATED[:PAGES]
        }


def accessible() -> dict[str, Any]:
    """Every scene: axe in both themes, 320 px, the low-vision version at 320 px."""
    return scene_walk.walked(SCENES)


def keyboard() -> str:
    """The main job without a pointer."""
    return passed("tests/journeys/test_by_keyboard.py")


def journeys() -> str:
    """The app with the network cut, and notices."""
    return passed(*phone_journeys.TESTS)


def reconnects() -> dict[str, Any]:
    """The connection cut while a reading is being sent, again and again."""
    said = passed("tests/journeys/test_broken_connection.py", LK_TEST_RECONNECTS=str(RECONNECTS))
    return {"times": RECONNECTS, "said": said}


def colours() -> list[str]:
    """Pictures as people see them who do not see red and green apart, or no colour at all."""
    return scene_walk.pictures(BLIND, SCENES)


PROOF = Proof(
    "phone",
    {
        "public": public,
        "cabinet": cabinet,
        "repeat": repeat,
        "axe": accessible,
        "keyboard": keyboard,
        "journeys": journeys,
        "reconnects": reconnects,
        "colours": colours,
    },
    phone_page.page,
)

if __name__ == "__main__":
    PROOF.run(sys.argv[1:], full=not any(name in os.environ for name in SMALLER))
