"""/undo: «Это не я» from a letter. Opening the link changes nothing; the button does."""

import reflex as rx

from lk_app import wiring
from lk_app.domain.one_time import LinkRefused
from lk_app.states.session import SessionState
from lk_app.usecases import undo
from lk_app.wording import refusal


class UndoState(SessionState):
    """`step` is one of: "" (not known yet), ready, done, dead."""

    step: str = ""
    reason: str = ""

    @rx.event
    async def open(self) -> None:
        """Whether the link works."""
        if self.step != "done":
            await self._try(undo.check_link, "ready")

    @rx.event
    async def take_back(self) -> None:
        """Put back what was changed; every session ends."""
        await self._try(undo.take_back, "done")

    async def _try(self, usecase, step: str) -> None:
        secret = self.router.url.query_parameters.get("token", "")
        try:
            await wiring.in_thread(
                usecase, db=wiring.database(), secret=secret, now=wiring.real_now()
            )
            self.step, self.reason = step, ""
        except LinkRefused as refused:
            self.step, self.reason = "dead", refusal(refused)
