"""A payer, a debt and a bank: everything that paying needs in a test."""

from datetime import timedelta

from lk_app.db import ledger
from lk_app.db.engine import Database
from lk_app.domain.payments import Method, Payment, PaymentState
from lk_app.gateways.demo_bank import DemoBank
from lk_app.usecases import gateway_events, payments, settlements
from lk_app.usecases.payment_screens import Trail, trail
from lk_app.usecases.payments import Wanted
from tests.bank import Bank, signature
from tests.payers import NOW, REAL_NOW, account, payer
from tests.usecases.mail import PAPER

ROUTES = {Method.CARD: "demo_bank", Method.SBP: "demo_bank"}
NUMBER, OTHER = "6410100101", "6410100102"


class Till:
    """A payer with one debt of 1 344,69 ₽ and a bank."""

    def __init__(
        self, db: Database, bank: Bank, gateway: DemoBank, *, number: str = NUMBER
    ) -> None:
        self.db, self.bank, self.gateway = db, bank, gateway
        self.gateways = {"demo_bank": gateway}
        self.customer = payer(db)
        self.account = account(db, number, owner=self.customer, debt=134469)

    def start(self, *wanted: Wanted, key: str = "one", **asked: object) -> Payment:
        facts = {
            "customer_id": self.customer,
            "method": "card",
            "contact": "anna@example.ru",
            "now": NOW,
            **asked,
        }
        return payments.start(
            db=self.db,
            gateways=self.gateways,
            routes=ROUTES,
            wanted=wanted or (Wanted(NUMBER, 134469),),
            idempotency_key=key,
            real_now=REAL_NOW,
            **facts,  # type: ignore[arg-type]
        )

    def call_back(self, payment: Payment, key: str = "evt_1") -> Payment | None:
        body = self.bank.event(payment.external_id, key)
        headers = {"demo-bank-signature": signature(body, at=REAL_NOW)}
        return gateway_events.receive(
            db=self.db,
            gateway=self.gateway,
            paper=PAPER,
            body=body,
            headers=headers,
            address="",
            now=NOW,
            real_now=REAL_NOW,
        )

    def come_back(self, payment: Payment, *, customer: int | None = None) -> Trail:
        return settlements.returned(
            db=self.db,
            gateways=self.gateways,
            paper=PAPER,
            customer_id=customer or self.customer,
            public_id=payment.public_id,
            now=NOW,
            real_now=REAL_NOW,
        )

    def check(self, after: timedelta) -> int:
        return settlements.check_unfinished(
            db=self.db,
            gateways=self.gateways,
            paper=PAPER,
            now=NOW + after,
            real_now=REAL_NOW + after,
        )

    def state(self, payment: Payment) -> PaymentState:
        found = trail(db=self.db, customer_id=self.customer, public_id=payment.public_id)
        return found.payment.state

    def paid(self) -> list[int]:
        with self.db.read() as session:
            return [-e.effect for e in ledger.entries(session, self.account) if e.effect < 0]
