"""/recover: proofs instead of a lost mailbox; with ?token=… the link sent to the new one."""

from datetime import datetime

import reflex as rx

from lk_app import wiring
from lk_app.domain.one_time import LinkRefused
from lk_app.domain.recovery import RecoveryForm
from lk_app.domain.refusals import Refusal
from lk_app.domain.registration import reasons
from lk_app.states.session import SessionState
from lk_app.states.untrusted import text
from lk_app.usecases import recovery
from lk_app.wording import moment, refusal


class RecoveryState(SessionState):
    """`step` is one of: ask, asked, waiting, done, dead."""

    step: str = "ask"  # what the built page shows: most people come without a link
    errors: dict[str, str] = {}  # noqa: RUF012  Reflex copies defaults per client
    which: bool = False  # several people see the account: the former login is asked for, too
    due: str = ""
    reason: str = ""
    reset_href: str = ""
    phone: str = wiring.supplier().phone
    busy: bool = False
    demo: bool = False
    _answered: str = ""  # the secret this page has answered already

    @rx.event
    async def open(self) -> None:
        """By a link: what became of it? Without one: ask for the proofs."""
        self.demo, self.phone = wiring.settings().demo, wiring.supplier().phone
        secret = self.router.url.query_parameters.get("token", "")
        if secret:
            await self._follow(secret)
        elif self.step != "asked":
            self.step, self.errors, self.busy, self.which = "ask", {}, False, False

    async def _follow(self, secret: str) -> None:
        if self.step == "done" and secret == self._answered:
            return  # a reconnect repeats this; the answer stays
        try:
            found = await wiring.in_thread(
                recovery.confirm,
                db=wiring.database(),
                paper=wiring.stationery(),
                secret=secret,
                now=wiring.real_now(),
            )
        except LinkRefused as refused:
            self.step, self.reason = "dead", refusal(refused)
            return
        self._answered = secret
        self.step = "waiting" if found.due else "done"
        self.due = _said(found.due) if found.due else ""
        self.reset_href = f"/reset?token={found.reset_secret}" if found.reset_secret else ""

    @rx.event
    async def ask(self, form: dict):
        """Check the proofs and write to both mailboxes."""
        self.errors, self.busy = {}, True
        yield
        try:
            due = await wiring.in_thread(
                recovery.request,
                db=wiring.database(),
                paper=wiring.stationery(),
                form=_typed(form),
                account_digits=wiring.supplier().account_number_digits,
                address=self._address(),
                now=wiring.real_now(),
            )
            self.step, self.due = "asked", _said(due)
        except Refusal as refused:
            self.errors = {reason.field: refusal(reason) for reason in reasons(refused)}
            self.which = self.which or "former" in self.errors
            yield rx.set_focus(refused.field)
        finally:
            self.busy = False


def _typed(form: dict) -> RecoveryForm:
    return RecoveryForm(**{name: text(form, name) for name in RecoveryForm.__slots__})


def _said(at: datetime) -> str:
    return moment(at, wiring.settings().zone)
