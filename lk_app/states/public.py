"""A page of the public site that is open: the same finished HTML that api/public answered with."""

from urllib.parse import urlsplit

import reflex as rx

from lk_app import wiring
from lk_app.states import live
from lk_app.states.session import SessionState
from lk_app.usecases import public
from lk_app.usecases.changes import ARTICLES, TARIFFS, WINDOWS


class PublicState(SessionState):
    """Content of the address that is open; written once by the server already."""

    address: str = ""  # path and query, of which the others tell
    title: str = ""
    version: str = ""
    html: str = ""
    beside: str = ""

    @rx.event
    async def open(self):
        """Fetch what stands at this address; old addresses lead on."""
        url = self.router.url
        asked = urlsplit(str(url))
        path = asked.path.rstrip("/") or "/"
        site = wiring.site()
        found = await wiring.in_thread(
            public.page,
            db=wiring.database(),
            path=path,
            query=dict(url.query_parameters),
            site=site,
            now=wiring.business_now(),
        )
        if isinstance(found, str):
            return rx.redirect(found)
        page = found or public.missing(path, site)
        self.address = f"{asked.path}?{asked.query}" if asked.query else asked.path
        self.title, self.version = page.title, page.version
        self.html, self.beside = page.html, page.beside


for topic in (ARTICLES, TARIFFS, WINDOWS):
    live.refresh_on(topic, route="/", handler=PublicState.open)
live.refresh_on(TARIFFS, route="/tariffs", handler=PublicState.open)
for part in ("/news", "/about", "/consumers", "/disclosure", "/sitemap", "/search"):
    live.refresh_under(ARTICLES, route=part, handler=PublicState.open)
