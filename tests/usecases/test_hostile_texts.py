"""Whatever an editor's stolen password publishes neither runs nor breaks any page that shows it."""

from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from lk_app.api.public.frame import frame
from lk_app.db.engine import Database
from lk_app.db.tables import HouseRow
from lk_app.documents.site import PublicPage, Site
from lk_app.domain.accounts import folded_words
from lk_app.domain.articles import ArticleRefused
from lk_app.settings import DEMO_SUPPLIER, load_supplier
from lk_app.usecases import articles, public
from lk_app.usecases.public import listings
from tests import hostile

SAMPLE = 40
ATOM, SITEMAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SARATOV = ZoneInfo("Europe/Saratov")
NOW = datetime(2026, 11, 20, 10, tzinfo=SARATOV)
SITE = Site(load_supplier(DEMO_SUPPLIER), "https://lk.example", SARATOV, True, "по среднему")
SHELL = (
    '<html><head><title>x</title></head><body><main><div id="content"></div></main></body></html>'
)


def publish_all(db: Database, count: int) -> tuple[list[str], int]:
    """The addresses of what was published, and how many files were refused in plain words."""
    city, street, house = hostile.HOUSE
    with db.write() as session:
        words = " " + " ".join(folded_words(" ".join(hostile.HOUSE)))
        named = {"city": city, "street": street, "house": house}
        session.add(HouseRow(**named, has_apartments=True, words=words))
    paths, refused = [], 0
    for source in hostile.sources(count):
        try:
            paths.append(articles.publish(db=db, source=source, now=NOW, tz=SARATOV).path)
        except ArticleRefused:
            refused += 1
    return paths, refused


def shown(db: Database, path: str, **query: str) -> PublicPage:
    page = public.page(db=db, path=path, query=query, site=SITE, now=NOW)
    assert isinstance(page, PublicPage), path
    return page


def test_hostile_news_run_nowhere_and_break_nothing(database: Database, tmp_path: Path) -> None:
    built = tmp_path / "index.html"
    built.write_text(SHELL)
    paths, refused = publish_all(database, SAMPLE)
    assert refused >= SAMPLE // 10
    assert len(paths) >= SAMPLE // 2
    for path in paths:
        page = shown(database, path)
        whole = frame(built).around(page, SITE)
        assert hostile.problems(whole, main=1, body=1, title=1, script=1) == [], path
        assert hostile.data_of(whole)
    for path, query in (
        *(("/", {}), ("/news", {}), ("/sitemap", {}), ("/news/2026", {}), ("/news/2026/01", {})),
        *(("/news", {"house": "саратов"}), ("/search", {"q": "x"})),
    ):
        page = shown(database, path, **query)
        h1 = 0 if path == "/" else 1
        assert hostile.problems(page.html + page.beside, h1=h1) == [], path


def test_programs_read_hostile_news_as_well_formed_xml(database: Database) -> None:
    paths, _ = publish_all(database, SAMPLE)
    feed = ElementTree.fromstring(listings.feed(db=database, site=SITE, now=NOW))
    newest = {entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")}
    assert len(newest) == min(len(paths), listings.LATEST)
    assert newest <= {SITE.origin + path for path in paths}
    listed = ElementTree.fromstring(listings.sitemap(db=database, site=SITE, now=NOW))
    places = {place.text for place in listed.iter(f"{SITEMAP}loc")}
    assert {SITE.origin + path for path in paths} <= places


@pytest.mark.parametrize("front", hostile.FRONTS)
def test_front_matter_that_cannot_stand_is_refused_in_no_time(front: str) -> None:
    with pytest.raises(ArticleRefused):
        articles.path_of(f"---\n{front}\n---\n", tz=SARATOV)


def test_what_is_typed_into_a_search_stays_text(database: Database) -> None:
    for typed in hostile.MARKUP + hostile.LETTERS:
        for path, field in (("/search", "q"), ("/news", "house"), ("/tariffs", "day")):
            page = shown(database, path, **{field: typed, "kwh": typed, "category": typed})
            assert hostile.problems(page.html) == [], (path, typed)
