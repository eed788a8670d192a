"""/activate: the link of a letter, confirmed over the websocket.

A plain GET changes nothing, so mail scanners that open links do no harm.
"""

import reflex as rx

from lk_app import wiring
from lk_app.domain.one_time import LinkRefused
from lk_app.domain.refusals import Refusal
from lk_app.states.session import SessionState
from lk_app.usecases import registration
from lk_app.wording import refusal

TITLES = {
    registration.Activation.CONFIRMED: "Почта подтверждена",
    registration.Activation.ALREADY: "Почта уже подтверждена",
}


class ActivationState(SessionState):
    """What came of opening the link."""

    title: str = ""  # empty while the server has not answered
    works: bool = False
    reason: str = ""
    can_resend: bool = False
    resent: bool = False
    resend_error: str = ""

    @rx.event
    async def open(self) -> None:
        """Confirm the mailbox; opening again (or a reconnect) says that it is confirmed already."""
        self.can_resend, self.resent, self.resend_error = False, False, ""
        try:
            outcome = await wiring.in_thread(
                registration.activate,
                db=wiring.database(),
                secret=self._secret(),
                now=wiring.real_now(),
            )
            self.title, self.reason, self.works = TITLES[outcome], "", True
        except LinkRefused as refused:
            self.title, self.works = "Ссылка не сработала", False
            self.reason = refusal(refused)
            self.can_resend = refused.code == "link.expired"

    @rx.event
    async def resend(self) -> None:
        """Send a fresh letter to the owner of an expired link."""
        self.resend_error = ""
        try:
            await wiring.in_thread(
                registration.resend_by_link,
                db=wiring.database(),
                paper=wiring.stationery(),
                secret=self._secret(),
                now=wiring.real_now(),
            )
            self.resent = True
        except Refusal as refused:
            self.resend_error = refusal(refused)

    def _secret(self) -> str:
        return self.router.url.query_parameters.get("token", "")
