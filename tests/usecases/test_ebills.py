"""Bills by e-mail: told once, with the paper, to whoever asked and may see it, and called off."""

from datetime import date, datetime, timedelta
from email.message import EmailMessage
from functools import partial

import pytest
from sqlmodel import select

from lk_app.db import accounts, consents
from lk_app.db.engine import Database
from lk_app.db.tables import AccountRow
from lk_app.domain.consumption import Policy
from lk_app.domain.customers import Customer
from lk_app.domain.ebills import SETTLING
from lk_app.domain.notices import NoticeKind
from lk_app.domain.one_time import LinkRefused
from lk_app.domain.periods import Period
from lk_app.gateways.smtp import SmtpMail
from lk_app.security import Signer
from lk_app.usecases import billing, ebills, letters, notice_wishes
from tests.documents import papers
from tests.post_office import PostOffice, link_in, open_office
from tests.push_service import open_push_service
from tests.usecases.books import NOW, SARATOV, open_and_publish
from tests.usecases.notified import ask_by_push
from tests.usecases.notified import deliver as courier
from tests.usecases.people import ANNA, PAPER, letters_to
from tests.usecases.test_bills import DEBTOR, linked

SIGNER = Signer(b"a test's own key of some length!")
OTHER = "6410100105"
SEPTEMBER, OCTOBER = Period(2026, 9), Period(2026, 10)
LATER = timedelta(hours=1)


def run(db: Database, last: Period) -> None:
    first = Period(2024, 10)
    billing.run(db=db, first=first, last=last, policy=Policy.DECREE354, tz=SARATOV, now=NOW)


def tell(db: Database, *, now: datetime = NOW, real_now: datetime = NOW) -> int:
    local = now.astimezone(SARATOV)
    return ebills.tell(db=db, paper=PAPER, signer=SIGNER, now=local, real_now=real_now)


def start(db: Database, person: Customer) -> None:
    ebills.start(db=db, customer_id=person.id, address="10.0.0.7", now=NOW)


def see_too(db: Database, person: Customer, number: str, on: date = date(2026, 11, 1)) -> None:
    with db.write() as session:
        account = accounts.by_number(session, number)
        assert account is not None
        accounts.add_link(
            session,
            customer_id=person.id,
            account_id=account.id,
            name="",
            linked_at=NOW,
            linked_on=on,
            proven_at=NOW,
        )
        ebills.follow(session, person.id, account.id)


@pytest.fixture
def reader(database: Database) -> Customer:
    """Billed through September, with the debtor's account, and asking for bills."""
    open_and_publish(database)
    run(database, SEPTEMBER)
    person = linked(database)
    start(database, person)
    return person


def test_a_new_bill_is_told_once_and_an_old_one_never(database: Database, reader: Customer) -> None:
    assert tell(database) == 0
    run(database, OCTOBER)
    assert tell(database) == 1
    assert tell(database, real_now=NOW + LATER) == 0
    (letter,) = letters_to(database, ANNA)
    assert letter.subject.replace("\u00a0", " ") == (
        "Квитанция за октябрь 2026: к оплате 7 318,41 ₽"
    )
    assert [(one.account_number, one.period) for one in letter.attached] == [(DEBTOR, OCTOBER)]


def test_the_paper_comes_with_the_letter_over_smtp(database: Database, reader: Customer) -> None:
    run(database, OCTOBER)
    tell(database)
    with open_office() as office:
        assert deliver(database, office) == 1
    (mail,) = office.letters
    (paper,) = mail.iter_attachments()
    assert paper.get_content_type() == "application/pdf"
    assert paper.get_filename() == "bill-6410100106-2026-10.pdf"
    text = papers.text_of(paper.get_content())
    assert "Квитанция за октябрь 2026" in text
    assert "Лицевой счёт 64101-001-06" in text
    assert "7 318,41 ₽" in text
    assert papers.codes_on(paper.get_content())
    said = papers.flat(body_of(mail))
    assert "Месяц: октябрь 2026 Лицевой счёт: 64101-001-06" in said
    assert "К оплате: 7 318,41 ₽, до 15 ноября 2026" in said
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith("<https://lk.example/api/letters/unsubscribe?token=")


def test_a_first_run_of_many_months_tells_of_the_newest_alone(database: Database) -> None:
    open_and_publish(database)
    person = linked(database)
    start(database, person)
    run(database, OCTOBER)
    assert tell(database) == 1
    (letter,) = letters_to(database, ANNA)
    assert [one.period for one in letter.attached] == [OCTOBER]


def test_all_accounts_of_a_person_come_in_one_letter(database: Database, reader: Customer) -> None:
    see_too(database, reader, OTHER)
    run(database, OCTOBER)
    assert tell(database) == 1
    (letter,) = letters_to(database, ANNA)
    assert letter.subject.startswith("2\u00a0квитанции за\u00a0октябрь 2026: к оплате")
    with open_office() as office:
        deliver(database, office)
    assert len(list(office.letters[0].iter_attachments())) == 2


def test_a_letter_waits_for_an_account_that_is_not_billed_but_not_for_ever(
    database: Database, reader: Customer
) -> None:
    see_too(database, reader, OTHER)
    stop_billing(database, OTHER)
    run(database, OCTOBER)
    assert tell(database) == 0
    assert tell(database, real_now=NOW + SETTLING / 2) == 0
    assert tell(database, real_now=NOW + SETTLING) == 1
    (letter,) = letters_to(database, ANNA)
    assert [one.account_number for one in letter.attached] == [DEBTOR]


def test_a_bill_the_link_may_not_see_and_a_replay_are_passed_over(database: Database) -> None:
    open_and_publish(database)
    run(database, SEPTEMBER)
    start(database, linked(database, proven=False, on=date(2026, 11, 1)))
    run(database, OCTOBER)
    assert tell(database) == 0
    assert letters_to(database, ANNA) == []


def test_months_billed_long_after_are_no_news(database: Database, reader: Customer) -> None:
    run(database, OCTOBER)
    assert tell(database, now=NOW + timedelta(days=60)) == 0
    assert tell(database) == 0  # passed over once and for all


def test_an_account_attached_later_begins_with_its_next_bill(
    database: Database, reader: Customer
) -> None:
    run(database, OCTOBER)
    tell(database)
    see_too(database, reader, OTHER)
    assert tell(database, real_now=NOW + LATER) == 0


def test_a_device_is_told_of_the_bill_too_and_not_at_night(
    database: Database, reader: Customer
) -> None:
    with open_push_service() as service:
        phone = service.browser()
        ask_by_push(database, phone, [NoticeKind.BILL])
        run(database, OCTOBER)
        assert tell(database, now=NOW + timedelta(hours=12)) == 0
        assert tell(database) == 1
        assert tell(database, real_now=NOW + LATER) == 0
        courier(database, NOW.astimezone(SARATOV))
        (got,) = service.got
        told = phone.opened(got)
    assert told["title"].replace("\u00a0", " ") == (
        "Квитанция за октябрь 2026: к оплате 7 318,41 ₽"
    )
    assert told["url"] == f"/cabinet/bills?account={DEBTOR}&period=2026-10"
    assert len(letters_to(database, ANNA)) == 1


def test_a_device_alone_is_told_when_letters_were_called_off(
    database: Database, reader: Customer
) -> None:
    with open_push_service() as service:
        ask_by_push(database, service.browser(), [NoticeKind.BILL])
        ebills.stop(db=database, customer_id=reader.id, now=NOW + LATER)
        run(database, OCTOBER)
        assert tell(database) == 1
        courier(database, NOW.astimezone(SARATOV))
        assert len(service.got) == 1
    assert letters_to(database, ANNA) == []


def test_whoever_lost_the_account_meanwhile_gets_no_paper(
    database: Database, reader: Customer
) -> None:
    run(database, OCTOBER)
    tell(database)
    with database.write() as session:
        link = accounts.link(session, reader.id, DEBTOR)
        assert link is not None
        accounts.remove_link(session, link.id)
    with open_office() as office:
        assert deliver(database, office) == 0
        assert deliver(database, office, at=NOW + timedelta(days=1)) == 0
    assert office.letters == []


def test_the_way_out_of_a_letter_needs_no_signing_in(database: Database, reader: Customer) -> None:
    run(database, OCTOBER)
    tell(database)
    (letter,) = letters_to(database, ANNA)
    token = link_in(letter.text, "/unsubscribe").partition("token=")[2]
    assert notice_wishes.called_off_by(db=database, signer=SIGNER, token=token) == (
        NoticeKind.BILL,
        "an•••@lk.example",
    )
    assert ebills.since(db=database, customer_id=reader.id) == NOW
    for _ in range(2):
        notice_wishes.call_off(db=database, signer=SIGNER, token=token, now=NOW + LATER)
    assert ebills.since(db=database, customer_id=reader.id) is None
    for forged in (
        "",
        token[:-2],
        Signer(b"somebody else's key entirely!!!!").sign("x", reader.id),
    ):
        with pytest.raises(LinkRefused, match="unknown"):
            notice_wishes.call_off(db=database, signer=SIGNER, token=forged, now=NOW)


def test_who_stopped_hears_nothing_and_the_consent_keeps_its_times(
    database: Database, reader: Customer
) -> None:
    start(database, reader)  # a second press of the button
    ebills.stop(db=database, customer_id=reader.id, now=NOW + LATER)
    run(database, OCTOBER)
    assert tell(database) == 0
    with database.read() as session:
        (given,) = consents.of_customer(session, reader.id)
    assert (given.kind, given.given_at, given.withdrawn_at) == ("ebill", NOW, NOW + LATER)
    assert given.address == "10.0.0.7"
    start(database, reader)
    assert tell(database) == 0  # October's is old by now


def stop_billing(db: Database, number: str) -> None:
    """No tariff knows its category any more: the run leaves this account out."""
    with db.write() as session:
        row = session.exec(select(AccountRow).where(AccountRow.account_number == number)).one()
        row.category = "industry"


def deliver(db: Database, office: PostOffice, *, at: datetime = NOW) -> int:
    pack = partial(ebills.packed, db=db, supplier=papers.SUPPLIER, now=NOW.astimezone(SARATOV))
    mail = SmtpMail(office.url, sender="Волга Свет <lk@volga.example>")
    return letters.deliver_due(db=db, mail=mail, now=at, pack=pack)


def body_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
