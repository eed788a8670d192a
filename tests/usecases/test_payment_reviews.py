"""What a person decides of money that differs: accepted as it came, turned away, closed once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from lk_app.db import payments as stored
from lk_app.db.engine import Database
from lk_app.domain.payments import Payment, PaymentRefused, PaymentState
from lk_app.domain.reconciliation import ReviewRefused
from lk_app.usecases import payment_reviews, statements
from lk_app.usecases.payments import Wanted
from lk_app.wording import refusal
from tests.payers import NOW, REAL_NOW, account, balance
from tests.usecases.mail import PAPER
from tests.usecases.reconciling import DEBT, NUMBER, PAID_AT, SUCCEEDED, Desk, stranger
from tests.usecases.test_statements import SUPPLIER


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


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
