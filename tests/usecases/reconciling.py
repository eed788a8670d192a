"""A payer, a gateway and an operator who holds the books against the gateway's."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from lk_app.db import payments as stored
from lk_app.db.engine import Database
from lk_app.domain.gateway_registers import LineKind, RegisterLine
from lk_app.domain.payments import Method, Payment, PaymentState
from lk_app.domain.reconciliation import FindingKind
from lk_app.usecases import payment_reviews, payments, reconciliation, settlements
from lk_app.usecases.payments import Wanted
from lk_app.usecases.reconciliation import Reconciled
from tests.payers import NOW, REAL_NOW, account, balance, payer
from tests.usecases.counterparty import Counterparty
from tests.usecases.mail import PAPER

NUMBER = "6410100101"
DEBT = 134469
TODAY = date(2026, 11, 20)  # 20 November by the supplier's clock began at 20:00 UTC of the 19th
PAID_AT = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
SUCCEEDED = PaymentState.SUCCEEDED


class Desk:
    """A payer with one debt, a gateway, and an operator who compares."""

    def __init__(self, db: Database) -> None:
        self.db, self.other = db, Counterparty()
        self.gateways = {"paper": self.other}
        self.customer = payer(db)
        self.account = account(db, NUMBER, owner=self.customer, debt=DEBT)

    def start(
        self, key: str = "one", amount: int = DEBT, wanted: list[Wanted] | None = None
    ) -> Payment:
        return payments.start(
            db=self.db,
            gateways=self.gateways,
            routes={Method.CARD: "paper"},
            customer_id=self.customer,
            wanted=wanted or [Wanted(NUMBER, amount)],
            method="card",
            contact="anna@example.ru",
            idempotency_key=key,
            now=NOW - timedelta(hours=1),
            real_now=REAL_NOW - timedelta(hours=1),
        )

    def pay(self, payment: Payment, *, at: datetime = PAID_AT, **said: object) -> None:
        self.other.turn(payment, SUCCEEDED, at=at, **said)

    def counted(self, key: str = "one", amount: int = DEBT) -> Payment:
        payment = self.start(key, amount)
        self.pay(payment)
        return self.ask(payment)

    def ask(self, payment: Payment) -> Payment:
        return settlements.ask(self.db, self.gateways, PAPER, payment, now=NOW, real_now=REAL_NOW)

    def reconcile(self, first: date = TODAY, last: date = TODAY) -> Reconciled:
        return reconciliation.run(
            db=self.db,
            gateways=self.gateways,
            paper=PAPER,
            first=first,
            last=last,
            now=NOW,
            real_now=REAL_NOW,
        )

    def state(self, payment: Payment) -> PaymentState:
        with self.db.read() as session:
            found = stored.by_public_id(session, payment.public_id)
        assert found is not None
        return found.state

    def balance(self) -> int:
        return balance(self.db, self.account)

    def cases(self) -> list[tuple[FindingKind, str]]:
        return [
            (case.finding.kind, case.finding.number) for case in payment_reviews.cases(db=self.db)
        ]

    def lose(self, payment: Payment) -> None:
        """The gateway's book lacks the payment from now on."""
        del self.other.reports[payment.external_id or ""]


def stranger(**said: object) -> RegisterLine:
    line = RegisterLine(
        kind=LineKind.PAYMENT,
        external_id="X-stranger",
        reference="",
        payment_reference="",
        amount=777_00,
        currency="RUB",
        live=False,
        at=PAID_AT,
    )
    return replace(line, **said)  # type: ignore[arg-type]
