"""«По вашим домам» on /cabinet: what was announced lately to the houses of a person's accounts."""

import dataclasses

import reflex as rx

from lk_app import wiring
from lk_app.domain.articles import Heading
from lk_app.states import live
from lk_app.states.session import SessionState
from lk_app.usecases import articles
from lk_app.usecases.changes import ARTICLES
from lk_app.wording import day, tied


@dataclasses.dataclass(frozen=True)
class AnnouncementLine:
    """One announcement, in finished words."""

    title: str
    summary: str
    on: str
    href: str


class AnnouncementsState(SessionState):
    """The newest few; empty where nothing was announced."""

    lines: list[AnnouncementLine] = []  # noqa: RUF012  Reflex copies defaults per client

    @rx.event
    async def open(self):
        """After `ShellState.frame`; again when something is published."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        found = await wiring.in_thread(
            articles.for_customer,
            db=wiring.database(),
            customer_id=customer.id,
            now=wiring.business_now(),
        )
        self.lines = [_line(one) for one in found]


live.refresh_on(ARTICLES, route="/cabinet", handler=AnnouncementsState.open)


def _line(one: Heading) -> AnnouncementLine:
    at = one.published_at.astimezone(wiring.settings().zone) if one.published_at else None
    words = day(at.date(), year=wiring.business_now().year) if at else ""
    return AnnouncementLine(tied(one.title), tied(one.summary), words, one.path)
