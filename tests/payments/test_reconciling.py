"""Our books against each vendor's own register: case 30 again, and what only a comparison finds."""

from datetime import date, datetime, timedelta

import pytest

from lk_app.domain.gateway_registers import LineKind
from lk_app.domain.payments import PaymentState
from lk_app.domain.reconciliation import FindingKind
from lk_app.usecases import payment_reviews, reconciliation
from lk_app.usecases.reconciliation import Reconciled
from tests.payers import NOW, REAL_NOW
from tests.usecases.mail import PAPER
from tests.usecases.till import DEBT, Till

TODAY = NOW.date()


def reconcile(till: Till, day: date = TODAY, *, now: datetime = NOW) -> Reconciled:
    return reconciliation.run(
        db=till.db,
        gateways=till.gateways,
        paper=PAPER,
        first=day,
        last=day,
        now=now,
        real_now=REAL_NOW + (now - NOW),
    )


def cases(till: Till) -> list[tuple[LineKind, FindingKind]]:
    found = payment_reviews.cases(db=till.db)
    return [(case.finding.subject, case.finding.kind) for case in found]


def test_what_was_paid_and_given_back_agrees(till: Till) -> None:
    payment = till.paid_up()
    till.refund(payment, 100_00)
    done = reconcile(till)
    assert (done.compared, done.silent, cases(till)) == (2, [], [])
    assert till.balance() == 100_00


def test_case_30_no_webhook_at_all_and_the_comparison_counts_it_once(till: Till) -> None:
    payment = till.started()
    for _ in range(2):
        reconcile(till)
    assert till.state(payment) is PaymentState.SUCCEEDED
    assert (till.paid(), cases(till)) == ([DEBT], [])


def test_what_was_given_back_in_their_office_waits_for_a_person(till: Till) -> None:
    payment = till.paid_up()
    till.bank.give_back(payment.external_id, 50_00)
    reconcile(till)
    assert cases(till) == [(LineKind.REFUND, FindingKind.MISSING_HERE)]
    assert till.balance() == 0
    refund = till.bank.refunds()[-1]
    till.hear(till.bank.refund_callback(refund))  # the callback was only late
    done = reconcile(till)
    assert (done.agreed, cases(till)) == (1, [])
    assert till.balance() == 50_00


def test_case_33_a_success_of_another_sum_is_accepted_as_it_came(till: Till) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "paid", amount=DEBT - 1)
    till.call_back(payment)
    assert cases(till) == [(LineKind.PAYMENT, FindingKind.AMOUNT)]
    reconcile(till)
    (case,) = payment_reviews.cases(db=till.db)
    payment_reviews.accept(
        db=till.db,
        gateways=till.gateways,
        paper=PAPER,
        case_id=case.id,
        note="заплатил меньше",
        now=NOW,
        real_now=REAL_NOW,
    )
    assert till.balance() == 1
    assert (reconcile(till).opened, cases(till)) == ([], [])


@pytest.mark.parametrize("days", [0, 1, 30])
def test_another_day_of_the_same_book_finds_nothing_to_say(till: Till, days: int) -> None:
    till.paid_up()
    later = NOW + timedelta(days=days)
    done = reconcile(till, later.date(), now=later)
    assert (done.compared, cases(till)) == (0 if days else 1, [])


def test_a_vendor_that_is_down_is_named_and_asked_again_tomorrow(till: Till) -> None:
    payment = till.started()
    till.bank.trouble = "down"
    assert reconcile(till).silent == [till.gateway.name]
    till.bank.trouble = ""
    assert till.state(payment) is PaymentState.PENDING
    reconcile(till)
    assert till.paid() == [DEBT]
