"""A payer, a debt and a gateway: everything that paying needs in a test."""

from datetime import timedelta

from lk_app.db import ledger, payment_refunds
from lk_app.db.engine import Database
from lk_app.domain.ledger import EntryKind
from lk_app.domain.payment_refunds import Refund
from lk_app.domain.payments import Payment, PaymentState
from lk_app.usecases import gateway_events, payments, settlements
from lk_app.usecases import payment_refunds as refunds
from lk_app.usecases.payment_screens import Trail, trail
from lk_app.usecases.payments import Wanted
from tests.payers import NOW, REAL_NOW, account, balance, payer
from tests.usecases.mail import PAPER
from tests.vendors import Callback, Vendor

NUMBER, OTHER = "6410100101", "6410100102"
DEBT = 134469


class Till:
    """A payer with one debt of 1 344,69 ₽ and a gateway."""

    def __init__(self, db: Database, bank: Vendor, *, number: str = NUMBER) -> None:
        self.db, self.bank, self.gateway = db, bank, bank.gateway
        self.gateways = {bank.gateway.name: bank.gateway}
        self.routes = dict.fromkeys(bank.gateway.capabilities.methods, bank.gateway.name)
        self.customer = payer(db)
        self.account = account(db, number, owner=self.customer, debt=DEBT)

    def start(self, *wanted: Wanted, key: str = "one", **asked: object) -> Payment:
        facts = {
            "customer_id": self.customer,
            "method": self.bank.method,
            "contact": "anna@example.ru",
            "now": NOW,
            **asked,
        }
        return payments.start(
            db=self.db,
            gateways=self.gateways,
            routes=self.routes,
            wanted=wanted or (Wanted(NUMBER, DEBT),),
            idempotency_key=key,
            real_now=REAL_NOW,
            **facts,  # type: ignore[arg-type]
        )

    def started(self, *wanted: Wanted, key: str = "one", **asked: object) -> Payment:
        """Started, and its payer paid on the gateway's page."""
        payment = self.start(*wanted, key=key, **asked)
        self.bank.turn(payment.external_id, "paid")
        return payment

    def paid_up(self, *wanted: Wanted, key: str = "one", **asked: object) -> Payment:
        """Started, paid and counted."""
        payment = self.started(*wanted, key=key, **asked)
        self.call_back(payment, f"evt_{key}")
        return payment

    def call_back(self, payment: Payment, key: str = "evt_1") -> Payment | None:
        return self.hear(self.bank.callback(payment.external_id, key))

    def hear(self, said: Callback) -> Payment | None:
        return gateway_events.receive(
            db=self.db,
            gateway=self.gateway,
            paper=PAPER,
            body=said.body,
            headers=said.headers,
            address=said.address,
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
        now, real_now = NOW + after, REAL_NOW + after
        done = settlements.check_unfinished(
            db=self.db, gateways=self.gateways, paper=PAPER, now=now, real_now=real_now
        )
        return done + refunds.check_unfinished(
            db=self.db, gateways=self.gateways, now=now, real_now=real_now
        )

    def refund(self, payment: Payment, amount: int | None = None, key: str = "r1") -> Refund:
        return refunds.start(
            db=self.db,
            gateways=self.gateways,
            public_id=payment.public_id,
            amount=amount,
            reason="Оплачено дважды",
            by="test",
            idempotency_key=key,
            now=NOW,
            real_now=REAL_NOW,
        )

    def refunds(self, payment: Payment) -> list[Refund]:
        with self.db.read() as session:
            return payment_refunds.of_payment(session, payment.id)

    def state(self, payment: Payment) -> PaymentState:
        return self.trail(payment).payment.state

    def trail(self, payment: Payment) -> Trail:
        return trail(db=self.db, customer_id=self.customer, public_id=payment.public_id)

    def paid(self) -> list[int]:
        """What came in on the first account, entry by entry."""
        return self._entries(EntryKind.PAYMENT, -1)

    def returned(self) -> list[int]:
        """What went back from the first account, entry by entry."""
        return self._entries(EntryKind.REFUND, 1)

    def _entries(self, kind: EntryKind, sign: int) -> list[int]:
        with self.db.read() as session:
            entries = ledger.entries(session, self.account)
        return [sign * entry.effect for entry in entries if entry.kind is kind]

    def balance(self) -> int:
        return balance(self.db, self.account)
