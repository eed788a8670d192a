"""Cases 1 to 11: what is taken for a gateway's word, and what is not."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from lk_app.domain.payments import PaymentRefused, PaymentState
from lk_app.gateways.ports import EventRejected, GatewayUnanswered
from tests.payers import REAL_NOW
from tests.usecases.till import DEBT, Till
from tests.vendors import Callback, demo_bank, stripe

signers = pytest.mark.parametrize("vendor", ["demo_bank", "stripe"], indirect=True)
yookassa = pytest.mark.parametrize("vendor", ["yookassa"], indirect=True)


def signed_again(till: Till, said: Callback, *, age: int = 0, secret: str = "") -> Callback:
    """The same body under another signature."""
    own = {"secret": secret} if secret else {}
    if till.gateway.name == "stripe":
        signature = stripe.signature(said.body, age=age, **own)
        return replace(said, headers={"stripe-signature": signature})
    signature = demo_bank.signature(said.body, at=REAL_NOW - timedelta(seconds=age), **own)
    return replace(said, headers={"demo-bank-signature": signature})


def is_rejected(till: Till, said: Callback) -> bool:
    with pytest.raises(EventRejected):
        till.hear(said)
    return till.paid() == []


@signers
def test_case_01_a_valid_signature_over_the_raw_body_is_believed(till: Till) -> None:
    payment = till.started()
    spaced = till.bank.callback(payment.external_id)
    spaced = signed_again(till, replace(spaced, body=b" " + spaced.body + b"\n"))
    till.hear(spaced)
    assert till.paid() == [DEBT]


@signers
def test_case_02_a_tampered_body_is_rejected(till: Till) -> None:
    payment = till.started()
    said = till.bank.callback(payment.external_id)
    assert is_rejected(till, replace(said, body=said.body.replace(b"134469", b"134470")))
    assert is_rejected(till, replace(said, body=said.body + b" "))


@signers
def test_case_03_a_wrong_secret_is_rejected(till: Till) -> None:
    payment = till.started()
    said = till.bank.callback(payment.external_id)
    assert is_rejected(till, signed_again(till, said, secret="another"))
    assert is_rejected(till, replace(said, headers={}))


@signers
@pytest.mark.parametrize("age", [301, 86_400])
def test_case_04_a_signature_that_is_too_old_is_rejected(till: Till, age: int) -> None:
    payment = till.started()
    assert is_rejected(till, signed_again(till, till.bank.callback(payment.external_id), age=age))


@signers
def test_case_05_one_right_signature_of_two_is_enough(till: Till) -> None:
    payment = till.started()
    said = till.bank.callback(payment.external_id)
    ((name, header),) = said.headers.items()
    stamp, _, right = header.partition(",")
    till.hear(replace(said, headers={name: f"{stamp},v1=00ff,{right}"}))
    assert till.paid() == [DEBT]


@yookassa
@pytest.mark.parametrize(
    "address",
    ["203.0.113.9", "185.71.76.32", "::1", "2001:db8::5", "", "unknown"],
)
def test_case_06_a_sender_outside_the_networks_is_rejected(till: Till, address: str) -> None:
    payment = till.started()
    asked = till.bank.calls
    assert is_rejected(till, replace(till.bank.callback(payment.external_id), address=address))
    assert till.bank.calls == asked


@yookassa
@pytest.mark.parametrize("address", ["::ffff:185.71.76.5", "77.75.156.35", "2a02:5180:0:1509::7"])
def test_case_07_a_sender_written_as_ipv6_is_the_same_sender(till: Till, address: str) -> None:
    payment = till.started()
    till.hear(replace(till.bank.callback(payment.external_id), address=address))
    assert till.paid() == [DEBT]


@yookassa
def test_case_09_the_body_says_succeeded_but_the_gateway_says_pending(till: Till) -> None:
    payment = till.start()
    said = till.bank.callback(payment.external_id)
    body = json.loads(said.body)
    body["event"] = "payment.succeeded"
    body["object"] |= {"status": "succeeded", "paid": True}
    till.hear(replace(said, body=json.dumps(body).encode()))
    assert till.state(payment) is PaymentState.PENDING
    assert till.paid() == []


@pytest.mark.parametrize("vendor", ["stripe"], indirect=True)
def test_case_09_an_old_event_is_overtaken_by_what_stripe_says_now(till: Till) -> None:
    payment = till.start()
    early = till.bank.callback(payment.external_id)
    till.bank.turn(payment.external_id, "paid")
    till.hear(early)
    assert till.paid() == [DEBT]


def test_case_10_an_event_of_an_unknown_kind_is_taken_and_ignored(till: Till) -> None:
    payment = till.started()
    assert till.hear(till.bank.strange()) is None
    assert till.state(payment) is PaymentState.PENDING


def test_case_11_an_event_about_nobodys_payment_changes_nothing(till: Till) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "paid", reference="261120-000000-000000")
    with pytest.raises(PaymentRefused, match=r"payment\.unknown"):
        till.call_back(payment)
    assert till.paid() == []


@pytest.mark.parametrize("vendor", ["yookassa", "stripe"], indirect=True)
def test_case_11_a_number_the_gateway_does_not_know_is_rejected(till: Till) -> None:
    payment = till.start()
    said = till.bank.callback(payment.external_id)
    number = str(payment.external_id).encode()
    forged = replace(said, body=said.body.replace(number, number[:-1] + b"9"))
    signers_own = signed_again(till, forged) if till.gateway.name == "stripe" else forged
    assert is_rejected(till, signers_own)


@yookassa
@pytest.mark.parametrize("number", ["../refunds", "a/b?c", "", "x" * 65, "№"])
def test_a_number_that_would_lead_elsewhere_is_not_asked_for(till: Till, number: str) -> None:
    body = {"event": "payment.succeeded", "object": {"id": number}}
    said = replace(till.bank.strange(), body=json.dumps(body).encode())
    assert is_rejected(till, said)
    assert till.bank.calls == 0


@pytest.mark.parametrize("body", [b"not json", b"[]", b"{}", b'"x"', b'{"object": 1}', b"\xff"])
def test_a_callback_that_cannot_be_read_is_rejected(till: Till, body: bytes) -> None:
    said = replace(till.bank.strange(), body=body)
    own = said if till.gateway.name == "yookassa" else signed_again(till, said)
    assert is_rejected(till, own)


@pytest.mark.parametrize("vendor", ["yookassa", "stripe"], indirect=True)
def test_a_callback_whose_payment_cannot_be_fetched_is_asked_for_again(till: Till) -> None:
    payment = till.started()
    said = till.bank.callback(payment.external_id)
    till.bank.trouble = "drop"
    with pytest.raises(GatewayUnanswered):
        till.hear(said)
    till.bank.trouble = ""
    till.hear(said)
    assert till.paid() == [DEBT]
