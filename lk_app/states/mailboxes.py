"""/confirm-email: the link of a new mailbox, confirmed over the websocket.

A plain GET changes nothing; a scanner that runs scripts only confirms that the mailbox is read.
"""

import reflex as rx

from lk_app import wiring
from lk_app.domain.one_time import LinkRefused
from lk_app.states.session import SessionState
from lk_app.usecases import mailboxes
from lk_app.wording import refusal

TITLES = {
    mailboxes.Confirmation.CHANGED: "Почта изменена",
    mailboxes.Confirmation.ALREADY: "Почта уже подтверждена",
}


class ConfirmEmailState(SessionState):
    """What came of opening the link."""

    title: str = ""  # empty while the server has not answered
    works: bool = False
    reason: str = ""
    _answered: str = ""  # the secret this page has answered already

    @rx.event
    async def open(self) -> None:
        """Make the mailbox the person's; a reconnect repeats this, and the answer stays."""
        secret = self.router.url.query_parameters.get("token", "")
        if self.works and secret == self._answered:
            return
        self.title, self.reason, self.works = "", "", False
        try:
            outcome = await wiring.in_thread(
                mailboxes.confirm,
                db=wiring.database(),
                paper=wiring.stationery(),
                secret=secret,
                now=wiring.real_now(),
            )
            self.title, self.works, self._answered = TITLES[outcome], True, secret
        except LinkRefused as refused:
            self.title, self.reason = "Ссылка не сработала", refusal(refused)
