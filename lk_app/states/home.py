"""The front page: this month's window, for anyone."""

import reflex as rx

from lk_app import wiring
from lk_app.domain.windows import WindowStatus
from lk_app.settings import MissingReadingPolicy
from lk_app.states import live
from lk_app.states.session import SessionState
from lk_app.usecases import windows
from lk_app.usecases.changes import WINDOWS
from lk_app.wording.windows import window_text, window_title

OTHERWISE = {
    MissingReadingPolicy.DECREE354: "по среднему",
    MissingReadingPolicy.NORM: "по нормативу",
}


class HomeState(SessionState):
    """The window banner in finished words, and how to reach the supplier."""

    ready: bool = False
    title: str = ""
    text: str = ""
    is_open: bool = False
    percent: int = 0
    phone: str = wiring.supplier().phone
    email: str = wiring.supplier().email

    @rx.event
    async def open(self) -> None:
        """Say where we stand in the window; public, so it asks for no session."""
        now = wiring.business_now()
        window = await wiring.in_thread(
            windows.current, db=wiring.database(), now=now, tz=wiring.settings().zone
        )
        otherwise = OTHERWISE[wiring.settings().missing_reading_policy]
        self.title, self.text = window_title(window), window_text(window, now, otherwise=otherwise)
        self.is_open = window.status is WindowStatus.OPEN
        self.percent = round(window.passed(now) * 100)
        self.ready = True


live.refresh_on(WINDOWS, route="/", handler=HomeState.open)
