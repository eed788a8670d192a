"""Case 36: money on its way back — in parts, too much of it, through the office, or by the bank."""

from datetime import timedelta

import pytest

from lk_app.db import ledger
from lk_app.domain.ledger import EntryKind
from lk_app.domain.payment_refunds import RefundKind, RefundRefused, RefundState
from lk_app.usecases import payments
from lk_app.usecases.payments import Wanted
from tests.payers import account, balance
from tests.usecases.till import DEBT, NUMBER, OTHER, Till
from tests.vendors.stripe import StripeMachine


def test_case_36_partial_refunds_until_nothing_is_left(till: Till) -> None:
    payment = till.paid_up()
    assert till.refund(payment, 100_00, "r1").state is RefundState.SUCCEEDED
    assert till.refund(payment, 200_00, "r2").state is RefundState.SUCCEEDED
    assert till.balance() == 300_00
    assert till.refund(payment, None, "r3").amount == DEBT - 300_00
    assert till.balance() == DEBT
    assert sum(till.returned()) == DEBT


def test_case_36_more_than_is_left_is_refused_and_nothing_is_asked(till: Till) -> None:
    payment = till.paid_up()
    till.refund(payment, 1_300_00)
    asked = till.bank.calls
    with pytest.raises(RefundRefused) as refused:
        till.refund(payment, 100_00, "r2")
    assert (refused.value.code, refused.value.facts["left"]) == ("refund.too_much", 44_69)
    assert till.bank.calls == asked
    with pytest.raises(RefundRefused, match=r"refund\.amount"):
        till.refund(payment, -1, "r3")


def test_case_36_of_a_payment_that_is_all_back_nothing_is_left_to_give(till: Till) -> None:
    payment = till.paid_up()
    till.refund(payment, None)
    for amount in (None, 1_00):
        with pytest.raises(RefundRefused, match=r"refund\.nothing_left"):
            till.refund(payment, amount, "r2")


def test_a_number_taken_by_another_refund_is_drawn_again(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = till.paid_up()
    drawn = iter([5, 5, 7])
    monkeypatch.setattr(payments, "randbelow", lambda limit: next(drawn))
    first, second = till.refund(payment, 1_00), till.refund(payment, 2_00, "r2")
    numbers = [first.public_id, second.public_id]
    assert numbers == ["R261120-120000-000005", "R261120-120000-000007"]


def test_case_36_a_refund_on_its_way_counts_against_what_is_left(till: Till) -> None:
    payment = till.paid_up()
    till.bank.refund_state = "processing"
    first = till.refund(payment, 1_000_00)
    assert (first.state, till.returned()) == (RefundState.PENDING, [])
    with pytest.raises(RefundRefused, match=r"refund\.too_much"):
        till.refund(payment, 1_000_00, "r2")
    till.bank.turn_refund(till.bank.refunds()[0], "done")
    till.check(timedelta(minutes=1))
    assert till.returned() == [1_000_00]
    assert till.balance() == 1_000_00


def test_case_36_a_refund_the_bank_turned_down_leaves_all_as_it_was(till: Till) -> None:
    payment = till.paid_up()
    till.bank.refund_state = "processing"
    till.refund(payment, 1_000_00)
    till.bank.turn_refund(till.bank.refunds()[0], "failed")
    till.check(timedelta(minutes=1))
    assert [one.state for one in till.refunds(payment)] == [RefundState.FAILED]
    assert (till.returned(), till.balance()) == ([], 0)
    till.bank.refund_state = "done"
    with pytest.raises(RefundRefused, match=r"refund\.key_reused"):
        till.refund(payment, 2_000_00)


def test_case_36_money_that_came_back_from_a_closed_card_is_counted_again(till: Till) -> None:
    payment = till.paid_up()
    till.refund(payment, 1_000_00)
    (refund_id,) = till.bank.refunds()
    assert till.balance() == 1_000_00
    till.bank.turn_refund(refund_id, "failed")
    till.hear(till.bank.refund_callback(refund_id, "evt_failed"))
    till.hear(till.bank.refund_callback(refund_id, "evt_failed_again"))
    assert till.returned() == [1_000_00, -1_000_00]
    assert till.balance() == 0


def test_case_36_a_refund_of_the_gateways_office_is_written_down_and_counted(till: Till) -> None:
    payment = till.paid_up()
    refund_id = till.bank.give_back(payment.external_id, 300_00)
    till.hear(till.bank.refund_callback(refund_id))
    (one,) = till.refunds(payment)
    assert (one.by, one.amount, one.external_id) == ("gateway", 300_00, refund_id)
    assert till.balance() == 300_00


@pytest.mark.parametrize("vendor", ["stripe"], indirect=True)
def test_case_36_a_chargeback_reopens_the_debt_and_a_won_dispute_closes_it(till: Till) -> None:
    assert isinstance(till.bank, StripeMachine)
    payment = till.paid_up()
    dispute = till.bank.dispute(payment.external_id, DEBT)
    till.hear(till.bank.event("charge.dispute.funds_withdrawn", dispute, "evt_d1"))
    assert till.balance() == DEBT
    assert [one.kind for one in till.refunds(payment)] == [RefundKind.CHARGEBACK]
    till.hear(till.bank.event("charge.dispute.funds_reinstated", dispute, "evt_d2"))
    assert till.balance() == 0
    kinds = [step.kind for step in till.trail(payment).steps]
    assert kinds[-2:] == ["chargeback_succeeded", "chargeback_failed"]


@pytest.mark.parametrize("vendor", ["stripe"], indirect=True)
def test_case_36_more_taken_back_than_was_paid_waits_for_a_person(till: Till) -> None:
    assert isinstance(till.bank, StripeMachine)
    payment = till.paid_up()
    till.refund(payment, 1_000_00)
    dispute = till.bank.dispute(payment.external_id, DEBT)
    till.hear(till.bank.event("charge.dispute.funds_withdrawn", dispute, "evt_d1"))
    assert [one.state for one in till.refunds(payment)] == [
        RefundState.SUCCEEDED,
        RefundState.REVIEW,
    ]
    assert till.balance() == 1_000_00


def test_an_unpaid_payment_has_nothing_to_give_back(till: Till) -> None:
    with pytest.raises(RefundRefused, match=r"refund\.not_paid"):
        till.refund(till.start())


def test_a_gateway_that_did_not_answer_is_asked_for_the_refund_again_once(till: Till) -> None:
    payment = till.paid_up()
    till.bank.trouble = "drop"
    assert till.refund(payment, 100_00).state is RefundState.UNKNOWN
    till.bank.trouble = ""
    till.check(timedelta(minutes=1))
    assert till.returned() == [100_00]
    assert len(till.bank.refunds()) == 1


def test_a_refund_over_two_accounts_takes_from_each_its_share(till: Till) -> None:
    second = account(till.db, OTHER, owner=till.customer, debt=1_00)
    payment = till.paid_up(Wanted(NUMBER, 99_00), Wanted(OTHER, 1_00))
    till.refund(payment, 50_01, "r1")
    assert (till.returned(), balance(till.db, second)) == ([49_51], 50)
    till.refund(payment, None, "r2")
    assert (sum(till.returned()), balance(till.db, second)) == (99_00, 1_00)
    with till.db.read() as session:
        kinds = [entry.kind for entry in ledger.entries(session, second)]
    assert kinds.count(EntryKind.REFUND) == 2
