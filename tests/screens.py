"""`make screens`: every screen of the running app as a picture, in var/screens/.

Each route is taken at 360×740 and 1280×800, light and dark; signed in where the demonstration has a
ready sign-in. Addresses with a parameter are left to the journeys that know a value.
"""

import json
import re
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.cabinet import ROOT, Cabinet, chromium

OUT = ROOT / "var" / "screens"
SIZES = {"360": {"width": 360, "height": 740}, "1280": {"width": 1280, "height": 800}}
SCHEMES = ("light", "dark")
SIGN_IN_NEEDED = ("/cabinet", "/staff")


def main() -> None:
    """Take every screen; prints one line each."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as var_dir, sync_playwright() as playwright:
        cabinet = Cabinet(Path(var_dir))
        cabinet.prepare()
        cabinet.start()
        browser = playwright.chromium.launch(**chromium())  # type: ignore[arg-type]
        try:
            for size in SIZES:
                for scheme in SCHEMES:
                    take_all(browser, cabinet, size, scheme)
        finally:
            browser.close()
            cabinet.stop()


def routes() -> list[str]:
    """The app's own routes, from the manifest of the build."""
    manifest = json.loads((ROOT / ".web" / "routes.json").read_text())
    found = ("/" + route.strip("/") for route in manifest)
    return sorted({"/" if route == "/index" else route for route in found if "[" not in route})


def take_all(browser: Browser, cabinet: Cabinet, size: str, scheme: str) -> None:
    """Every route at one size in one colour scheme; public pages as a stranger sees them."""
    context = browser.new_context(
        base_url=cabinet.url,
        viewport=SIZES[size],  # type: ignore[arg-type]
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="ru-RU",
    )
    page = context.new_page()
    private = [route for route in routes() if route.startswith(SIGN_IN_NEEDED)]
    for route in [route for route in routes() if route not in private]:
        take(page, route, size, scheme)
    if private and sign_in(page):
        for route in private:
            take(page, route, size, scheme)
    context.close()


def sign_in(page: Page) -> bool:
    """Use the sign-in that the demonstration shows on its login page, if it shows one."""
    page.goto("/login")
    ready = page.get_by_test_id("demo-sign-in")
    if not ready.count():
        return False
    ready.click()
    page.wait_for_url(re.compile("/cabinet"))
    return True


def take(page: Page, route: str, size: str, scheme: str) -> None:
    """One picture of the whole page, after the first data arrived."""
    page.goto(route)
    page.wait_for_load_state("networkidle")
    name = route.strip("/").replace("/", "-") or "home"
    page.screenshot(path=OUT / f"{name}-{size}-{scheme}.png", full_page=True)
    print(f"{name} {size} {scheme}", flush=True)


if __name__ == "__main__":
    main()
