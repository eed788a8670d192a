"""The public site as programs read it: its addresses, and the latest news as a feed."""

import csv
import io
from datetime import datetime
from typing import Protocol

from lk_app.db import articles, tariffs
from lk_app.db.engine import Database
from lk_app.documents.site import Site, months_of, render
from lk_app.documents.spreadsheets import text_cell
from lk_app.domain.articles import Section

LATEST = 20
PRICES = ("valid_from", "valid_to", "category", "zones", "register", "band", "up_to_kwh", "price")
STANDING = ("/", "/news", "/tariffs", "/about", "/consumers", "/disclosure", "/sitemap", "/guest")


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


def prices(*, db: Database) -> str:
    """/tariffs.csv: every price in force, past and announced, in the columns of docs/formats.md."""
    with db.read() as session:
        rows = tariffs.current(session)
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow((*PRICES, "source"))
    for row in sorted(rows, key=lambda one: (one.valid_from, one.category, one.zones, one.band)):
        price = f"{row.price // 100}.{row.price % 100:02}"
        limit = "" if row.up_to_kwh is None else row.up_to_kwh
        cell = (row.category, row.zones, row.register, row.band, limit)
        writer.writerow((row.valid_from, row.valid_to or "", *cell, price, text_cell(row.source)))
    return table.getvalue()
