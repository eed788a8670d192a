"""A payer whose card the bank keeps, the days of a month, and a process that dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from lk_app.db import autopays, saved_methods
from lk_app.db.engine import Database
from lk_app.domain.autopay import Autopay, ChargeState
from lk_app.usecases import autopay_charges
from lk_app.usecases import autopays as usecase
from lk_app.usecases.autopays import Asked
from lk_app.usecases.payments import Wanted
from tests.documents import papers
from tests.payers import NOW, REAL_NOW, account
from tests.usecases.mail import PAPER, outbox
from tests.usecases.till import NUMBER, OTHER, Till
from tests.vendors import served
from tests.vendors.demo_bank import DemoBankMachine

THEIRS = "6410100103"
TENTH = NOW.replace(month=12, day=10)


class Autopayer(Till):
    """A till whose payer paid once for another account and let the bank keep the card."""

    bank: DemoBankMachine

    def __init__(self, db: Database, bank: DemoBankMachine) -> None:
        super().__init__(db, bank)
        account(db, OTHER, owner=self.customer, debt=100)
        self.first = self.paid_up(Wanted(OTHER, 100), key="keep", save_method=True)
        with db.read() as session:
            self.card = saved_methods.of_customer(session, self.customer)[0].id

    def turn_on(self, customer: int | None = None, **asked: str) -> Autopay:
        usual = {
            "account_number": NUMBER,
            "card_id": str(self.card),
            "trigger": "day",
            "day": "10",
            "cap": "5000",
            "contact": "anna@example.ru",
        }
        return usecase.turn_on(
            db=self.db,
            gateways=self.gateways,
            paper=PAPER,
            customer_id=customer or self.customer,
            asked=Asked(**(usual | asked)),
            now=NOW,
            real_now=REAL_NOW,
        )

    def run(self, at: datetime) -> None:
        autopay_charges.run(
            db=self.db, gateways=self.gateways, paper=PAPER, now=at, real_now=REAL_NOW + (at - NOW)
        )

    def month(self) -> None:
        """The day before the tenth, and the tenth."""
        self.run(TENTH - timedelta(days=1))
        self.run(TENTH)

    def off(self, autopay: Autopay) -> None:
        usecase.turn_off(
            db=self.db,
            paper=PAPER,
            customer_id=self.customer,
            autopay_id=autopay.id,
            now=NOW,
            real_now=REAL_NOW,
        )

    def states(self) -> list[ChargeState]:
        with self.db.read() as session:
            return [one.state for one in autopays.charges_of(session, [1, 2, 3])]

    def subjects(self) -> list[str]:
        _, *later = reversed(outbox(self.db))  # the first is that of the payment
        return [papers.flat(letter.subject) for letter in later]


@contextmanager
def autopaying(db: Database) -> Iterator[Autopayer]:
    """One with a demo bank of their own."""
    with served(DemoBankMachine()) as bank:
        assert isinstance(bank, DemoBankMachine)
        yield Autopayer(db, bank)


def die(**_: object) -> None:
    """In place of a step: the process is killed there."""
    raise SystemExit
