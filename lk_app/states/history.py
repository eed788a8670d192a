"""/cabinet/history: the statement of the chosen account between two days."""

import dataclasses
from datetime import date

import reflex as rx

from lk_app import wiring
from lk_app.documents.statement import StatementDocument
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.periods import Period
from lk_app.domain.statements import OperationState, StatementRefused
from lk_app.states.paper import supplier_lines
from lk_app.states.shell import ShellState
from lk_app.states.untrusted import text
from lk_app.usecases import statements
from lk_app.wording import refusal

PRESETS = {"quarter": 2, "year": 11}  # whole months before the current one
TONES = {OperationState.PENDING: "warn", OperationState.DECLINED: "debt"}


@dataclasses.dataclass(frozen=True)
class OperationLine:
    """A row of the table, in finished words."""

    on: str
    what: str
    amount: str
    balance: str
    state: str
    tone: str


class HistoryState(ShellState):
    """«Детализация» on the screen and on printed paper, from the same document as the files."""

    ready: bool = False
    first_day: str = ""
    last_day: str = ""
    preset: str = ""
    error: str = ""
    number: str = ""
    period: str = ""
    facts: list[tuple[str, str]] = []  # noqa: RUF012  Reflex copies defaults per client
    totals: list[tuple[str, str]] = []  # noqa: RUF012
    lines: list[OperationLine] = []  # noqa: RUF012
    closing: tuple[str, str] = ("", "")
    supplier_lines: list[str] = []  # noqa: RUF012

    @rx.event
    async def open(self):
        """A year back, unless the address names days."""
        asked = self.router.url.query_parameters
        if asked.get("from") or asked.get("to"):
            return await self._load(asked.get("from", ""), asked.get("to", ""))
        return await self._load(*_days_of("year"), preset="year")

    @rx.event
    async def show(self, form: dict):
        """«Показать»: the days that were typed."""
        return await self._load(text(form, "from"), text(form, "to"))

    @rx.event
    async def show_preset(self, preset: str):
        """«3 месяца», «Год», «Всё время»."""
        known = preset if isinstance(preset, str) and preset in PRESETS else "all"
        return await self._load(*_days_of(known), preset=known)

    async def _load(self, first: str, last: str, *, preset: str = ""):
        customer = await self._me()
        if customer is None:
            return self._to_login()
        self.error = ""
        try:
            document = await wiring.in_thread(
                statements.statement,
                db=wiring.database(),
                supplier=wiring.supplier(),
                customer_id=customer.id,
                account_number=self.account,
                first_day=_day(first),
                last_day=_day(last),
                now=wiring.business_now(),
            )
        except StatementRefused as refused:
            self.error = refusal(refused)
        except LinkRefused:  # nothing attached yet: the page says so
            self.lines, self.facts, self.totals, self.number = [], [], [], ""
        else:
            self.preset = preset
            self._show(document)
        self.ready = True

    def _show(self, document: StatementDocument) -> None:
        self.first_day = document.statement.since.isoformat()
        self.last_day = document.last_day.isoformat()
        self.number, self.period = document.number, sentence(document.period_text)
        self.facts, self.totals = list(document.facts), list(document.totals)
        self.closing = document.closing_row
        states = (operation.entry.state for operation in document.statement.operations)
        self.lines = [
            OperationLine(
                row.on, row.what, row.amount, row.balance, row.state, TONES.get(state, "plain")
            )
            for row, state in zip(document.rows, states, strict=True)
        ]
        self.supplier_lines = supplier_lines()


def sentence(words: str) -> str:
    """With a capital letter, the rest untouched."""
    return words[:1].upper() + words[1:]


def _days_of(preset: str) -> tuple[str, str]:
    """The first and last day of a preset; empty is as far as there is anything."""
    if preset not in PRESETS:
        return "", ""
    month = Period.of(wiring.business_now().date()) - PRESETS[preset]
    return month.first_day.isoformat(), ""


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise StatementRefused("statement.day", field="from") from None
