"""The public site: text without and with JavaScript, publishing to open pages, hostile texts,
throttles, the archive, an article under load; docs/proofs/public-site.md.

`python -m tests.proofs.prove_public_site text live …` runs these parts; none means all; what is
kept and when the page is written, tests/proofs/parts.py tells. `load` and `live` want a machine
with nothing else running. Lighthouse and axe are quoted from prove_phone, made of the same commit.
"""

import sys
import time
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import httpx
from playwright.sync_api import Browser, Dialog, Page, expect

from lk_app.api.public.frame import frame
from lk_app.api.public.pages import built
from lk_app.db.engine import Database
from lk_app.domain.articles import ArticleRefused
from lk_app.usecases import articles
from tests import hostile
from tests.benches import public_site as bench
from tests.cabinet import Cabinet
from tests.journeys.conftest import PHONE
from tests.proofs import public_site_page
from tests.proofs.demonstration import browsing, served
from tests.proofs.parts import Proof
from tests.proofs.passing import passed
from tests.proofs.public_addresses import ADDRESSES, ARCHIVED
from tests.usecases.test_articles import NOW, SARATOV

TEXTS, WATCHED = 1_000, 40  # hostile files; of those, watched in a browser
PUBLICATIONS = 10  # of each kind, timed until an open page shows them
SHIFTS = """window.shifted = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true })"""
NEWS = "---\ntitle: Замер {0}\nslug: zamer\npublished: 2026-11-20 09:00\n---\nРедакция {0}."
SCHEDULED = (
    "---\ntitle: По часам {0}\nslug: po-chasam-{0}\npublished: {1}\n---\nНазначено на потом."
)
AHEAD, APART = 30, 3  # seconds: until the first of what is scheduled comes due, and between them
PRICES = "valid_from,valid_to,category,zones,register,band,up_to_kwh,price,source\n"
PRICE = "2026-11-20,,rural,1,single,1,,{}.{:02},demo\n"


def text() -> dict[str, Any]:
    """Every kind of page says the same without JavaScript and hydrated; nothing moves."""
    with served() as cabinet, browsing() as browser:
        return {"pages": [_compare(cabinet, browser, address) for address in ADDRESSES]}


def _compare(cabinet: Cabinet, browser: Browser, address: str) -> dict[str, Any]:
    plain = browser.new_context(base_url=cabinet.url, java_script_enabled=False, viewport=PHONE)
    before = plain.new_page()
    before.goto(address)
    said, mains = before.locator("main").inner_text(), before.locator("main").count()
    whole = browser.new_context(base_url=cabinet.url, viewport=PHONE)
    after = whole.new_page()
    after.add_init_script(SHIFTS)
    with after.expect_websocket() as connected:
        after.goto(address)
    connected.value.wait_for_event("framereceived")
    after.wait_for_load_state("networkidle")
    hydrated, shifted = after.locator("main").inner_text(), after.evaluate("window.shifted")
    mains = max(mains, after.locator("main").count())
    plain.close()
    whole.close()
    assert said == hydrated, f"{address} says something else after hydration"
    assert (mains, shifted < 0.02) == (1, True), f"{address}: {mains} main, shifted {shifted}"
    return {"address": address, "letters": len(said), "shifted": round(shifted, 4)}


def live() -> dict[str, list[float]]:
    """Seconds until an open page shows what another process published: an article, a price, and,
    counted from its moment, what was scheduled."""
    with served() as cabinet, browsing() as browser:
        page = browser.new_page(base_url=cabinet.url)
        told = {"news": _news(cabinet, page), "tariffs": _tariffs(cabinet, page)}
    # on real time, which this process can tell, too
    with served(LK_CLOCK="") as cabinet, browsing() as browser:
        page = browser.new_page(base_url=cabinet.url)
        return {**told, "scheduled news": _scheduled(cabinet, page)}


def _news(cabinet: Cabinet, page: Page) -> list[float]:
    file, took = cabinet.var_dir / "news.md", []
    for number in range(PUBLICATIONS + 1):
        file.write_text(NEWS.format(number), encoding="utf-8")
        cabinet.lk("news", "publish", str(file))
        at = time.monotonic()
        if number == 0:
            page.goto("/news/2026/11/zamer")
            page.wait_for_load_state("networkidle")
            continue
        expect(page.get_by_text(f"Редакция {number}.")).to_be_visible()
        took.append(round(time.monotonic() - at, 2))
    return took


def _tariffs(cabinet: Cabinet, page: Page) -> list[float]:
    file, took = cabinet.var_dir / "prices.csv", []
    page.goto("/tariffs?category=rural")
    page.wait_for_load_state("networkidle")
    for number in range(1, PUBLICATIONS + 1):
        file.write_text(PRICES + PRICE.format(70 + number, number), encoding="utf-8")
        cabinet.lk("tariffs", "publish", str(file))
        at = time.monotonic()
        expect(page.get_by_text(f"{70 + number},{number:02}\u00a0₽").first).to_be_visible()
        took.append(round(time.monotonic() - at, 2))
    return took


def _scheduled(cabinet: Cabinet, page: Page) -> list[float]:
    page.goto("/news")
    page.wait_for_load_state("networkidle")
    first = int(time.time()) + AHEAD
    moments = [first + APART * number for number in range(PUBLICATIONS)]
    files = [cabinet.var_dir / f"later-{number}.md" for number in range(PUBLICATIONS)]
    for number, (file, due) in enumerate(zip(files, moments, strict=True)):
        text = SCHEDULED.format(number, datetime.fromtimestamp(due, UTC).isoformat())
        file.write_text(text, encoding="utf-8")
    cabinet.lk("news", "publish", *map(str, files))
    expect(page.get_by_role("link", name="По часам")).to_have_count(0)
    assert time.time() < first, "publishing took longer than until the first came due"
    took = []
    for number, due in enumerate(moments):
        shown = page.get_by_role("link", name=f"По часам {number}", exact=True)
        expect(shown).to_be_visible(timeout=(AHEAD + 10) * 1000)
        took.append(round(time.time() - due, 2))
    return took


def hostile_texts() -> dict[str, Any]:
    """1,000 files published; every page of them read by a parser, some watched in a browser."""
    with served() as cabinet, browsing() as browser:
        paths, refused = _publish(cabinet)
        with httpx.Client(base_url=cabinet.url, timeout=60) as client:
            for path in paths:
                html = client.get(path).raise_for_status().text
                found = hostile.problems(_own(html, path))
                assert found == [], f"{path}: {found}"
                assert hostile.data_of(html)
            for listing in ("/news.atom", "/sitemap.xml"):
                ElementTree.fromstring(client.get(listing).content)
            lists = ("/", "/news", "/sitemap", "/search?q=x", "/news?house=саратов", "/news/2026")
            for path in lists:
                wanted = {} if path != "/" else {"h1": 0}
                found = hostile.problems(_own(client.get(path).text, path), **wanted)
                assert found == [], f"{path}: {found}"
        ran = _watch(cabinet, browser, [*paths[:: max(len(paths) // WATCHED, 1)], *lists])
    assert ran == [], ran
    return {
        "texts": TEXTS, "seed": hostile.SEED, "published": len(paths), "refused": dict(refused),
        "watched": WATCHED + len(lists),
    }  # fmt: skip


def _publish(cabinet: Cabinet) -> tuple[list[str], Counter[str]]:
    db, paths, refused = Database(f"sqlite:///{cabinet.var_dir}/lk.db"), [], Counter[str]()
    for source in hostile.sources(TEXTS):
        try:
            done = articles.publish(db=db, source=_without_houses(source), now=NOW, tz=SARATOV)
            paths.append(done.path)
        except ArticleRefused as reason:
            refused[reason.code] += 1
    db.close()
    return paths, refused


def _without_houses(source: str) -> str:
    """The demonstration has no house of such a name: there the text alone is published."""
    return source.replace(f"- '{', '.join(hostile.HOUSE)}'", "- Саратов, ул. Плякина, д. 3")


def _own(html: str, path: str) -> str:
    """What our templates and the texts made, out of the built page around them."""
    cut = frame(built(path.partition("?")[0]))
    rest, own = html.partition(cut.before)[2], ""
    for _, after in cut.places:
        piece, there, rest = rest.partition(after)
        assert there, f"{path}: the page around it is broken"
        own += piece.partition(">")[2]
    return own


def _watch(cabinet: Cabinet, browser: Browser, paths: list[str]) -> list[str]:
    """What ran or left: dialogs, errors, requests to other hosts, more than one main."""
    page, ran = browser.new_page(base_url=cabinet.url), []

    def dialog(shown: Dialog) -> None:
        ran.append(f"dialog {shown.message}")
        shown.dismiss()

    page.on("dialog", dialog)
    page.on("pageerror", lambda error: ran.append(f"error {error}"))
    page.on("request", lambda asked: ran.append(asked.url) if "evil" in asked.url else None)
    for path in paths:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        page.mouse.move(180, 300)
        if page.locator("main").count() != 1:
            ran.append(f"{path}: not one main")
    page.close()
    return ran


def throttles() -> dict[str, str]:
    """The tests that ask too often, by name: questions, guest readings, payments, checks."""
    names = {
        "questions": "tests/usecases/test_questions.py::"
        "test_questions_are_counted_per_mailbox_and_per_source",
        "readings, an account": "tests/usecases/test_guest_readings.py::"
        "test_every_mismatch_sounds_alike_and_is_counted",
        "readings, a source": "tests/usecases/test_guest_readings.py::"
        "test_one_source_may_not_go_through_the_accounts",
        "payments": "tests/usecases/test_guest_payments.py::"
        "test_attempts_are_counted_per_account_and_per_source",
        "papers": "tests/usecases/test_guest_readings.py::"
        "test_anyone_may_check_a_receipt_by_its_number_and_code",
    }
    passed(*names.values())
    return names


def archive() -> dict[str, Any]:
    """Years and months of the site map, and the five December items at their addresses."""
    with served() as cabinet, httpx.Client(base_url=cabinet.url) as client:
        listed = ElementTree.fromstring(client.get("/sitemap.xml").content)
        places = [one.text or "" for one in listed.iter() if one.tag.endswith("loc")]
        months = [place.removeprefix(cabinet.url) for place in places if _is_month(place)]
        for path in (*months, *ARCHIVED):
            assert client.get(path).status_code == 200, path
        old = client.get("/news/410")
        assert old.status_code == 308
        assert client.get("/no/such/page").status_code == 404
        years = Counter(month.split("/")[2] for month in months)
        return {"months": dict(years), "december": list(ARCHIVED), "moved": old.headers["location"]}


def _is_month(place: str) -> bool:
    try:
        datetime.strptime(place.rpartition("/news/")[2] + "/01 +0000", "%Y/%m/%d %z")
    except ValueError:
        return False
    return True


def load() -> list[dict[str, Any]]:
    """An article at 200 requests a second, beside Django's."""
    return [asdict(one) for one in bench.measure(seconds=30)]


PROOF = Proof(
    "public-site",
    {
        "text": text,
        "live": live,
        "hostile": hostile_texts,
        "throttles": throttles,
        "archive": archive,
        "load": load,
    },
    public_site_page.page,
    quotes=public_site_page.QUOTES,
)

if __name__ == "__main__":
    PROOF.run(sys.argv[1:])
