"""The app on the device: offered once, a number on its icon, a new build, sent when closed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cabinet import Cabinet, until
from tests.journeys.conftest import PHONE, new_context
from tests.journeys.households import Household
from tests.journeys.test_without_network import SAVED, STRIP, ready, sent

pytestmark = pytest.mark.journey

# The browser's own: the offer comes as soon as there is a page, the icon remembers its number.
DEVICE = """
navigator.setAppBadge = async (number) => { localStorage.badge = number; };
navigator.clearAppBadge = async () => { localStorage.removeItem("badge"); };
document.addEventListener("readystatechange", () => {
  if (document.readyState !== "interactive") return;
  const offer = new Event("beforeinstallprompt", { cancelable: true });
  offer.prompt = () => { localStorage.prompted = Number(localStorage.prompted || 0) + 1; };
  offer.userChoice = Promise.resolve({ outcome: "accepted" });
  window.dispatchEvent(offer);
}, { once: true });
"""
BADGE = "(number) => (localStorage.badge || '') === number"
OFFERED = "Поставьте кабинет на экран телефона"
NEXT_BUILD = "() => navigator.serviceWorker.register('/sw.js?next')"


@pytest.fixture
def anna(priced: Cabinet) -> Iterator[Household]:
    with Household(priced) as household:
        household.account()
        yield household


@pytest.fixture
def context(browser: Browser, priced: Cabinet) -> Iterator[BrowserContext]:
    opened = new_context(browser, priced, PHONE, workers=True)
    opened.add_init_script(DEVICE)
    yield opened
    opened.close()


def arrive(page: Page, anna: Household) -> None:
    """Signed in, the form open, the worker in charge."""
    anna.sign_in(page)
    expect(page.get_by_label("Показание")).to_be_visible()
    ready(page)


def fill(page: Page, value: str) -> None:
    page.get_by_label("Показание").fill(value)
    page.get_by_role("button", name="Передать показания").click()


def test_it_is_offered_once_when_a_reading_was_taken_and_the_icon_counts(
    context: BrowserContext, anna: Household
) -> None:
    page = context.new_page()
    arrive(page, anna)
    page.wait_for_function(BADGE, arg="1")  # the window is open
    context.set_offline(True)
    fill(page, "4600")
    expect(page.locator(STRIP).get_by_text(SAVED)).to_be_visible()
    page.wait_for_function(BADGE, arg="2")
    expect(page.get_by_text(OFFERED)).to_have_count(0)
    context.set_offline(False)
    expect(page.get_by_text(OFFERED)).to_be_visible()
    page.get_by_role("button", name="Установить").click()
    expect(page.get_by_text(OFFERED)).to_have_count(0)
    assert page.evaluate("[localStorage.prompted, localStorage.getItem('lk-install')]") == [
        "1",
        "accepted",
    ]


def test_a_page_of_an_older_build_says_so_and_keeps_what_is_typed(
    context: BrowserContext, anna: Household
) -> None:
    page = context.new_page()
    arrive(page, anna)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.get_by_label("Показание").fill("4600")
    newer = '<script src="/assets/manifest-00000000.js"></script>'
    page.route(
        "**/cabinet/readings*",
        lambda route: (
            route.fulfill(body=newer, content_type="text/html")
            if route.request.resource_type == "fetch"
            else route.continue_()
        ),
    )
    page.evaluate(NEXT_BUILD)
    said = page.locator(STRIP).get_by_text("Доступна новая версия.")
    expect(said).to_be_visible()
    expect(page.get_by_label("Показание")).to_have_value("4600")
    with page.expect_navigation():
        page.get_by_role("button", name="Обновить", exact=True).click()
    expect(page.get_by_label("Показание")).to_have_value("4600")
    expect(said).to_have_count(0)


def test_what_waits_is_sent_with_the_app_closed(
    context: BrowserContext, anna: Household, priced: Cabinet
) -> None:
    page = context.new_page()
    arrive(page, anna)
    context.set_offline(True)
    fill(page, "4600")
    expect(page.locator(STRIP).get_by_text(SAVED)).to_be_visible()
    devtools = context.new_cdp_session(page)
    found: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(one["registrationId"] for one in told["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    page.goto("about:blank")  # nobody looks at it any more
    context.set_offline(False)
    assert until(lambda: page.evaluate("1") and found, 30)
    told = {"origin": priced.url, "registrationId": found[-1], "tag": "readings"}
    devtools.send("ServiceWorker.dispatchSyncEvent", {**told, "lastChance": False})
    assert until(lambda: sent(anna.database, anna.owner) == [{"single": 4600}], 30)
