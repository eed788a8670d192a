"""/register: the form, what is wrong with it, and the letter that was sent."""

import reflex as rx

from lk_app import wiring
from lk_app.domain.refusals import Refusal
from lk_app.domain.registration import RegistrationForm, reasons
from lk_app.states.passwords import NewPassword
from lk_app.states.session import SessionState
from lk_app.states.untrusted import text, ticked
from lk_app.usecases import registration
from lk_app.wording import refusal

# Where the focus goes after a refusal: the first of these that is wrong.
FIELDS = ("last_name", "first_name", "patronymic", "email", "phone", "password", "password_again")


class RegistrationState(NewPassword, SessionState):
    """Errors beside the fields; nothing typed is kept on the server."""

    errors: dict[str, str] = {}  # noqa: RUF012  Reflex copies defaults per client
    busy: bool = False
    captcha_round: int = 0
    sent_to: str = ""
    resent: str = ""
    resend_error: str = ""
    demo: bool = False

    @rx.event
    async def open(self):
        """A signed-in person has nothing to do here; anyone else begins with an empty form."""
        if await self._me():
            return rx.redirect("/cabinet")
        self.demo = wiring.settings().demo
        self.errors, self.busy, self.strength = {}, False, ""

    @rx.event
    async def submit(self, form: dict):
        """Register, or say beside each field what is wrong."""
        self.errors, self.busy = {}, True
        yield
        try:
            self.sent_to = await wiring.in_thread(
                registration.register,
                db=wiring.database(),
                captcha=wiring.captcha(),
                paper=wiring.stationery(),
                form=_form(form),
                captcha_payload=text(form, "captcha"),
                address=self._address(),
                now=wiring.real_now(),
            )
        except Refusal as refused:
            yield self._show(refused)
        finally:
            self.busy = False

    def _show(self, refused: Refusal):
        self.errors = {reason.field: refusal(reason) for reason in reasons(refused)}
        if refused.code == "captcha.spent":
            self.captcha_round += 1
        wrong = next((name for name in FIELDS if name in self.errors), "")
        return rx.set_focus(wrong) if wrong else None

    @rx.event
    async def resend(self):
        """Send the letter again to the mailbox just registered."""
        self.resent = self.resend_error = ""
        if not self.sent_to:
            return
        try:
            await wiring.in_thread(
                registration.resend,
                db=wiring.database(),
                paper=wiring.stationery(),
                email=self.sent_to,
                now=wiring.real_now(),
            )
            self.resent = "Отправили ещё раз. Прежняя ссылка больше не действует."
        except Refusal as refused:
            self.resend_error = refusal(refused)

    @rx.event
    def again(self) -> None:
        """Back to an empty form: the address was mistyped."""
        self.sent_to = self.resent = self.resend_error = ""


def _form(form: dict) -> RegistrationForm:
    return RegistrationForm(
        last_name=text(form, "last_name"),
        first_name=text(form, "first_name"),
        patronymic=text(form, "patronymic"),
        email=text(form, "email"),
        phone=text(form, "phone"),
        password=text(form, "password"),
        password_again=text(form, "password_again"),
        consent=ticked(form, "consent"),
        news=ticked(form, "news"),
    )
