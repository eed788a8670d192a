"""/cabinet: what to do now, until when, and what is owed, for every account."""

import dataclasses
from datetime import date

import reflex as rx

from lk_app import wiring, wording
from lk_app.domain.accounts import LinkRefused, short_address
from lk_app.domain.forecasts import Forecast
from lk_app.domain.refusals import Refusal
from lk_app.domain.windows import WindowStatus
from lk_app.states.forecasts import forecast_of, otherwise
from lk_app.states.session import SessionState
from lk_app.states.shell import ShellState
from lk_app.states.untrusted import text
from lk_app.usecases import links, overview, windows
from lk_app.usecases.links import Claimant
from lk_app.usecases.overview import AccountOverview, Overview
from lk_app.usecases.windows import WindowNow
from lk_app.wording import moving
from lk_app.wording.bills import pay_by
from lk_app.wording.closing import closed, farewell
from lk_app.wording.readings import task
from lk_app.wording.windows import window_text, window_title


@dataclasses.dataclass(frozen=True)
class AccountCard:
    """One account in finished words."""

    number: str
    printed: str
    name: str
    own_name: str  # "" while the account is called by its address
    address: str  # "" while it is the name
    holder: str
    balance: str
    tone: str
    due: str
    task: str
    task_tone: str
    stop: str
    proven: bool
    closed: str  # "" while somebody lives there
    farewell: str  # what is left to do of a closed account
    payable: bool
    name_error: str = ""
    serial_error: str = ""
    saved: str = ""


class OverviewState(SessionState):
    """The cards, the window above them and the sum below."""

    ready: bool = False
    moving: str = ""  # until when the old cabinet works
    cards: list[AccountCard] = []  # noqa: RUF012  Reflex copies defaults per client
    window_title: str = ""
    window_text: str = ""
    asks: bool = True  # some account is open, so readings are a matter at all
    urgent: bool = False  # the window is open and some reading is still awaited
    several: bool = False
    percent: int = 0
    awaiting: int = 0
    awaiting_words: str = ""
    owes: bool = False
    total_label: str = ""
    total: str = ""
    total_note: str = ""
    total_tone: str = ""

    @rx.event
    async def open(self):
        """Gather what there is to say; after `ShellState.frame`."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        now, zone = wiring.business_now(), wiring.settings().zone
        self.moving = moving.farewell(wiring.old_cabinet().until, wiring.real_now())
        seen = await wiring.in_thread(
            overview.overview, db=wiring.database(), customer_id=customer.id, now=now, tz=zone
        )
        window = await wiring.in_thread(windows.current, db=wiring.database(), now=now, tz=zone)
        ahead = await self._ahead(customer.id, seen, window)
        self.window_title = window_title(window)
        self.window_text = window_text(
            window, now, otherwise=otherwise(ahead), dearer_by=ahead.dearer_by if ahead else None
        )
        self.urgent = window.status is WindowStatus.OPEN and seen.awaiting > 0
        self.asks = seen.open_accounts > 0
        self.percent = round(window.passed(now) * 100)
        self.cards = [_card(account, window, now.date()) for account in seen.accounts]
        self.several = len(self.cards) > 1
        self.awaiting = seen.awaiting
        self.awaiting_words = _awaiting(seen.awaiting) if self.several else ""
        self._sum_up(seen, now.date())
        self.ready = True

    async def _ahead(self, customer_id: int, seen: Overview, window: WindowNow) -> Forecast | None:
        """What the open month would cost the one account that still awaits its reading."""
        waiting = [one.link.account for one in seen.accounts if one.awaits_reading]
        if len(waiting) != 1 or window.status is not WindowStatus.OPEN:
            return None
        return await forecast_of(customer_id, waiting[0].account_number)

    def _sum_up(self, seen: Overview, today: date) -> None:
        """The one sum of the screen: of all accounts, or the balance of the only one."""
        only = seen.accounts[0] if len(seen.accounts) == 1 else None
        overpaid = only is not None and only.balance < 0
        self.owes = seen.owed > 0
        self.total = wording.roubles(abs(only.balance) if only else seen.owed)
        self.total_label = "Переплата" if overpaid else "К оплате" if only else "Всего к оплате"
        late = sum(_due(account, today)[1] for account in seen.accounts)
        self.total_tone = "debt" if late else "ok" if overpaid else ""
        owing = sum(account.balance > 0 for account in seen.accounts)
        self.total_note = _due(only, today)[0] if only else _total_note(owing, late)

    @rx.event
    async def rename(self, form: dict):
        """Give an account a name of one's own."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        number = text(form, "account", limit=20)
        try:
            link = await wiring.in_thread(
                links.rename,
                db=wiring.database(),
                customer_id=customer.id,
                account_number=number,
                name=text(form, "name", limit=200),
            )
        except LinkRefused as refused:
            return self._note(number, name_error=wording.refusal(refused))
        self._note(number, name=link.name, saved="Название сохранено.", name_error="")
        return ShellState.frame

    @rx.event
    async def prove(self, form: dict):
        """Open the account's past by its meter's serial."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        number = text(form, "account", limit=20)
        by = Claimant(customer.id, self._address(), wiring.real_now(), wiring.business_now().date())
        try:
            await wiring.in_thread(
                links.prove,
                db=wiring.database(),
                account_number=number,
                serial=text(form, "serial", limit=60),
                by=by,
            )
        except LinkRefused as refused:
            return self._note(number, serial_error=wording.refusal(refused))
        return OverviewState.open

    @rx.event
    async def detach(self, number: str):
        """See an account no longer."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        await wiring.in_thread(
            links.detach,
            db=wiring.database(),
            customer_id=customer.id,
            account_number=str(number),
            paper=wiring.stationery(),
            now=wiring.business_now(),
            real_now=wiring.real_now(),
        )
        return [ShellState.frame, OverviewState.open]

    def _note(self, number: str, **words: str) -> None:
        """Write words on one card, beside the field they belong to."""
        self.cards = [
            dataclasses.replace(card, **words) if card.number == number else card
            for card in self.cards
        ]


def _card(account: AccountOverview, window: WindowNow, today: date) -> AccountCard:
    link, own = account.link, account.link.account
    task, tone = _task(account, window)
    due, late = _due(account, today)
    return AccountCard(
        number=own.account_number,
        printed=wording.account_number(own.account_number, wiring.supplier().account_number_groups),
        name=link.name,
        own_name=link.name,
        address="" if link.name == short_address(own.address) else wording.address(own.address),
        holder=link.holder,
        balance=wording.balance(account.balance),
        tone="debt" if late else "",
        due=due,
        task=task,
        task_tone=tone,
        stop=_stop(account.stop),
        proven=link.is_proven,
        closed=closed(own.closed_on) if own.closed_on else "",
        farewell=_farewell(account),
        payable=own.closed_on is None or account.balance > 0 or account.awaits_final,
    )


def _farewell(account: AccountOverview) -> str:
    closed_on = account.link.account.closed_on
    if closed_on is None:
        return ""
    return farewell(
        closed_on,
        account.balance,
        awaits_final=account.awaits_final,
        due=account.due_date,
        contacts=wiring.supplier().contacts,
    )


def _task(account: AccountOverview, window: WindowNow) -> tuple[str, str]:
    """What to do about readings, and how urgent it is."""
    return task(
        window.counts_for,
        closed_on=account.link.account.closed_on,
        unread=account.unread,
        received_on=account.sent.received_on(wiring.settings().zone) if account.sent else None,
        window_open=window.status is WindowStatus.OPEN,
        year=window.last.year,
    )


def _due(account: AccountOverview, today: date) -> tuple[str, bool]:
    """Until when to pay, and whether that day has passed."""
    return pay_by(account.due_date, today)


def _stop(stop: tuple[object, Refusal] | None) -> str:
    if stop is None:
        return ""
    period, reason = stop
    return f"Счёт за {wording.period_name(period)} пока не рассчитан. {wording.refusal(reason)}"


def _awaiting(count: int) -> str:
    return f"Ждём показания по {count} {wording.plural(count, 'счёту', 'счетам', 'счетам')}."


def _total_note(owing: int, late: int) -> str:
    """Red is never alone in saying that a day has passed."""
    if not owing:
        return "Долгов нет"
    words = f"По {owing} {wording.plural(owing, 'счёту', 'счетам', 'счетам')}"
    if not late:
        return words
    return f"{words}, срок прошёл по {late}" if late < owing else f"{words}, срок оплаты прошёл"
