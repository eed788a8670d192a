"""The screen of readings of one account: what is typed, asked, taken, and what was sent before."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import reflex as rx

from lk_app import security, wiring, wording
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.doubts import ReadingRefused
from lk_app.domain.forecasts import Forecast
from lk_app.domain.guest_readings import GuestRefused
from lk_app.domain.reading_checks import BELOW_LAST
from lk_app.states import reading_rows
from lk_app.states.forecasts import forecast_of
from lk_app.states.reading_rows import HistoryRow, RegisterField
from lk_app.states.session import SessionState
from lk_app.states.shell import ShellState
from lk_app.usecases import guest_readings, photos, reading_screens, readings
from lk_app.usecases.reading_history import HistoryLine
from lk_app.usecases.readings import Asked, Receipt
from lk_app.wording.readings import DISOWNED, better_words, suggestion

NOT_AS_SHOWN = ("reading.meter_replaced", "reading.account_closed")  # since the page was opened
LONGEST_ATTEMPT = 64


class ReadingsState(SessionState):
    """Finished strings of the form; what was typed stays in the browser until it is accepted."""

    ready: bool = False
    everything: bool = False  # «Все счета» is shown instead
    account: str = ""
    draft: str = ""  # whose and which meter's the typed figures are, for the device
    opened: int = 0  # grows with every opening: what was being sent before it has no answer here
    answered: str = ""  # the attempt of the form that was answered last
    meter: str = ""
    month: str = ""
    window_title: str = ""
    window_text: str = ""
    window_percent: int = 0
    window_urgent: bool = False
    missed: str = ""
    blocked: str = ""
    closed: bool = False
    fields: list[RegisterField] = []  # noqa: RUF012
    version: int = 0  # grows when the fields are to be filled anew
    estimate_label: str = ""
    estimate_sum: str = ""
    questions: dict[str, str] = {}  # noqa: RUF012
    asked: str = ""  # marks the form that carries an answer to the questions
    better: str = ""
    error: str = ""
    busy: bool = False
    receipt_number: str = ""
    receipt_text: str = ""
    receipt_href: str = ""
    history: list[HistoryRow] = []  # noqa: RUF012
    disowned: str = ""  # what became of a guest's reading that was just refused
    _key: str = ""
    _meter_id: int | None = None  # what the fields are for: it may be replaced meanwhile
    _asked_values: dict[str, str] = {}  # noqa: RUF012
    _asked_codes: list[str] = []  # noqa: RUF012
    _better: dict[str, str] = {}  # noqa: RUF012

    @rx.event
    async def open(self):
        """Show the chosen account as it stands; what was being asked is forgotten."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        self.opened += 1
        self.everything = wants_everything(str(self.router.url))
        shell = await self.get_state(ShellState)
        self._forget_answers()
        self.busy, self.error, self.receipt_number, self.disowned = False, "", "", ""
        self.account = shell.account
        if self.account:
            await self._show(customer.id, {})
        self.ready = True

    @rx.event
    async def estimate(self, form: dict):
        """What the typed values would come to; a question about other values is withdrawn."""
        customer = await self._me()
        if customer is None:
            return
        values, _, _ = _parts(form)
        if self.asked and values != self._asked_values:
            self._forget_answers()
        try:
            await self._estimate(customer.id, values)
        except LinkRefused as refused:
            self.error = wording.refusal(refused)

    @rx.event
    async def send(self, form: dict):
        """«Передать показания», and «Да, всё верно» while something is asked."""
        customer = await self._me()
        if customer is None:
            yield self._to_login()
            return
        values, asked, attempt = _parts(form)
        if self.receipt_number and not any(value.strip() for value in values.values()):
            return  # the second click of a slow double one: taken already, the fields are empty
        self.busy = True
        yield
        answers = self.asked and asked == self.asked and values == self._asked_values
        codes = frozenset(self._asked_codes if answers else ())
        if attempt:
            self._key = readings.attempt_key(customer.id, attempt)
        await self._submit(customer.id, values, readings.submit, values=values, confirmed=codes)
        self.answered = attempt

    @rx.event
    async def unchanged(self):
        """«Показания не изменились»."""
        customer = await self._me()
        if customer is None:
            yield self._to_login()
            return
        self.busy = True
        yield
        await self._submit(customer.id, {}, readings.unchanged)

    @rx.event
    async def use_better(self):
        """Put in what the person probably meant; nothing is sent yet."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        if self._better:
            await self._show(customer.id, self._better)
            await self._estimate(customer.id, self._better)
            self._forget_answers()

    async def _submit(self, customer_id: int, typed: dict[str, str], usecase, **facts) -> None:
        """Hand over to a use case and show its answer; on a refusal the fields stay as typed."""
        self.busy, self.error, self.receipt_number, self.disowned = False, "", "", ""
        try:
            answer = await wiring.in_thread(
                usecase,
                db=wiring.database(),
                customer_id=customer_id,
                account_number=self.account,
                idempotency_key=self._key,
                meter_id=self._meter_id,
                **_clock(),
                **facts,
            )
        except (ReadingRefused, LinkRefused) as refused:
            if refused.code in NOT_AS_SHOWN:
                await self._show(customer_id, {})
            self._refuse(refused)
            if refused.code == BELOW_LAST:  # kept for an employee: the history shows it
                await self._reread_history(customer_id)
            return
        if isinstance(answer, Asked):
            self._ask(answer, typed)
        else:
            await self._take(customer_id, answer)

    def _refuse(self, refused: ReadingRefused | LinkRefused) -> None:
        self._forget_answers()
        said = wording.refusal(refused)
        beside = {field.name for field in self.fields}
        self.error = "" if refused.field in beside else said
        self.fields = [_with_error(f, said if f.name == refused.field else "") for f in self.fields]

    def _ask(self, asked: Asked, typed: dict[str, str]) -> None:
        self.fields = [_with_error(field, "") for field in self.fields]
        self.questions = reading_rows.questions(asked)
        self.asked = security.new_secret()
        self._asked_values = typed
        self._asked_codes = [question.code for question in asked.questions]
        self._better = suggestion(asked.questions, typed)
        self.better = better_words(asked.questions, self._better)

    async def _take(self, customer_id: int, receipt: Receipt) -> None:
        self._forget_answers()
        await self._show(customer_id, {})
        self.receipt_number = receipt.number
        self.receipt_text = reading_rows.receipt_words(receipt)
        self.receipt_href = reading_rows.receipt_href(receipt.number)

    async def _show(self, customer_id: int, typed: dict[str, str]) -> None:
        """Fill everything from the database; the fields with `typed`."""
        try:
            screen = await wiring.in_thread(
                reading_screens.screen,
                db=wiring.database(),
                customer_id=customer_id,
                account_number=self.account,
                **_clock(),
            )
        except LinkRefused as refused:
            self.blocked, self.fields, self.history = wording.refusal(refused), [], []
            return
        self._key = security.new_secret()
        self.version += 1
        self.closed = screen.link.account.closed_on is not None
        self.estimate_label = self.estimate_sum = ""
        self._show_window(screen, await forecast_of(customer_id, self.account))
        self._show_meter(screen, typed)
        await self._show_history(screen)

    @rx.event
    async def photographed(self):
        """A photo was attached: the history shows it, everything typed stays."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        await self._reread_history(customer.id)
        return None

    @rx.event
    async def disown(self, number: str):
        """«Не учитывать»: what a guest sent for this account will not count."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        try:
            await wiring.in_thread(
                guest_readings.disown,
                db=wiring.database(),
                customer_id=customer.id,
                number=str(number)[:LONGEST_ATTEMPT],
                **_clock(),
            )
            self.disowned = DISOWNED
        except (GuestRefused, LinkRefused) as refused:
            self.error = wording.refusal(refused)
        await self._reread_history(customer.id)
        return None

    async def _reread_history(self, customer_id: int) -> None:
        try:
            screen = await wiring.in_thread(
                reading_screens.screen,
                db=wiring.database(),
                customer_id=customer_id,
                account_number=self.account,
                **_clock(),
            )
        except LinkRefused:
            return
        await self._show_history(screen)

    def _show_window(self, screen: reading_screens.Screen, ahead: Forecast | None) -> None:
        now = wiring.business_now()
        sent = screen.at is not None and screen.at.sent is not None
        title, text = reading_rows.window_words(screen.window, sent=sent, now=now, ahead=ahead)
        self.window_title, self.window_text = title, text
        self.window_urgent = reading_rows.is_urgent(screen.window, sent=sent)
        self.window_percent = round(screen.window.passed(now) * 100)
        month = wording.period_name(screen.window.counts_for).capitalize()
        self.month = "Счёт закрыт" if self.closed else month

    def _show_meter(self, screen: reading_screens.Screen, typed: dict[str, str]) -> None:
        at = screen.at
        if at is None:
            self.blocked = wording.refusal(ReadingRefused("reading.no_meter"))
            self.meter, self.missed, self.fields, self.history = "", "", [], []
            self._meter_id = None
            return
        self._meter_id = at.meter.id
        self.draft = reading_rows.draft_of(screen.link.customer_id, at.meter.id)
        self.blocked = wording.refusal(at.refused) if at.refused else ""
        # the serial is what proves an account: who has not entered it does not read it here
        self.meter = f"№\u00a0{at.meter.serial}" if screen.link.is_proven else at.meter.model
        self.missed = reading_rows.missed_words(at)
        self.fields = reading_rows.fields(at, typed)

    async def _show_history(self, screen: reading_screens.Screen) -> None:
        at = screen.at
        lines = at.history if at else ()
        several = len({line.meter.id for line in lines}) > 1
        sets = [line.reading.id for line in lines if isinstance(line, HistoryLine)]
        known = await wiring.in_thread(photos.photographed, db=wiring.database(), reading_ids=sets)
        proven = screen.link.is_proven
        self.history = [
            *(reading_rows.proposal_row(one, at.meter) for one in (at.proposed if at else ())),
            *(
                reading_rows.history_row(line, several=several, proven=proven, photographed=known)
                for line in lines
            ),
        ]

    async def _estimate(self, customer_id: int, values: dict[str, str]) -> None:
        estimate = await wiring.in_thread(
            readings.preview,
            db=wiring.database(),
            customer_id=customer_id,
            account_number=self.account,
            values=values,
            **_clock(),
        )
        self.estimate_label, self.estimate_sum = reading_rows.estimate_words(estimate)

    def _forget_answers(self) -> None:
        self.questions, self.asked, self.better = {}, "", ""
        self._asked_values, self._asked_codes, self._better = {}, [], {}


def _parts(form: dict) -> tuple[dict[str, str], str, str]:
    """What was typed; which question it answers; which attempt it is (assets/device.js)."""
    values = reading_rows.typed_values(form)
    return values, values.pop("asked", ""), values.pop("attempt", "")[:LONGEST_ATTEMPT]


def wants_everything(url: str) -> bool:
    """Whether the address asks for «Все счета»: /cabinet/readings?all."""
    return "all" in parse_qs(urlsplit(url).query, keep_blank_values=True)


def _with_error(field: RegisterField, error: str) -> RegisterField:
    return replace(field, error=error)


def _clock() -> dict:
    """Readings go by the business clock in the supplier's zone."""
    return {"now": wiring.business_now(), "zone": wiring.settings().zone}
