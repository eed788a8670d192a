"""What the payer is told by letter once the money was counted."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from lk_app.db import accounts
from lk_app.db.engine import Database
from lk_app.domain.letters import LettersPaused
from lk_app.domain.payments import Payment, PaymentRefused
from lk_app.usecases import payment_letters
from lk_app.usecases.payments import Wanted
from tests.documents import papers
from tests.payers import REAL_NOW, account
from tests.usecases.mail import PAPER, outbox
from tests.usecases.till import NUMBER, OTHER, Till
from tests.vendors import served
from tests.vendors.demo_bank import DemoBankMachine


@pytest.fixture
def till(database: Database) -> Iterator[Till]:
    with served(DemoBankMachine()) as bank:
        yield Till(database, bank)


def test_the_payer_is_told_once_what_was_counted_and_what_is_left(till: Till) -> None:
    payment = till.start(Wanted(NUMBER, 100_000))
    assert outbox(till.db) == []
    till.bank.turn(payment.external_id, "paid")
    till.call_back(payment)
    till.call_back(payment, "evt_2")
    till.come_back(payment)
    [letter] = outbox(till.db)
    assert letter.recipient == "anna@example.ru"
    said = papers.flat(letter.text)
    assert f"платёж № {payment.public_id} на 1 000,00 ₽ зачислен" in said
    assert "Сумма: 1 000,00 ₽ Теперь: К оплате 344,69 ₽" in said
    assert "кассовый чек" in said.lower()


def test_the_letter_of_one_payment_over_two_accounts_names_both_sums(till: Till) -> None:
    account(till.db, OTHER, owner=till.customer, debt=5_00)
    payment = till.start(Wanted(OTHER, 1_00), Wanted(NUMBER, 134469))
    till.bank.turn(payment.external_id, "paid")
    till.call_back(payment)
    said = papers.flat(outbox(till.db)[0].text)
    assert "64101-001-01" in said and "Сумма: 1 344,69 ₽ Теперь: Долга нет" in said
    assert "64101-001-02" in said and "Сумма: 1,00 ₽ Теперь: К оплате 4,00 ₽" in said


def test_an_account_detached_while_the_bank_thought_is_not_told_about(till: Till) -> None:
    payment = till.start()
    with till.db.write() as session:
        link = accounts.link(session, till.customer, NUMBER)
        assert link is not None
        accounts.remove_link(session, link.id)
    till.bank.turn(payment.external_id, "paid")
    till.call_back(payment)
    [letter] = outbox(till.db)
    assert "Плякина" not in letter.text
    assert "Теперь" not in letter.text


def test_a_payment_that_was_not_counted_writes_no_letter(till: Till) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "paid", amount=134468)
    till.call_back(payment)
    assert outbox(till.db) == []


def again(till: Till, payment: Payment, *, after: timedelta = timedelta(0)) -> str:
    return payment_letters.send_again(
        db=till.db,
        paper=PAPER,
        customer_id=till.customer,
        public_id=payment.public_id,
        real_now=REAL_NOW + after,
    )


def test_the_confirmation_is_sent_again_to_the_same_address_once_a_minute(till: Till) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "paid")
    till.call_back(payment)
    assert again(till, payment) == "anna@example.ru"
    assert again(till, payment) == "anna@example.ru"
    first, second = outbox(till.db)
    assert (first.recipient, first.subject) == (second.recipient, second.subject)


def test_letters_asked_for_too_often_pause(till: Till) -> None:
    payment = till.start()
    till.bank.turn(payment.external_id, "paid")
    till.call_back(payment)
    with pytest.raises(LettersPaused):
        for minute in range(10):
            again(till, payment, after=timedelta(minutes=minute))


def test_nobody_else_and_nothing_unpaid_is_confirmed_by_letter(till: Till) -> None:
    payment = till.start()
    with pytest.raises(PaymentRefused, match=r"payment\.not_counted"):
        again(till, payment)
    with pytest.raises(PaymentRefused, match=r"payment\.unknown"):
        payment_letters.send_again(
            db=till.db,
            paper=PAPER,
            customer_id=till.customer + 1,
            public_id=payment.public_id,
            real_now=REAL_NOW,
        )
    assert outbox(till.db) == []


def test_where_the_receipt_goes_to_a_phone_the_letter_goes_to_the_payers_mailbox(
    till: Till,
) -> None:
    payment = till.start(contact="8 927 123-45-67")
    till.bank.turn(payment.external_id, "paid")
    till.call_back(payment)
    assert again(till, payment).startswith("payer")
