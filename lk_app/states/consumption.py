"""The screen of consumption of the chosen account."""

import dataclasses

import reflex as rx

from lk_app import wiring, wording
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.consumption_history import MonthUse, in_both_years, last_year
from lk_app.domain.periods import Period
from lk_app.states.consumption_chart import Chart, chart
from lk_app.states.session import SessionState
from lk_app.states.shell import ShellState
from lk_app.usecases import consumption
from lk_app.usecases.consumption import ConsumptionScreen
from lk_app.wording import consumption as words
from lk_app.wording.bills import first_bill, heading

EMPTY = Chart([], [], "0%", [])


@dataclasses.dataclass(frozen=True)
class MonthRow:
    """One line of the table."""

    key: str
    title: str
    used: str
    split: str
    ground: str
    charged: str
    adjusted: str
    corrected: str
    amount: str
    before: str


class ConsumptionState(SessionState):
    """Finished strings and lengths; nothing is typed here."""

    ready: bool = False
    account: str = ""
    money: bool = False
    compared: bool = False
    comparable: bool = False
    estimated: bool = False
    chart: Chart = EMPTY
    rows: list[MonthRow] = []  # noqa: RUF012
    label: str = ""
    total: str = ""
    note: str = ""
    has_earlier: bool = False
    earlier: str = ""
    awaited: str = ""
    error: str = ""

    @rx.event
    async def open(self):
        """Show the chosen account; after `ShellState.frame`."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        self.account, self.error = (await self.get_state(ShellState)).account, ""
        self.chart, self.rows = EMPTY, []
        if self.account:
            try:
                self._show(
                    await wiring.in_thread(
                        consumption.screen,
                        db=wiring.database(),
                        customer_id=customer.id,
                        account_number=self.account,
                    )
                )
            except LinkRefused as refused:
                self.error = wording.refusal(refused)
        self.ready = True

    @rx.event
    async def choose(self, unit: str):
        """Draw «kwh» or «money»; anything else is kWh."""
        self.money = unit == "money"
        return ConsumptionState.open

    @rx.event
    async def compare(self):
        """Draw the year before behind the bars, or leave it out again."""
        self.compared = not self.compared
        return ConsumptionState.open

    def _show(self, screen: ConsumptionScreen) -> None:
        places = last_year(screen.months)
        pairs = in_both_years(places)
        shown = [place.now for place in places if place.now]
        self.comparable = bool(pairs)
        self.compared = self.compared and self.comparable
        self.chart = chart(places, money=self.money, compared=self.compared)
        self.rows = [_row(place.now, place.before) for place in reversed(places) if place.now]
        self.estimated = any(use.is_estimated for use in shown)
        self.label = words.months_span(shown) if shown else ""
        self.total = _total(shown, money=self.money)
        self.note = words.against_last_year(pairs, money=self.money)
        self.has_earlier = screen.has_earlier
        since = wording.day(screen.link.visible_from)
        self.earlier = f"Месяцы до {since} откроются, когда вы введёте номер счётчика."
        self.awaited = first_bill(Period.at(wiring.business_now(), wiring.settings().zone))


def _total(shown: list[MonthUse], *, money: bool) -> str:
    if money:
        return wording.roubles(sum(use.amount for use in shown))
    return wording.kwh(sum(use.kwh for use in shown))


def _row(use: MonthUse, before: MonthUse | None) -> MonthRow:
    return MonthRow(
        key=str(use.period),
        title=heading(use.period),
        used=wording.kwh(use.kwh),
        split=words.split(use, money=False),
        ground=words.ground(use),
        charged=wording.roubles(use.charges),
        adjusted=wording.signed(use.adjustments) if use.adjustments else "",
        corrected=words.corrected_later(use.corrected_later),
        amount=wording.roubles(use.amount),
        before=wording.kwh(before.kwh) if before else "",
    )
