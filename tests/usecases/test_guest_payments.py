"""Paying by account number alone: anybody may, and nobody learns anything by it."""

from datetime import UTC, datetime

import pytest

from lk_app.db.engine import Database
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.customers import CustomerRefused
from lk_app.domain.guest_readings import GuestRefused
from lk_app.domain.payments import Method, Payment, PaymentRefused, PaymentState
from lk_app.security import Signer
from lk_app.usecases import guest_payments, paper_checks, payment_receipts
from lk_app.usecases.guest_payments import GuestOrder
from lk_app.usecases.guest_readings import Caller
from tests.payers import NOW, REAL_NOW, account, balance, payer
from tests.usecases.counterparty import Counterparty
from tests.usecases.mail import PAPER, outbox

NUMBER = "6410100101"
SIGNER = Signer(b"a key of this installation")
PAID_AT = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


class Stranger:
    """Somebody who did not sign in, an account with a debt, and a gateway."""

    def __init__(self, db: Database) -> None:
        self.db, self.gateway = db, Counterparty()
        self.account = account(db, NUMBER, owner=payer(db), debt=134469)

    def start(self, *, source: str = "192.0.2.1", **typed: str) -> Payment:
        order = {
            "account_number": "64101-001-01", "amount": "500", "email": "guest@example.ru",
            "method": "card", "key": "one", **typed,
        }  # fmt: skip
        return guest_payments.start(
            db=self.db, gateways={"paper": self.gateway}, routes={Method.CARD: "paper"},
            order=GuestOrder(**order), account_digits=10, caller=Caller(source, NOW, REAL_NOW),
        )  # fmt: skip

    def back(self, payment: Payment, key: str = "") -> Payment:
        return guest_payments.returned(
            db=self.db, gateways={"paper": self.gateway}, paper=PAPER, now=NOW, real_now=REAL_NOW,
            public_id=payment.public_id, key=key or payment.guest_key,
        )  # fmt: skip


@pytest.fixture
def guest(database: Database) -> Stranger:
    return Stranger(database)


def test_a_stranger_pays_and_is_told_no_more_than_that(guest: Stranger) -> None:
    payment = guest.start()
    assert payment.state is PaymentState.PENDING
    assert payment.return_path == f"/guest/paid?payment={payment.public_id}&key={payment.guest_key}"
    guest.gateway.turn(payment, PaymentState.SUCCEEDED, at=PAID_AT)
    paid = guest.back(payment)
    assert paid.state is PaymentState.SUCCEEDED
    assert balance(guest.db, guest.account) == 134469 - 50000
    (letter,) = outbox(guest.db, to="guest@example.ru")
    assert "844,69" not in letter.text
    assert "1\u00a0344,69" not in letter.text
    assert "Плякина" not in letter.text
    assert payment.guest_key in letter.text


def test_a_second_press_is_the_same_payment(guest: Stranger) -> None:
    assert guest.start().public_id == guest.start().public_id
    assert guest.start(key="two").public_id != guest.start().public_id


def test_only_the_payers_own_address_shows_the_payment(guest: Stranger) -> None:
    payment = guest.start()
    for key in ("guess", payment.guest_key[:-1]):
        with pytest.raises(PaymentRefused, match=r"payment\.unknown"):
            guest.back(payment, key)


@pytest.mark.parametrize(
    ("typed", "refusal", "code"),
    [
        ({"account_number": "9999999999"}, LinkRefused, "guest.no_account"),
        ({"account_number": "1"}, LinkRefused, "account_number.length"),
        ({"email": "+79271234567"}, CustomerRefused, "email.wrong"),
        ({"amount": "0,10"}, PaymentRefused, "amount.too_small"),
        ({"method": "gold"}, PaymentRefused, "payment.method"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    guest: Stranger, typed: dict[str, str], refusal: type[Exception], code: str
) -> None:
    with pytest.raises(refusal) as caught:
        guest.start(**typed)
    assert (caught.value.code, bool(caught.value.field)) == (code, True)  # type: ignore[attr-defined]


def test_attempts_are_counted_per_account_and_per_source(guest: Stranger) -> None:
    for number in range(10):
        guest.start(source=f"host{number}")
    with pytest.raises(GuestRefused, match=r"guest\.paused"):
        guest.start(source="host99")
    for number in range(15):
        with pytest.raises(LinkRefused, match=r"guest\.no_account"):
            guest.start(account_number=f"99999999{number:02}")
    with pytest.raises(GuestRefused, match=r"guest\.paused"):
        guest.start(account_number="9999999999")


def test_a_confirmation_can_be_checked_with_what_it_said(guest: Stranger) -> None:
    payment = guest.start()
    code = payment_receipts.code(SIGNER, payment, payment.state)
    guest.gateway.turn(payment, PaymentState.SUCCEEDED, at=PAID_AT)
    guest.back(payment)
    found = paper_checks.check(
        db=guest.db, signer=SIGNER, number=payment.public_id, code=code,
        caller=Caller("192.0.2.1", NOW, REAL_NOW),
    )  # fmt: skip
    assert isinstance(found, tuple)
    assert (found[0].state, found[1]) == (PaymentState.SUCCEEDED, PaymentState.PENDING)
