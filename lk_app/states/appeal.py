"""/cabinet/appeals/one?number=: an appeal with its thread, to be read, written on and rated."""

import reflex as rx

from lk_app import wiring, wording
from lk_app.domain.appeals import AppealRefused, AppealState, MessageKind
from lk_app.domain.refusals import Refusal
from lk_app.states import appeal_rows
from lk_app.states.appeal_rows import Said
from lk_app.states.appeals import WaitingFiles
from lk_app.states.session import SessionState
from lk_app.states.untrusted import text
from lk_app.usecases import appeals
from lk_app.usecases.appeals import AppealView
from lk_app.wording import refusal
from lk_app.wording.appeals import STATES, TONES, TOPICS, facts

STARS = {"1", "2", "3", "4", "5"}


class AppealPageState(WaitingFiles, SessionState):
    """One appeal in finished words."""

    ready: bool = False
    missing: str = ""
    number: str = ""
    title: str = "Обращение"
    state: str = ""
    tone: str = ""
    next: str = ""
    asked: bool = False  # the last word is the supplier's question
    is_open: bool = True
    over: bool = False
    facts: list[tuple[str, str]] = []  # noqa: RUF012  Reflex copies defaults per client
    thread: list[Said] = []  # noqa: RUF012
    may_rate: bool = False
    draft: str = ""
    written: str = ""  # what was taken last: the device forgets its draft
    text_error: str = ""
    stars_error: str = ""
    done: str = ""
    busy: bool = False
    _answer_id: int = 0

    @rx.event
    async def open(self):
        """The appeal that the address names."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        self.number = self.router.url.query_parameters.get("number", "")[:20]
        self.done = self.text_error = self.stars_error = self.written = ""
        self.busy = False
        await self._show(customer.id)
        self.ready = True

    async def _show(self, customer_id: int) -> None:
        try:
            seen = await wiring.in_thread(
                appeals.one, db=wiring.database(), customer_id=customer_id, number=self.number
            )
        except AppealRefused as refused:
            self.missing, self.thread, self.facts, self.files = refusal(refused), [], [], []
            return
        self.missing, self._slot = "", seen.appeal.number
        self.draft = appeal_rows.draft_of(customer_id, seen.appeal.number)
        self._fill(seen)
        await self._show_files(customer_id)

    def _fill(self, seen: AppealView) -> None:
        appeal = seen.appeal
        self.title = TOPICS[appeal.topic]
        self.state, self.tone = STATES[appeal.state], TONES[appeal.state]
        self.next = appeal_rows.what_next(appeal)
        self.asked = appeal.state is AppealState.ASKED
        self.is_open, self.over = appeal.is_open, appeal.state is AppealState.CLOSED
        where = [("Адрес", wording.address(seen.account.address))] if seen.account else []
        sent = wording.moment(appeal.created_at, wiring.settings().zone)
        self.facts = [("Отправлено", sent), *where, *facts(appeal)]
        self.thread = [appeal_rows.said(message, files) for message, files in seen.thread]
        answers = [one for one, _ in seen.thread if one.kind is MessageKind.ANSWER]
        self.may_rate = bool(answers) and answers[-1].rating is None
        self._answer_id = answers[-1].id if answers else 0

    @rx.event
    async def write(self, form: dict):
        """«Отправить»: an answer to a question, more words, or «не помогло»."""
        customer = await self._me()
        if customer is None:
            yield self._to_login()
            return
        self.busy, self.text_error, self.done, self.written = True, "", "", ""
        yield
        try:
            await wiring.in_thread(
                appeals.write_on,
                db=wiring.database(),
                customer_id=customer.id,
                number=self.number,
                text=text(form, "text", limit=10_000),
                zone=wiring.settings().zone,
                now=wiring.business_now(),
                real_now=wiring.real_now(),
            )
        except Refusal as refused:
            self.text_error = refusal(refused)
            yield rx.set_focus("text")
        else:
            await self._show(customer.id)
            self.done, self.written = "Отправлено.", self.draft
        finally:
            self.busy = False

    @rx.event
    async def rate(self, form: dict):
        """«Оценить ответ»."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        chosen, self.stars_error = text(form, "stars", limit=2), ""
        try:
            await wiring.in_thread(
                appeals.rate,
                db=wiring.database(),
                customer_id=customer.id,
                number=self.number,
                message_id=self._answer_id,
                stars=int(chosen) if chosen in STARS else 0,
                words=text(form, "words"),
            )
        except Refusal as refused:
            self.stars_error = refusal(refused)
            return None
        await self._show(customer.id)
        self.done = "Спасибо, оценка записана."

    @rx.event
    async def finish(self):
        """«Вопрос решён»."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        try:
            await wiring.in_thread(
                appeals.finish,
                db=wiring.database(),
                customer_id=customer.id,
                number=self.number,
                now=wiring.business_now(),
            )
        except Refusal as refused:
            self.text_error = refusal(refused)
            return None
        await self._show(customer.id)
        self.done = "Обращение закрыто."
