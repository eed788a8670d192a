"""Turn autopay on and off, and forget cards. What it charges is in `autopay_charges`.

`now` is the business clock, `real_now` real time (letters, saved cards).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from lk_app.db import accounts, autopays, saved_methods
from lk_app.db.engine import Database
from lk_app.domain import autopay as rules
from lk_app.domain.accounts import Link
from lk_app.domain.autopay import Autopay, AutopayRefused, Charge, Ending
from lk_app.domain.money import parse_roubles
from lk_app.domain.payments import receipt_contact
from lk_app.domain.saved_methods import SavedMethod
from lk_app.usecases import autopay_letters
from lk_app.usecases.accounts import require_link
from lk_app.usecases.letters import Stationery
from lk_app.usecases.payments import Gateways


@dataclass(frozen=True, slots=True)
class AutopayScreen:
    """A person's autopays, cards and accounts; `offered` where some gateway charges saved cards."""

    offered: bool
    links: list[Link]
    cards: list[SavedMethod]
    autopays: list[Autopay]
    charges: list[Charge]  # the latest first


@dataclass(frozen=True, slots=True)
class Asked:
    """The form as it was typed."""

    account_number: str
    card_id: str
    trigger: str
    day: str
    cap: str
    contact: str


def able(gateways: Gateways) -> list[str]:
    """The gateways that charge saved cards."""
    return [name for name, one in gateways.items() if one.capabilities.autopay]


def screen(*, db: Database, gateways: Gateways, customer_id: int) -> AutopayScreen:
    """What the page shows."""
    with db.read() as session:
        mine = autopays.of_customer(session, customer_id)
        return AutopayScreen(
            offered=bool(able(gateways)),
            links=[
                link
                for link in accounts.links(session, customer_id)
                if link.account.closed_on is None
            ],
            cards=_cards(session, gateways, customer_id),
            autopays=mine,
            charges=autopays.charges_of(session, [one.id for one in mine]),
        )


def _cards(session: Session, gateways: Gateways, customer_id: int) -> list[SavedMethod]:
    kept = saved_methods.of_customer(session, customer_id)
    return [card for card in kept if card.gateway in able(gateways)]


def turn_on(
    *,
    db: Database,
    gateways: Gateways,
    paper: Stationery,
    customer_id: int,
    asked: Asked,
    now: datetime,
    real_now: datetime,
) -> Autopay:
    """Let a saved card pay for an account; the same terms twice are one autopay.

    Raises AutopayRefused (autopay.*), AmountRefused of the cap, CustomerRefused of the contact and
    LinkRefused("link.not_yours").
    """
    terms = rules.terms(asked.trigger, asked.day, parse_roubles(asked.cap, field="cap"))
    contact = receipt_contact(asked.contact)
    try:
        with db.write() as session:
            link = require_link(session, customer_id, asked.account_number)
            if link.account.closed_on is not None:
                raise AutopayRefused("autopay.closed", field="account")
            card = _card(session, gateways, customer_id, asked.card_id)
            wanted = Autopay(
                id=0,
                customer_id=customer_id,
                account_id=link.account.id,
                account_number=link.account.account_number,
                saved_method_id=card.id,
                terms=terms,
                contact=contact,
                started_at=now,
            )
            if same := _in_force(session, wanted):
                return same
            autopays.add(session, wanted)
            made = _in_force(session, wanted)
            assert made is not None
            autopay_letters.turned_on(session, paper, made, card, now=now, real_now=real_now)
            return made
    except IntegrityError:  # two first clicks at once on PostgreSQL
        raise AutopayRefused("autopay.already", field="account") from None


def _card(session: Session, gateways: Gateways, customer_id: int, card_id: str) -> SavedMethod:
    for card in _cards(session, gateways, customer_id):
        if str(card.id) == card_id:
            return card
    raise AutopayRefused("autopay.card", field="card")


def _in_force(session: Session, wanted: Autopay) -> Autopay | None:
    """The same autopay if it is on; raises AutopayRefused("autopay.already") for other terms."""
    for one in autopays.of_customer(session, wanted.customer_id):
        if one.account_id == wanted.account_id:
            if (one.terms, one.saved_method_id) != (wanted.terms, wanted.saved_method_id):
                raise AutopayRefused("autopay.already", field="account")
            return one
    return None


def turn_off(
    *,
    db: Database,
    paper: Stationery,
    customer_id: int,
    autopay_id: int,
    now: datetime,
    real_now: datetime,
) -> None:
    """«Выключить»: nothing is charged from now on; one that is off already stays so.

    Raises AutopayRefused("autopay.unknown") for a stranger's and for none alike.
    """
    with db.write() as session:
        mine = autopays.by_id(session, autopay_id)
        if mine is None or mine.customer_id != customer_id:
            raise AutopayRefused("autopay.unknown")
        end(session, paper, mine, Ending.ASKED, now=now, real_now=real_now)


def forget_card(
    *,
    db: Database,
    paper: Stationery,
    customer_id: int,
    card_id: int,
    now: datetime,
    real_now: datetime,
) -> None:
    """«Забыть карту», and end what it paid for; a stranger's card is left alone."""
    with db.write() as session:
        if not saved_methods.forget(
            session, customer_id=customer_id, method_id=card_id, now=real_now
        ):
            return
        for one in autopays.of_customer(session, customer_id):
            if one.saved_method_id == card_id:
                end(session, paper, one, Ending.FORGOTTEN, now=now, real_now=real_now)


def detached(
    session: Session,
    paper: Stationery,
    *,
    customer_id: int,
    account_id: int,
    now: datetime,
    real_now: datetime,
) -> None:
    """End the autopay of an account that its person lets go, in the same transaction."""
    for one in autopays.of_customer(session, customer_id):
        if one.account_id == account_id:
            end(session, paper, one, Ending.DETACHED, now=now, real_now=real_now)


def end(
    session: Session,
    paper: Stationery,
    autopay: Autopay,
    why: Ending,
    *,
    now: datetime,
    real_now: datetime,
) -> None:
    """End one and tell its owner, once."""
    if autopays.end(session, autopay.id, why=why, now=now):
        autopay_letters.ended(session, paper, autopay, why, real_now=real_now)
