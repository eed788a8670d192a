"""A payment's end is told to whoever asked: once, and without a second letter."""

from collections.abc import Iterator

import pytest

from lk_app.db.engine import Database
from lk_app.domain.notices import NoticeKind
from tests.usecases.mail import outbox
from tests.usecases.metered import at
from tests.usecases.notified import ask_by_mail, deliver
from tests.usecases.till import Till
from tests.vendors import served
from tests.vendors.demo_bank import DemoBankMachine


@pytest.fixture
def till(database: Database) -> Iterator[Till]:
    with served(DemoBankMachine()) as bank:
        opened = Till(database, bank)
        ask_by_mail(database, opened.customer, [NoticeKind.PAYMENT])
        yield opened


def test_a_declined_payment_is_told_once(till: Till) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "declined")
    till.call_back(payment)
    till.call_back(payment, "evt_2")
    assert deliver(till.db, at(20)) == 1
    (letter,) = outbox(till.db)
    assert letter.subject.replace("\u00a0", " ") == "Платёж не прошёл: 1 344,69 ₽"
    assert f"Платёж №\u00a0{payment.public_id}." in letter.text
    assert "Деньги не списаны." in letter.text
    assert f"/cabinet/pay/result?payment={payment.public_id}" in letter.text


def test_a_counted_one_has_its_own_letter_alone(till: Till) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "paid")
    till.call_back(payment)
    assert deliver(till.db, at(20)) == 0
    assert [letter.kind for letter in outbox(till.db)] == ["payment_posted"]
