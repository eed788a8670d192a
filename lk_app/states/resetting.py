"""/reset: ask for a letter, then choose a new password by its link."""

import reflex as rx

from lk_app import wiring
from lk_app.domain.one_time import LinkRefused
from lk_app.domain.refusals import Refusal
from lk_app.states.passwords import NewPassword
from lk_app.states.session import SessionState
from lk_app.states.untrusted import text
from lk_app.usecases import passwords
from lk_app.wording import refusal


class ResetState(NewPassword, SessionState):
    """`step` is one of: ask, asked, choose, done."""

    step: str = "ask"  # what the built page shows: most people come without a link
    errors: dict[str, str] = {}  # noqa: RUF012  Reflex copies defaults per client
    dead_link: str = ""
    sent_to: str = ""
    busy: bool = False
    demo: bool = False

    @rx.event
    async def open(self) -> None:
        """By a link: is it good? Without one: ask for the mailbox."""
        self.demo = wiring.settings().demo
        if self.step == "done":
            return  # a reconnect repeats this; the answer stays
        self.errors, self.dead_link, self.busy, self.strength = {}, "", False, ""
        secret = self._secret()
        if not secret:
            self.step = "asked" if self.sent_to else "ask"
            return
        try:
            await wiring.in_thread(
                passwords.check_link, db=wiring.database(), secret=secret, now=wiring.real_now()
            )
            self.step = "choose"
        except LinkRefused as refused:
            self._ask_again(refused)

    @rx.event
    async def ask(self, form: dict):
        """Send the letter; the answer is the same for a mailbox nobody knows."""
        self.errors, self.busy = {}, True
        yield
        try:
            self.sent_to = await wiring.in_thread(
                passwords.request_reset,
                db=wiring.database(),
                paper=wiring.stationery(),
                email=text(form, "email"),
                now=wiring.real_now(),
            )
            self.step = "asked"
        except Refusal as refused:
            self.errors = {refused.field: refusal(refused)}
            yield rx.set_focus("email")
        finally:
            self.busy = False

    @rx.event
    async def choose(self, form: dict):
        """Set the new password and end every session."""
        self.errors, self.busy = {}, True
        yield
        try:
            await wiring.in_thread(
                passwords.reset,
                db=wiring.database(),
                paper=wiring.stationery(),
                secret=self._secret(),
                password=text(form, "password"),
                again=text(form, "password_again"),
                now=wiring.real_now(),
            )
            self.step = "done"
        except LinkRefused as refused:
            self._ask_again(refused)
        except Refusal as refused:
            self.errors = {refused.field: refusal(refused)}
            yield rx.set_focus(refused.field)
        finally:
            self.busy = False

    def _ask_again(self, refused: LinkRefused) -> None:
        self.step, self.dead_link = "ask", refusal(refused)

    def _secret(self) -> str:
        return self.router.url.query_parameters.get("token", "")
