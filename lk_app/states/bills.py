"""The screen of bills of the chosen account."""

import reflex as rx

from lk_app import wiring, wording
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.billing_facts import BillingRefused
from lk_app.domain.periods import Period, PeriodRefused
from lk_app.states.bill_rows import BillCard, cards, explained
from lk_app.states.paper import account_facts, supplier_lines
from lk_app.states.session import SessionState
from lk_app.states.shell import ShellState
from lk_app.states.untrusted import plain
from lk_app.usecases import bills, explanations
from lk_app.usecases.bills import BillsScreen
from lk_app.wording.bills import first_bill, stopped
from lk_app.wording.closing import refund
from lk_app.wording.explanations import Reason, reasons


class BillsState(SessionState):
    """Finished strings; nothing is typed here."""

    ready: bool = False
    account: str = ""
    label: str = ""
    amount: str = ""
    note: str = ""
    tone: str = ""
    owes: bool = False
    stop: str = ""
    has_earlier: bool = False
    earlier: str = ""
    awaited: str = ""
    error: str = ""
    bills: list[BillCard] = []  # noqa: RUF012
    supplier_lines: list[str] = []  # noqa: RUF012
    facts: list[tuple[str, str]] = []  # noqa: RUF012

    @rx.event
    async def open(self):
        """Show the chosen account's bills; `?period=2026-10` opens that one."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        self.account, self.error = (await self.get_state(ShellState)).account, ""
        if self.account:
            try:
                self._show(
                    await wiring.in_thread(
                        bills.screen,
                        db=wiring.database(),
                        customer_id=customer.id,
                        account_number=self.account,
                    )
                )
            except LinkRefused as refused:
                self.error, self.bills = wording.refusal(refused), []
        self.ready = True

    @rx.event
    async def explain(self, key: str):
        """«Почему такая сумма» of one bill, when it is asked for."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        try:
            found = reasons(
                await wiring.in_thread(
                    explanations.explanation,
                    db=wiring.database(),
                    customer_id=customer.id,
                    account_number=self.account,
                    period=Period.parse(plain(key, limit=7)),
                    tz=wiring.settings().zone,
                )
            )
        except (LinkRefused, BillingRefused, PeriodRefused) as refused:
            found = (Reason(wording.refusal(refused), ()),)
        self.bills = explained(self.bills, plain(key), found)

    def _show(self, screen: BillsScreen) -> None:
        now = wiring.business_now()
        asked = self.router.url.query_parameters.get("period", "")
        self.bills = cards(screen, today=now.date(), asked=asked)
        self.owes = screen.balance > 0
        self.label = "Переплата" if screen.balance < 0 else "К оплате"
        self.amount = wording.roubles(abs(screen.balance))
        self.tone, self.note = _until_when(screen, now.date())
        self.stop = stopped(screen.stop.period, screen.stop.code) if screen.stop else ""
        self.supplier_lines, self.facts = supplier_lines(), account_facts(screen.link)
        self.has_earlier = screen.has_earlier
        since = wording.day(screen.link.visible_from)
        self.earlier = f"Квитанции до {since} откроются, когда вы введёте номер счётчика."
        self.awaited = first_bill(Period.at(now, wiring.settings().zone))


def _until_when(screen, today) -> tuple[str, str]:
    """The tone of the sum, and what follows if it is not paid."""
    if screen.balance < 0 and screen.link.account.closed_on is not None:
        return "", refund(-screen.balance, contacts=wiring.supplier().contacts)
    if screen.balance <= 0:
        return "", "Платить ничего не нужно." if screen.balance == 0 else "Учтём в новых месяцах."
    owing = [shown.bill for shown in screen.bills if shown.unpaid]
    late = [bill for bill in owing if bill.due_date < today]
    fees = f" В сумму вошли пени: {wording.roubles(screen.fees)}." if screen.fees else ""
    if late:
        since = wording.day(min(bill.due_date for bill in late), year=today.year)
        return "debt", f"Срок прошёл {since}. С\u00a031-го дня начисляем пени.{fees}"
    if owing:
        until = wording.day(min(bill.due_date for bill in owing), year=today.year)
        return "", f"Оплатите до\u00a0{until}. С\u00a031-го дня после срока начисляем пени.{fees}"
    return "", fees.strip()
