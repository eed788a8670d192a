"""One suite for every payment gateway, against machines that speak their HTTP over real sockets."""

import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import circuitbreaker
import httpx
import pytest

from lk_app.domain.fiscal_receipts import NO_RECEIPT, FiscalReceipt, ReceiptState, receipt_lines
from lk_app.domain.gateway_registers import LineKind
from lk_app.domain.payment_refunds import Refund, RefundKind, RefundPart, RefundState
from lk_app.domain.payments import Method, Part, Payment, PaymentState
from lk_app.gateways import calling
from lk_app.gateways.ports import GatewayDown, GatewayRefused, GatewayUnanswered
from tests.payers import NOW, REAL_NOW
from tests.payments.conftest import MACHINES
from tests.vendors import HIDDEN, Vendor, served
from tests.vendors.stripe import StripeMachine
from tests.vendors.yookassa import YooKassaMachine

DAY = timedelta(days=1)


@pytest.fixture(params=MACHINES)
def vendor(request: pytest.FixtureRequest) -> Iterator[Vendor]:
    with served(MACHINES[request.param]()) as machine:
        yield machine


def attempt(vendor: Vendor, key: str = "1:a", **facts: object) -> Payment:
    parts = (Part(1, "6410100101", 99_00), Part(2, "6410100102", 1_00))
    made = Payment(
        id=1,
        public_id=f"261120-120000-{key[-1] * 6}",
        customer_id=1,
        gateway=vendor.gateway.name,
        method=vendor.method,
        amount=100_00,
        parts=parts,
        state=PaymentState.CREATED,
        idempotency_key=key,
        receipt_contact="anna@example.ru",
        created_at=NOW,
        updated_at=NOW,
        next_check_at=None,
    )
    return replace(made, **facts)  # type: ignore[arg-type]


def opened(vendor: Vendor, key: str = "1:a", **facts: object) -> Payment:
    payment = attempt(vendor, key, **facts)
    return replace(payment, external_id=vendor.gateway.create_checkout(payment).external_id)


def paid(vendor: Vendor, key: str = "1:a", **facts: object) -> Payment:
    payment = opened(vendor, key, **facts)
    vendor.turn(payment.external_id, "paid")
    return payment


def back(payment: Payment, amount: int, key: str = "r:a") -> Refund:
    return Refund(
        id=1,
        public_id=f"R261120-120000-{key[-1] * 6}",
        payment_id=payment.id,
        payment_number=payment.public_id,
        kind=RefundKind.REFUND,
        amount=amount,
        parts=(RefundPart(1, "6410100101", amount),),
        state=RefundState.CREATED,
        idempotency_key=key,
        reason="",
        by="test",
        created_at=NOW,
        updated_at=NOW,
        next_check_at=None,
    )


def test_the_same_key_gives_the_same_page(vendor: Vendor) -> None:
    payment = attempt(vendor)
    first = vendor.gateway.create_checkout(payment)
    assert vendor.gateway.create_checkout(payment) == first
    assert first.url.startswith(("https://", "/demo-bank/"))
    assert vendor.gateway.create_checkout(attempt(vendor, "1:b")) != first


def test_every_method_it_offers_opens_a_page(vendor: Vendor) -> None:
    for number, method in enumerate(sorted(vendor.gateway.capabilities.methods)):
        payment = attempt(vendor, f"1:{number}", method=method)
        assert vendor.gateway.create_checkout(payment).external_id


def test_a_paid_page_is_reported_with_all_that_was_asked(vendor: Vendor) -> None:
    payment = paid(vendor)
    report = vendor.gateway.fetch(str(payment.external_id))
    assert (report.state, report.amount, report.currency) == (
        PaymentState.SUCCEEDED,
        100_00,
        "RUB",
    )
    assert (report.reference, report.external_id) == (payment.public_id, payment.external_id)
    assert report.live is vendor.gateway.live is False
    assert report.at == REAL_NOW - timedelta(seconds=30)
    assert report.card_mask[-4:].isdigit() and report.saved is None


def test_each_state_of_a_payment_is_an_event_of_its_own(vendor: Vendor) -> None:
    payment = opened(vendor)
    first = vendor.gateway.fetch(str(payment.external_id))
    assert vendor.gateway.fetch(str(payment.external_id)).key == first.key
    vendor.turn(payment.external_id, "paid")
    assert vendor.gateway.fetch(str(payment.external_id)).key != first.key


def test_a_number_it_does_not_know_is_a_clear_no(vendor: Vendor) -> None:
    with pytest.raises(GatewayRefused):
        vendor.gateway.fetch("chk_none")


def test_a_kept_card_is_charged_again_without_its_owner_and_once_a_key(vendor: Vendor) -> None:
    first = paid(vendor, save_method=True, method=min(vendor.gateway.capabilities.autopay))
    kept = vendor.gateway.fetch(str(first.external_id)).saved
    assert kept and kept.title[-4:].isdigit() and kept.title[-4:] not in kept.value
    again = attempt(vendor, "1:b")
    report = vendor.gateway.charge_saved(again, kept.value)
    assert (report.state, report.amount) == (PaymentState.SUCCEEDED, 100_00)
    assert vendor.gateway.charge_saved(again, kept.value).external_id == report.external_id
    assert vendor.gateway.fetch(report.external_id).state is PaymentState.SUCCEEDED


def test_a_card_that_was_not_kept_is_declined(vendor: Vendor) -> None:
    paid(vendor)
    report = vendor.gateway.charge_saved(attempt(vendor, "1:b"), "cus_0/pm_0")
    assert report.state is PaymentState.FAILED


def test_a_refund_names_its_payment_and_is_made_once_a_key(vendor: Vendor) -> None:
    payment = paid(vendor)
    refund = back(payment, 40_00)
    report = vendor.gateway.refund(payment, refund)
    assert (report.state, report.amount) == (RefundState.SUCCEEDED, 40_00)
    assert (report.reference, report.payment_reference) == (refund.public_id, payment.public_id)
    assert vendor.gateway.refund(payment, refund).external_id == report.external_id
    assert vendor.gateway.fetch_refund(report.external_id).key == report.key


def test_more_back_than_was_paid_is_refused_there_too(vendor: Vendor) -> None:
    payment = paid(vendor)
    vendor.gateway.refund(payment, back(payment, 99_00))
    with pytest.raises(GatewayRefused):
        vendor.gateway.refund(payment, back(payment, 2_00, "r:b"))


def test_the_register_of_a_day_names_every_payment_and_refund(vendor: Vendor) -> None:
    payments = [paid(vendor, f"1:{number}") for number in range(3)]
    opened(vendor, "1:9")
    vendor.gateway.refund(payments[0], back(payments[0], 40_00))
    since = vendor.at.replace(hour=0, minute=0, second=0)
    lines = vendor.gateway.register(since, since + DAY)
    took = {line.reference: line.amount for line in lines if line.kind is LineKind.PAYMENT}
    assert took == {payment.public_id: 100_00 for payment in payments}
    numbers = {line.external_id for line in lines if line.kind is LineKind.PAYMENT}
    assert numbers == {payment.external_id for payment in payments}
    (refund,) = (line for line in lines if line.kind is LineKind.REFUND)
    assert (refund.amount, refund.payment_reference) == (40_00, payments[0].public_id)
    assert refund.reference == back(payments[0], 1).public_id
    assert {(line.currency, line.live, line.at) for line in lines} == {("RUB", False, vendor.at)}
    assert vendor.gateway.register(since - DAY, since) == []


def test_a_receipt_comes_to_the_sum_of_its_payment(vendor: Vendor) -> None:
    payment = paid(vendor)
    assert sum(line.amount for line in receipt_lines(payment.parts)) == payment.amount
    receipt = vendor.gateway.fetch(str(payment.external_id)).receipt
    assert (receipt == NO_RECEIPT) is not vendor.gateway.capabilities.receipts


@pytest.mark.parametrize("trouble", ["drop", "down", "html"])
def test_two_failures_are_mended_by_a_third_attempt(vendor: Vendor, trouble: str) -> None:
    vendor.trouble, vendor.troubled = trouble, 2
    assert vendor.gateway.create_checkout(attempt(vendor)).external_id
    assert (vendor.calls, len(vendor.payments())) == (3, 1)


def test_a_gateway_that_hangs_is_left_after_its_time(
    vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "READ_SECONDS", 0.1)
    vendor.trouble = "hang"
    impatient = vendor.reach(vendor.address)
    with pytest.raises(GatewayUnanswered):
        impatient.create_checkout(attempt(vendor))
    assert vendor.calls == calling.ATTEMPTS


def test_the_circuit_opens_and_closes_again(
    vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    vendor.trouble = "down"
    for _ in range(calling.FAILURES_TO_OPEN):
        with pytest.raises(GatewayUnanswered):
            vendor.gateway.fetch("x")
    calls = vendor.calls
    assert not vendor.gateway.available
    with pytest.raises(GatewayDown):
        vendor.gateway.fetch("x")
    assert vendor.calls == calls
    vendor.trouble = ""
    later = circuitbreaker.monotonic() + calling.REST + 1
    monkeypatch.setattr(circuitbreaker, "monotonic", lambda: later)
    assert vendor.gateway.available
    assert vendor.gateway.create_checkout(attempt(vendor)).external_id
    assert vendor.gateway.available


def test_a_clear_no_opens_no_circuit(vendor: Vendor) -> None:
    for _ in range(calling.FAILURES_TO_OPEN + 1):
        with pytest.raises(GatewayRefused):
            vendor.gateway.fetch("chk_none")
    assert vendor.gateway.available


def test_no_secret_token_or_address_is_ever_logged(
    vendor: Vendor, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    first = paid(vendor, save_method=True)
    kept = vendor.gateway.fetch(str(first.external_id)).saved
    assert kept
    said = []
    for trouble in ("", "drop", "down", "html"):
        vendor.trouble = trouble
        for act in (
            lambda: vendor.gateway.charge_saved(attempt(vendor, "1:b"), kept.value),
            lambda: vendor.gateway.refund(first, back(first, 1_00)),
            lambda: vendor.gateway.read_event(b"{}", {}, "", real_now=REAL_NOW),
        ):
            said.append(_complaint(act))
    everything = caplog.text + "".join(capfd.readouterr()) + "".join(said)
    assert "GatewayUnanswered" in everything
    for hidden in (HIDDEN, kept.value, "anna@example.ru"):
        assert hidden not in everything


def _complaint(act: Callable[[], object]) -> str:
    """The exception with its causes, as an incident would log it."""
    try:
        act()
    except Exception:
        return traceback.format_exc()
    return ""


def test_yookassa_refuses_what_its_sdk_does_not_know() -> None:
    with served(YooKassaMachine()) as vendor:
        answer = httpx.post(
            f"{vendor.address}/v3/payments",
            auth=(vendor.shop.shop_id, vendor.shop.secret_key),  # type: ignore[attr-defined]
            headers={"Idempotence-Key": "k"},
            json={"amount": {"value": "1.00", "currency": "RUB"}, "recipe": {}},
        )
    assert (answer.status_code, answer.json()["parameter"]) == (400, "recipe")


def test_yookassa_is_told_of_housing_payments_and_of_the_receipt() -> None:
    with served(YooKassaMachine()) as vendor:
        assert isinstance(vendor, YooKassaMachine)
        one = attempt(vendor, amount=99_00, parts=(Part(1, "6410100101", 99_00),))
        vendor.gateway.create_checkout(one)
        vendor.gateway.create_checkout(attempt(vendor, "1:b"))
        alone, several = vendor.asked
    assert alone["payment_order"]["account_number"] == "6410100101"
    assert alone["payment_order"]["payment_period"] == {"month": 11, "year": 2026}
    assert "payment_order" not in several
    assert [item["amount"]["value"] for item in several["receipt"]["items"]] == ["99.00", "1.00"]
    assert several["receipt"]["customer"] == {"email": "anna@example.ru"}


def test_yookassas_receipt_is_awaited_until_the_cash_register_punched_it() -> None:
    with served(YooKassaMachine()) as vendor:
        assert isinstance(vendor, YooKassaMachine)
        payment = paid(vendor, receipt_contact="+79271234567")
        assert vendor.gateway.fetch(str(payment.external_id)).receipt.awaited
        assert vendor.gateway.fetch_receipt(payment).awaited
        vendor.punch_receipt(str(payment.external_id))
        receipt = vendor.gateway.fetch_receipt(payment)
        assert vendor.asked[0]["receipt"]["customer"] == {"phone": "79271234567"}
    registered = ReceiptState.REGISTERED
    assert receipt == FiscalReceipt(registered, "3986", "9288000100115785", "2617603921")


def test_stripe_refuses_a_typo_anywhere_in_a_body() -> None:
    with served(StripeMachine()) as vendor:
        answer = httpx.post(
            f"{vendor.address}/v1/checkout/sessions",
            headers={"Authorization": "Bearer sk_test_Zq8hidden", "Idempotency-Key": "k"},
            data={"mode": "payment", "line_items[0][price_data][product_data][nmae]": "x"},
        )
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].endswith(".nmae is unknown")


def test_stripe_takes_foreign_cards_only_and_yookassa_the_others() -> None:
    able = {}
    for name, machine in MACHINES.items():
        with served(machine()) as vendor:
            able[name] = vendor.gateway.capabilities.methods
    assert able["stripe"] == {Method.FOREIGN_CARD}
    assert able["yookassa"] == {Method.CARD, Method.SBP}
