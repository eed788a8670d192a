"""Asking under an article, as anybody, and reading the answer there."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cabinet import Cabinet
from tests.gateways.test_sums import answer as answer_of
from tests.journeys.conftest import PHONE
from tests.journeys.test_public_site import SHIFTS, WITHIN

pytestmark = pytest.mark.journey
ARTICLE = "/news/2025/12/zamena-obshchedomovyh-priborov"


def fill(page: Page, text: str) -> None:
    page.locator("summary", has_text="Задать вопрос").click()
    page.get_by_label("Как вас зовут").fill("Анна")
    page.get_by_label("Электронная почта").fill("reader@example.ru")
    page.get_by_label("Вопрос", exact=False).last.fill(text)
    page.get_by_label("Согласие на обработку персональных данных").check()


def test_a_reader_asks_and_the_answer_comes_to_the_open_page(page: Page, cabinet: Cabinet) -> None:
    page.goto(ARTICLE)
    fill(page, "Кто платит за новый прибор?")
    page.get_by_label("Я не робот").check()
    page.get_by_role("button", name="Отправить вопрос").click()
    expect(page.get_by_text("Вопрос получен")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Вопрос получен")).to_be_visible()  # hydration left the answer there
    listed = cabinet.lk("questions", "list").stdout
    number = re.search(r"— (\d+), .*, Анна —\nКто платит", listed)
    assert number
    page.goto(ARTICLE)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Кто платит за новый прибор?")).to_have_count(0)
    cabinet.lk("questions", "answer", number[1], "Поставщик. С жителей ничего не берут.")
    expect(page.get_by_text("С жителей ничего не берут.")).to_be_visible(timeout=WITHIN)
    page.goto("/search?q=поставщик жители")
    page.get_by_role("link", name="Кто платит за новый прибор?").click()
    expect(page).to_have_url(re.compile(f"{ARTICLE}#question-{number[1]}$"))


def test_a_reader_asks_without_javascript(browser: Browser, cabinet: Cabinet) -> None:
    context = browser.new_context(
        base_url=cabinet.url, java_script_enabled=False, viewport=PHONE, locale="ru-RU"
    )
    page = context.new_page()
    page.goto(ARTICLE)
    fill(page, "Можно ли спросить без скриптов?")
    expect(page.get_by_label("Я не робот")).to_be_hidden()
    page.get_by_role("button", name="Отправить вопрос").click()
    sum_asked = page.get_by_label("Сколько будет")
    words = page.locator("label[for=form-sum]").inner_text()
    sum_asked.fill(answer_of(words.removeprefix("Сколько будет ").partition("?")[0]))
    page.get_by_role("button", name="Отправить вопрос").click()
    expect(page.get_by_text("Вопрос получен")).to_be_visible()
    context.close()


def test_nothing_typed_is_lost_when_a_question_is_refused(page: Page) -> None:
    page.add_init_script(SHIFTS)
    page.goto("/consumers/kak-snyat-pokazaniya")
    fill(page, "Мало")
    page.get_by_role("button", name="Отправить вопрос").click()
    expect(page.get_by_text("Опишите вопрос: от 10")).to_be_visible()
    expect(page.get_by_text("Отметьте «Я не робот»")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_label("Как вас зовут")).to_have_value("Анна")
    expect(page.get_by_label("Согласие на обработку")).to_be_checked()
    assert page.evaluate("window.shifted") < 0.01
