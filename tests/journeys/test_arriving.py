"""What meets a person before they have typed anything."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from tests.cabinet import Cabinet

pytestmark = pytest.mark.journey
ENTRY = "**/assets/entry.client-*.js"
HEADINGS = """
window.headings = [];
const look = () => {
  for (const heading of document.querySelectorAll("h1")) window.headings.push(heading.innerText);
};
new MutationObserver(look).observe(document, { childList: true, subtree: true });
"""


def test_the_sign_in_page_opens_on_a_phone_and_connects(page: Page) -> None:
    with page.expect_websocket(lambda socket: "/_event" in socket.url) as connected:
        page.goto("/login")
    assert page.get_by_role("heading", name="Вход").is_visible()
    assert connected.value.url.startswith("ws://localhost:")


@contextmanager
def without_its_script(page: Page, address: str) -> Iterator[None]:
    """The page is drawn, and its script comes when the block ends."""
    held: list[Route] = []
    page.route(ENTRY, lambda route: held.append(route))
    with page.expect_request(ENTRY):
        page.goto(address, wait_until="domcontentloaded")
    yield
    for script in held:
        script.continue_()
    page.unroute(ENTRY)


def test_what_is_done_before_the_scripts_have_come_is_not_lost(page: Page) -> None:
    with without_its_script(page, "/reset"):
        page.get_by_role("button", name="Тёмная тема").click()
        page.get_by_label("Электронная почта").fill("nobody@lk.example")
        page.get_by_role("button", name="Прислать ссылку").click()
    expect(page.get_by_role("heading", name="Мы отправили письмо")).to_be_visible()
    expect(page.get_by_role("button", name="Светлая тема")).to_be_visible()


def test_a_day_chosen_before_the_scripts_have_come_is_asked_for(page: Page) -> None:
    with without_its_script(page, "/tariffs"):
        page.get_by_label("На дату").fill("2026-09-30")
    expect(page.get_by_text("С\u00a01\u00a0октября 2026 — новые цены")).to_be_visible()
    page.get_by_role("link", name="Показать их").click()
    expect(page.get_by_label("На дату")).to_have_value("2026-10-01")


def test_a_form_filled_in_before_the_scripts_have_come_is_sent_as_it_is(page: Page) -> None:
    with without_its_script(page, "/register"):
        page.get_by_label("Фамилия", exact=True).fill("Синицына")
        page.get_by_label("Я не робот").check()
        expect(page.get_by_text("Проверено.")).to_be_visible()
        page.get_by_role("button", name="Зарегистрироваться").click()
    expect(page.get_by_text("Укажите имя.")).to_be_visible()
    expect(page.get_by_label("Фамилия", exact=True)).to_have_value("Синицына")
    expect(page.get_by_label("Я не робот")).to_be_checked()
    expect(page).to_have_url(re.compile("/register$"))


def test_a_page_loaded_anew_never_shows_the_one_before(page: Page) -> None:
    page.add_init_script(HEADINGS)
    page.goto("/guest/check")
    expect(page.locator("#content[data-version]")).to_have_count(0)
    with page.expect_websocket() as connected:
        page.goto("/news")
    connected.value.wait_for_event("framereceived", lambda frame: "/news" in str(frame))
    expect(page).to_have_title(re.compile("Новости"))
    assert set(page.evaluate("window.headings")) <= {"Новости"}


def test_an_address_that_does_not_exist_shows_the_ways_out(page: Page) -> None:
    answer = page.goto("/cabinet/readngs")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", name="Такой страницы нет", level=1)).to_be_visible()
    page.get_by_role("link", name="На главную").last.click()
    expect(page).to_have_url(re.compile(r"/$"))


def test_programs_are_told_where_not_to_look(cabinet: Cabinet) -> None:
    rules = httpx.get(f"{cabinet.url}/robots.txt")
    assert rules.headers["content-type"].startswith("text/plain")
    assert {"Disallow: /cabinet", "Disallow: /api/"} <= set(rules.text.splitlines())
    missing = httpx.get(f"{cabinet.url}/api/no-such-thing")
    assert (missing.status_code, missing.json()) == (404, {"error": "not found"})
