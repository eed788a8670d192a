"""Random lives of payments: payers, banks and crashes in any order; what must hold afterwards.

One life is a few accounts, payments over them, everything that can be told twice, late or not at
all, and a process that dies at any commit or call. Afterwards it is started again, asks about what
is unfinished, and the books are examined.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import TypeVar

from sqlalchemy import event
from sqlmodel import Session, col, select

from lk_app.db import payments as stored
from lk_app.db.engine import Database
from lk_app.db.tables import LedgerEntryRow, PaymentRefundRow, PaymentRow
from lk_app.domain.ledger import EntryKind
from lk_app.domain.payment_refunds import RefundState
from lk_app.domain.payments import Payment, PaymentState
from lk_app.domain.refusals import Refusal
from lk_app.gateways.ports import EventRejected, GatewayRefused, GatewayUnanswered
from lk_app.settings import Supplier
from lk_app.usecases import statements
from lk_app.usecases.payments import Wanted
from tests.documents.papers import SUPPLIER
from tests.payers import NOW, account, balance
from tests.usecases.till import Till
from tests.vendors import Callback, Vendor

STEPS = (6, 16)
ODDS_OF_A_CRASH = 0.3  # an act, if it commits often enough
EXPECTED = (Refusal, EventRejected, GatewayUnanswered, GatewayRefused)
_numbers = count(6_500_000_000)
T = TypeVar("T")
Entries = Sequence[LedgerEntryRow]
Refunds = Sequence[PaymentRefundRow]


class Crash(BaseException):
    """The process is gone: nobody catches this."""


@dataclass
class Lived:
    """What happened in a life, to be counted."""

    acts: Counter[str] = field(default_factory=Counter)
    crashes: int = 0
    payments: int = 0
    succeeded: int = 0
    refunds: int = 0


@contextmanager
def dying(chance: random.Random, vendor: Vendor, *, odds: float) -> Iterator[None]:
    """With these odds the process dies before or after some commit, or while a gateway answers."""
    if chance.random() >= odds:
        yield
        return
    left = chance.randint(1, 2)
    when = chance.choice(["before_commit", "after_commit"])

    def die(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Crash

    event.listen(Session, when, die)
    try:
        yield
    finally:
        event.remove(Session, when, die)


def live(seed: int, db: Database, vendor: Vendor, *, supplier: Supplier = SUPPLIER) -> Lived:
    """One life from its seed; raises AssertionError when the books do not hold."""
    chance = random.Random(seed)
    life = Life(chance, db, vendor)
    for _ in range(chance.randint(*STEPS)):
        life.act()
    life.restart()
    life.examine(supplier)
    return life.lived


class Life:
    """A payer with a few accounts before one gateway."""

    def __init__(self, chance: random.Random, db: Database, vendor: Vendor) -> None:
        self.chance, self.db, self.bank = chance, db, vendor
        self.number = str(next(_numbers))
        self.till = Till(db, vendor, number=self.number)
        self.accounts = {self.number: self.till.account}
        for _ in range(chance.randint(0, 2)):
            other = str(next(_numbers))
            self.accounts[other] = account(
                db, other, owner=self.till.customer, debt=chance.choice([0, 1, 12_345, -500])
            )
        self.told: list[Callback] = []
        self.before = set(vendor.payments()), set(vendor.refunds())
        self.after = timedelta(0)
        self.lived = Lived()
        self.open_till()

    def act(self) -> None:
        """Something happens, and the process may die of it."""
        acts: list[Callable[[], object]] = [
            self.start, self.start, self.turn, self.turn, self.call_back, self.call_back,
            self.hear_again, self.come_back, self.come_back, self.check, self.refund,
            self.refund, self.office, self.turn_refund, self.tell_refund, self.trouble,
        ]  # fmt: skip
        act = self.chance.choice(acts)
        self.lived.acts[act.__name__] += 1
        try:
            with dying(self.chance, self.bank, odds=ODDS_OF_A_CRASH):
                act()
        except Crash:
            self.lived.crashes += 1
        except EXPECTED:
            pass

    def start(self) -> None:
        numbers = self.chance.sample(
            list(self.accounts), self.chance.randint(1, len(self.accounts))
        )
        amounts = [self.chance.choice([100, 12_345, 134_469, 101]) for _ in numbers]
        wanted = [Wanted(number, amount) for number, amount in zip(numbers, amounts, strict=True)]
        self.till.start(*wanted, key=self.chance.choice("abcdef"), save_method=True)

    def turn(self) -> None:
        what = self.chance.choice(["paid", "paid", "paid", "declined", "expired", "canceled"])
        if (made := self.one(self.made())) and not self.is_paid(made):
            self.bank.turn(made, what)

    def call_back(self) -> None:
        if made := self.one(self.made()):
            said = self.bank.callback(made, f"evt_{self.chance.randint(0, 9**9)}")
            self.told.append(said)
            self.till.hear(said)

    def hear_again(self) -> None:
        if self.told:
            self.till.hear(self.chance.choice(self.told))

    def come_back(self) -> None:
        if payment := self.one(self.payments()):
            self.till.come_back(payment)

    def check(self) -> None:
        self.after += timedelta(minutes=self.chance.choice([1, 5, 60]))
        self.till.check(self.after)

    def refund(self) -> None:
        paid = [one for one in self.payments() if one.state is PaymentState.SUCCEEDED]
        if payment := self.one(paid or self.payments()):
            self.bank.refund_state = self.chance.choice(["done", "processing"])
            amount = self.chance.choice([None, 1, 100, 99_999])
            self.till.refund(payment, amount, key=self.chance.choice("xyz"))

    def office(self) -> None:
        made = self.one([one for one in self.made() if self.is_paid(one)])
        if made and self.bank.left(made) > 0:
            self.bank.give_back(made, self.chance.randint(1, self.bank.left(made)))

    def turn_refund(self) -> None:
        refund = self.one(self.given_back())
        if refund and self.bank.refund_stands(refund) != "failed":
            self.bank.turn_refund(refund, self.chance.choice(["done", "failed"]))

    def tell_refund(self) -> None:
        if refund := self.one(self.given_back()):
            said = self.bank.refund_callback(refund, f"evt_r{self.chance.randint(0, 9**9)}")
            self.told.append(said)
            self.till.hear(said)

    def trouble(self) -> None:
        self.bank.trouble, self.bank.troubled = self.chance.choice(["drop", "html", "down"]), 3

    def restart(self) -> None:
        """The process is back, the gateway well, callbacks delivered: nothing stays open."""
        self.bank.trouble, self.bank.refund_state = "", "done"
        self.open_till()
        for _ in range(4):  # what was begun may only now reach the gateway
            self.gateway_ends_everything()
            self.after += timedelta(hours=1, minutes=1)
            self.till.check(self.after)
        for made in self.made():
            self.till.hear(self.bank.callback(made, f"evt_end_{made}"))
        for refund in self.given_back():
            self.till.hear(self.bank.refund_callback(refund, f"evt_end_{refund}"))

    def gateway_ends_everything(self) -> None:
        for made in self.made():
            if self.bank.stands(made) == "open":
                self.bank.turn(made, self.chance.choice(["paid", "expired"]))
        for refund in self.given_back():
            if self.bank.refund_stands(refund) == "processing":
                self.bank.turn_refund(refund, self.chance.choice(["done", "failed"]))

    def open_till(self) -> None:
        """A process begins with a circuit that is closed."""
        if not self.bank.gateway.available:
            self.bank.gateway = self.bank.reach(self.bank.address)
        self.till.gateway = self.bank.gateway
        self.till.gateways = {self.bank.gateway.name: self.bank.gateway}

    def examine(self, supplier: Supplier) -> None:
        """The books hold, and say what the gateway says."""
        with self.db.read() as session:
            ids = list(self.accounts.values())
            entries = session.exec(
                select(LedgerEntryRow).where(col(LedgerEntryRow.account_id).in_(ids))
            ).all()
            refunds = session.exec(
                select(PaymentRefundRow)
                .join(PaymentRow, col(PaymentRow.id) == PaymentRefundRow.payment_id)
                .where(PaymentRow.customer_id == self.till.customer)
            ).all()
        payments = self.payments()
        assert all(one.state in ENDS for one in payments), [one.state for one in payments]
        self._entries_sum_to_zero(entries)
        self._each_payment_once(entries, payments)
        self._each_refund_once(entries, refunds)
        self._the_gateway_agrees(payments, refunds)
        self._every_statement_agrees(supplier)
        self.lived.payments, self.lived.refunds = len(payments), len(refunds)
        self.lived.succeeded = sum(one.state is PaymentState.SUCCEEDED for one in payments)

    def _entries_sum_to_zero(self, entries: Entries) -> None:
        chart: Counter[str] = Counter()
        for entry in entries:
            assert entry.amount > 0 and entry.debit != entry.credit
            chart[entry.debit] += entry.amount
            chart[entry.credit] -= entry.amount
        assert sum(chart.values()) == 0

    def _each_payment_once(self, entries: Entries, payments: list[Payment]) -> None:
        posted = Counter(entry.ref for entry in entries if entry.kind == EntryKind.PAYMENT)
        due = {
            f"{one.public_id}/{part.account_number}": part.amount
            for one in payments
            if one.state is PaymentState.SUCCEEDED
            for part in one.parts
        }
        assert posted == Counter(dict.fromkeys(due, 1))
        amounts = {entry.ref: entry.amount for entry in entries if entry.ref in due}
        assert amounts == due

    def _each_refund_once(self, entries: Entries, refunds: Refunds) -> None:
        went: Counter[str] = Counter()
        for entry in entries:
            if entry.kind == EntryKind.REFUND:
                number = entry.ref.partition("/")[0].removesuffix("-back")
                went[number] += entry.amount if entry.debit == "receivable" else -entry.amount
        done = {r.public_id: r.amount for r in refunds if r.state == RefundState.SUCCEEDED}
        assert {number: sum_ for number, sum_ in went.items() if sum_} == done

    def _the_gateway_agrees(self, payments: list[Payment], refunds: Refunds) -> None:
        paid = {made for made in self.made() if self.is_paid(made)}
        counted = {p.external_id for p in payments if p.state is PaymentState.SUCCEEDED}
        assert counted == paid
        back = {one for one in self.given_back() if self.bank.refund_stands(one) == "done"}
        assert {r.external_id for r in refunds if r.state == RefundState.SUCCEEDED} == back

    def _every_statement_agrees(self, supplier: Supplier) -> None:
        for number, account_id in self.accounts.items():
            document = statements.statement(
                db=self.db,
                supplier=supplier,
                customer_id=self.till.customer,
                account_number=number,
                first_day=None,
                last_day=None,
                now=NOW + self.after,
            )
            assert document.statement.closing_balance == balance(self.db, account_id)

    def payments(self) -> list[Payment]:
        with self.db.read() as session:
            found = [stored.of_account(session, one) for one in self.accounts.values()]
        return list({one.id: one for some in found for one in some}.values())

    def made(self) -> list[str]:
        return [one for one in self.bank.payments() if one not in self.before[0]]

    def given_back(self) -> list[str]:
        return [one for one in self.bank.refunds() if one not in self.before[1]]

    def is_paid(self, made: str) -> bool:
        return self.bank.stands(made) == "paid"

    def one(self, found: list[T]) -> T | None:
        return self.chance.choice(found) if found else None


ENDS = frozenset(
    {
        PaymentState.SUCCEEDED,
        PaymentState.FAILED,
        PaymentState.CANCELED,
        PaymentState.EXPIRED,
    }
)
