"""The public site: which page stands at an address, loaded and written out as finished HTML.

api/public answers with it and the state of the open page shows it, so both say the same.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from lk_app.db import articles
from lk_app.db.engine import Database
from lk_app.documents.site import UNTOUCHED, Filled, PublicPage, Site, render
from lk_app.usecases.public import guest, home, news, standing, tariffs

Query = Mapping[str, str]
MISSING = "Такой страницы нет"


def page(
    *,
    db: Database,
    path: str,
    query: Query,
    site: Site,
    now: datetime,
    filled: Filled = UNTOUCHED,
) -> PublicPage | str | None:
    """What stands at an address: a page, the address it has moved to, or nothing.

    `filled` is its form as somebody sent it.
    """
    found = None
    match path.split("/")[1]:
        case "":
            found = home.page(db=db, site=site, now=now)
        case "tariffs":
            found = tariffs.page(db=db, query=query, site=site, now=now)
        case "news":
            found = news.page(db=db, path=path, query=query, site=site, now=now, filled=filled)
        case "about" | "consumers" | "disclosure":
            found = standing.part(db=db, path=path, site=site, now=now, filled=filled)
        case "guest":
            found = guest.page(path=path, site=site, filled=filled)
        case "sitemap":
            found = standing.site_map(db=db, site=site, now=now)
        case "search":
            found = standing.finding(db=db, query=query, site=site, now=now)
    if found is None:
        return moved(db=db, path=path)
    return _with_banner(found, site, now) if isinstance(found, PublicPage) else found


def _with_banner(page: PublicPage, site: Site, now: datetime) -> PublicPage:
    """While both cabinets work, every page tells it: plain HTML, no script."""
    if site.moving_until is None or now.astimezone(site.zone).date() >= site.moving_until:
        return page
    return replace(page, html=f"{render('moved', site)}\n{page.html}")


def moved(*, db: Database, path: str) -> str | None:
    """Where an address of old leads now."""
    with db.read() as session:
        return articles.moved_to(session, path)


def missing(path: str, site: Site) -> PublicPage:
    """What is said where nothing stands."""
    return PublicPage(path, MISSING, "", render("missing", site), status=404)
