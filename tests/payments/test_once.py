"""Cases 12 to 19: whatever comes twice, late, early or all at once is counted once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from lk_app.domain.payment_refunds import RefundState
from lk_app.domain.payments import PaymentState
from lk_app.usecases import payment_entries
from tests.usecases.till import DEBT, Till


def test_case_12_the_same_event_twice_is_counted_once(till: Till) -> None:
    payment = till.started()
    till.call_back(payment)
    till.call_back(payment)
    assert till.paid() == [DEBT]


def test_case_13_twenty_callbacks_at_once_are_counted_once(till: Till) -> None:
    payment = till.started()
    with ThreadPoolExecutor(20) as crowd:
        told = [crowd.submit(till.call_back, payment, f"evt_{i % 5}") for i in range(20)]
        states = {one.result().state for one in told if one.result()}
    assert states == {PaymentState.SUCCEEDED}
    assert till.paid() == [DEBT]


def test_case_14_two_events_for_one_capture_are_counted_once(till: Till) -> None:
    payment = till.started()
    till.call_back(payment, "evt_1")
    till.call_back(payment, "evt_2")
    till.come_back(payment)
    assert till.paid() == [DEBT]


def test_case_15_a_refund_heard_of_before_its_payment_waits_for_it(till: Till) -> None:
    payment = till.started()
    refund_id = till.bank.give_back(payment.external_id, 100_00)
    till.hear(till.bank.refund_callback(refund_id))
    assert till.state(payment) is PaymentState.PENDING
    assert till.balance() == DEBT
    till.call_back(payment)
    assert (till.paid(), till.returned(), till.balance()) == ([DEBT], [100_00], 100_00)
    till.hear(till.bank.refund_callback(refund_id, "evt_again"))
    assert till.returned() == [100_00]


@pytest.mark.parametrize("late", ["canceled", "expired", "declined", "open"])
def test_case_16_nothing_moves_a_paid_payment_back(till: Till, late: str) -> None:
    payment = till.paid_up()
    till.bank.turn(payment.external_id, late)
    till.call_back(payment, "evt_2")
    assert till.state(payment) is PaymentState.SUCCEEDED
    assert till.paid() == [DEBT]


def test_case_17_money_that_came_after_we_took_it_for_expired_is_money(till: Till) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "expired")
    till.call_back(payment, "evt_1")
    assert till.state(payment) is PaymentState.EXPIRED
    till.bank.turn(payment.external_id, "paid")
    till.call_back(payment, "evt_2")
    assert till.paid() == [DEBT]


def test_case_18_a_crash_while_counting_leaves_neither_event_nor_entry(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = till.started()
    with monkeypatch.context() as broken:
        broken.setattr(payment_entries.billing, "open_period", _crash)
        with pytest.raises(SystemExit):
            till.call_back(payment)
    assert till.state(payment) is PaymentState.PENDING
    till.call_back(payment)
    assert till.paid() == [DEBT]


def _crash(*_: object) -> None:
    raise SystemExit


def test_case_19_return_page_webhook_and_job_race_for_one_payment(till: Till) -> None:
    payment = till.started()
    with ThreadPoolExecutor(12) as crowd:
        told = [crowd.submit(till.call_back, payment, f"evt_{i}") for i in range(4)]
        back = [crowd.submit(till.come_back, payment) for _ in range(4)]
        jobs = [crowd.submit(till.check, timedelta(minutes=1)) for _ in range(4)]
        for one in (*told, *back, *jobs):
            one.result()
    assert till.paid() == [DEBT]
    assert till.state(payment) is PaymentState.SUCCEEDED


def test_a_refund_is_counted_once_however_often_it_is_told(till: Till) -> None:
    payment = till.paid_up()
    refund = till.refund(payment, 500_00)
    assert refund.state is RefundState.SUCCEEDED
    (refund_id,) = till.bank.refunds()
    with ThreadPoolExecutor(8) as crowd:
        said = [till.bank.refund_callback(refund_id, f"evt_r{i % 3}") for i in range(8)]
        list(crowd.map(till.hear, said))
    assert till.refund(payment, 500_00).public_id == refund.public_id
    assert till.returned() == [500_00]
    assert len(till.bank.refunds()) == 1
