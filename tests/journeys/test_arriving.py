"""What meets a person before they have typed anything."""

import re

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from tests.cabinet import Cabinet

pytestmark = pytest.mark.journey


def test_the_sign_in_page_opens_on_a_phone_and_connects(page: Page) -> None:
    with page.expect_websocket(lambda socket: "/_event" in socket.url) as connected:
        page.goto("/login")
    assert page.get_by_role("heading", name="Вход").is_visible()
    assert connected.value.url.startswith("ws://localhost:")


def test_what_is_done_before_the_scripts_have_come_is_not_lost(page: Page) -> None:
    held: list[Route] = []
    page.route("**/assets/entry.client-*.js", lambda route: held.append(route))
    page.goto("/reset", wait_until="domcontentloaded")
    page.get_by_role("button", name="Тёмная тема").click()
    page.get_by_label("Электронная почта").fill("nobody@lk.example")
    page.get_by_role("button", name="Прислать ссылку").click()
    for script in held:
        script.continue_()
    expect(page.get_by_role("heading", name="Мы отправили письмо")).to_be_visible()
    expect(page.get_by_role("button", name="Светлая тема")).to_be_visible()


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
