"""Cases 28 to 34: what payers and banks do between the page and the money."""

from datetime import date, timedelta

import pytest

from lk_app.db import ledger
from lk_app.domain.payments import PaymentState
from lk_app.domain.periods import Period
from lk_app.usecases import settlements
from lk_app.usecases.payments import Wanted
from tests.payers import NOW, REAL_NOW
from tests.usecases.mail import PAPER
from tests.usecases.till import DEBT, NUMBER, Till


def test_a_paid_bill_leaves_no_debt_and_shows_its_steps(till: Till) -> None:
    payment = till.start()
    assert payment.state is PaymentState.PENDING
    till.bank.turn(payment.external_id, "paid")
    trail = till.come_back(payment)
    assert trail.payment.state is PaymentState.SUCCEEDED
    assert trail.payment.card_mask in ("Мир •• 0004", "Visa •• 4242")
    assert trail.balances == {till.account: 0}
    till.call_back(payment)  # said again: no step of its own
    trail = till.trail(payment)
    assert [step.kind for step in trail.steps] == ["created", "pending", "succeeded"]
    assert all(step.reference for step in trail.steps)


def test_the_entry_has_the_day_of_paying_and_the_period_that_is_open(till: Till) -> None:
    payment = till.paid_up()
    with till.db.read() as session:
        entry = ledger.entries(session, till.account)[-1]
    assert (entry.value_date, entry.booked_in) == (date(2026, 11, 20), Period(2026, 11))
    assert entry.ref == f"{payment.public_id}/{NUMBER}"


def test_a_clock_that_stands_at_midnight_dates_no_payment_yesterday(till: Till) -> None:
    midnight = NOW.replace(hour=0)
    payment = till.started(now=midnight)
    settlements.returned(
        db=till.db,
        gateways=till.gateways,
        paper=PAPER,
        customer_id=till.customer,
        public_id=payment.public_id,
        now=midnight,
        real_now=REAL_NOW,
    )
    with till.db.read() as session:
        assert ledger.entries(session, till.account)[-1].value_date == date(2026, 11, 20)


def test_case_28_closed_before_the_gateways_page_the_payment_waits_then_expires(
    till: Till,
) -> None:
    payment = till.start()
    till.check(timedelta(minutes=1))
    assert till.state(payment) is PaymentState.PENDING
    till.bank.turn(payment.external_id, "expired")
    till.check(timedelta(minutes=3))
    assert till.state(payment) is PaymentState.EXPIRED
    assert till.paid() == []


def test_case_29_closed_after_paying_the_money_is_counted_all_the_same(till: Till) -> None:
    payment = till.started()
    till.call_back(payment)
    assert till.balance() == 0


def test_case_30_without_any_webhook_the_job_settles_it(till: Till) -> None:
    till.started()
    assert till.check(timedelta(seconds=30)) == 0
    assert till.check(timedelta(minutes=1)) == 1
    assert till.balance() == 0


def test_case_30_the_job_asks_at_1_2_5_15_60_minutes(till: Till) -> None:
    till.start()
    asked = []
    for minute in range(90):
        before = till.bank.calls
        till.check(timedelta(minutes=minute))
        if till.bank.calls > before:
            asked.append(minute)
    assert asked == [1, 2, 5, 15, 60]


def test_case_31_declined_moves_nothing_then_another_attempt_pays(till: Till) -> None:
    first = till.start()
    till.bank.turn(first.external_id, "declined", decline="no_money")
    declined = till.come_back(first)
    # Stripe's page stays open after a declined card: its payer tries another one there
    over = declined.payment.state is PaymentState.FAILED
    assert over == (till.gateway.name != "stripe")
    assert declined.payment.decline_code == ("no_money" if over else "")
    assert declined.balances == {till.account: DEBT}
    second = till.started(key="two")
    assert till.come_back(second).balances == {till.account: 0}
    assert till.paid() == [DEBT]


def test_case_31_declined_then_paid_on_the_same_page_is_paid(till: Till) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "declined", decline="no_money")
    till.call_back(payment, "evt_1")
    till.bank.turn(payment.external_id, "paid")
    till.call_back(payment, "evt_2")
    assert till.state(payment) is PaymentState.SUCCEEDED
    assert till.paid() == [DEBT]


@pytest.mark.parametrize("left", ["declined", "open"])
def test_case_32_a_3d_secure_code_failed_or_left_alone_moves_no_money(
    till: Till, left: str
) -> None:
    payment = till.start()
    facts = {"decline": "three_ds"} if left == "declined" else {}
    till.bank.turn(payment.external_id, left, **facts)
    shown = till.come_back(payment).payment
    assert shown.state in (PaymentState.FAILED, PaymentState.PENDING)
    if shown.state is PaymentState.FAILED:
        assert shown.decline_code == "three_ds"
    assert till.balance() == DEBT


def states_of_one_that_differs(till: Till, difference: dict[str, object]) -> list[PaymentState]:
    """After the gateway's word that differs, and after a second one that does not."""
    payment = till.start()
    till.bank.turn(payment.external_id, "paid", **difference)
    till.call_back(payment)
    at_first = till.state(payment)
    till.bank.turn(payment.external_id, "paid", amount=DEBT, currency="RUB", live=False)
    till.call_back(payment, "evt_2")
    till.check(timedelta(hours=1))
    return [at_first, till.state(payment)]


IN_REVIEW = [PaymentState.REVIEW, PaymentState.REVIEW]


def test_case_33_another_amount_waits_for_a_person(till: Till) -> None:
    assert states_of_one_that_differs(till, {"amount": 134468}) == IN_REVIEW
    assert till.paid() == []


def test_case_34_another_currency_waits_for_a_person(till: Till) -> None:
    assert states_of_one_that_differs(till, {"currency": "USD"}) == IN_REVIEW
    assert till.paid() == []


def test_case_34_real_money_in_a_test_or_the_other_way_round_waits_for_a_person(
    till: Till,
) -> None:
    assert states_of_one_that_differs(till, {"live": True}) == IN_REVIEW
    assert till.paid() == []


@pytest.mark.parametrize("what", ["canceled", "expired", "declined"])
def test_what_differs_but_brings_no_money_is_nobodys_work(till: Till, what: str) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, what, amount=1)
    till.call_back(payment)
    assert till.state(payment) is PaymentState.PENDING
    till.bank.turn(payment.external_id, "paid", amount=DEBT)
    till.call_back(payment, "evt_2")
    assert till.paid() == [DEBT]


def test_coming_back_proves_nothing(till: Till) -> None:
    payment = till.start()
    assert till.come_back(payment).payment.state is PaymentState.PENDING
    assert till.balance() == DEBT


def test_a_gateway_that_hangs_later_leaves_the_payment_waiting(till: Till) -> None:
    payment = till.start()
    till.bank.trouble = "drop"
    assert till.come_back(payment).payment.state is PaymentState.PENDING


def test_a_period_the_payer_named_goes_into_the_ledger(till: Till) -> None:
    till.paid_up(Wanted(NUMBER, 100_00, Period(2026, 9)))
    with till.db.read() as session:
        assert ledger.entries(session, till.account)[-1].named == Period(2026, 9)
