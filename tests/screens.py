"""`make screens`: every scene of tests/scenes.py as pictures, in var/screens/.

Each scene is played once and photographed at 360×740 and 1280×800, light and dark; one on paper is
printed as A4. At 320 px nothing may scroll sideways: what does is named, like a scene that cannot
be played to its end, and the run ends in 1.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from pathlib import Path

from playwright.sync_api import (
    Browser,
    Page,
    StorageState,
    ViewportSize,
    expect,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError

from lk_app.db import consents
from lk_app.db.engine import Database
from lk_app.demo.people import PASSWORD
from lk_app.domain.registration import CONSENT_TO_PROCESSING
from lk_app.domain.staff import Role
from lk_app.security import Signer, secret_key
from lk_app.settings import Settings
from tests.cabinet import ROOT, Cabinet, chromium
from tests.scene_steps import BEFORE, STAFF, Scene
from tests.scenes import LONG_AGO, NEWCOMER, SCENES
from tests.usecases import colleagues
from tests.usecases.people import SINCE, confirmed

OUT = ROOT / "var" / "screens"
SIZES = {
    "360": ViewportSize(width=360, height=740),
    "1280": ViewportSize(width=1280, height=800),
}
NARROWEST = ViewportSize(width=320, height=640)


def main(wanted: list[str]) -> int:
    """Take the scenes whose names begin with one of `wanted`, or all; prints one line each."""
    scenes = [scene for scene in SCENES if scene.name.startswith(tuple(wanted) or "")]
    if not wanted:
        shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as var_dir, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium())  # type: ignore[arg-type]
        cabinet = prepared(Path(var_dir))
        scenes.sort(key=lambda scene: scene.clock)  # a stable sort: one start a clock
        for clock, then in groupby(scenes, key=lambda scene: scene.clock):
            with serving(cabinet, clock):
                took = [(scene.name, take(browser, cabinet, scene)) for scene in then]
                wrong += [f"{name}: {trouble}" for name, trouble in took if trouble]
        browser.close()
    print("\n".join(["", *wrong]))
    return 1 if wrong else 0


def prepared(var_dir: Path) -> Cabinet:
    """The demonstration, one more person who has no accounts, and one of the staff."""
    cabinet = Cabinet(var_dir, LK_CLOCK=BEFORE)
    cabinet.prepare()
    database = Database(f"sqlite:///{var_dir}/lk.db")
    confirmed(database, NEWCOMER)
    agreed_long_ago(database)
    before = datetime.now(UTC) - 4 * colleagues.STEP  # the code of now is still to be taken
    colleagues.enrolled(database, STAFF, Role.ADMIN, now=before, signer=signer(var_dir))
    database.close()
    return cabinet


def agreed_long_ago(database: Database) -> None:
    """A person who agreed to an earlier text than today's."""
    person = confirmed(database, LONG_AGO, "+79270000009")
    with database.write() as session:
        consents.add(
            session, person.id, kind=CONSENT_TO_PROCESSING, version="1900-01-01", at=SINCE,
            address="192.0.2.1",
        )  # fmt: skip


def signer(var_dir: Path) -> Signer:
    """What the cabinet of this folder signs with."""
    return Signer(secret_key(Settings(var_dir=var_dir)))


@contextmanager
def serving(cabinet: Cabinet, clock: str) -> Iterator[None]:
    """The cabinet with the business clock standing there."""
    cabinet.environment["LK_CLOCK"] = clock
    cabinet.start()
    try:
        yield
    finally:
        cabinet.stop()


def take(browser: Browser, cabinet: Cabinet, scene: Scene) -> str:
    """Play one scene in a fresh browser; what is wrong with it, or ""."""
    print(scene.name, flush=True)
    context = browser.new_context(
        base_url=cabinet.url,
        viewport=SIZES["360"],
        locale="ru-RU",
        timezone_id="Europe/Saratov",
        storage_state=signed_in(browser, cabinet, scene.who),
        service_workers="block",  # a picture of the page, not of what a device kept of it
    )
    page = context.new_page()
    try:
        play(page, scene)
    except (AssertionError, PlaywrightError) as failed:
        return str(failed).partition("\n")[0]
    else:
        photograph(page, scene)
        page.set_viewport_size(NARROWEST)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        return "scrolls sideways at 320 px" if wide else ""
    finally:
        context.close()


@cache
def signed_in(browser: Browser, cabinet: Cabinet, who: str) -> StorageState:
    """The cookies of a person who signed in, once a run; nobody's are none."""
    context = browser.new_context(base_url=cabinet.url)
    if who == STAFF:
        context.request.post("/staff/login", form=at_the_desk(cabinet))
    elif who:
        context.request.post("/api/login", form={"login": who, "password": PASSWORD})
    state = context.storage_state()
    context.close()
    return state


def at_the_desk(cabinet: Cabinet) -> dict[str, str | float | bool]:
    """What an employee types to come in, with the code that the phone shows now."""
    database = Database(f"sqlite:///{cabinet.var_dir}/lk.db")
    now = datetime.now(UTC)
    code = colleagues.phone(database, STAFF, now=now, signer=signer(cabinet.var_dir))
    database.close()
    return {"email": STAFF, "password": colleagues.PASSWORD, "code": code}


def play(page: Page, scene: Scene) -> None:
    """Everything up to the moment of the picture."""
    if scene.frozen:
        page.route_web_socket("**/_event/**", lambda _: None)
    page.goto(scene.address)
    page.wait_for_load_state("networkidle")
    if not scene.frozen:
        expect(page.locator(".skeleton:visible")).to_have_count(0)
    for step in scene.steps:
        step(page)


def photograph(page: Page, scene: Scene) -> None:
    """The whole page at every size in both schemes, or one A4 document."""
    if scene.paper:
        page.pdf(path=OUT / f"{scene.name}.pdf", prefer_css_page_size=True)
        return
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        whole = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({**viewport, "height": max(viewport["height"], whole)})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.screenshot(path=OUT / f"{scene.name}-{size}-{scheme}.png", animations="disabled")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
