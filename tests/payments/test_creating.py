"""Cases 20 to 27: starting a payment, with a gateway that answers, half answers, or does not."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlmodel import select

from lk_app.db.tables import PaymentRow
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.customers import CustomerRefused
from lk_app.domain.payments import KEY_LIFE, Payment, PaymentRefused, PaymentState, payable
from lk_app.domain.refusals import Refusal
from lk_app.gateways.ports import GatewayRefused
from lk_app.usecases import payments
from lk_app.usecases.payments import Wanted
from tests.payers import account, payer
from tests.usecases.till import DEBT, NUMBER, OTHER, Till


def test_case_20_a_double_click_is_one_payment(till: Till) -> None:
    with ThreadPoolExecutor(2) as hand:
        clicks = [hand.submit(till.start) for _ in range(2)]
        numbers = {click.result().public_id for click in clicks}
    assert len(numbers) == 1
    assert len(till.bank.payments()) == 1


def test_case_21_a_gateway_that_made_it_but_did_not_answer_is_asked_with_the_same_key(
    till: Till,
) -> None:
    till.bank.trouble = "drop"
    payment = till.start()
    assert payment.state is PaymentState.UNKNOWN
    till.bank.trouble = ""
    again = till.start()
    assert (again.public_id, again.state) == (payment.public_id, PaymentState.PENDING)
    assert again.checkout_url
    assert len(till.bank.payments()) == 1


def test_case_22_a_closed_gateway_leaves_the_payment_to_the_job(till: Till) -> None:
    open_again = till.gateways[till.gateway.name]
    till.gateways[till.gateway.name] = till.bank.reach("http://127.0.0.1:9")
    payment = till.start()
    assert payment.state is PaymentState.UNKNOWN
    till.gateways[till.gateway.name] = open_again
    till.check(timedelta(minutes=1))
    assert till.state(payment) is PaymentState.PENDING


def test_case_23_html_instead_of_json_is_no_answer(till: Till) -> None:
    till.bank.trouble = "html"
    assert till.start().state is PaymentState.UNKNOWN


def test_case_24_a_key_is_good_for_one_sum_only(till: Till) -> None:
    till.start(Wanted(NUMBER, 100_00))
    with pytest.raises(PaymentRefused, match=r"payment\.key_reused"):
        till.start(Wanted(NUMBER, 200_00))


def test_case_24_a_gateway_that_finds_its_key_used_for_another_sum_refuses(till: Till) -> None:
    payment = till.start(Wanted(NUMBER, 100_00))
    (part,) = payment.parts
    other = replace(payment, amount=200_00, parts=(replace(part, amount=200_00),))
    with pytest.raises(GatewayRefused):
        till.gateway.create_checkout(other)
    assert len(till.bank.payments()) == 1


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("0", "amount.too_small"),
        ("-100", "amount.negative"),
        ("1,005", "amount.three_decimals"),
        ("1e9", "amount.malformed"),
        ("1000000000", "amount.too_large_to_pay"),
        ("NaN", "amount.malformed"),
        ("", "amount.empty"),
    ],
)
def test_case_25_sums_that_are_none_are_refused_by_name(typed: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        payable(typed)
    assert (refused.value.code, refused.value.field) == (code, "amount")


def test_case_25_a_comma_is_a_decimal_point() -> None:
    assert payable("1,5") == 150


@pytest.mark.parametrize("amount", [0, -100, 99, 100_000_001, 10**11])
def test_case_25_a_sum_that_cannot_be_paid_never_reaches_the_gateway(
    till: Till, amount: int
) -> None:
    with pytest.raises(PaymentRefused, match=r"amount\.too_"):
        till.start(Wanted(NUMBER, amount))
    assert till.bank.calls == 0


def test_case_25_a_negative_part_cannot_hide_in_a_positive_sum(till: Till) -> None:
    account(till.db, OTHER, owner=till.customer)
    with pytest.raises(PaymentRefused, match=r"amount\.too_small"):
        till.start(Wanted(NUMBER, 200_00), Wanted(OTHER, -50_00))


def test_case_26_another_subscribers_account_cannot_be_paid_nor_payment_seen(till: Till) -> None:
    stranger = payer(till.db)
    with pytest.raises(LinkRefused, match=r"link\.not_yours"):
        till.start(customer_id=stranger)
    payment = till.start()
    with pytest.raises(PaymentRefused, match=r"payment\.unknown"):
        till.come_back(payment, customer=stranger)


def test_case_26_the_key_of_one_customer_is_not_the_key_of_another(till: Till) -> None:
    neighbour = payer(till.db)
    account(till.db, OTHER, owner=neighbour)
    mine = till.start()
    theirs = till.start(Wanted(OTHER, DEBT), customer_id=neighbour)
    assert mine.public_id != theirs.public_id


def test_case_27_a_crash_between_saving_and_calling_is_picked_up(till: Till) -> None:
    name = till.gateway.name
    till.gateways[name] = SimpleNamespace(  # type: ignore[assignment]
        name=name,
        available=True,
        capabilities=till.gateway.capabilities,
        create_checkout=_crash,
    )
    with pytest.raises(SystemExit):
        till.start()
    till.gateways[name] = till.gateway
    till.check(timedelta(minutes=1))
    (made,) = till.bank.payments()
    till.bank.turn(made, "paid")
    assert till.check(timedelta(minutes=3)) == 1
    assert till.paid() == [DEBT]


def _crash(payment: Payment) -> None:
    raise SystemExit


def test_a_gateway_that_never_answered_is_not_asked_after_its_key_is_forgotten(till: Till) -> None:
    till.bank.trouble = "drop"
    payment = till.start()
    till.bank.trouble = ""
    till.check(KEY_LIFE)
    assert till.state(payment) is PaymentState.EXPIRED
    assert len(till.bank.payments()) == 1


def test_a_gateway_that_rests_is_said_to_be_down_and_nothing_is_saved(till: Till) -> None:
    till.bank.trouble = "down"
    for attempt in range(5):
        till.start(key=f"attempt {attempt}")
    calls = till.bank.calls
    with pytest.raises(PaymentRefused, match=r"payment\.gateway_down"):
        till.start(key="one more")
    assert till.bank.calls == calls
    assert [offer.available for offer in payments.offers(till.gateways, till.routes)] == [
        False for _ in till.routes
    ]


def test_a_number_taken_by_another_payment_is_drawn_again(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter([5, 5, 5, 7])
    monkeypatch.setattr(payments, "randbelow", lambda limit: next(drawn))
    first, second = till.start(), till.start(key="two")
    assert (first.public_id, second.public_id) == ("261120-120000-000005", "261120-120000-000007")
    assert second.state is PaymentState.PENDING


@pytest.mark.parametrize(
    ("contact", "kept"),
    [("anna@example.ru", "anna@example.ru"), ("8 927 123-45-67", "+79271234567")],
)
def test_the_receipt_goes_to_an_address_or_a_phone(till: Till, contact: str, kept: str) -> None:
    assert till.start(contact=contact).receipt_contact == kept


@pytest.mark.parametrize("contact", ["anna", "", "12"])
def test_the_receipt_needs_somewhere_to_go(till: Till, contact: str) -> None:
    with pytest.raises(CustomerRefused, match=r"email\.|phone\."):
        till.start(contact=contact)


def test_while_a_gateway_is_asked_nobody_waits_for_the_database(till: Till) -> None:
    """A transaction held over a network call would keep this other work waiting, and fail it."""
    wrote = []

    def write() -> None:
        with till.db.write() as session:
            session.exec(select(PaymentRow.id).with_for_update()).all()
        wrote.append(payer(till.db))

    till.bank.watch = write
    payment = till.started()
    till.come_back(payment)
    till.refund(payment)
    till.check(timedelta(minutes=1))
    assert len(wrote) == till.bank.calls >= 3
