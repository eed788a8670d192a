"""In the stairwell: the server is really gone, the phone is restarted, the reading arrives once."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

from lk_app.db.engine import Database
from lk_app.usecases import reading_screens
from tests.cabinet import Cabinet, chromium
from tests.journeys.conftest import PATIENCE, PHONE
from tests.journeys.households import Household
from tests.usecases import metered

pytestmark = pytest.mark.journey

STRIP = ".device"
SAVED = "Сохранено на этом устройстве"
SEND = "Передать показания"


class Device:
    """A phone whose storage outlives the browser."""

    def __init__(self, playwright: Playwright, profile: Path, cabinet: Cabinet) -> None:
        self.playwright, self.profile, self.cabinet = playwright, profile, cabinet
        self.context: BrowserContext | None = None

    def open(self) -> Page:
        self.close()
        self.context = self.playwright.chromium.launch_persistent_context(
            self.profile,
            base_url=self.cabinet.url,
            viewport=PHONE,  # type: ignore[arg-type]
            locale="ru-RU",
            **chromium(),  # type: ignore[arg-type]
        )
        self.context.set_default_timeout(PATIENCE)
        return self.context.pages[0]

    def close(self) -> None:
        if self.context is not None:
            self.context.close()
            self.context = None


@pytest.fixture
def stairwell(built: None, furnished: Path, tmp_path: Path) -> Iterator[Cabinet]:
    """A cabinet of one's own, to be stopped and started."""
    running = Cabinet(shutil.copytree(furnished, tmp_path / "var"))
    running.start()
    yield running
    if running.left_behind():
        running.stop()


@pytest.fixture
def device(playwright: Playwright, stairwell: Cabinet, tmp_path: Path) -> Iterator[Device]:
    opened = Device(playwright, tmp_path / "profile", stairwell)
    yield opened
    opened.close()


def ready(page: Page) -> None:
    """The worker is in charge, and the device has seen the accounts."""
    page.wait_for_function(
        "async () => (await navigator.serviceWorker.ready).active.state === 'activated'"
        " && await window.readingsQueue?.seen() !== undefined"
    )


def sign_out(page: Page) -> None:
    page.locator("summary").filter(has_text="Меню").click()
    page.get_by_role("button", name="Выйти").locator("visible=true").click()


def screens(database: Database, owner: int) -> list[reading_screens.Screen]:
    return reading_screens.screens(
        db=database, customer_id=owner, now=metered.at(20), zone=metered.ZONE
    )


def sent(database: Database, owner: int) -> list[dict[str, int]]:
    """What this person's device brought and the supplier counts."""
    (screen,) = screens(database, owner)
    assert screen.at
    return [
        dict(line.reading.values)
        for line in screen.at.history
        if line.reading.source == "subscriber" and line.reading.is_usable  # type: ignore[union-attr]
    ]


def refused_then_kept(page: Page, told: Page | Locator, tries: dict[str, str], value: str) -> None:
    """Type what the device refuses with these words, then what it keeps."""
    field, send = page.get_by_label("Показание"), page.get_by_role("button", name=SEND)
    for typed, words in tries.items():
        field.fill(typed)
        send.click()
        expect(told.get_by_text(words)).to_be_visible()
    field.fill(value)
    send.click()
    expect(told.get_by_text(SAVED)).to_be_visible()


def test_a_reading_entered_without_a_server_arrives_once(
    device: Device, stairwell: Cabinet
) -> None:
    with Household(stairwell) as anna:
        anna.account()
        page = device.open()
        anna.sign_in(page)
        expect(page.get_by_label("Показание")).to_be_visible()
        ready(page)
        stairwell.stop()
        expect(page.get_by_role("link", name="Откройте простую версию")).to_be_visible()
        refused_then_kept(page, page.locator(STRIP), {"46": "новое не может быть меньше"}, "4600")
        sign_out(page)
        expect(page.get_by_role("dialog")).to_contain_text("ещё не отправлены: 1")
        page.get_by_role("button", name="Остаться").click()

        page = device.open()  # the phone was restarted meanwhile
        page.goto("/cabinet")
        expect(page.get_by_role("heading", name="Лицевые счета")).to_be_visible()
        expect(page.get_by_text("4540, поставщик")).to_be_visible()
        expect(page.get_by_label("Показание")).to_have_value("4600")
        strange = {"46,5": "без запятой", "46500": "намного больше обычного"}
        refused_then_kept(page, page, strange, "4650")
        device.close()

        stairwell.start()
        page = device.open()
        page.goto("/cabinet/readings")
        expect(page.locator(STRIP).get_by_text("Показания приняты")).to_be_visible()
        assert sent(anna.database, anna.owner) == [{"single": 4650}]
        page.reload()
        with page.expect_navigation():  # the page is drawn anew with what was taken
            page.get_by_role("button", name="Понятно").click()
        expect(page.get_by_text("4650", exact=True)).to_be_visible()
        ready(page)
        expect(page.locator(f"{STRIP} [data-key]")).to_have_count(0)
        assert sent(anna.database, anna.owner) == [{"single": 4650}]


def test_a_refused_one_comes_back_and_nobody_else_sees_it(
    device: Device, stairwell: Cabinet
) -> None:
    with Household(stairwell) as anna, Household(stairwell) as boris:
        anna.account()
        boris.account()
        page = device.open()
        anna.sign_in(page)
        strip, field = page.locator(STRIP), page.get_by_label("Показание")
        expect(field).to_be_visible()
        ready(page)

        page.context.set_offline(True)
        field.fill("4600")
        page.get_by_role("button", name="Передать показания").click()
        expect(strip.get_by_text(SAVED)).to_be_visible()
        sign_out(page)
        expect(strip.get_by_text("Выйти получится, когда она появится")).to_be_visible()
        (screen,) = screens(anna.database, anna.owner)
        assert screen.at
        inspected = date(2026, 10, 25)  # somebody else saw more on the meter
        metered.imported(anna.database, screen.at.meter.id, inspected, {"single": 4700})
        page.context.set_offline(False)
        expect(strip.get_by_text("Показания не приняты. Прошлое показание — 4700")).to_be_visible()
        with page.expect_navigation(url="**/cabinet/readings?account=*"):
            strip.get_by_role("button", name="Исправить").click()
        expect(field).to_have_value("4600")
        ready(page)

        page.context.set_offline(True)
        field.fill("4760")
        page.get_by_role("button", name="Передать показания").click()
        expect(strip.get_by_text(SAVED)).to_be_visible()
        anna.end_sessions()
        page.context.set_offline(False)
        boris.sign_in(page)
        expect(field).to_have_value("")
        ready(page)
        expect(page.locator(f"{STRIP} [data-key]")).to_have_count(0)
        assert sent(boris.database, boris.owner) == sent(anna.database, anna.owner) == []

        boris.end_sessions()
        anna.sign_in(page)
        expect(strip.get_by_text("Показания приняты")).to_be_visible()
        assert sent(anna.database, anna.owner) == [{"single": 4760}]
        assert sent(boris.database, boris.owner) == []


def test_what_came_too_late_is_an_operators_to_decide(device: Device, stairwell: Cabinet) -> None:
    stairwell.stop()
    stairwell.environment["LK_CLOCK"] = "2026-11-24T20:00+"
    stairwell.start()
    with Household(stairwell) as anna:
        anna.account()
        page = device.open()
        anna.sign_in(page)
        strip, field = page.locator(STRIP), page.get_by_label("Показание")
        expect(field).to_be_visible()
        ready(page)
        page.context.set_offline(True)
        field.fill("4650")
        page.get_by_role("button", name="Передать показания").click()
        expect(strip.get_by_text(SAVED)).to_be_visible()
        device.close()

        stairwell.stop()
        stairwell.environment["LK_CLOCK"] = "2026-11-26T09:00+"
        stairwell.start()
        page = device.open()
        page.goto("/cabinet/readings")
        told = page.locator(STRIP).get_by_text("учтём в счёте за декабрь 2026")
        expect(told).to_contain_text("в срок для счёта за ноябрь 2026")
        expect(told).to_contain_text("решит поставщик")
        listed = stairwell.lk("readings", "late", "list").stdout.replace("\u00a0", " ")
        assert "сняты 24 ноября 2026, 20:" in listed
        assert "получены 26 ноября 2026, 09:" in listed
        assert listed.endswith("ждут решения: 1\n")
        number = listed.split(maxsplit=1)[0]
        stairwell.lk("readings", "late", "refuse", number, "--reason", "Снимите ещё раз.")
        page.get_by_role("button", name="Понятно").click()
        expect(page.get_by_text("Поставщик не учёл их там: Снимите ещё раз.")).to_be_visible()
        stairwell.lk("readings", "late", "accept", number, expect=1)
