"""The public site as programs read it: its addresses, and the latest news as a feed."""

from datetime import datetime
from typing import Protocol

from lk_app.db import articles
from lk_app.db.engine import Database
from lk_app.documents.site import Site, months_of, render
from lk_app.domain.articles import Section

LATEST = 20
STANDING = ("/", "/news", "/tariffs", "/about", "/consumers", "/disclosure", "/sitemap")


class Listing(Protocol):
    """A list of the site as XML text."""

    def __call__(self, *, db: Database, site: Site, now: datetime) -> str: ...


def sitemap(*, db: Database, site: Site, now: datetime) -> str:
    """/sitemap.xml: every public address; articles with the moment of their last change."""
    with db.read() as session:
        changed = articles.changed(session, now=now)
        news = articles.headings(session, Section.NEWS, now=now)
    years = months_of([one.published_at for one in news if one.published_at], site.zone)
    shelves = [
        path
        for year, months in years
        for path in (f"/news/{year}", *(f"/news/{year}/{month:02}" for month in months))
    ]
    plain = [path for path in (*STANDING, *shelves) if path not in changed]
    return render("sitemap.xml", site, plain=plain, changed=changed)


def feed(*, db: Database, site: Site, now: datetime) -> str:
    """/news.atom (RFC 4287): the latest news with their whole text."""
    with db.read() as session:
        headings = articles.headings(session, Section.NEWS, now=now, newest=None)
        latest = sorted(headings, key=lambda one: one.published_at or now, reverse=True)[:LATEST]
        entries = [found for one in latest if (found := articles.at(session, one.path, now=now))]
    updated = max((one.updated_at for one in entries), default=now)
    return render("feed.atom", site, entries=entries, updated=updated)
