"""«Все счета»: every register of all accounts in one table, each account accepted on its own."""

import dataclasses

import reflex as rx

from lk_app import security, wiring, wording
from lk_app.domain.refusals import Refusal
from lk_app.states import reading_rows
from lk_app.states.readings import LONGEST_ATTEMPT, wants_everything
from lk_app.states.session import SessionState
from lk_app.usecases import reading_screens, readings
from lk_app.usecases.reading_screens import Screen
from lk_app.usecases.readings import Asked, Entry, Receipt
from lk_app.wording.readings import proposal_words, values_text

CONFIRMS = "confirm"  # the box «Да, всё верно» of an account: `confirm:6410100101`


@dataclasses.dataclass(frozen=True)
class TableRow:
    """One register of one account; what concerns the whole account stands in its first row."""

    account: str
    draft: str
    first: bool
    title: str
    number: str
    register: str
    label: str
    zone: str
    name: str  # of the input: `6410100101:day`
    spoken: str  # its accessible name: «День, ул. Плякина, 3–21»
    last: str
    last_note: str
    blocked: str = ""
    error: str = ""
    question: str = ""
    confirm: str = ""  # the name of the box, in the first row of an account that is asked about
    done: str = ""
    href: str = ""


class ReadingsTableState(SessionState):
    """The rows and what became of each."""

    ready: bool = False
    opened: int = 0  # as of the form of one account
    answered: str = ""
    rows: list[TableRow] = []  # noqa: RUF012
    window_title: str = ""
    window_text: str = ""
    window_urgent: bool = False
    owes: bool = False
    debt: str = ""
    debt_note: str = ""
    summary: str = ""
    summary_tone: str = ""
    busy: bool = False
    _key: str = ""
    _meters: dict[str, int] = {}  # noqa: RUF012  what the rows are for
    _asked: dict[str, tuple[dict[str, str], list[str]]] = {}  # noqa: RUF012

    @rx.event
    async def open(self):
        """Fill the table, if the address asks for it."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        if not wants_everything(str(self.router.url)):
            return None
        self.opened += 1
        screens = await wiring.in_thread(
            reading_screens.screens,
            db=wiring.database(),
            customer_id=customer.id,
            now=wiring.business_now(),
            zone=wiring.settings().zone,
        )
        self._key, self._asked = security.new_secret(), {}
        self.summary, self.busy = "", False
        self._show_debt(screens)
        screens = [one for one in screens if one.link.account.closed_on is None]
        self.rows = [row for screen in screens for row in _rows(screen)]
        self._meters = {
            one.link.account.account_number: one.at.meter.id for one in screens if one.at
        }
        self._show_window(screens)
        self.ready = True

    @rx.event
    async def send(self, form: dict):
        """«Передать показания»: rows left empty are passed over."""
        customer = await self._me()
        if customer is None:
            yield self._to_login()
            return
        self.busy = True
        yield
        typed = reading_rows.typed_values(form)
        attempt = typed.pop("attempt", "")[:LONGEST_ATTEMPT]
        entries = self._entries(typed)
        answers = await wiring.in_thread(
            readings.submit_each,
            db=wiring.database(),
            customer_id=customer.id,
            entries=entries,
            idempotency_key=readings.attempt_key(customer.id, attempt) if attempt else self._key,
            now=wiring.business_now(),
            zone=wiring.settings().zone,
        )
        self._key, self.busy, self.answered = security.new_secret(), False, attempt
        self._asked = {
            entry.account_number: (dict(entry.values), [q.code for q in answer.questions])
            for entry in entries
            if isinstance(answer := answers[entry.account_number], Asked)
        }
        self.rows = [_answered(row, answers.get(row.account)) for row in self.rows]
        self.summary, self.summary_tone = _summary(answers)

    def _entries(self, typed: dict[str, str]) -> list[Entry]:
        """What was typed, by account; only accounts of the table, whoever sent the form."""
        entries = []
        for account in dict.fromkeys(row.account for row in self.rows if not row.blocked):
            values = reading_rows.typed_values(typed, f"{account}:")
            if not any(value.strip() for value in values.values()):
                continue
            asked_values, codes = self._asked.get(account, ({}, []))
            yes = f"{CONFIRMS}:{account}" in typed and values == asked_values
            answered = frozenset(codes if yes else ())
            entries.append(Entry(account, values, answered, self._meters.get(account)))
        return entries

    def _show_window(self, screens: list[Screen]) -> None:
        if not screens:
            return
        open_ones = [s for s in screens if s.at and not s.at.refused]
        sent = bool(open_ones) and all(s.at.sent for s in open_ones)
        window, now = screens[0].window, wiring.business_now()
        self.window_title, self.window_text = reading_rows.window_words(window, sent=sent, now=now)
        self.window_urgent = reading_rows.is_urgent(window, sent=sent)

    def _show_debt(self, screens: list[Screen]) -> None:
        """Overpaid accounts pay nobody else's debt, so only debts are summed."""
        debts = [screen.balance for screen in screens if screen.balance > 0]
        self.owes = bool(debts)
        self.debt = wording.roubles(sum(debts))
        count = len(debts)
        accounts = wording.plural(count, "счёту", "счетам", "счетам")
        self.debt_note = f"По {count} {accounts} из {len(screens)}" if debts else "Долга нет"


def _rows(screen: Screen) -> list[TableRow]:
    account = screen.link.account
    title = screen.link.name or wording.address(account.address).partition(", ")[2]
    number = wording.account_number(account.account_number, wiring.supplier().account_number_groups)
    blocked = _blocked(screen)
    draft = reading_rows.draft_of(screen.link.customer_id, screen.at.meter.id) if screen.at else ""
    fields = reading_rows.fields(screen.at, {}) if screen.at else [reading_rows.NO_FIELD]
    return [
        TableRow(
            account=account.account_number,
            draft=draft,
            first=index == 0,
            title=title,
            number=f"№\u00a0{number}",
            register=field.name,
            label=field.label,
            zone=field.zone,
            name=f"{account.account_number}:{field.name}",
            spoken=f"{field.label}, {title}",
            last=field.last,
            last_note=field.note,
            blocked=blocked if index == 0 else "",
            done=_sent(screen) if index == 0 else "",
        )
        for index, field in enumerate(fields[:1] if blocked else fields)
    ]


def _blocked(screen: Screen) -> str:
    if screen.at is None:
        return wording.refusal(readings.ReadingRefused("reading.no_meter"))
    return wording.refusal(screen.at.refused) if screen.at.refused else ""


def _sent(screen: Screen) -> str:
    """What was already received for this month, so that nobody sends it in doubt."""
    if screen.at is None:
        return ""
    if screen.at.sent is None:
        return " ".join(map(proposal_words, screen.at.proposed))
    values = values_text(screen.at.sent.values, screen.at.meter)
    when = wording.day(screen.at.sent.received_on(wiring.settings().zone))
    return f"Получено {when}: {values}"


def _answered(row: TableRow, answer: Receipt | Asked | Refusal | None) -> TableRow:
    """The row with what became of its account; rows nobody typed into stay as they are."""
    if answer is None:
        return row
    row = dataclasses.replace(row, error="", question="", confirm="", href="")
    if isinstance(answer, Receipt):
        done = f"Приняты, №\u00a0{answer.number}" if row.first else ""
        return dataclasses.replace(row, done=done, href=reading_rows.receipt_href(answer.number))
    if isinstance(answer, Asked):
        said = reading_rows.questions(answer).get(row.register, "")
        confirm = f"{CONFIRMS}:{row.account}" if row.first else ""
        return dataclasses.replace(row, done="", question=said, confirm=confirm)
    beside = answer.field == row.register or (row.first and not answer.field)
    return dataclasses.replace(row, done="", error=wording.refusal(answer) if beside else "")


def _summary(answers: dict[str, Receipt | Asked | Refusal]) -> tuple[str, str]:
    """How many rows were taken, and whether any wait for the person."""
    if not answers:
        return "Введите хотя бы одно показание.", "warn"
    taken = sum(isinstance(answer, Receipt) for answer in answers.values())
    left = len(answers) - taken
    if not left:
        return f"Показания приняты: {taken} из {len(answers)}.", "ok"
    return f"Принято {taken} из {len(answers)}. Проверьте отмеченные строки.", "warn"
