"""/cabinet/appeals and /cabinet/appeals/new: what was sent, and the form of one topic.

What is typed stays in the browser until it was taken (assets/drafts.js); files wait on the server.
"""

import reflex as rx

from lk_app import wiring
from lk_app.domain.accounts import short_address
from lk_app.domain.appeal_files import NEW
from lk_app.domain.appeal_forms import ABOUT_ACCOUNT, FORMS
from lk_app.domain.appeals import Topic
from lk_app.domain.refusals import Refusal
from lk_app.domain.registration import reasons
from lk_app.states import appeal_rows
from lk_app.states.appeal_rows import CHOOSE, AppealLine, FileLine, FormField
from lk_app.states.session import SessionState
from lk_app.states.shell import ShellState
from lk_app.states.untrusted import text
from lk_app.usecases import accounts, appeal_files, appeals
from lk_app.usecases.appeals import AppealForm
from lk_app.wording import refusal
from lk_app.wording.appeals import BRING, LAW, LAW_ELSE, TOPICS

PAGE = 20
MOST_SHOWN = 400
NO_ACCOUNT = ("", "Не о счёте")


class AppealsState(SessionState):
    """The person's appeals, the newest first."""

    ready: bool = False
    rows: list[AppealLine] = []  # noqa: RUF012  Reflex copies defaults per client
    more: bool = False
    _shown: int = PAGE

    @rx.event
    async def open(self):
        """The first of them."""
        self._shown = PAGE
        return await self._show()

    @rx.event
    async def show_more(self):
        """«Показать ещё»."""
        self._shown = min(self._shown + PAGE, MOST_SHOWN)
        return await self._show()

    async def _show(self):
        customer = await self._me()
        if customer is None:
            return self._to_login()
        found = await wiring.in_thread(
            appeals.mine, db=wiring.database(), customer_id=customer.id, limit=self._shown + 1
        )
        self.rows = [appeal_rows.line(one) for one in found[: self._shown]]
        self.more = len(found) > self._shown < MOST_SHOWN
        self.ready = True


class WaitingFiles(SessionState, mixin=True):
    """A mixin: the files that wait for their words; `_slot` says where."""

    files: list[FileLine] = []  # noqa: RUF012
    _slot: str = NEW

    @rx.event
    async def attached(self):
        """A file arrived by plain POST: show what waits."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        await self._show_files(customer.id)

    @rx.event
    async def take_back(self, file_id: int):
        """«Убрать»."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        if isinstance(file_id, int) and 0 < file_id < 2**31:
            await wiring.in_thread(
                appeal_files.take_back,
                db=wiring.database(),
                store=wiring.appeal_files(),
                customer_id=customer.id,
                file_id=file_id,
            )
        await self._show_files(customer.id)

    async def _show_files(self, customer_id: int) -> None:
        waiting = await wiring.in_thread(
            appeal_files.waiting, db=wiring.database(), customer_id=customer_id, slot=self._slot
        )
        self.files = [appeal_rows.file_line(one) for one in waiting]


class NewAppealState(WaitingFiles, SessionState):
    """One topic's form; without a topic, the choice of one."""

    ready: bool = False
    topic: str = ""
    title: str = ""
    bring: str = ""
    law: str = ""
    fields: list[FormField] = []  # noqa: RUF012
    accounts: list[tuple[str, str]] = []  # noqa: RUF012
    account: str = ""
    draft: str = ""
    version: int = 0  # grows when the form is another one
    error: str = ""
    account_error: str = ""
    text_error: str = ""
    busy: bool = False
    sent_number: str = ""
    sent_words: str = ""

    @rx.event
    async def open(self):
        """The form that the address asks for."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        asked = self.router.url.query_parameters.get("topic", "")
        self.topic = asked if asked in set(Topic) else ""
        self.sent_number, self.busy = "", False
        self._forget_errors()
        if self.topic:
            await self._show(customer.id, Topic(self.topic))
        self.ready = True

    async def _show(self, customer_id: int, topic: Topic) -> None:
        db = wiring.database()
        links = await wiring.in_thread(accounts.linked, db=db, customer_id=customer_id)
        paid = await wiring.in_thread(appeals.payments_to_name, db=db, customer_id=customer_id)
        shell = await self.get_state(ShellState)
        self.title, self.bring = TOPICS[topic], BRING[topic]
        self.law = LAW.get(topic, LAW_ELSE)
        self.fields = appeal_rows.fields(topic, paid)
        first = CHOOSE if topic in ABOUT_ACCOUNT else NO_ACCOUNT
        own = [
            (one.account.account_number, one.name or short_address(one.account.address))
            for one in links
        ]
        self.accounts = [first, *own]
        self.account = shell.account if topic in ABOUT_ACCOUNT else ""
        self.draft = appeal_rows.draft_of(customer_id, topic)
        self.version += 1
        await self._show_files(customer_id)

    @rx.event
    async def send(self, form: dict):
        """«Отправить обращение»; what is wrong is said beside each field, all at once."""
        customer = await self._me()
        if customer is None:
            yield self._to_login()
            return
        if self.topic not in set(Topic):
            return
        self.busy = True
        self._forget_errors()
        yield
        try:
            sent = await wiring.in_thread(
                appeals.submit,
                db=wiring.database(),
                paper=wiring.stationery(),
                customer_id=customer.id,
                form=_typed(Topic(self.topic), form),
                now=wiring.business_now(),
                real_now=wiring.real_now(),
            )
        except Refusal as refused:
            yield self._refuse(refused)
        else:
            row = appeal_rows.line(sent)
            self.sent_number, self.sent_words = row.number, appeal_rows.what_next(sent)
            self.files = []
        finally:
            self.busy = False

    def _refuse(self, refused: Refusal) -> rx.event.EventSpec | None:
        errors = {one.field: refusal(one) for one in reasons(refused)}
        self.fields = appeal_rows.with_errors(self.fields, errors)
        self.account_error = errors.get("account", "")
        self.text_error = errors.get("text", "")
        self.error = errors.get("", "")
        names = ["account", *(field.name for field in self.fields), "text"]
        first = next((name for name in names if name in errors), "")
        return rx.set_focus(first) if first else None

    def _forget_errors(self) -> None:
        self.error = self.account_error = self.text_error = ""
        self.fields = appeal_rows.with_errors(self.fields, {})


def _typed(topic: Topic, form: object) -> AppealForm:
    return AppealForm(
        topic=topic,
        account_number=text(form, "account", limit=20),
        fields={field.name: text(form, field.name, limit=300) for field in FORMS[topic]},
        text=text(form, "text", limit=10_000),
    )
