"""/cabinet/pay: how much, for which account, how; then off to the bank's page."""

import dataclasses
from collections.abc import Sequence
from datetime import date

import reflex as rx

from lk_app import security, wiring
from lk_app.domain import payments as rules
from lk_app.domain.money import plain
from lk_app.domain.refusals import Refusal
from lk_app.states.shell import ShellState
from lk_app.states.untrusted import text
from lk_app.usecases import payment_screens, payments
from lk_app.usecases.payment_screens import Debt
from lk_app.usecases.payments import Wanted
from lk_app.wording import balance, day, plural, refusal, roubles
from lk_app.wording.closing import closed, farewell

FIELDS = ("amount", "email", "method")
NO_ERRORS = dict.fromkeys((*FIELDS, "form"), "")


@dataclasses.dataclass(frozen=True)
class Owing:
    """A line of «Все счета», in finished words."""

    number: str
    label: str
    balance: str
    due: str
    tone: str


class PayState(ShellState):
    """The payment form. What was typed stays in the page's own inputs after a refusal."""

    ready: bool = False
    offered: bool = True  # False where no gateway is configured
    debt: str = ""
    debt_note: str = ""
    debt_tone: str = ""
    closed: str = ""  # why the chosen account takes no money any more
    amount: str = ""
    email: str = ""
    several: bool = False
    all_at_once: bool = False
    owing: list[Owing] = []  # noqa: RUF012  Reflex copies defaults per client
    total: str = ""
    errors: dict[str, str] = NO_ERRORS
    waiting_number: str = ""
    waiting: str = ""
    busy: bool = False
    leave_to: str = ""
    press: str = ""  # which press of «Оплатить» sends away; lk.js follows each once
    version: int = 0  # another one fills the sum anew
    _attempt: str = ""
    _asked: tuple[object, ...] = ()

    @rx.event
    async def open(self):
        """Prefill the debt of the chosen account, or the sum a failed attempt was about."""
        self.leave_to, self.busy, self.errors, self._asked = "", False, NO_ERRORS, ()
        self.all_at_once = self.router.url.query_parameters.get("all") == "1"
        return await self._fill(asked=self.router.url.query_parameters.get("amount", ""))

    @rx.event
    async def choose_all(self, everything: bool):
        """«Оплатить всё сразу», and back to one account."""
        self.all_at_once, self.errors = everything is True and self.several, NO_ERRORS
        return await self._fill()

    async def _fill(self, *, asked: str = ""):
        customer = await self._me()
        if customer is None:
            return self._to_login()
        db = wiring.database()
        owed = await wiring.in_thread(payment_screens.debts, db=db, customer_id=customer.id)
        waiting = await wiring.in_thread(payment_screens.unfinished, db=db, customer_id=customer.id)
        self.email, self.offered = customer.email, bool(wiring.payment_routes())
        before = self.amount
        self._show(owed, asked)
        self.waiting_number = waiting[0].public_id if waiting else ""
        self.waiting = roubles(waiting[0].amount) if waiting else ""
        if self.amount != before:  # a reconnect runs on_load again: what was typed stays
            self.version += 1
        self.ready = True

    def _show(self, owed: list[Debt], asked: str) -> None:
        self.several = len(owed) > 1
        today = wiring.business_now().date()
        self.owing = [_owing(debt, today) for debt in owed]
        self.all_at_once = self.all_at_once and self.several
        everything = sum(max(debt.balance, 0) for debt in owed)
        self.total = roubles(everything)
        mine = next((d for d in owed if d.link.account.account_number == self.account), None)
        self.closed = "" if self.all_at_once or mine is None else _closed(mine)
        sum_due = everything if self.all_at_once else (mine.balance if mine else 0)
        self.debt = roubles(abs(sum_due))
        late = any(_is_late(one, today) for one in (owed if self.all_at_once else [mine]))
        self.debt_tone = "debt" if late else "ok" if sum_due < 0 else ""
        self.debt_note = _debt_note(
            owed,
            mine,
            sum_due,
            everything=self.all_at_once,
            today=today,
        )
        self.amount = asked[:20] or (plain(sum_due).replace(".", ",") if sum_due > 0 else "")

    @rx.event
    async def pay(self, form: dict):
        """Start the payment and leave for the bank; a second press finds the same payment."""
        customer = await self._me()
        if customer is None:
            yield self._to_login()
            return
        self.busy, self.errors = True, NO_ERRORS
        yield
        typed = {name: text(form, name) for name in FIELDS}
        try:
            payment = await self._start(customer.id, typed)
        except Refusal as refused:
            field = refused.field if refused.field in FIELDS else "form"
            self.errors = {**NO_ERRORS, field: refusal(refused)}
            self.busy, self._asked = False, ()
            return
        if payment.finished or not payment.checkout_url:
            self.busy, self._asked = False, ()
            yield rx.redirect(f"/cabinet/pay/result?payment={payment.public_id}")
            return
        self.press, self.leave_to = security.new_secret()[:8], payment.checkout_url

    async def _start(self, customer_id: int, typed: dict[str, str]) -> rules.Payment:
        amount = rules.payable(typed["amount"])
        owed = await wiring.in_thread(
            payment_screens.debts, db=wiring.database(), customer_id=customer_id
        )
        chosen = (Wanted(self.account, amount),)
        wanted = shared(amount, owed) if self.all_at_once else chosen
        asked = (wanted, typed["method"], typed["email"])
        if asked != self._asked:
            self._attempt, self._asked = security.new_secret(), asked
        return await wiring.in_thread(
            payments.start,
            db=wiring.database(),
            gateways=wiring.payment_gateways(),
            routes=wiring.payment_routes(),
            customer_id=customer_id,
            wanted=wanted,
            method=typed["method"],
            contact=typed["email"],
            idempotency_key=self._attempt,
            now=wiring.business_now(),
            real_now=wiring.real_now(),
        )


def shared(amount: int, owed: Sequence[Debt]) -> tuple[Wanted, ...]:
    """A sum over all accounts by their debts; accounts that get nothing are left out."""
    owed = sorted(owed, key=_is_closed)  # the first one takes what is left over
    shares = rules.allocate(amount, [debt.balance for debt in owed]) if owed else []
    return tuple(
        Wanted(debt.link.account.account_number, share)
        for debt, share in zip(owed, shares, strict=True)
        if share > 0
    )


def _is_closed(debt: Debt) -> bool:
    return debt.link.account.closed_on is not None


def _closed(debt: Debt) -> str:
    """A closed account with nothing left to pay says so instead of the form."""
    closed_on = debt.link.account.closed_on
    if closed_on is None or debt.balance > 0 or debt.awaits_final:
        return ""
    said = f"{closed(closed_on)}. "
    phone = wiring.supplier().phone
    return said + farewell(closed_on, debt.balance, awaits_final=False, due=None, phone=phone)


def _is_late(debt: Debt | None, today: date) -> bool:
    return debt is not None and debt.due is not None and debt.due < today


def _owing(debt: Debt, today: date) -> Owing:
    tone = "debt" if _is_late(debt, today) else "ok" if debt.balance < 0 else ""
    number = debt.link.account.account_number
    due = _until_when(debt, today) if debt.due else ""
    said = roubles(debt.balance) if debt.balance > 0 else balance(debt.balance)
    return Owing(number, debt.link.name or number, said, due, tone)


def _debt_note(
    owed: list[Debt], mine: Debt | None, sum_due: int, *, everything: bool, today: date
) -> str:
    if everything:
        count = sum(debt.balance > 0 for debt in owed)
        return f"Долг по {count} {plural(count, 'счёту', 'счетам', 'счетам')}"
    if sum_due > 0 and mine and mine.due:
        return _until_when(mine, today)
    if sum_due < 0 and mine and _is_closed(mine):
        return "Переплата по закрытому счёту"
    if sum_due < 0:
        return "Переплата: она пойдёт в счёт следующих начислений"
    return "" if sum_due else "Долга нет, но можно заплатить вперёд"


def _until_when(debt: Debt, today: date) -> str:
    assert debt.due is not None
    said = day(debt.due, year=today.year)
    return f"Срок прошёл {said}" if _is_late(debt, today) else f"Оплатите до\u00a0{said}"
