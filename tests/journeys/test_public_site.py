"""Reading the public site: without JavaScript, with it, and while the supplier publishes."""

import re
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from lk_app.demo import people
from tests.cabinet import Cabinet
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.journey
WORKS = "/news/2025/12/plan-1-ovsyanoj"
ADDRESSES = (
    *("/", "/tariffs", "/tariffs?day=2026-01-01&kwh=300"),
    *("/news", "/news/2025", "/news/2025/12", WORKS, "/about", "/consumers", "/disclosure"),
    *(
        "/consumers/kak-snyat-pokazaniya",
        "/sitemap",
        "/search?q=показания",
        "/news?house=Плякина+3",
    ),
)
WITHIN = 2_000 + 1_000  # two seconds, and one for the machine that runs the tests
SHIFTS = """window.shifted = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true })"""
ARTICLE = """---
title: {}
slug: proverka-svyazi
published: 2026-11-20 09:00
---
{}
"""


def text_without_javascript(browser: Browser, cabinet: Cabinet, address: str) -> str:
    context = browser.new_context(
        base_url=cabinet.url, java_script_enabled=False, viewport=PHONE, locale="ru-RU"
    )
    page = context.new_page()
    page.goto(address)
    assert page.locator("main").count() == 1
    assert page.get_by_role("heading", level=1).count() == 1
    text = page.locator("main").inner_text()
    context.close()
    return text


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_says_the_same_before_and_after_javascript_and_nothing_moves(
    page: Page, browser: Browser, cabinet: Cabinet, address: str
) -> None:
    before = text_without_javascript(browser, cabinet, address)
    assert len(before) > 100
    page.add_init_script(SHIFTS)
    with page.expect_websocket() as connected:
        page.goto(address)
    connected.value.wait_for_event("framereceived")
    expect(page.locator("#content[data-version]")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    assert page.locator("main").inner_text() == before
    assert page.locator("main").count() == 1
    assert page.evaluate("window.shifted") < 0.01


def test_the_head_is_there_before_javascript(cabinet: Cabinet) -> None:
    html = httpx.get(cabinet.url + WORKS).text
    assert "<title>Плановые работы в сетях на 1-м Овсяном проезде</title>" in html
    assert html.count("<title>") == html.count('name="description"') == 1
    assert f'<link rel="canonical" href="{cabinet.url}{WORKS}">' in html
    assert '<meta property="og:type" content="article">' in html
    assert '"@type": "NewsArticle"' in html


def test_a_stranger_comes_from_the_archive_to_an_article_and_back(page: Page) -> None:
    page.goto("/news")
    page.evaluate("window.neverReloaded = true")
    page.locator("summary", has_text="2025").click()
    page.get_by_role("navigation", name="Архив новостей").locator('a[href="/news/2025/12"]').click()
    expect(page.get_by_role("heading", name="Новости: декабрь 2025", level=1)).to_be_visible()
    page.get_by_role("link", name="Плановые работы в сетях").first.click()
    expect(page).to_have_url(re.compile(WORKS))
    expect(page.get_by_role("heading", name="Плановые работы в сетях", level=1)).to_be_visible()
    expect(page).to_have_title(re.compile("Плановые работы в сетях"))
    assert page.evaluate("window.neverReloaded") is True


def test_news_published_elsewhere_show_on_the_open_pages(
    page: Page, cabinet: Cabinet, tmp_path: Path
) -> None:
    file = tmp_path / "news.md"
    page.goto("/news")
    expect(page.locator("#content[data-version]")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    file.write_text(ARTICLE.format("Проверка связи", "Первая редакция."), encoding="utf-8")
    cabinet.lk("news", "publish", str(file))
    link = page.get_by_role("link", name="Проверка связи")
    expect(link).to_be_visible(timeout=WITHIN)
    link.click()
    expect(page.get_by_text("Первая редакция.")).to_be_visible()
    file.write_text(ARTICLE.format("Проверка связи", "Вторая редакция."), encoding="utf-8")
    cabinet.lk("news", "publish", str(file))
    expect(page.get_by_text("Вторая редакция.")).to_be_visible(timeout=WITHIN)
    cabinet.lk("news", "undo", "/news/2026/11/proverka-svyazi")
    expect(page.get_by_text("Первая редакция.")).to_be_visible(timeout=WITHIN)


def test_somebody_looks_up_whether_their_house_is_affected(page: Page) -> None:
    page.goto("/news")
    page.get_by_label("Улица и дом").fill("плякина 3")
    page.get_by_role("button", name="Найти объявления").click()
    expect(page.get_by_role("heading", name="Саратов, ул. Плякина, д. 3")).to_be_visible()
    expect(page.get_by_role("link", name="Проверка счётчиков").last).to_be_visible()


def test_a_word_in_another_form_is_found(page: Page) -> None:
    page.goto("/search")
    page.get_by_label("Поиск по сайту").fill("поверку счётчика")
    page.get_by_role("button", name="Найти").click()
    expect(page.get_by_role("link", name="Замена и поверка счётчика")).to_be_visible()


def test_somebody_reckons_a_month_by_three_kinds_of_meters(page: Page) -> None:
    page.goto("/tariffs")
    page.evaluate("window.neverReloaded = true")
    answer = page.get_by_role("status", name="Сколько выйдет за месяц")
    expect(answer.get_by_text("904,50\u00a0₽")).to_be_visible()  # 150 kWh at 6.03
    page.get_by_label("кВт·ч за месяц").fill("200")
    page.get_by_role("button", name="Посчитать").click()
    expect(answer.get_by_text("1\u00a0206,00\u00a0₽")).to_be_visible()
    expect(answer.get_by_text("дешевле на").first).to_be_visible()
    expect(page).to_have_url(re.compile("kwh=200"))
    assert page.evaluate("window.neverReloaded") is True


def test_what_is_being_typed_outlives_a_publication(
    page: Page, cabinet: Cabinet, tmp_path: Path
) -> None:
    page.goto("/news")
    expect(page.locator("#content[data-version]")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    page.get_by_label("Улица и дом").press_sequentially("Овсяной")
    file = tmp_path / "news.md"
    text = ARTICLE.format("Пока вы пишете", "Текст.").replace("proverka-svyazi", "poka-pishete")
    file.write_text(text, encoding="utf-8")
    cabinet.lk("news", "publish", str(file))
    expect(page.get_by_role("link", name="Пока вы пишете")).to_be_visible(timeout=WITHIN)
    expect(page.get_by_label("Улица и дом")).to_have_value("Овсяной")


def test_the_time_left_counts_on(page: Page) -> None:
    page.clock.install()
    page.goto("/")
    left = page.locator("[data-left]")
    expect(left).to_have_text(re.compile("Осталось 5\u00a0дней"))
    page.clock.run_for("24:00:00")
    expect(left).to_have_text(re.compile("Осталось 4\u00a0дня"))


def test_a_subscriber_sees_what_was_announced_to_their_house(page: Page, cabinet: Cabinet) -> None:
    page.goto("/login")
    page.get_by_label("Электронная почта или телефон").fill(people.SUBSCRIBER.email)
    page.get_by_label("Пароль", exact=True).fill(people.PASSWORD)
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_role("heading", name="По вашим домам")).to_be_visible()
    expect(page.get_by_role("link", name="Плановые работы на 1‑м Овсяном")).to_be_visible()


def test_an_unknown_address_says_so_without_javascript(browser: Browser, cabinet: Cabinet) -> None:
    for address in ("/no/such/page", "/news/2099/01/no", "/consumers/no"):
        assert httpx.get(cabinet.url + address).status_code == 404
        assert "Такой страницы нет" in text_without_javascript(browser, cabinet, address)


def test_an_old_address_leads_on(cabinet: Cabinet) -> None:
    for old in ("/news/410", "/news/2025/12/plan-1-ovsyanoj/"):
        answer = httpx.get(cabinet.url + old)
        assert (answer.status_code, answer.headers["location"]) == (308, WORKS)


def test_programs_get_addresses_and_a_feed(cabinet: Cabinet) -> None:
    listed = ElementTree.fromstring(httpx.get(f"{cabinet.url}/sitemap.xml").content)
    addresses = {place.text for place in listed.iter() if place.tag.endswith("loc")}
    assert {cabinet.url + WORKS, f"{cabinet.url}/news/2023/01", f"{cabinet.url}/"} <= addresses
    answer = httpx.get(f"{cabinet.url}/news.atom")
    feed = ElementTree.fromstring(answer.content)
    titles = {title.text for title in feed.iter("{http://www.w3.org/2005/Atom}title")}
    assert "Тарифы на электроэнергию с 1 января 2026 года" in titles
    again = httpx.get(f"{cabinet.url}/news.atom", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert f"Sitemap: {cabinet.url}/sitemap.xml" in httpx.get(f"{cabinet.url}/robots.txt").text
