"""/: this month's window, the announcements, the news, and what a kilowatt-hour costs."""

from datetime import datetime

from lk_app.db import articles, tariffs, windows
from lk_app.db.engine import Database
from lk_app.documents.site import PublicPage, Site, graph, organisation, render
from lk_app.documents.site.prices import category_name
from lk_app.domain.articles import Section
from lk_app.domain.meters import SINGLE
from lk_app.domain.windows import WindowStatus
from lk_app.usecases.windows import standing
from lk_app.wording import CATEGORIES
from lk_app.wording.windows import left_words, window_text, window_title

LATEST = 4
TITLE = "Электроэнергия: показания, квитанции, оплата"
DESCRIPTION = (
    "Передать показания, получить квитанцию, оплатить электроэнергию и распечатать детализацию."
)


def page(*, db: Database, site: Site, now: datetime) -> PublicPage:
    """Public: it asks for nobody."""
    with db.read() as session:
        window = standing(windows.published(session), now, site.zone)
        news = articles.headings(session, Section.NEWS, now=now, newest=LATEST)
        book = tariffs.book(session)
    today = now.astimezone(site.zone).date()
    prices = [
        (category_name(category), one.bands[0].rows[SINGLE].price)
        for category in CATEGORIES
        for one in book.lists.get((category, 1), ())
        if one.valid_from <= today < one.valid_to
    ]
    text = window_text(window, now, otherwise=site.otherwise)
    is_open = window.status is WindowStatus.OPEN
    left = left_words(window.closes_at - now) if is_open else ""
    return PublicPage(
        path="/",
        title=TITLE,
        description=DESCRIPTION,
        html=render(
            "home", site, title=window_title(window), is_open=is_open, left=left,
            rest=text.removeprefix(left), seconds=int((window.closes_at - now).total_seconds()),
            percent=round(window.passed(now) * 100),
        ),
        beside=render("home_news", site, news=news, prices=prices),
        data=graph(organisation(site), {"@type": "WebSite", "url": f"{site.origin}/"}),
    )  # fmt: skip
