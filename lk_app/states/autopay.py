"""/cabinet/pay/autopay: which account a saved card pays by itself, and one tap to stop it."""

import dataclasses
from datetime import timedelta

import reflex as rx

from lk_app import wiring
from lk_app.domain import autopay as rules
from lk_app.domain.autopay import Autopay, AutopayRefused, Charge, ChargeState
from lk_app.domain.refusals import Refusal
from lk_app.states.shell import ShellState
from lk_app.states.untrusted import text
from lk_app.usecases import autopays
from lk_app.usecases.autopays import Asked, AutopayScreen
from lk_app.wording import day, refusal, roubles
from lk_app.wording.autopay import CHARGES, terms_said

FIELDS = ("account", "card", "trigger", "day", "cap", "contact")
NO_ERRORS = dict.fromkeys((*FIELDS, "form"), "")


@dataclasses.dataclass(frozen=True)
class AutopayCard:
    """An autopay in finished words; `payment` is the number of the last one's payment."""

    id: int
    label: str
    terms: str
    card: str
    cap: str
    upcoming: str
    last: str
    payment: str


@dataclasses.dataclass(frozen=True)
class SavedCard:
    """A card that the bank keeps."""

    id: int
    title: str
    saved: str


class AutopayState(ShellState):
    """The page of autopay; what was typed stays in its inputs after a refusal."""

    ready: bool = False
    offered: bool = True
    autopays: list[AutopayCard] = []  # noqa: RUF012  Reflex copies defaults per client
    cards: list[SavedCard] = []  # noqa: RUF012
    card_choices: list[tuple[str, str]] = []  # noqa: RUF012
    free: list[tuple[str, str]] = []  # noqa: RUF012  accounts without autopay, as choices
    days: list[tuple[str, str]] = [(str(n), f"{n}-го") for n in rules.DAYS]  # noqa: RUF012
    contact: str = ""
    done: str = ""
    busy: bool = False
    errors: dict[str, str] = NO_ERRORS
    version: int = 0

    @rx.event
    async def open(self):
        """Show what is on; a message of last time is gone."""
        self.done, self.errors, self.busy = "", NO_ERRORS, False
        return await self._load()

    async def _load(self):
        customer = await self._me()
        if customer is None:
            return self._to_login()
        seen = await wiring.in_thread(
            autopays.screen,
            db=wiring.database(),
            gateways=wiring.payment_gateways(),
            customer_id=customer.id,
        )
        self.contact = customer.email
        self._show(seen)
        self.ready = True

    def _show(self, seen: AutopayScreen) -> None:
        zone = wiring.settings().zone
        names = {link.account.id: link.name or link.account.account_number for link in seen.links}
        titles = {card.id: card.title for card in seen.cards}
        busy = {one.account_id for one in seen.autopays}
        self.offered = seen.offered
        self.cards = [
            SavedCard(
                card.id, card.title, f"Сохранена {day(card.saved_at.astimezone(zone).date())}"
            )
            for card in seen.cards
        ]
        self.card_choices = [(str(card.id), card.title) for card in seen.cards]
        self.free = [
            (link.account.account_number, names[link.account.id])
            for link in seen.links
            if link.account.id not in busy
        ]
        self.autopays = [
            _card(
                one,
                label=names.get(one.account_id, one.account_number),
                title=titles.get(one.saved_method_id, ""),
                charges=[charge for charge in seen.charges if charge.autopay_id == one.id],
            )
            for one in seen.autopays
        ]

    @rx.event
    async def turn_on(self, form: dict):
        """«Включить автоплатёж»."""
        customer = await self._me()
        if customer is None:
            yield self._to_login()
            return
        self.busy, self.errors, self.done = True, NO_ERRORS, ""
        yield
        try:
            made = await wiring.in_thread(
                autopays.turn_on,
                db=wiring.database(),
                gateways=wiring.payment_gateways(),
                paper=wiring.stationery(),
                customer_id=customer.id,
                asked=Asked(
                    account_number=text(form, "account", limit=20),
                    card_id=text(form, "card", limit=20),
                    trigger=text(form, "trigger", limit=10),
                    day=text(form, "day", limit=5),
                    cap=text(form, "cap", limit=40),
                    contact=text(form, "contact", limit=200),
                ),
                now=wiring.business_now(),
                real_now=wiring.real_now(),
            )
        except Refusal as refused:
            field = {"email": "contact", "phone": "contact"}.get(refused.field, refused.field)
            self.errors = {**NO_ERRORS, field if field in FIELDS else "form": refusal(refused)}
        else:
            self.done = f"Автоплатёж включён. {_first(made)}"
            self.version += 1
            yield await self._load()
        finally:
            self.busy = False

    @rx.event
    async def turn_off(self, autopay_id: int):
        """«Выключить»: one tap, at once."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        self.done, self.errors = "", NO_ERRORS
        try:
            await wiring.in_thread(
                autopays.turn_off,
                db=wiring.database(),
                paper=wiring.stationery(),
                customer_id=customer.id,
                autopay_id=_number(autopay_id),
                now=wiring.business_now(),
                real_now=wiring.real_now(),
            )
            self.done = "Автоплатёж выключен. Больше ничего не спишем."
        except AutopayRefused as refused:
            self.errors = {**NO_ERRORS, "form": refusal(refused)}
        return await self._load()

    @rx.event
    async def forget(self, card_id: int):
        """«Забыть карту»."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        await wiring.in_thread(
            autopays.forget_card,
            db=wiring.database(),
            paper=wiring.stationery(),
            customer_id=customer.id,
            card_id=_number(card_id),
            now=wiring.business_now(),
            real_now=wiring.real_now(),
        )
        self.done, self.errors = "Карту забыли. Автоплатежи с неё выключены.", NO_ERRORS
        return await self._load()


def _number(value: object) -> int:
    """An id that came from outside; 0 is nobody's."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 < value < 2**31 else 0


def _card(one: Autopay, *, label: str, title: str, charges: list[Charge]) -> AutopayCard:
    last = next((charge for charge in charges if charge.state is not ChargeState.PLANNED), None)
    return AutopayCard(
        id=one.id,
        label=label,
        terms=terms_said(one.terms),
        card=title,
        cap=roubles(one.terms.cap),
        upcoming=_upcoming(one, charges),
        last=f"{day(last.charge_on)}: {CHARGES[last.state].format(roubles(last.amount))}"
        if last
        else "",
        payment=last.payment_number if last else "",
    )


def _upcoming(one: Autopay, charges: list[Charge]) -> str:
    """«10 декабря, 1 344,69 ₽» once it is announced, else when it will be."""
    now = wiring.business_now()
    for charge in charges:
        if charge.state is ChargeState.PLANNED:
            earliest = (charge.announced_at + rules.NOTICE).astimezone(now.tzinfo).date()
            return f"{day(max(charge.charge_on, earliest))}, {roubles(charge.amount)}"
    chosen = rules.next_day(one.terms, now)
    return day(chosen) if chosen else "После квитанции"


def _first(made: Autopay) -> str:
    """What the person may expect first."""
    chosen = rules.next_day(made.terms, wiring.business_now())
    if chosen is None:
        return "Когда придёт квитанция, предупредим письмом и на следующий день спишем."
    warned = day(chosen - timedelta(days=1))
    return f"{warned} предупредим письмом, {day(chosen)} спишем."
