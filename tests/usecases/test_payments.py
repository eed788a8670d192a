"""Paying: what is started, settled once, and what the ledger says afterwards."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from lk_app.db import ledger
from lk_app.db.engine import Database
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.customers import CustomerRefused
from lk_app.domain.payments import Payment, PaymentRefused, PaymentState
from lk_app.domain.periods import Period
from lk_app.gateways.demo_bank import DemoBank
from lk_app.gateways.ports import EventRejected, GatewayUnanswered
from lk_app.usecases import gateway_events, payment_entries, settlements
from lk_app.usecases.payments import Wanted
from tests.bank import open_bank, signature
from tests.payers import NOW, REAL_NOW, account, balance, payer
from tests.usecases.mail import PAPER
from tests.usecases.till import NUMBER, OTHER, Till


@pytest.fixture
def till(database: Database) -> Iterator[Till]:
    with open_bank() as (bank, gateway):
        yield Till(database, bank, gateway)


def test_a_paid_bill_leaves_no_debt(till: Till) -> None:
    payment = till.start()
    assert payment.state is PaymentState.PENDING
    assert payment.checkout_url == "/demo-bank/checkout/chk_1"
    till.bank.turn(payment.external_id, "paid")
    trail = till.come_back(payment)
    assert trail.payment.state is PaymentState.SUCCEEDED
    assert trail.payment.card_mask == "Мир •• 0004"
    assert trail.balances == {till.account: 0}
    assert [step.kind for step in trail.steps] == ["created", "pending", "succeeded"]


def test_the_entry_has_the_day_of_paying_and_the_period_that_is_open(till: Till) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "paid", changed_at="2026-11-20T07:59:59+00:00")
    till.call_back(payment)
    with till.db.read() as session:
        entry = ledger.entries(session, till.account)[-1]
    assert (entry.value_date, entry.booked_in) == (date(2026, 11, 20), Period(2026, 11))
    assert entry.ref == f"{payment.public_id}/{NUMBER}"


def test_a_clock_that_stands_at_midnight_dates_no_payment_yesterday(till: Till) -> None:
    midnight = NOW.replace(hour=0)
    payment = till.start(now=midnight)
    till.bank.turn(payment.external_id, "paid")
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


def test_coming_back_proves_nothing(till: Till) -> None:
    payment = till.start()
    assert till.come_back(payment).payment.state is PaymentState.PENDING
    assert balance(till.db, till.account) == 134469


def test_the_same_event_twice_is_counted_once(till: Till) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "paid")
    till.call_back(payment)
    till.call_back(payment)
    assert till.paid() == [134469]


def test_two_events_for_one_capture_are_counted_once(till: Till) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "paid")
    till.call_back(payment, "evt_1")
    till.call_back(payment, "evt_2")
    till.come_back(payment)
    assert till.paid() == [134469]


def test_twenty_callbacks_and_returns_at_once_are_counted_once(till: Till) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "paid")
    with ThreadPoolExecutor(20) as crowd:
        jobs = [crowd.submit(till.call_back, payment, f"evt_{i % 5}") for i in range(10)]
        backs = [crowd.submit(till.come_back, payment) for _ in range(10)]
        states = {done.result().state for done in jobs if done.result()}
        states |= {done.result().payment.state for done in backs}
    assert states == {PaymentState.SUCCEEDED}
    assert till.paid() == [134469]


def test_a_double_click_is_one_payment(till: Till) -> None:
    with ThreadPoolExecutor(2) as hand:
        clicks = [hand.submit(till.start) for _ in range(2)]
        numbers = {click.result().public_id for click in clicks}
    assert len(numbers) == 1
    assert len(till.bank.checkouts) == 1


def test_a_key_is_good_for_one_sum_only(till: Till) -> None:
    till.start(Wanted(NUMBER, 100_00))
    with pytest.raises(PaymentRefused, match=r"payment\.key_reused"):
        till.start(Wanted(NUMBER, 200_00))


def test_a_bank_that_carried_out_but_did_not_answer_is_asked_with_the_same_key(till: Till) -> None:
    till.bank.trouble = "drop"
    payment = till.start()
    assert payment.state is PaymentState.UNKNOWN
    till.bank.trouble = ""
    again = till.start()
    assert (again.public_id, again.state) == (payment.public_id, PaymentState.PENDING)
    assert len(till.bank.checkouts) == 1


def test_html_instead_of_json_is_no_answer(till: Till) -> None:
    till.bank.trouble = "html"
    assert till.start().state is PaymentState.UNKNOWN


def test_a_closed_bank_leaves_the_payment_to_the_job(till: Till) -> None:
    open_again = till.gateways["demo_bank"]
    till.gateways["demo_bank"] = DemoBank(base_url="http://127.0.0.1:9", secret="")
    payment = till.start()
    assert payment.state is PaymentState.UNKNOWN
    till.gateways["demo_bank"] = open_again
    till.check(timedelta(minutes=1))
    assert till.state(payment) is PaymentState.PENDING


def test_a_crash_between_saving_and_calling_is_picked_up(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashing = SimpleNamespace(
        name="demo_bank",
        available=True,
        capabilities=DemoBank.capabilities,
        create_checkout=_crash,
    )
    till.gateways["demo_bank"] = crashing  # type: ignore[assignment]
    with pytest.raises(SystemExit):
        till.start()
    till.gateways["demo_bank"] = till.gateway
    till.check(timedelta(minutes=1))
    (checkout,) = till.bank.checkouts.values()
    till.bank.turn(checkout["id"], "paid")
    assert till.check(timedelta(minutes=3)) == 1
    assert till.paid() == [134469]


def _crash(payment: Payment) -> None:
    raise SystemExit


def test_a_crash_while_counting_leaves_neither_event_nor_entry(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "paid")
    with monkeypatch.context() as broken:
        broken.setattr(payment_entries.billing, "open_period", _crash_at_period)
        with pytest.raises(SystemExit):
            till.call_back(payment)
    assert till.state(payment) is PaymentState.PENDING
    till.call_back(payment)
    assert till.paid() == [134469]


def _crash_at_period(*_: object) -> None:
    raise SystemExit


def test_a_lost_callback_is_settled_by_the_job(till: Till) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "paid")
    assert till.check(timedelta(seconds=30)) == 0
    assert till.check(timedelta(minutes=1)) == 1
    assert balance(till.db, till.account) == 0


def test_the_job_asks_at_1_2_5_15_60_minutes(till: Till) -> None:
    till.start()
    asked = []
    for minute in range(90):
        before = till.bank.calls
        till.check(timedelta(minutes=minute))
        if till.bank.calls > before:
            asked.append(minute)
    assert asked == [1, 2, 5, 15, 60]


def test_declined_says_why_and_moves_nothing_then_another_card_pays(till: Till) -> None:
    first = till.start()
    till.bank.turn(first.external_id, "declined", decline="no_money")
    declined = till.come_back(first)
    assert declined.payment.state is PaymentState.FAILED
    assert declined.payment.decline_code == "no_money"
    assert declined.balances == {till.account: 134469}
    second = till.start(key="two")
    till.bank.turn(second.external_id, "paid")
    assert till.come_back(second).balances == {till.account: 0}
    assert till.paid() == [134469]


def test_declined_then_paid_on_the_same_page_is_paid(till: Till) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "declined", decline="no_money")
    till.call_back(payment, "evt_1")
    till.bank.turn(payment.external_id, "paid")
    till.call_back(payment, "evt_2")
    assert till.state(payment) is PaymentState.SUCCEEDED
    assert till.paid() == [134469]


@pytest.mark.parametrize("late", ["canceled", "expired", "declined", "open"])
def test_nothing_moves_a_paid_payment_back(till: Till, late: str) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "paid")
    till.call_back(payment, "evt_1")
    till.bank.turn(payment.external_id, late)
    till.call_back(payment, "evt_2")
    assert till.state(payment) is PaymentState.SUCCEEDED
    assert till.paid() == [134469]


def test_money_that_came_after_we_took_it_for_expired_is_money(till: Till) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "expired")
    till.call_back(payment, "evt_1")
    till.bank.turn(payment.external_id, "paid")
    till.call_back(payment, "evt_2")
    assert till.paid() == [134469]


@pytest.mark.parametrize("difference", [{"amount": 134468}, {"currency": "USD"}, {"live": True}])
def test_what_differs_waits_for_a_person(till: Till, difference: dict[str, object]) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "paid", **difference)
    till.call_back(payment)
    assert till.state(payment) is PaymentState.REVIEW
    assert till.paid() == []
    till.bank.turn(payment.external_id, "paid", amount=134469, currency="RUB", live=False)
    till.call_back(payment, "evt_2")
    assert till.paid() == []


def test_a_forged_callback_is_rejected(till: Till) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "paid")
    body = till.bank.event(payment.external_id, "evt_1")
    facts = {"db": till.db, "gateway": till.gateway, "paper": PAPER, "address": "", "now": NOW}
    for header in ("", signature(body, at=REAL_NOW, secret="guess"), signature(b"{}", at=REAL_NOW)):
        with pytest.raises(EventRejected):
            gateway_events.receive(
                body=body,
                headers={"demo-bank-signature": header},
                real_now=REAL_NOW,
                **facts,  # type: ignore[arg-type]
            )
    assert till.paid() == []


def test_a_callback_about_nobodys_payment_changes_nothing(till: Till) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "paid", reference="261120-000000-000000")
    with pytest.raises(PaymentRefused, match=r"payment\.unknown"):
        till.call_back(payment)
    assert till.paid() == []


def test_another_subscribers_account_cannot_be_paid_nor_payment_seen(till: Till) -> None:
    stranger = payer(till.db)
    with pytest.raises(LinkRefused, match=r"link\.not_yours"):
        till.start(customer_id=stranger)
    payment = till.start()
    with pytest.raises(PaymentRefused, match=r"payment\.unknown"):
        till.come_back(payment, customer=stranger)


def test_the_key_of_one_customer_is_not_the_key_of_another(till: Till) -> None:
    neighbour = payer(till.db)
    account(till.db, OTHER, owner=neighbour)
    mine = till.start()
    theirs = till.start(Wanted(OTHER, 134469), customer_id=neighbour)
    assert mine.public_id != theirs.public_id


def test_one_payment_over_several_accounts(till: Till) -> None:
    second = account(till.db, OTHER, owner=till.customer, debt=1)
    payment = till.start(Wanted(OTHER, 1), Wanted(NUMBER, 134469))
    assert payment.amount == 134470
    till.bank.turn(payment.external_id, "paid")
    till.call_back(payment)
    assert (balance(till.db, till.account), balance(till.db, second)) == (0, 0)


@pytest.mark.parametrize("amount", [0, -100, 99, 100_000_001, 10**11])
def test_sums_that_cannot_be_paid(till: Till, amount: int) -> None:
    with pytest.raises(PaymentRefused, match=r"amount\.too_"):
        till.start(Wanted(NUMBER, amount))
    assert till.bank.calls == 0


def test_a_negative_part_cannot_hide_in_a_positive_sum(till: Till) -> None:
    account(till.db, OTHER, owner=till.customer)
    with pytest.raises(PaymentRefused, match=r"amount\.too_small"):
        till.start(Wanted(NUMBER, 200_00), Wanted(OTHER, -50_00))


def test_the_receipt_needs_an_address(till: Till) -> None:
    with pytest.raises(CustomerRefused, match=r"email\.wrong"):
        till.start(contact="anna")


def test_a_gateway_that_hangs_later_leaves_the_payment_waiting(till: Till) -> None:
    payment = till.start()
    till.bank.trouble = "drop"
    with pytest.raises(GatewayUnanswered):
        till.gateway.fetch(str(payment.external_id))
    assert till.come_back(payment).payment.state is PaymentState.PENDING
