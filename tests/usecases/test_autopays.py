"""Autopay from turning it on to its charges: announced, made once, told of, ended in time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from lk_app.db import accounts, ledger
from lk_app.db.engine import Database
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.autopay import AutopayRefused, ChargeState
from lk_app.domain.ledger import EntryKind
from lk_app.domain.money import AmountRefused
from lk_app.usecases import autopays as usecase
from lk_app.usecases import payment_reviews
from lk_app.usecases.payments import Wanted
from tests.documents import papers
from tests.payers import NOW, REAL_NOW, account, balance, payer, post
from tests.usecases.autopayer import TENTH, Autopayer, autopaying
from tests.usecases.mail import PAPER, outbox
from tests.usecases.till import NUMBER

THEIRS = "6410100103"


@pytest.fixture
def till(database: Database) -> Iterator[Autopayer]:
    with autopaying(database) as somebody:
        yield somebody


def test_the_debt_is_announced_a_day_ahead_and_charged_once(till: Autopayer) -> None:
    till.turn_on()
    for hours in range(0, 72, 6):  # however often the job runs
        till.run(TENTH - timedelta(days=1) + timedelta(hours=hours))
    assert till.paid() == [134469]
    assert till.states() == [ChargeState.PAID]
    assert till.subjects() == [
        "Автоплатёж включён",
        "Автоплатёж 10 декабря 2026: 1 344,69 ₽",
        "Платёж зачислен: 1 344,69 ₽",
    ]


def test_two_machines_at_once_charge_once(till: Autopayer) -> None:
    till.turn_on()
    for at in (TENTH - timedelta(days=1), TENTH):
        with ThreadPoolExecutor(2) as machines:
            for done in [machines.submit(till.run, at) for _ in range(2)]:
                done.result()
    till.run(TENTH + timedelta(hours=1))
    assert till.paid() == [134469]


def test_who_paid_after_the_notice_is_charged_only_what_is_left(till: Autopayer) -> None:
    till.turn_on()
    till.run(TENTH - timedelta(days=1))
    payment = till.start(Wanted(NUMBER, 100_000))
    till.bank.turn(payment.external_id, "paid")
    till.come_back(payment)
    till.run(TENTH)
    assert sorted(till.paid()) == [34469, 100_000]


def test_who_paid_everything_is_charged_nothing(till: Autopayer) -> None:
    till.turn_on()
    till.run(TENTH - timedelta(days=1))
    payment = till.start()
    till.bank.turn(payment.external_id, "paid")
    till.come_back(payment)
    till.run(TENTH)
    assert till.paid() == [134469]
    assert till.states() == [ChargeState.NOTHING_DUE]


def test_a_payment_that_is_under_way_is_waited_for_and_then_left_to_the_person(
    till: Autopayer,
) -> None:
    till.turn_on()
    till.run(TENTH - timedelta(days=1))
    till.start()  # nobody knows yet whether it pays
    till.run(TENTH)
    assert till.states() == [ChargeState.PLANNED]
    till.run(TENTH + timedelta(days=5))
    assert till.states() == [ChargeState.LAPSED]
    assert till.subjects()[-1] == "Автоплатёж не прошёл: заплатите сами"
    assert till.paid() == []


def test_a_sum_over_the_cap_is_not_charged_and_said(till: Autopayer) -> None:
    till.turn_on(cap="1344,68")
    till.month()
    assert till.paid() == []
    assert till.states() == [ChargeState.OVER_CAP]
    assert "больше вашего предела: 1 344,68 ₽" in papers.flat(outbox(till.db)[0].text)


def test_a_declined_card_is_said_and_not_tried_again_for_this_day(till: Autopayer) -> None:
    till.turn_on()
    kept = till.bank.checkouts[str(till.first.external_id)]
    token = kept.pop("token")  # the bank has closed the card
    till.month()
    kept["token"] = token
    till.run(TENTH + timedelta(days=1))
    assert till.paid() == []
    assert till.states() == [ChargeState.FAILED]
    assert "Банк не принял платёж" in outbox(till.db)[0].text
    till.run(TENTH.replace(year=2027, month=1, day=9))
    till.run(TENTH.replace(year=2027, month=1, day=10))
    assert till.paid() == [134469]


def test_a_bank_that_charged_but_did_not_answer_is_asked_with_the_same_key(
    till: Autopayer,
) -> None:
    till.turn_on()
    till.run(TENTH - timedelta(days=1))
    till.bank.trouble = "drop"
    till.run(TENTH)
    assert till.states() == [ChargeState.STARTED]
    till.bank.trouble = ""
    till.run(TENTH + timedelta(minutes=5))
    assert till.paid() == [134469]
    assert till.states() == [ChargeState.PAID]
    assert len(till.bank.checkouts) == 2  # the first payment and the charge


def test_a_charge_that_waits_for_a_person_is_said_once(till: Autopayer) -> None:
    till.turn_on()
    till.run(TENTH - timedelta(days=1))
    till.bank.live = True  # real money in a test
    for hours in range(3):
        till.run(TENTH + timedelta(hours=hours))
    assert (till.paid(), till.states()) == ([], [ChargeState.STARTED])
    assert till.subjects()[2:] == ["Автоплатёж проверяем: второй раз не платите"]
    (case,) = payment_reviews.cases(db=till.db)
    payment_reviews.resolve(db=till.db, case_id=case.id, note="Вернули в банке", now=TENTH)
    till.run(TENTH + timedelta(hours=3))
    assert till.states() == [ChargeState.FAILED]
    assert till.subjects()[3:] == ["Автоплатёж не прошёл: заплатите сами"]


def test_the_same_terms_twice_are_one_autopay_and_others_are_refused(till: Autopayer) -> None:
    assert till.turn_on().id == till.turn_on().id
    with pytest.raises(AutopayRefused, match=r"autopay\.already"):
        till.turn_on(day="11")
    assert till.subjects() == ["Автоплатёж включён"]


def test_a_strangers_card_account_and_autopay_are_out_of_reach(till: Autopayer) -> None:
    stranger = payer(till.db)
    account(till.db, THEIRS, owner=stranger)
    with pytest.raises(LinkRefused):
        till.turn_on(customer=stranger)
    with pytest.raises(AutopayRefused, match=r"autopay\.card"):
        till.turn_on(customer=stranger, account_number=THEIRS)
    mine = till.turn_on()
    with pytest.raises(AutopayRefused, match=r"autopay\.unknown"):
        usecase.turn_off(
            db=till.db,
            paper=PAPER,
            customer_id=stranger,
            autopay_id=mine.id,
            now=NOW,
            real_now=REAL_NOW,
        )
    usecase.forget_card(
        db=till.db,
        paper=PAPER,
        customer_id=stranger,
        card_id=till.card,
        now=NOW,
        real_now=REAL_NOW,
    )
    till.month()
    assert till.paid() == [134469]


def test_what_was_typed_wrong_is_said_beside_its_field(till: Autopayer) -> None:
    for asked, field in (
        ({"cap": "сто"}, "cap"),
        ({"day": "31"}, "day"),
        ({"card_id": "9"}, "card"),
    ):
        with pytest.raises((AutopayRefused, AmountRefused)) as refusal:
            till.turn_on(**asked)
        assert refusal.value.field == field


def test_a_debt_that_grew_after_the_notice_waits_for_the_next_one(till: Autopayer) -> None:
    till.turn_on()
    till.run(TENTH - timedelta(days=1))
    post(till.db, till.account, EntryKind.CHARGE, "x", 100_00, date(2026, 12, 9))
    till.run(TENTH)
    assert till.paid() == [134469]
    assert balance(till.db, till.account) == 100_00


def test_the_fiscal_receipt_of_a_charge_goes_where_autopay_was_told(till: Autopayer) -> None:
    till.turn_on(contact="8 927 123-45-67")
    till.month()
    with till.db.read() as session:
        entry = ledger.entries(session, till.account)[-1]
        link = accounts.link(session, till.customer, NUMBER)
    assert link is not None
    assert till.paid() == [entry.amount]
    screen = usecase.screen(db=till.db, gateways=till.gateways, customer_id=till.customer)
    assert [one.payment_number for one in screen.charges] == [entry.ref.rpartition("/")[0]]
    assert screen.autopays[0].contact == "+79271234567"
