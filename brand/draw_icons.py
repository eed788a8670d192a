"""Draw the app's icons in every size from assets/icon.svg, through a Chromium on the machine.

python brand/draw_icons.py /usr/bin/chromium
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ASSETS = Path(__file__).parent.parent / "assets"
ACCENT = "#1F4FD8"


def main(chromium: str) -> None:
    """Write the PNGs the manifest names, the one Apple asks for, and favicon.ico."""
    svg = (ASSETS / "icon.svg").read_text()
    square = svg.replace(' rx="112"', "", 1)  # launchers round the corners themselves
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        for name, source, size, inset in (
            ("icon-192", svg, 192, 0.0),
            ("icon-512", svg, 512, 0.0),
            ("icon-maskable-512", square, 512, 0.1),
            ("apple-touch-icon", square, 180, 0.04),
        ):
            (ASSETS / f"{name}.png").write_bytes(_draw(browser, source, size, inset))
        favicon = Image.open(BytesIO(_draw(browser, svg, 64, 0)))
        favicon.save(ASSETS / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])
        browser.close()


def _draw(browser: Browser, svg: str, size: int, inset: float) -> bytes:
    page = browser.new_page(viewport={"width": size, "height": size})
    ground = ACCENT if inset else "transparent"
    page.set_content(
        f"<style>body{{margin:0;background:{ground}}}svg{{display:block;box-sizing:border-box;"
        f"width:100vw;height:100vh;padding:{inset * size}px}}</style>{svg}"
    )
    image = page.screenshot(omit_background=True)
    page.close()
    return image


if __name__ == "__main__":
    main(sys.argv[1])
