"""/cabinet/profile: ФИО, phone, e-mail and password, a form each.

What was typed stays in the browser; `version` fills a form anew once it was accepted.
"""

import reflex as rx

from lk_app import wiring
from lk_app.domain.customers import Customer
from lk_app.domain.refusals import Refusal
from lk_app.states.passwords import NewPassword
from lk_app.states.session import SessionState
from lk_app.states.untrusted import text
from lk_app.usecases import mailboxes, profile, recovery
from lk_app.wording import moment, phone, refusal


class ProfileState(SessionState):
    """The person as the cabinet knows them."""

    ready: bool = False
    last_name: str = ""
    first_name: str = ""
    patronymic: str = ""
    email: str = ""
    phone: str = ""
    awaited: str = ""  # the new mailbox whose letter was not opened yet
    recovery: str = ""  # when somebody without access to the mailbox wants it replaced
    demo: bool = False

    @rx.event
    async def show(self):
        """Show what is known."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        self._show(customer)
        self.awaited = await wiring.in_thread(
            mailboxes.awaited,
            db=wiring.database(),
            customer_id=customer.id,
            now=wiring.real_now(),
        )
        due = await wiring.in_thread(
            recovery.pending,
            db=wiring.database(),
            customer_id=customer.id,
            now=wiring.real_now(),
        )
        self.recovery = moment(due, wiring.settings().zone) if due else ""
        self.demo, self.ready = wiring.settings().demo, True

    def _show(self, customer: Customer) -> None:
        name = customer.name
        self.last_name, self.first_name = name.last, name.first
        self.patronymic = name.patronymic
        self.email, self.phone = customer.email, phone(customer.phone)


class Section(rx.State, mixin=True):
    """A mixin: one form of the page and what became of it."""

    errors: dict[str, str] = {}  # noqa: RUF012  Reflex copies defaults per client
    done: str = ""
    busy: bool = False
    version: int = 0

    def _begin(self) -> None:
        self.errors, self.done, self.busy = {}, "", True

    def _accept(self, done: str) -> None:
        self.done, self.version = done, self.version + 1

    def _refuse(self, refused: Refusal, section: str) -> rx.event.EventSpec:
        self.errors = {refused.field: refusal(refused)}
        return rx.set_focus(f"{section}_{refused.field}")


class NameState(Section, ProfileState):
    """«Изменить ФИО»."""

    @rx.event
    async def save(self, form: dict):
        """Take the three fields."""
        customer = await self._me()
        if customer is None:
            yield self._to_login()
            return
        self._begin()
        yield
        try:
            self.person = await wiring.in_thread(
                profile.rename,
                db=wiring.database(),
                customer_id=customer.id,
                last=text(form, "last_name"),
                first=text(form, "first_name"),
                patronymic=text(form, "patronymic"),
            )
            self._show(await self._me() or customer)
            self._accept("Сохранено.")
        except Refusal as refused:
            yield self._refuse(refused, "name")
        finally:
            self.busy = False


class EmailState(Section, ProfileState):
    """«Изменить почту»."""

    @rx.event
    async def save(self, form: dict):
        """Send a letter to the new mailbox; the answer is the same for one that is taken."""
        me = await self._visitor()
        if me is None:
            yield self._to_login()
            return
        self._begin()
        yield
        try:
            self.awaited = await wiring.in_thread(
                mailboxes.request_change,
                db=wiring.database(),
                paper=wiring.stationery(),
                me=me,
                email=text(form, "email"),
                password=text(form, "current_password"),
                now=wiring.real_now(),
            )
            self._accept("")
        except Refusal as refused:
            yield self._refuse(refused, "email")
        finally:
            self.busy = False

    @rx.event
    async def call_off(self):
        """Leave the mailbox as it is."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        await wiring.in_thread(mailboxes.call_off, db=wiring.database(), customer_id=customer.id)
        self.awaited = ""
        self._accept("Почта останется прежней.")


class PhoneState(Section, ProfileState):
    """«Изменить телефон»."""

    @rx.event
    async def save(self, form: dict):
        """Take the number in any spelling."""
        me = await self._visitor()
        if me is None:
            yield self._to_login()
            return
        self._begin()
        yield
        try:
            number = await wiring.in_thread(
                profile.change_phone,
                db=wiring.database(),
                paper=wiring.stationery(),
                me=me,
                phone=text(form, "phone"),
                password=text(form, "current_password"),
                now=wiring.real_now(),
            )
            self.phone = phone(number)
            self._accept("Телефон изменён. Остальные сеансы закончены.")
        except Refusal as refused:
            yield self._refuse(refused, "phone")
        finally:
            self.busy = False


class PasswordState(NewPassword, Section, ProfileState):
    """«Изменить пароль»."""

    @rx.event
    async def save(self, form: dict):
        """Take the new password."""
        me = await self._visitor()
        if me is None:
            yield self._to_login()
            return
        self._begin()
        yield
        try:
            await wiring.in_thread(
                profile.change_password,
                db=wiring.database(),
                paper=wiring.stationery(),
                me=me,
                current=text(form, "current_password"),
                password=text(form, "password"),
                again=text(form, "password_again"),
                now=wiring.real_now(),
            )
            self.strength, self.awaited, self.recovery = "", "", ""
            self._accept("Пароль изменён. Остальные сеансы закончены.")
        except Refusal as refused:
            yield self._refuse(refused, "password")
        finally:
            self.busy = False
