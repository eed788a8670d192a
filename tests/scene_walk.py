"""Every scene looked at by machine: axe in both themes, and whether it fits 320 px of width."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests import axe, screens
from tests.cabinet import ROOT, Cabinet, chromium
from tests.scene_steps import Scene
from tests.scenes import SCENES

NARROWEST = ViewportSize(width=320, height=640)
VISION = "huge.black.wide"
SIDEWAYS = "document.scrollingElement.scrollWidth > innerWidth"
WIDEST = """() => [...document.querySelectorAll("body *")]
  .filter((e) => e.checkVisibility() && !e.closest(".seen-by-readers, .skip"))
  .map((e) => [e.getBoundingClientRect().right, e.outerHTML.slice(0, 200)])
  .sort((a, b) => b[0] - a[0])[0]?.[1]"""
PICTURES = ROOT / "var" / "screens" / "colours"
COLOURFUL = (
    "home", "tariffs", "cabinet", "cabinet-done", "readings-two-zones", "readings-refused",
    "consumption", "consumption-zones", "bills-opened", "pay", "pay-declined", "history",
    "landlord", "plain-readings-refused",
)  # fmt: skip


def troubles(page: Page) -> list[str]:
    """What is wrong with the page that is open; its size and cookies are changed by looking."""
    found = axe.violations(page)
    page.set_viewport_size(NARROWEST)
    if page.evaluate(SIDEWAYS):
        found.append("scrolls sideways at 320 px")
    page.evaluate(f"document.documentElement.dataset.vision = {VISION.split('.')!r}.join(' ')")
    if page.evaluate(SIDEWAYS):
        found.append(f"scrolls sideways at 320 px in the low-vision version: {widest(page)}")
    return found


def widest(page: Page) -> str:
    """What is seen and reaches farthest to the right."""
    return str(page.evaluate(WIDEST))


def walked(names: Sequence[str] = ()) -> dict[str, Any]:
    """All scenes, or those named so; each with what is wrong with it.

    All of them in one world: what a guest sends in one scene stands in the cabinet in another.
    """
    told: dict[str, list[str]] = {}
    public = set()
    prefixes = tuple(names) or ("",)
    for scene, page in _played(lambda one: one.name.startswith(prefixes)):
        if not scene.who:
            public.add(scene.address)
        told[scene.name] = troubles(page)
        print(scene.name, *told[scene.name], sep="\n    ", flush=True)
    wrong = {name: found for name, found in told.items() if found}
    assert not wrong, wrong
    return {"scenes": len(told), "themes": len(axe.SCHEMES), "public": sorted(public)}


def pictures(kinds: Sequence[str], names: Sequence[str] = ()) -> list[str]:
    """Take the colourful scenes, or those named, under each deficiency; gives the files' names."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    files = []
    wanted = names or COLOURFUL
    for scene, page in _played(lambda one: one.name in wanted):
        wire = page.context.new_cdp_session(page)
        for kind in kinds:
            wire.send("Emulation.setEmulatedVisionDeficiency", {"type": kind})
            for scheme in axe.SCHEMES:
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                files.append(f"{scene.name}-{kind}-{scheme}.png")
                page.screenshot(path=PICTURES / files[-1], animations="disabled", full_page=True)
    return files


def _played(wanted: Callable[[Scene], bool]) -> Iterator[tuple[Scene, Page]]:
    scenes = [scene for scene in SCENES if not scene.paper and wanted(scene)]
    scenes.sort(key=lambda scene: scene.clock)
    with tempfile.TemporaryDirectory() as var_dir, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium())  # type: ignore[arg-type]
        cabinet = screens.prepared(Path(var_dir))
        for clock, then in groupby(scenes, key=lambda scene: scene.clock):
            with screens.serving(cabinet, clock):
                for scene in then:
                    with opened(browser, cabinet, scene) as page:
                        screens.play(page, scene)
                        yield scene, page
        browser.close()


@contextmanager
def opened(browser: Browser, cabinet: Cabinet, scene: Scene) -> Iterator[Page]:
    """A phone of the scene's person, nothing open yet."""
    context = browser.new_context(
        base_url=cabinet.url,
        viewport=screens.SIZES["360"],
        locale="ru-RU",
        timezone_id="Europe/Saratov",
        storage_state=screens.signed_in(browser, cabinet, scene.who),
    )
    yield context.new_page()
    context.close()
