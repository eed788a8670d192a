"""The demonstration served for one part of a proof, and a browser for it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.cabinet import Cabinet, chromium


@contextmanager
def served(**environment: str) -> Iterator[Cabinet]:
    """The demonstration on a port of its own."""
    with tempfile.TemporaryDirectory() as var_dir:
        cabinet = Cabinet(Path(var_dir), **environment)
        cabinet.prepare()
        cabinet.start()
        try:
            yield cabinet
        finally:
            cabinet.stop()


@contextmanager
def browsing() -> Iterator[Browser]:
    """The machine's browser, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium())  # type: ignore[arg-type]
        yield browser
        browser.close()
