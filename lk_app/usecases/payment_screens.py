"""What the payment screens show: what is owed before, and what became of a payment after."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlmodel import Session

from lk_app.db import accounts, bills, ledger, payment_refunds, payments
from lk_app.db.engine import Database
from lk_app.domain.accounts import Link
from lk_app.domain.consumption import Policy
from lk_app.domain.late_fees import Debt as UnpaidBill
from lk_app.domain.late_fees import Standing
from lk_app.domain.ledger import EntryKind
from lk_app.domain.money import Kopecks
from lk_app.domain.payment_refunds import Refund, RefundState
from lk_app.domain.payments import Payment, PaymentRefused, Posting, Step
from lk_app.domain.periods import Period
from lk_app.usecases import forecasts
from lk_app.usecases.standings import covered_by, first_due, last_of, standings


@dataclass(frozen=True, slots=True)
class Debt:
    """What an account of the customer owes now, and the earliest day it was to be paid by.

    `unpaid` are the bills a payer may name, oldest first. `ahead` is what will be owed when the
    current month is billed too, None where nobody can tell; negative is overpaid. `awaits_final`:
    it is closed, and what it comes to in the end is not billed yet.
    """

    link: Link
    balance: Kopecks
    due: date | None
    unpaid: tuple[UnpaidBill, ...] = ()
    ahead: Kopecks | None = None
    awaits_final: bool = False

    @property
    def is_payable(self) -> bool:
        """A closed account takes what is owed on it and nothing in advance."""
        return self.link.account.closed_on is None or self.balance > 0 or self.awaits_final


@dataclass(frozen=True, slots=True)
class Trail:
    """A payment as its payer sees it: the steps, where it was posted, and what is owed now.

    `links` has accounts by id, without those detached since.
    """

    payment: Payment
    steps: list[Step]
    postings: list[Posting]
    refunds: list[Refund]
    links: dict[int, Link]
    balances: dict[int, Kopecks]

    @property
    def returned(self) -> Kopecks:
        """What of the payment is back with its payer."""
        return sum(one.amount for one in self.refunds if one.state is RefundState.SUCCEEDED)

    @property
    def returning(self) -> Kopecks:
        """What is on its way back."""
        return sum(one.amount for one in self.refunds if not one.finished)


def debts(
    *, db: Database, customer_id: int, policy: Policy, now: datetime, tz: tzinfo
) -> list[Debt]:
    """Every account the customer may pay for, in the order they were attached."""
    month = Period.at(now, tz)
    with db.read() as session:
        links = accounts.links(session, customer_id)
        ids = [link.account.id for link in links]
        owed_now, billed = ledger.balances(session, ids), bills.of_accounts(session, ids)
        stand = standings(session, (link.account for link in links), billed)
        ahead = forecasts.of_links(session, links, policy=policy, now=now, tz=tz, period=month)
    return [
        Debt(
            link,
            owed_now[key],
            first_due(stand[key], billed[key]) if owed_now[key] > 0 and key in billed else None,
            _nameable(link, stand[key]),
            ahead[key].expected.closing_balance if key in ahead else None,
            link.account.final_bill_awaited(last_of(billed.get(key, ()))),
        )
        for link in links
        if (key := link.account.id)
    ]


def _nameable(link: Link, standing: Standing) -> tuple[UnpaidBill, ...]:
    return tuple(debt for debt in standing.debts if debt.period.last_day >= link.visible_from)


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
            postings=_postings(session, payment, links),
            refunds=payment_refunds.of_payment(session, payment.id),
            balances=ledger.balances(session, list(links)),
        )


def _postings(session: Session, payment: Payment, links: dict[int, Link]) -> list[Posting]:
    numbers = {part.account_id: part.account_number for part in payment.parts}
    refs = [f"{payment.public_id}/{number}" for number in numbers.values()]
    return [
        Posting(
            numbers[entry.account_id],
            entry.amount,
            entry.posted_at,
            entry.ref,
            covered_by(session, mine.account, entry)
            if (mine := links.get(entry.account_id))
            else None,
        )
        for entry in ledger.by_refs(session, EntryKind.PAYMENT, refs)
    ]
