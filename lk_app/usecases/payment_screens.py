"""What the payment screens show: what is owed before, and what became of a payment after."""

from dataclasses import dataclass
from datetime import date

from lk_app.db import accounts, bills, ledger, payments
from lk_app.db.engine import Database
from lk_app.domain.accounts import Link
from lk_app.domain.money import Kopecks
from lk_app.domain.payments import Payment, PaymentRefused, Step
from lk_app.usecases.standings import first_dues, last_of


@dataclass(frozen=True, slots=True)
class Debt:
    """What an account of the customer owes now, and the earliest day it was to be paid by.

    `awaits_final`: it is closed, and what it comes to in the end is not billed yet.
    """

    link: Link
    balance: Kopecks
    due: date | None
    awaits_final: bool = False


@dataclass(frozen=True, slots=True)
class Trail:
    """A payment as its payer sees it: the steps, and what each account owes now."""

    payment: Payment
    steps: list[Step]
    links: dict[int, Link]
    balances: dict[int, Kopecks]


def debts(*, db: Database, customer_id: int) -> list[Debt]:
    """Every account the customer may pay for, in the order they were attached."""
    with db.read() as session:
        links = accounts.links(session, customer_id)
        ids = [link.account.id for link in links]
        owed_now, billed = ledger.balances(session, ids), bills.of_accounts(session, ids)
        dues = first_dues(session, (link.account for link in links), billed, owed_now)
    return [
        Debt(
            link,
            owed_now[link.account.id],
            dues.get(link.account.id),
            link.account.final_bill_awaited(last_of(billed.get(link.account.id, ()))),
        )
        for link in links
    ]


def unfinished(*, db: Database, customer_id: int) -> list[Payment]:
    """The customer's payments that are neither paid nor over, the latest first."""
    with db.read() as session:
        return payments.unfinished_of(session, customer_id)


def trail(*, db: Database, customer_id: int, public_id: str) -> Trail:
    """A payment with its steps, for its payer only; raises PaymentRefused("payment.unknown")."""
    with db.read() as session:
        payment = payments.by_public_id(session, public_id)
        if payment is None or payment.customer_id != customer_id:
            raise PaymentRefused("payment.unknown")
        found = [accounts.link(session, customer_id, part.account_number) for part in payment.parts]
        links = {link.account.id: link for link in found if link}  # less what was detached since
        return Trail(
            payment=payment,
            steps=payments.steps(session, payment.id),
            links=links,
            balances=ledger.balances(session, list(links)),
        )
