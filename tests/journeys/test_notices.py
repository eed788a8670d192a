"""A subscriber lets a browser notify, is notified, taps; and attaches a photo to a reading."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from tests import pictures
from tests.cabinet import Cabinet, until
from tests.journeys.conftest import PHONE, new_context
from tests.journeys.test_bills import sign_in
from tests.push_service import PushService, open_push_service

pytestmark = pytest.mark.journey

HOUSE = "Объявления по вашему дому"
NEWS = """---
title: Отключение 21 ноября
slug: otklyuchenie
published: 2026-11-20T09:30
summary: С 9 до 12 часов, ремонт кабеля.
houses:
  - Саратов, ул. Плякина, 3
---
Приносим извинения.
"""
# Without its maker's servers a browser cannot subscribe: the address and the keys come from the
# test, everything after that is the browser's own.
SUBSCRIBES = """(() => {
  const told = %s;
  const made = () => ({ ...told, options: { applicationServerKey: JSON.parse(localStorage.mine) },
    toJSON: () => told, unsubscribe: async () => localStorage.removeItem("mine") || true });
  const key = (bytes) => Uint8Array.from(bytes).buffer;
  PushManager.prototype.getSubscription = async () => {
    if (!localStorage.mine) return null;
    const mine = made();
    return { ...mine, options: { applicationServerKey: key(mine.options.applicationServerKey) } };
  };
  PushManager.prototype.subscribe = async (options) => {
    localStorage.mine = JSON.stringify([...new Uint8Array(options.applicationServerKey)]);
    return made();
  };
})()"""


@pytest.fixture(scope="module")
def notifying(
    built: None, furnished: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cabinet]:
    """A cabinet that may send to this machine."""
    var_dir = shutil.copytree(furnished, tmp_path_factory.mktemp("notices") / "var")
    running = Cabinet(var_dir, LK_PUSH_LOCAL="1")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def service() -> Iterator[PushService]:
    with open_push_service() as opened:
        yield opened


def test_what_was_ticked_arrives_and_a_tap_opens_it(
    browser: Browser, notifying: Cabinet, service: PushService
) -> None:
    phone = service.browser()
    context = new_context(browser, notifying, PHONE, workers=True)
    context.grant_permissions(["notifications"])
    told = {"endpoint": phone.address.endpoint, "keys": phone.wish()["keys"]}
    context.add_init_script(SUBSCRIBES % json.dumps(told))
    page = context.new_page()
    sign_in(page, "/cabinet/profile")
    box = page.get_by_role("checkbox", name=f"{HOUSE}: на это устройство")
    box.check()
    expect(page.get_by_text("На это устройство будем присылать отмеченное.")).to_be_visible()
    page.reload()
    expect(box).to_be_checked()

    news = notifying.var_dir / "otklyuchenie.md"
    news.write_text(NEWS, encoding="utf-8")
    notifying.lk("news", "publish", str(news))
    notifying.attend("notices.announce", "notices.deliver")
    words = phone.opened(service.got[0])
    assert words["title"] == "Отключение 21 ноября"

    deliver(context, page, notifying, json.dumps(words))
    assert until(lambda: shown(page), 30)
    assert shown(page) == [["Отключение 21 ноября", "С 9 до 12 часов, ремонт кабеля."]]
    tap(context)
    page.wait_for_url("**/news/2026/11/otklyuchenie")
    expect(page.get_by_role("heading", name="Отключение 21 ноября")).to_be_visible()

    page.goto("/cabinet/profile")
    expect(box).to_be_checked()  # known only when the worker has said what it holds
    box.uncheck()
    expect(page.get_by_text("На это устройство больше ничего не присылаем.")).to_be_visible()
    page.reload()
    expect(box).to_be_enabled()
    expect(box).not_to_be_checked()
    context.close()


def test_a_browser_that_says_no_is_told_where_to_say_yes(
    browser: Browser, notifying: Cabinet
) -> None:
    context = new_context(browser, notifying, PHONE, workers=True)
    context.add_init_script(
        'Object.defineProperty(Notification, "permission", { get: () => "denied" })'
    )
    page = context.new_page()
    sign_in(page, "/cabinet/profile")
    expect(page.get_by_text("запрещены в настройках браузера")).to_be_visible()
    expect(page.get_by_role("checkbox", name=f"{HOUSE}: на это устройство")).to_be_disabled()
    expect(page.get_by_role("checkbox", name=f"{HOUSE}: на почту")).to_be_enabled()
    context.close()


def test_a_photo_is_attached_to_a_reading_and_seen_in_the_history(
    browser: Browser, notifying: Cabinet
) -> None:
    context = new_context(browser, notifying, PHONE, workers=True)
    page = context.new_page()
    sign_in(page, "/cabinet/readings?account=6410100101")
    page.get_by_role("button", name="Показания не изменились").click()
    expect(page.get_by_text("Показания приняты").first).to_be_visible()
    taken = page.locator("[data-accepted]")
    photo = {"name": "meter.jpg", "mimeType": "image/jpeg", "buffer": pictures.phone_jpeg()}
    taken.locator("input[data-photo]").set_input_files(photo)  # type: ignore[arg-type]
    expect(taken.get_by_text("Фото приложено к показаниям.")).to_be_visible()

    page.locator("summary", has_text="Фото счётчика").first.click()
    shown_photo = page.get_by_role("img", name="Фото счётчика").first
    expect(shown_photo).to_be_visible()
    assert until(lambda: shown_photo.evaluate("img => img.naturalWidth") == 1_600, 30)

    heic = {"name": "meter.heic", "mimeType": "image/heic", "buffer": pictures.heic()}
    taken.locator("input[data-photo]").set_input_files(heic)  # type: ignore[arg-type]
    expect(taken.get_by_text("«Наиболее совместимые»")).to_be_visible()
    context.close()


def deliver(context: BrowserContext, page: Page, cabinet: Cabinet, words: str) -> None:
    """As the browser's maker would: the decrypted words go to the service worker."""
    devtools: CDPSession = context.new_cdp_session(page)
    found: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(one["registrationId"] for one in told["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    assert until(lambda: page.evaluate("1") and found, 30)
    facts = {"origin": cabinet.url, "registrationId": found[-1], "data": words}
    devtools.send("ServiceWorker.deliverPushMessage", facts)


def shown(page: Page) -> list[list[str]]:
    """Titles and texts of what the device shows."""
    notices: list[list[str]] = page.evaluate(
        "navigator.serviceWorker.ready.then((one) => one.getNotifications())"
        ".then((all) => all.map((one) => [one.title, one.body]))"
    )
    return notices


def tap(context: BrowserContext) -> None:
    """What a finger does; headless browsers show no shade to tap in."""
    (worker,) = context.service_workers
    worker.evaluate(
        "self.registration.getNotifications().then(([notification]) => "
        "self.dispatchEvent(new NotificationEvent('notificationclick', { notification })))"
    )
