"""/cabinet/pay: how much, for which accounts, how; then off to the bank's page."""

from collections.abc import Sequence

import reflex as rx

from lk_app import security, wiring
from lk_app.domain import payments as rules
from lk_app.domain.consumption import Policy
from lk_app.domain.money import Kopecks, parse_roubles
from lk_app.domain.payments import PaymentRefused
from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal
from lk_app.states import payment_rows
from lk_app.states.payment_rows import NOTHING, Owing, number_of
from lk_app.states.payment_ways import Way, ways, what_is_down
from lk_app.states.shell import ShellState
from lk_app.states.untrusted import plain, text, ticked
from lk_app.usecases import payment_screens, payments
from lk_app.usecases.payment_screens import Debt
from lk_app.usecases.payments import Wanted
from lk_app.wording import refusal, roubles

FIELDS = ("amount", "email", "method", "period")
NO_ERRORS = dict.fromkeys((*FIELDS, "form"), "")


class PayState(ShellState):
    """The payment form. What was typed stays in the page's own inputs after a refusal."""

    ready: bool = False
    offered: bool = True  # False where no gateway is configured
    ways: list[Way] = []  # noqa: RUF012  Reflex copies defaults per client
    method: str = ""
    down: str = ""  # which ways do not work now, and which do
    keeps: bool = False  # some gateway can keep a card for autopay
    debt: str = ""
    debt_note: str = ""
    debt_tone: str = ""
    closed: str = ""  # why the chosen account takes no money any more
    mine: Owing = NOTHING
    email: str = ""
    several: bool = False
    all_at_once: bool = False
    owing: list[Owing] = []  # noqa: RUF012  Reflex copies defaults per client
    total: str = ""
    with_month: str = ""  # «С ноябрём»; empty where no forecast differs from the debt
    periods: list[tuple[str, str]] = []  # noqa: RUF012
    period: str = ""
    errors: dict[str, str] = NO_ERRORS
    waiting_number: str = ""
    waiting: str = ""
    busy: bool = False
    leave_to: str = ""
    press: str = ""  # which press of «Оплатить» sends away; lk.js follows each once
    version: int = 0  # another one fills the sums anew
    _attempt: str = ""
    _asked: tuple[object, ...] = ()
    _again: str = ""  # the payment that did not work, whose repetition this is

    @rx.event
    async def open(self):
        """Prefill the debts, or what a payment that did not work was about (`again`)."""
        self.leave_to, self.busy, self.errors, self._asked = "", False, NO_ERRORS, ()
        asked = self.router.url.query_parameters
        self.all_at_once = asked.get("all") == "1"
        return await self._fill(
            again=plain(asked.get("again", ""), limit=40), asked=asked.get("amount", "")
        )

    @rx.event
    async def choose_all(self, everything: bool):
        """«Оплатить всё сразу», and back to one account."""
        self.all_at_once, self.errors = everything is True and self.several, NO_ERRORS
        return await self._fill()

    async def _fill(self, *, again: str = "", asked: str = ""):
        customer = await self._me()
        if customer is None:
            return self._to_login()
        before = await self._failed(customer.id, again)
        owed = await self._debts(customer.id)
        waiting = await wiring.in_thread(
            payment_screens.unfinished, db=wiring.database(), customer_id=customer.id
        )
        self.email = before.receipt_contact if before else customer.email
        self._show_ways(before)
        self._show(owed, before, asked[:20])
        self.waiting_number = waiting[0].public_id if waiting else ""
        self.waiting = roubles(waiting[0].amount) if waiting else ""
        self.ready = True

    async def _failed(self, customer_id: int, public_id: str) -> rules.Payment | None:
        """The payment to try again: the payer's own, and over without money."""
        self._again = ""
        if not public_id:
            return None
        try:
            trail = await wiring.in_thread(
                payment_screens.trail,
                db=wiring.database(),
                customer_id=customer_id,
                public_id=public_id,
            )
        except PaymentRefused:
            return None
        if not trail.payment.may_be_repeated:
            return None
        self._again = public_id
        if len(trail.payment.parts) > 1:
            self.all_at_once = True
        else:
            self._take(trail.payment.parts[0].account_number)
        return trail.payment

    def _take(self, number: str) -> None:
        for choice in self.accounts:
            if choice.number == number:
                self._choose(choice)

    async def _debts(self, customer_id: int) -> list[Debt]:
        settings = wiring.settings()
        return await wiring.in_thread(
            payment_screens.debts,
            db=wiring.database(),
            customer_id=customer_id,
            policy=Policy(settings.missing_reading_policy),
            now=wiring.business_now(),
            tz=settings.zone,
        )

    def _show_ways(self, before: rules.Payment | None) -> None:
        offers = payments.offers(wiring.payment_gateways(), wiring.payment_routes())
        open_ways = [offer.method for offer in offers if offer.available]
        self.offered, self.ways, self.down = bool(offers), ways(offers), what_is_down(offers)
        self.keeps = any(offer.autopay and offer.available for offer in offers)
        wanted = before.method if before and before.method in open_ways else ""
        self.method = wanted or (open_ways[0] if open_ways else "")

    def _show(self, owed: list[Debt], before: rules.Payment | None, asked: str) -> None:
        today, was = wiring.business_now().date(), (self.mine, self.owing)
        typed = payment_rows.asked_before(owed, before)
        self.several = len(owed) > 1
        self.all_at_once = self.all_at_once and self.several
        self.owing = [payment_rows.owing(debt, today, typed.get(number_of(debt))) for debt in owed]
        mine = [line for line in self.owing if line.number == self.account]
        self.mine = payment_rows.with_amount(mine[0] if mine else NOTHING, asked)
        paid_for = [debt for debt in owed if self.all_at_once or number_of(debt) == self.account]
        self.closed = (
            ""
            if self.all_at_once
            else payment_rows.closed_for_good(paid_for, wiring.supplier().contacts)
        )
        everything = payment_rows.all_sums(owed, today)
        self.total = everything.amount
        figure = everything if self.all_at_once else payment_rows.one_sum(paid_for, today)
        self.debt, self.debt_note, self.debt_tone = figure.amount, figure.note, figure.tone
        self.with_month = payment_rows.with_month(paid_for, today)
        self.periods = payment_rows.nameable(paid_for)
        self.period = payment_rows.named_before(before)
        if was != (self.mine, self.owing):  # a reconnect runs on_load again: what was typed stays
            self.version += 1

    @rx.event
    async def pay(self, form: dict):
        """Start the payment and leave for the bank; a second press finds the same payment."""
        customer = await self._me()
        if customer is None:
            yield self._to_login()
            return
        self.busy, self.errors = True, NO_ERRORS
        yield
        try:
            payment = await self._start(customer.id, form)
        except Refusal as refused:
            self.errors = {**NO_ERRORS, self._place(refused): refusal(refused)}
            self.busy, self._asked = False, ()
            return
        if payment.finished or not payment.checkout_url:
            self.busy, self._asked = False, ()
            yield rx.redirect(f"/cabinet/pay/result?payment={payment.public_id}")
            return
        self.press, self.leave_to = security.new_secret()[:8], payment.checkout_url

    def _place(self, refused: Refusal) -> str:
        """The field a refusal stands beside; sums of several accounts have their numbers."""
        if refused.field == "phone":
            return "email"
        known = (*FIELDS, *(line.number for line in self.owing))
        several = self.all_at_once and refused.field == "amount"
        return refused.field if refused.field in known and not several else "form"

    async def _start(self, customer_id: int, form: dict) -> rules.Payment:
        wanted = await self._wanted(customer_id, form)
        asked = (wanted, text(form, "method"), text(form, "email"), ticked(form, "keep"))
        if asked != self._asked:
            self._attempt, self._asked = self._key(asked), asked
        return await wiring.in_thread(
            payments.start,
            db=wiring.database(),
            gateways=wiring.payment_gateways(),
            routes=wiring.payment_routes(),
            customer_id=customer_id,
            wanted=wanted,
            method=text(form, "method"),
            contact=text(form, "email"),
            idempotency_key=self._attempt,
            now=wiring.business_now(),
            real_now=wiring.real_now(),
            save_method=ticked(form, "keep"),
        )

    def _key(self, asked: tuple[object, ...]) -> str:
        """A new attempt; the repetition of a failed one is the same attempt in every tab."""
        if not self._again:
            return security.new_secret()
        return f"again:{self._again}:{security.digest(repr(asked))[:16]}"

    async def _wanted(self, customer_id: int, form: dict) -> tuple[Wanted, ...]:
        typed = text(form, "period", limit=7)
        period = Period.parse(typed) if typed else None
        owed = await self._debts(customer_id)
        billed = {number_of(debt) for debt in owed if period in (one.period for one in debt.unpaid)}
        if period and not billed:
            raise PaymentRefused("payment.period", field="period")
        if not self.all_at_once:
            sums = {self.account: rules.payable(text(form, "amount"))}
        else:
            sums = _sums([number_of(debt) for debt in owed if debt.is_payable], form)
        return tuple(
            Wanted(number, amount, period if number in billed else None)
            for number, amount in sums.items()
        )


def _sums(numbers: Sequence[str], form: dict) -> dict[str, Kopecks]:
    """What was typed beside each account; an empty field pays nothing."""
    typed = {number: text(form, f"amount-{number}", limit=40).strip() for number in numbers}
    sums = {
        number: amount
        for number, written in typed.items()
        if written and (amount := parse_roubles(written, field=number))
    }
    if not sums:
        raise PaymentRefused("payment.nothing", field="amount")
    return sums
