"""/cabinet/pay/result: being back from the bank proves nothing, so the bank is asked."""

import asyncio
import dataclasses

import reflex as rx

from lk_app import wiring
from lk_app.domain.payments import PaymentRefused, PaymentState
from lk_app.domain.refusals import Refusal
from lk_app.states.shell import ShellState
from lk_app.usecases import payment_letters, settlements
from lk_app.usecases.payment_screens import Trail
from lk_app.wording import balance, moment, refusal, roubles
from lk_app.wording.payments import (
    covered,
    payment_method,
    payment_outcome,
    payment_steps,
    payment_title,
    receipt_numbers,
    receipt_state,
)

ASK_AGAIN = (2, 3, 5, 10, 20)  # seconds between the page's own questions; then the job goes on
TONES = {
    PaymentState.SUCCEEDED: "ok",
    PaymentState.FAILED: "debt",
    PaymentState.CANCELED: "info",
    PaymentState.EXPIRED: "info",
}


@dataclasses.dataclass(frozen=True)
class StepLine:
    """One thing that happened, in finished words."""

    what: str
    at: str
    reference: str
    detail: str


@dataclasses.dataclass(frozen=True)
class BalanceLine:
    """What an account owes now."""

    label: str
    part: str
    covered: str
    balance: str


class PaymentResultState(ShellState):
    """A payment as its payer sees it."""

    ready: bool = False
    number: str = ""
    title: str = "Платёж"
    outcome: str = ""
    tone: str = ""
    amount: str = ""
    method: str = ""
    returned: str = ""
    contact: str = ""
    receipt: str = ""
    receipt_numbers: str = ""
    sent_again: str = ""
    send_error: str = ""
    paid: bool = False
    waiting: bool = False
    checkout_url: str = ""
    again: str = ""
    steps: list[StepLine] = []  # noqa: RUF012  Reflex copies defaults per client
    balances: list[BalanceLine] = []  # noqa: RUF012
    refusal: str = ""

    @rx.event
    async def open(self):
        """Settle by asking the gateway, and show what the ledger says."""
        self.ready, self.refusal, self.sent_again, self.send_error = False, "", "", ""
        self.number = self.router.url.query_parameters.get("payment", "")[:40]
        return await self._ask()

    @rx.event
    async def check(self):
        """«Проверить ещё раз»."""
        return await self._ask()

    @rx.event
    async def send_again(self):
        """«Отправить ещё раз»: the confirmation with the receipt's numbers, to the same address."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        self.sent_again, self.send_error = "", ""
        try:
            mailbox = await wiring.in_thread(
                payment_letters.send_again,
                db=wiring.database(),
                paper=wiring.stationery(),
                customer_id=customer.id,
                public_id=self.number,
                real_now=wiring.real_now(),
            )
        except Refusal as refused:
            self.send_error = refusal(refused)
        else:
            self.sent_again = f"Отправили на {mailbox}."

    @rx.event(background=True)
    async def watch(self) -> None:
        """While the bank thinks, ask it for the person a few times."""
        watched = ""
        for pause in ASK_AGAIN:
            await asyncio.sleep(pause)
            async with self:
                watched = watched or self.number
                if self.number != watched or not self.waiting:
                    return
                await self._ask()

    async def _ask(self):
        customer = await self._me()
        if customer is None:
            return self._to_login()
        try:
            trail = await wiring.in_thread(
                settlements.returned,
                db=wiring.database(),
                gateways=wiring.payment_gateways(),
                paper=wiring.stationery(),
                customer_id=customer.id,
                public_id=self.number,
                now=wiring.business_now(),
                real_now=wiring.real_now(),
            )
        except PaymentRefused as refused:
            self.refusal, self.title, self.waiting = refusal(refused), "Платёж", False
        else:
            self._show(trail)
        self.ready = True

    def _show(self, trail: Trail) -> None:
        payment, zone = trail.payment, wiring.settings().zone
        self.title = payment_title(payment, trail.returned)
        self.outcome = payment_outcome(payment, trail.returned, trail.returning)
        self.tone = "info" if trail.returned else TONES.get(payment.state, "warn")
        self.returned = roubles(trail.returned) if trail.returned else ""
        self.amount, self.method = roubles(payment.amount), payment_method(payment)
        self.contact = payment.receipt_contact
        self.paid = payment.state is PaymentState.SUCCEEDED
        self.receipt = receipt_state(payment)
        self.receipt_numbers = receipt_numbers(payment.receipt)
        self.waiting = not payment.finished
        self.checkout_url = payment.checkout_url if self.waiting else ""
        self.again = _again(trail)
        groups = wiring.supplier().account_number_groups
        steps = payment_steps(trail.steps, trail.postings, groups)
        self.steps = [
            StepLine(one.what, moment(one.at, zone), one.reference, one.detail) for one in steps
        ]
        paid_for = {one.account_number: one.covered for one in trail.postings}
        self.balances = [
            BalanceLine(
                label=link.name or part.account_number,
                part=roubles(part.amount),
                covered=covered(paid) if (paid := paid_for.get(part.account_number)) else "",
                balance=balance(trail.balances[part.account_id]),
            )
            for part in payment.parts
            if (link := trail.links.get(part.account_id))
        ]


def _again(trail: Trail) -> str:
    """The form once more as it was sent; nothing while the supplier looks into it."""
    return f"/cabinet/pay?again={trail.payment.public_id}" if trail.payment.may_be_repeated else ""
