"""Notices: told once in each way asked for, not at night, and called off by one click."""

from datetime import timedelta

import pytest

from lk_app.db import notice_wishes as wished
from lk_app.db.engine import Database
from lk_app.domain.customers import Customer
from lk_app.domain.notices import Notice, NoticeKind
from lk_app.domain.one_time import LinkRefused
from lk_app.usecases import ebills, notice_wishes, notices, reading_notices, sessions
from tests.post_office import link_in
from tests.push_service import PushService, open_push_service
from tests.usecases import metered, people
from tests.usecases.metered import at
from tests.usecases.notified import EVERYTHING, SIGNER, ask_by_mail, ask_by_push, deliver

PAID = Notice(
    NoticeKind.PAYMENT, "26-1:succeeded", "Платёж зачислен", "№ 26-1.", "/cabinet/history"
)
DAY, NIGHT = at(20, 12), at(20, 23)


@pytest.fixture
def anna(database: Database) -> Customer:
    return people.confirmed(database)


def tell(db: Database, person: Customer, notice: Notice = PAID, *, by_mail: bool = True) -> int:
    with db.write() as session:
        return notices.tell(session, person.id, notice, real_now=DAY, by_mail=by_mail)


def subjects(db: Database) -> list[str]:
    return [one.subject for one in people.letters_to(db, people.ANNA)]


def devices(db: Database, person: Customer) -> int:
    with db.read() as session:
        return len(wished.devices(session, [person.id]))


def test_nobody_is_told_what_they_did_not_ask_for(database: Database, anna: Customer) -> None:
    assert tell(database, anna) == 0
    ask_by_mail(database, anna, EVERYTHING - {NoticeKind.PAYMENT})
    assert tell(database, anna) == 0
    assert deliver(database, DAY) == 0


def test_a_thing_is_told_once_in_each_way(database: Database, anna: Customer) -> None:
    ask_by_mail(database, anna)
    with open_push_service() as service:
        for name in ("phone", "tablet"):
            ask_by_push(database, service.browser(name))
        assert tell(database, anna) == 3
        assert tell(database, anna) == 0
        assert deliver(database, DAY) == 3
        assert deliver(database, DAY + timedelta(hours=1)) == 0
        assert sorted(one.path for one in service.got) == ["/push/phone", "/push/tablet"]
    assert subjects(database) == ["Платёж зачислен"]


def test_what_comes_at_night_goes_in_the_morning(database: Database, anna: Customer) -> None:
    ask_by_mail(database, anna)
    tell(database, anna)
    assert deliver(database, NIGHT) == 0
    assert deliver(database, at(21, 8)) == 0
    assert deliver(database, at(21, 9)) == 1


def test_what_has_a_letter_of_its_own_gets_no_second_one(
    database: Database, anna: Customer
) -> None:
    ask_by_mail(database, anna)
    assert tell(database, anna, by_mail=False) == 0


def test_a_worker_that_died_gives_its_notice_back(database: Database, anna: Customer) -> None:
    with open_push_service() as service:
        ask_by_push(database, service.browser())
        tell(database, anna)
        with database.write() as session:
            notices.notices.claim_due(session, now=DAY, limit=5)  # …and no more is heard of it
        assert deliver(database, DAY) == 0
        assert deliver(database, DAY + timedelta(minutes=6)) == 1


def test_a_device_that_is_gone_is_forgotten(database: Database, anna: Customer) -> None:
    with open_push_service() as service:
        ask_by_push(database, service.browser())
        service.answer = 410
        tell(database, anna)
        assert deliver(database, DAY) == 0
        assert devices(database, anna) == 0
        service.answer = 201
        assert deliver(database, DAY + timedelta(days=1)) == 0
        assert len(service.got) == 1


def test_a_service_that_is_down_gets_it_later(database: Database, anna: Customer) -> None:
    with open_push_service() as service:
        ask_by_push(database, service.browser())
        service.answer = 503
        tell(database, anna)
        assert deliver(database, DAY) == 0
        service.answer = 201
        assert deliver(database, DAY) == 0
        assert deliver(database, DAY + timedelta(minutes=1)) == 1


def test_whoever_calls_it_off_is_not_told_what_waits(database: Database, anna: Customer) -> None:
    ask_by_mail(database, anna)
    with open_push_service() as service:
        browser = service.browser()
        ask_by_push(database, browser)
        tell(database, anna)
        ask_by_push(database, browser, EVERYTHING - {NoticeKind.PAYMENT})
        notice_wishes.wish_by_mail(
            db=database, customer_id=anna.id, kind=NoticeKind.PAYMENT, wanted=False, address="",
            now=DAY,
        )  # fmt: skip
        assert deliver(database, DAY) == 0
        assert service.got == []
    assert subjects(database) == []


def test_a_letter_has_a_way_out_that_needs_no_signing_in(
    database: Database, anna: Customer
) -> None:
    ask_by_mail(database, anna)
    tell(database, anna)
    deliver(database, DAY)
    (letter,) = people.letters_to(database, people.ANNA)
    assert "попросили присылать на почту: «Платёж зачислен или не прошёл»" in letter.text
    assert letter.unsubscribe_link.startswith("https://lk.example/api/letters/unsubscribe?token=")
    token = link_in(letter.text, "/unsubscribe").partition("token=")[2]
    assert notice_wishes.called_off_by(db=database, signer=SIGNER, token=token) == (
        NoticeKind.PAYMENT,
        "an•••@lk.example",
    )
    for _ in range(2):
        notice_wishes.call_off(db=database, signer=SIGNER, token=token, now=DAY)
    left = notice_wishes.by_mail(db=database, customer_id=anna.id)
    assert left == EVERYTHING - {NoticeKind.PAYMENT}
    for forged in ("", token[:-2], SIGNER.sign("x", [anna.id, "payment"])):
        with pytest.raises(LinkRefused, match="unknown"):
            notice_wishes.call_off(db=database, signer=SIGNER, token=forged, now=DAY)


def test_the_box_of_bills_is_the_consent_to_them(database: Database, anna: Customer) -> None:
    ask_by_mail(database, anna, [NoticeKind.BILL])
    assert ebills.since(db=database, customer_id=anna.id) == people.NOW
    old = SIGNER.sign(ebills.PURPOSE, anna.id)  # of a letter written before there were notices
    assert notice_wishes.call_off(db=database, signer=SIGNER, token=old, now=DAY) is NoticeKind.BILL
    assert ebills.since(db=database, customer_id=anna.id) is None


@pytest.fixture
def phone(database: Database, anna: Customer) -> tuple[PushService, str]:
    with open_push_service() as service:
        yield service, ask_by_push(database, service.browser(), cookie="phone")  # type: ignore[misc]


def test_signing_out_ends_notices_on_that_device(
    database: Database, anna: Customer, phone: tuple[PushService, str]
) -> None:
    service, secret = phone
    ask_by_push(database, service.browser("tablet"))
    sessions.sign_out(db=database, secret=secret, now=people.NOW)
    assert devices(database, anna) == 1
    tell(database, anna)
    deliver(database, DAY)
    assert [one.path for one in service.got] == ["/push/tablet"]


def test_ending_the_other_sessions_ends_their_notices(
    database: Database, anna: Customer, phone: tuple[PushService, str]
) -> None:
    service, _ = phone
    here = people.me(database, ask_by_push(database, service.browser("tablet")))
    sessions.end_others(db=database, me=here, now=people.NOW)
    assert devices(database, anna) == 1


def test_the_next_person_at_a_browser_sees_nothing_of_the_first(
    database: Database, anna: Customer, phone: tuple[PushService, str]
) -> None:
    boris = people.confirmed(database, people.BORIS, "+79270000009")
    notice_wishes.signed_in(db=database, browser="phone", customer_id=anna.id, session_id=77)
    assert devices(database, anna) == 1, "her own, signed in anew"
    notice_wishes.signed_in(db=database, browser="phone", customer_id=boris.id, session_id=78)
    assert devices(database, anna) == 0


def test_a_refused_reading_is_told_of_with_its_reason(database: Database, anna: Customer) -> None:
    metered.account(database, owner=anna.id)
    ask_by_mail(database, anna)
    for _ in range(2):
        reading_notices.refused_afterwards(
            db=database, customer_id=anna.id, account_number="6410100101", reference="k1",
            why="Прошлое показание больше.", real_now=DAY,
        )  # fmt: skip
    deliver(database, DAY)
    (letter,) = people.letters_to(database, people.ANNA)
    assert letter.subject == "Показания не приняты"
    assert "ул. Плякина, 101–12. Прошлое показание больше." in letter.text
