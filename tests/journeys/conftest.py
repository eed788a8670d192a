"""A fresh browser profile for each test, on the production build served once a session."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.cabinet import Cabinet
from tests.journeys.households import CATEGORY, Household
from tests.usecases import metered

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
PATIENCE = 30_000  # milliseconds: a loaded machine is slow, what never comes never comes

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def priced(cabinet: Cabinet) -> Cabinet:
    """The cabinet with a tariff of its own for the households of these journeys."""
    with Household(cabinet) as somebody:
        metered.tariff(somebody.database, CATEGORY)
    return cabinet


@pytest.fixture
def home(cabinet: Cabinet) -> Iterator[Household]:
    """A household nobody else's journey looks at."""
    with Household(cabinet) as household:
        yield household


@pytest.fixture
def page(browser: Browser, cabinet: Cabinet) -> Iterator[Page]:
    """A phone nobody has used yet."""
    yield from _page(browser, cabinet, PHONE)


@pytest.fixture
def desktop(browser: Browser, cabinet: Cabinet) -> Iterator[Page]:
    """A desktop nobody has used yet."""
    yield from _page(browser, cabinet, DESK)


def _page(browser: Browser, cabinet: Cabinet, viewport: dict[str, int]) -> Iterator[Page]:
    context = new_context(browser, cabinet, viewport)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.extend(_violation(message)))
    yield page
    context.close()
    assert faults == []


def new_context(
    browser: Browser, cabinet: Cabinet, viewport: dict[str, int], *, workers: bool = False
) -> BrowserContext:
    """Another person's browser: own cookies, own storage."""
    context = browser.new_context(
        base_url=cabinet.url,
        viewport=viewport,
        locale="ru-RU",
        timezone_id="Europe/Saratov",
        service_workers="allow" if workers else "block",  # what is not looked at costs time
    )
    context.set_default_timeout(PATIENCE)
    return context


def _violation(message: ConsoleMessage) -> Iterator[str]:
    if "Content Security Policy" in message.text:
        yield message.text
