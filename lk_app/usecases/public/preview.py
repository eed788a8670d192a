"""A draft or a scheduled text as it will look, for whoever has its signed link."""

from dataclasses import replace
from datetime import datetime

from lk_app.db import articles
from lk_app.db.engine import Database
from lk_app.documents.site import UNTOUCHED, PublicPage, Site
from lk_app.domain.articles import ArticleRefused, Section
from lk_app.security import Signer
from lk_app.usecases.public import news, standing

PURPOSE = "preview"
LIFE_SECONDS = 7 * 24 * 3600


def link(*, db: Database, signer: Signer, site: Site, path: str) -> str:
    """An address that shows the text for a week; raises ArticleRefused("article.unknown")."""
    with db.read() as session:
        if articles.draft(session, path) is None:
            raise ArticleRefused("article.unknown", path=path[:200])
    return f"{site.origin}{path}?preview={signer.sign(PURPOSE, path)}"


def page(
    *, db: Database, signer: Signer, path: str, token: str, site: Site, now: datetime
) -> PublicPage | None:
    """What the link shows: never found by a search engine, never kept; None for a made-up link."""
    if signer.read(PURPOSE, token, max_age=LIFE_SECONDS) != path:
        return None
    with db.read() as session:
        found = articles.draft(session, path)
        if found is None:
            return None
        every = articles.headings(session, found.heading.section, now=now)
    dated = replace(found.heading, published_at=found.heading.published_at or now)
    found = replace(found, heading=dated)
    if dated.section is Section.NEWS:
        shown = news.written(found, every, [], site)
    else:
        facts = {"questions": [], "filled": UNTOUCHED}
        own = standing.PARTS[f"/{dated.section}"]
        shown = standing.written(own, found, every, site, facts)
    return replace(shown, hidden=True, answers=True)
