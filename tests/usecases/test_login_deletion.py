"""A login is deleted after a week: the person goes, accounts, bills and payments stay."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select, update

from lk_app.db import bills, consents, customers, held, letters, payments
from lk_app.db.engine import Database
from lk_app.db.tables import ConsentRow, CustomerRow, PaymentRow, ReadingRow
from lk_app.domain.customers import Customer, PasswordRefused, SignInRefused
from lk_app.domain.housekeeping import DISPUTE_KEPT
from lk_app.domain.one_time import LinkRefused
from lk_app.domain.payments import PaymentState
from lk_app.domain.personal_data import DELETION_DELAY, PAYMENTS_AWAITED, Person
from lk_app.domain.registration import CONSENT_TO_PROCESSING
from lk_app.usecases import data_exports, login_deletion, passwords, retention, undo
from lk_app.usecases.login_deletion import Archive
from tests.usecases import appealing, people
from tests.usecases.people import ANNA, NOW, PAPER, PASSWORD
from tests.usecases.test_bills import billed, linked
from tests.usecases.test_data_exports import SIGNER, sources, store
from tests.usecases.test_dispute_packs import paid_by

DUE = NOW + DELETION_DELAY
SECOND = timedelta(seconds=1)


def ask(db: Database, secret: str, password: str = PASSWORD) -> object:
    return login_deletion.ask(
        db=db, paper=PAPER, me=people.me(db, secret), password=password, now=NOW, real_now=NOW
    )


def apply(db: Database, home: Path, now=DUE) -> int:
    archive = Archive(SIGNER, appealing.folder(home), store(home))
    return login_deletion.apply_due(db=db, paper=PAPER, archive=archive, now=now)


def agreed(db: Database, person: Customer) -> None:
    with db.write() as session:
        consents.add(
            session, person.id, kind=CONSENT_TO_PROCESSING, version="2026-11-01", at=NOW,
            address="10.0.0.7",
        )  # fmt: skip


def test_the_person_goes_and_the_books_stay(database: Database, tmp_path: Path) -> None:
    billed(database)
    anna = linked(database)
    agreed(database, anna)
    here = people.sign_in(database)
    paid_by(database, anna, "261120-000001")
    sent = appealing.submit(database, anna.id)
    appealing.attach(database, appealing.folder(tmp_path), anna.id)
    data_exports.ask(db=database, customer_id=anna.id, now=NOW)
    data_exports.make_due(sources(database, tmp_path), store(tmp_path))
    with database.write() as session:
        session.exec(update(ReadingRow).values(customer_id=anna.id))
        seen = held.records(session, Person(anna.id, ANNA, {}))
    before = books(database)
    assert seen["sessions"] and seen["account_links"] and seen["letters"]
    ask(database, here)
    assert apply(database, tmp_path, DUE - SECOND) == 0
    assert apply(database, tmp_path) == 1
    assert apply(database, tmp_path, DUE + timedelta(days=1)) == 0, "it is done once"
    assert books(database) == before
    with database.read() as session:
        left = held.records(session, Person(anna.id, ANNA, {}))
        one = payments.by_public_id(session, "261120-000001")
    kept = {"customers", "consents", "appeals", "appeal_messages", "letters"}
    assert {name for name, rows in left.items() if rows} == kept
    told = json.dumps([left[name] for name in kept - {"letters"}], default=str, ensure_ascii=False)
    assert all(word not in told for word in (ANNA, "Иванова", "9271234567"))
    assert one and one.customer_id is None and one.receipt_contact == ""
    [consent] = left["consents"]
    assert consent["withdrawn_at"] == DUE
    [appeal] = left["appeals"]
    assert (appeal["number"], appeal["state"]) == (sent.number, "closed")
    assert [letter["kind"] for letter in left["letters"]] == ["login_deleted"]
    assert list(tmp_path.rglob("*.zip")) == []
    assert list((tmp_path / "appeals").rglob("*.*")) == []
    assert people.visitor(database, here, now=DUE) is None
    with pytest.raises(SignInRefused):
        people.sign_in(database, now=DUE)


def books(db: Database) -> object:
    """Every bill there is, and who sent what."""
    with db.read() as session:
        accounts = session.exec(select(ReadingRow.account_id).distinct()).all()
        received = select(ReadingRow.id, ReadingRow.receipt_number).order_by(col(ReadingRow.id))
        return bills.of_accounts(session, list(accounts)), session.exec(received).all()


def test_the_mailbox_may_register_again(database: Database, tmp_path: Path) -> None:
    anna = people.confirmed(database)
    ask(database, people.sign_in(database))
    apply(database, tmp_path)
    again = people.confirmed(database)
    assert again.id != anna.id
    assert people.sign_in(database, now=DUE)
    with database.read() as session:
        row = session.get(CustomerRow, anna.id)
        assert row and row.erased_at == DUE
        assert row.mailbox_digest == SIGNER.derive("mailbox", ANNA).hex(), "the proof finds them"


def test_a_wrong_password_asks_for_nothing(database: Database) -> None:
    anna = people.confirmed(database)
    with pytest.raises(PasswordRefused):
        ask(database, people.sign_in(database), "не тот")
    assert login_deletion.due(db=database, customer_id=anna.id) is None


def test_asking_ends_other_sessions_and_twice_is_once(database: Database) -> None:
    people.confirmed(database)
    here, elsewhere = people.sign_in(database), people.sign_in(database)
    assert ask(database, here) == ask(database, here) == DUE
    assert people.visitor(database, here)
    assert people.visitor(database, elsewhere) is None
    assert len(people.letters_to(database, ANNA)) == 1


def test_the_letters_link_keeps_the_cabinet(database: Database, tmp_path: Path) -> None:
    anna = people.confirmed(database)
    ask(database, people.sign_in(database))
    secret = people.secret_from(database, ANNA, "/undo")
    assert undo.check_link(db=database, secret=secret, now=NOW) == {undo.DELETION}
    undone = undo.take_back(db=database, secret=secret, now=DUE - SECOND)
    assert undone.what == {undo.DELETION}
    passwords.check_link(db=database, secret=undone.reset_secret, now=DUE)
    assert apply(database, tmp_path) == 0
    assert people.reread(database, anna).email == ANNA
    with pytest.raises(LinkRefused, match=r"link\.used"):
        undo.take_back(db=database, secret=secret, now=DUE - SECOND)


@pytest.mark.parametrize("how", ["profile", "reset"])
def test_the_profile_and_a_new_password_by_letter_keep_it_too(
    database: Database, tmp_path: Path, how: str
) -> None:
    anna = people.confirmed(database)
    ask(database, people.sign_in(database))
    if how == "profile":
        login_deletion.call_off(db=database, customer_id=anna.id)
    else:
        passwords.request_reset(db=database, paper=PAPER, email=ANNA, now=NOW)
        new, secret = "утренний автобус 42", people.secret_from(database, ANNA, "/reset")
        passwords.reset(db=database, paper=PAPER, secret=secret, password=new, again=new, now=NOW)
    assert login_deletion.due(db=database, customer_id=anna.id) is None
    assert apply(database, tmp_path) == 0


def test_money_on_its_way_is_waited_for_a_few_days(database: Database, tmp_path: Path) -> None:
    billed(database)
    anna = linked(database)
    paid_by(database, anna, "261120-000001")
    with database.write() as session:
        session.exec(update(PaymentRow).values(state=PaymentState.PENDING))
    ask(database, people.sign_in(database))
    assert apply(database, tmp_path) == 0
    assert apply(database, tmp_path, DUE + PAYMENTS_AWAITED) == 1
    with database.read() as session:
        one = payments.by_public_id(session, "261120-000001")
    assert one and one.state is PaymentState.PENDING, "its gateway settles it without the login"


def test_what_stays_of_it_is_gone_after_three_years(database: Database, tmp_path: Path) -> None:
    anna = people.confirmed(database)
    agreed(database, anna)
    appealing.submit(database, anna.id)
    ask(database, people.sign_in(database))
    apply(database, tmp_path)
    with database.write() as session:
        [farewell] = letters.claim_due(session, now=DUE, limit=9)
        letters.mark_sent(session, farewell.id, at=DUE)
    folder = appealing.folder(tmp_path)
    retention.forget_old(db=database, store=folder, now=DUE + DISPUTE_KEPT)
    with database.read() as session:
        assert customers.by_id(session, anna.id)
    retention.forget_old(db=database, store=folder, now=DUE + DISPUTE_KEPT + SECOND)
    with database.read() as session:
        assert customers.by_id(session, anna.id) is None
        assert session.exec(select(ConsentRow)).all() == []
        assert letters.latest(session, limit=5) == [], "nor whom the last letter went to"
