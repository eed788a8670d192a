"""Our books against a gateway's: nothing is lost when nobody tells us, nothing credited by itself.

Cases of money that has to be found again: 17, 21, 27, 28, 29, 30, 33, 34.
"""

from datetime import UTC, datetime, timedelta

import pytest

from lk_app.db.engine import Database
from lk_app.domain.gateway_registers import LineKind
from lk_app.domain.payments import PaymentState
from lk_app.domain.reconciliation import FindingKind, ReviewRefused
from lk_app.usecases import payment_refunds, payment_reviews
from lk_app.wording import refusal
from tests.payers import NOW, REAL_NOW
from tests.usecases.counterparty import Counterparty
from tests.usecases.mail import PAPER
from tests.usecases.reconciling import DEBT, PAID_AT, SUCCEEDED, TODAY, Desk, stranger


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


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


def test_a_silent_gateway_is_named_and_holds_up_no_other(desk: Desk) -> None:
    payment = desk.counted()
    desk.lose(payment)
    silent = Counterparty(name="silent", silent=True)
    dumb = Counterparty(name="dumb", lists_days=False)
    desk.gateways = {"silent": silent, "dumb": dumb, "paper": desk.other}
    done = desk.reconcile()
    assert (done.silent, done.without_register) == (["silent"], ["dumb"])
    assert [one.gateway for one in done.opened] == ["paper"]
