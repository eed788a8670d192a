"""Our books against a gateway's: nothing is lost when nobody tells us, nothing credited by itself.

Cases of money that has to be found again: 17, 21, 27, 28, 29, 30, 33, 34.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lk_app.db import payments as stored
from lk_app.db.engine import Database
from lk_app.domain.gateway_registers import LineKind, RegisterLine
from lk_app.domain.payments import Method, Payment, PaymentRefused, PaymentState
from lk_app.domain.reconciliation import FindingKind, ReviewRefused
from lk_app.usecases import (
    payment_refunds,
    payment_reviews,
    payments,
    reconciliation,
    settlements,
    statements,
)
from lk_app.usecases.payments import Wanted
from lk_app.usecases.reconciliation import Reconciled
from lk_app.wording import refusal
from tests.payers import NOW, REAL_NOW, account, balance, payer
from tests.usecases.counterparty import Counterparty
from tests.usecases.mail import PAPER
from tests.usecases.test_statements import SUPPLIER

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


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


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


def test_books_that_agree_open_no_case(desk: Desk) -> None:
    desk.counted()
    done = desk.reconcile()
    assert (done.compared, done.opened, done.silent) == (1, [], [])
    assert desk.cases() == []


def test_case_30_no_webhook_at_all_and_the_money_is_found(desk: Desk) -> None:
    payment = desk.start()
    desk.pay(payment)
    done = desk.reconcile()
    assert (done.asked, done.finished) == (1, 1)
    assert desk.state(payment) is SUCCEEDED
    assert (desk.balance(), desk.cases()) == (0, [])
    assert desk.reconcile().asked == 0
    assert desk.balance() == 0


@pytest.mark.parametrize("paid", [False, True])
def test_case_28_29_a_payer_who_closed_everything(desk: Desk, paid: bool) -> None:
    payment = desk.start()
    if paid:
        desk.pay(payment)
    else:
        desk.other.turn(payment, PaymentState.EXPIRED, at=PAID_AT)
    desk.reconcile()
    assert desk.state(payment) is (SUCCEEDED if paid else PaymentState.EXPIRED)
    assert desk.balance() == (0 if paid else DEBT)


def test_case_21_timed_out_after_creating_goes_on_with_the_same_page(desk: Desk) -> None:
    desk.other.loses_answers = True
    payment = desk.start()
    assert payment.state is PaymentState.UNKNOWN
    desk.other.loses_answers = False
    desk.pay(payment)
    desk.reconcile()  # finds the page again by its key
    desk.reconcile()  # and then what became of it
    assert len(desk.other.reports) == 1
    assert (desk.state(payment), desk.balance()) == (SUCCEEDED, 0)


def test_case_27_a_restart_between_commit_and_call_begins_it_once(desk: Desk) -> None:
    desk.other.silent = True
    payment = desk.start()
    desk.other.silent = False
    desk.reconcile()
    assert desk.state(payment) is PaymentState.PENDING
    assert len(desk.other.reports) == 1
    assert desk.start().public_id == payment.public_id  # the payer's second click


def test_case_17_paid_after_we_expired_it_waits_for_a_person_who_asks_the_gateway(
    desk: Desk,
) -> None:
    payment = desk.start()
    desk.other.turn(payment, PaymentState.EXPIRED, at=PAID_AT)
    desk.reconcile()
    desk.pay(payment)
    done = desk.reconcile()
    assert [one.kind for one in done.opened] == [FindingKind.STATE]
    assert (desk.state(payment), desk.balance()) == (PaymentState.EXPIRED, DEBT)
    (case,) = payment_reviews.cases(db=desk.db)
    for _ in range(2):
        after = payment_reviews.ask(
            db=desk.db, gateways=desk.gateways, paper=PAPER, case_id=case.id,
            now=NOW, real_now=REAL_NOW,
        )  # fmt: skip
        assert after.state is SUCCEEDED
    assert (desk.balance(), desk.cases()) == (0, [])


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"amount": DEBT - 1}, FindingKind.AMOUNT),
        ({"amount": DEBT * 100}, FindingKind.AMOUNT),
        ({"currency": "USD"}, FindingKind.CURRENCY),
        ({"live": True}, FindingKind.MODE),
    ],
)
def test_case_33_34_a_success_that_differs_is_a_case_at_once_and_credits_nothing(
    desk: Desk, said: dict[str, object], kind: FindingKind
) -> None:
    payment = desk.start()
    desk.pay(payment, **said)
    assert desk.ask(payment).state is PaymentState.REVIEW
    assert desk.cases() == [(kind, payment.public_id)]
    for _ in range(2):
        desk.reconcile()
    assert desk.cases() == [(kind, payment.public_id)]
    assert desk.balance() == DEBT
    (case,) = payment_reviews.cases(db=desk.db)
    assert case.finding.here["amount"] == DEBT
    assert case.finding.there["amount"] == said.get("amount", DEBT)


def accept(desk: Desk, note: str = "заплатил меньше") -> Payment:
    (case,) = payment_reviews.cases(db=desk.db)
    return payment_reviews.accept(
        db=desk.db, gateways=desk.gateways, paper=PAPER, case_id=case.id, note=note,
        now=NOW, real_now=REAL_NOW,
    )  # fmt: skip


@pytest.mark.parametrize("arrived", [1, DEBT - 1, DEBT + 1])
def test_case_33_a_person_accepts_the_sum_that_came(desk: Desk, arrived: int) -> None:
    payment = desk.start()
    desk.pay(payment, amount=arrived)
    desk.ask(payment)
    done = accept(desk)
    assert (done.state, done.amount) == (SUCCEEDED, arrived)
    assert desk.balance() == DEBT - arrived
    assert desk.reconcile().opened == []
    assert desk.cases() == []
    with desk.db.read() as session:
        kept = stored.by_public_id(session, payment.public_id)
        assert kept is not None
        steps = [step.kind for step in stored.steps(session, kept.id)]
    assert (kept.amount, [part.amount for part in kept.parts]) == (arrived, [arrived])
    assert steps == ["created", "pending", "review", "succeeded"]


def test_case_37_several_accounts_share_the_sum_that_came_to_the_kopeck(desk: Desk) -> None:
    other = account(desk.db, "6410100102", owner=desk.customer, debt=100_01)
    payment = desk.start(wanted=[Wanted(NUMBER, 200_00), Wanted("6410100102", 100_00)])
    desk.pay(payment, amount=100_00)
    desk.ask(payment)
    accept(desk)
    assert (DEBT - desk.balance(), 100_01 - balance(desk.db, other)) == (66_67, 33_33)


@pytest.mark.parametrize(
    "said", [{"currency": "USD"}, {"live": True}, {"state": PaymentState.PENDING}, {"amount": 0}]
)
def test_what_is_no_money_of_ours_cannot_be_accepted(desk: Desk, said: dict[str, object]) -> None:
    payment = desk.start()
    desk.pay(payment, amount=1)
    desk.ask(payment)
    desk.other.turn(payment, at=PAID_AT, **{"state": SUCCEEDED, **said})  # type: ignore[arg-type]
    with pytest.raises(PaymentRefused) as caught:
        accept(desk)
    assert caught.value.code == "payment.not_acceptable"
    assert (desk.balance(), len(desk.cases())) == (DEBT, 1)


def test_a_case_is_accepted_once_however_many_try(desk: Desk) -> None:
    payment = desk.start()
    desk.pay(payment, amount=DEBT - 1)
    desk.ask(payment)
    (case,) = payment_reviews.cases(db=desk.db)

    def act(_: int) -> bool:
        try:
            payment_reviews.accept(
                db=desk.db, gateways=desk.gateways, paper=PAPER, case_id=case.id, note="да",
                now=NOW, real_now=REAL_NOW,
            )  # fmt: skip
        except ReviewRefused:
            return False
        return True

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(act, range(5))) == [False] * 4 + [True]
    assert desk.balance() == 1


def test_what_a_person_turns_away_is_told_to_its_payer_and_stays_so(desk: Desk) -> None:
    payment = desk.start()
    desk.pay(payment, currency="USD")
    desk.ask(payment)
    (case,) = payment_reviews.cases(db=desk.db)
    payment_reviews.resolve(db=desk.db, case_id=case.id, note="вернули", now=NOW)
    assert desk.state(payment) is PaymentState.REVERSED
    assert desk.reconcile().opened == []
    assert desk.ask(payment).state is PaymentState.REVERSED
    assert desk.balance() == DEBT
    document = statements.statement(
        db=desk.db, supplier=SUPPLIER, customer_id=desk.customer, account_number=NUMBER,
        first_day=None, last_day=None, now=NOW,
    )  # fmt: skip
    assert [row.state for row in document.rows if payment.public_id in row.what] == ["отменён"]
    assert document.statement.closing_balance == DEBT


def test_a_case_of_review_outlives_a_register_that_says_nothing_of_it(desk: Desk) -> None:
    payment = desk.start()
    desk.pay(payment, amount=1)
    desk.ask(payment)
    desk.lose(payment)
    desk.reconcile()
    assert desk.cases() == [(FindingKind.AMOUNT, payment.public_id)]


def test_money_there_that_we_do_not_know_is_credited_to_nobody(desk: Desk) -> None:
    desk.other.strangers.append(stranger())
    done = desk.reconcile()
    assert [(one.kind, one.external_id) for one in done.opened] == [
        (FindingKind.MISSING_HERE, "X-stranger")
    ]
    assert desk.balance() == DEBT
    (case,) = payment_reviews.cases(db=desk.db)
    with pytest.raises(ReviewRefused) as caught:
        payment_reviews.ask(
            db=desk.db, gateways=desk.gateways, paper=PAPER, case_id=case.id,
            now=NOW, real_now=REAL_NOW,
        )  # fmt: skip
    assert "такого платежа у нас нет" in refusal(caught.value)


def test_money_here_that_the_gateway_does_not_confirm(desk: Desk) -> None:
    payment = desk.counted()
    desk.lose(payment)
    done = desk.reconcile()
    assert [one.kind for one in done.opened] == [FindingKind.MISSING_THERE]
    assert desk.balance() == 0  # what was counted stays counted until a person says otherwise


def test_money_that_came_twice_for_one_payment_is_credited_once(desk: Desk) -> None:
    payment = desk.counted()
    twice = {"reference": payment.public_id, "amount": DEBT, "external_id": "X-again"}
    desk.other.strangers.append(stranger(**twice))
    assert [(one.kind, one.external_id) for one in desk.reconcile().opened] == [
        (FindingKind.ACCOUNT, "X-again")
    ]
    assert desk.balance() == 0


def test_a_counted_payment_whose_sum_changed_there(desk: Desk) -> None:
    payment = desk.counted()
    desk.pay(payment, amount=DEBT + 1)
    assert [one.kind for one in desk.reconcile().opened] == [FindingKind.AMOUNT]
    assert desk.balance() == 0


def test_a_refund_made_there_is_a_case_and_one_made_here_is_not(desk: Desk) -> None:
    payment = desk.counted()
    payment_refunds.start(
        db=desk.db, gateways=desk.gateways, public_id=payment.public_id, amount=100_00,
        reason="", by="test", idempotency_key="r", now=NOW, real_now=REAL_NOW,
    )  # fmt: skip
    assert desk.reconcile().opened == []
    desk.other.strangers.append(stranger(kind=LineKind.REFUND, external_id="RX-office"))
    assert [(one.subject, one.kind) for one in desk.reconcile().opened] == [
        (LineKind.REFUND, FindingKind.MISSING_HERE)
    ]
    desk.other.refunds.clear()
    assert [one.kind for one in desk.reconcile().opened] == [FindingKind.MISSING_THERE]


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 11, 19, 20, 0, tzinfo=UTC),  # midnight in Saratov: the first moment
        datetime(2026, 11, 19, 19, 59, 59, tzinfo=UTC),  # the last one of the day before
    ],
)
def test_a_payment_at_midnight_is_in_no_case_of_either_day(desk: Desk, at: datetime) -> None:
    payment = desk.start()
    desk.pay(payment, at=at)
    desk.ask(payment)
    done = desk.reconcile(TODAY - timedelta(days=1), TODAY)
    assert (done.compared, done.opened) == (1, [])


def test_a_case_is_opened_once_and_closed_when_both_sides_agree(desk: Desk) -> None:
    desk.other.strangers.append(stranger())
    assert len(desk.reconcile().opened) == 1
    again = desk.reconcile()
    assert (again.opened, again.agreed) == ([], 0)
    desk.other.strangers.clear()
    assert desk.reconcile().agreed == 1
    assert desk.cases() == []
    desk.other.strangers.append(stranger())
    assert len(desk.reconcile().opened) == 1


def test_what_a_person_decided_stays_decided_until_the_gateway_says_other_things(
    desk: Desk,
) -> None:
    desk.other.strangers.append(stranger())
    desk.reconcile()
    (case,) = payment_reviews.cases(db=desk.db)
    for _ in range(2):
        payment_reviews.resolve(db=desk.db, case_id=case.id, note="вернули", now=NOW)
    assert desk.reconcile().opened == []
    assert desk.cases() == []
    desk.other.strangers[0] = stranger(amount=778_00)
    assert len(desk.reconcile().opened) == 1


@pytest.mark.parametrize(
    ("number", "note", "code"),
    [(1, "  ", "review.note"), (2, "да", "review.unknown"), (1, "иначе", "review.closed")],
)
def test_closing_needs_a_case_and_a_note(desk: Desk, number: int, note: str, code: str) -> None:
    desk.other.strangers.append(stranger())
    desk.reconcile()
    payment_reviews.resolve(db=desk.db, case_id=1, note="вернули", now=NOW)
    with pytest.raises(ReviewRefused) as caught:
        payment_reviews.resolve(db=desk.db, case_id=number, note=note, now=NOW)
    assert caught.value.code == code
    assert refusal(caught.value) != refusal(ReviewRefused("?"))


def test_a_silent_gateway_is_named_and_holds_up_no_other(desk: Desk) -> None:
    payment = desk.counted()
    desk.lose(payment)
    silent = Counterparty(name="silent", silent=True)
    dumb = Counterparty(name="dumb", lists_days=False)
    desk.gateways = {"silent": silent, "dumb": dumb, "paper": desk.other}
    done = desk.reconcile()
    assert (done.silent, done.without_register) == (["silent"], ["dumb"])
    assert [one.gateway for one in done.opened] == ["paper"]
