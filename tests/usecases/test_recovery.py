"""A lost mailbox: three proofs, 72 hours, a warning to the old one, and a way to cancel."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from lk_app.db import accounts, ledger
from lk_app.db.engine import Database
from lk_app.domain.customers import RECOVERY_DELAY, Customer
from lk_app.domain.one_time import LinkRefused
from lk_app.domain.recovery import RECOVERY_BY_ACCOUNT, RecoveryForm, RecoveryRefused
from lk_app.domain.registration import FormRefused, reasons
from lk_app.usecases import mailboxes, passwords, profile, recovery, undo
from tests.usecases import books, people
from tests.usecases.people import ANNA, BORIS, NOW, PAPER, PASSWORD

NUMBER = "6410100101"
NEW_MAILBOX = "anna.new@example.ru"
DUE = NOW + RECOVERY_DELAY


@pytest.fixture
def anna(database: Database) -> Customer:
    books.open_books(database)
    return linked(database, ANNA)


def linked(db: Database, email: str) -> Customer:
    person = people.confirmed(db, email)
    with db.write() as session:
        account = accounts.by_number(session, NUMBER)
        assert account
        accounts.add_link(
            session,
            customer_id=person.id,
            account_id=account.id,
            name="",
            linked_at=NOW,
            linked_on=NOW.date(),
            proven_at=None,
        )
    return person


def proofs(db: Database) -> RecoveryForm:
    with db.read() as session:
        account = accounts.by_number(session, NUMBER)
        assert account
        paid = ledger.last_payment(session, account.id)
        (meter,) = recovery.meters.of_account(session, account.id)
    assert paid
    amount = f"{paid // 100},{paid % 100:02d}"
    return RecoveryForm("64101-001-01", f"№ {meter.serial.lower()} ", amount, NEW_MAILBOX)


def ask(
    db: Database, form: RecoveryForm, *, address: str = "10.0.0.7", now: datetime = NOW
) -> datetime:
    return recovery.request(
        db=db, paper=PAPER, form=form, account_digits=10, address=address, now=now
    )


def changed(form: RecoveryForm, **fields: str) -> RecoveryForm:
    known = {name: getattr(form, name) for name in RecoveryForm.__slots__}
    return RecoveryForm(**(known | fields))


def confirm(db: Database, *, now: datetime) -> recovery.Recovery:
    secret = people.secret_from(db, NEW_MAILBOX, "/recover")
    return recovery.confirm(db=db, paper=PAPER, secret=secret, now=now)


def apply_due(db: Database, *, now: datetime) -> int:
    return recovery.apply_due(db=db, paper=PAPER, now=now)


def test_both_mailboxes_are_told_and_nothing_changes_before_72_hours(
    database: Database, anna: Customer
) -> None:
    assert ask(database, proofs(database)) == DUE == NOW + timedelta(hours=72)
    assert people.letters_to(database, ANNA)[0].kind == "mailbox_recovery"
    assert confirm(database, now=NOW).due == DUE
    early = DUE - timedelta(seconds=1)
    assert apply_due(database, now=early) == 0
    assert confirm(database, now=early).due == DUE
    assert people.reread(database, anna).email == ANNA


def test_the_job_replaces_an_opened_mailbox_and_sends_a_link_to_a_new_password(
    database: Database, anna: Customer
) -> None:
    here = people.sign_in(database)
    ask(database, proofs(database))
    confirm(database, now=NOW)
    assert apply_due(database, now=DUE) == 1
    assert apply_due(database, now=DUE) == 0
    assert people.reread(database, anna).email == NEW_MAILBOX
    assert people.visitor(database, here) is None
    reset = people.secret_from(database, NEW_MAILBOX, "/reset")
    passwords.check_link(db=database, secret=reset, now=DUE)
    assert people.letters_to(database, ANNA)[0].kind == "email_changed"


def test_a_mailbox_nobody_opened_is_never_given_the_cabinet(
    database: Database, anna: Customer
) -> None:
    ask(database, proofs(database))
    assert apply_due(database, now=DUE) == 0
    assert people.reread(database, anna).email == ANNA


def test_opening_the_link_when_due_replaces_the_mailbox_at_once(
    database: Database, anna: Customer
) -> None:
    ask(database, proofs(database))
    done = confirm(database, now=DUE)
    assert people.reread(database, anna).email == NEW_MAILBOX
    passwords.check_link(db=database, secret=done.reset_secret, now=DUE)
    with pytest.raises(LinkRefused, match=r"link\.used"):
        confirm(database, now=DUE)


def test_the_old_mailbox_cancels_it_without_being_signed_out(
    database: Database, anna: Customer
) -> None:
    here = people.sign_in(database)
    ask(database, proofs(database))
    confirm(database, now=NOW)
    cancel = people.secret_from(database, ANNA, "/undo")
    assert undo.take_back(db=database, secret=cancel, now=NOW).what == {undo.RECOVERY}
    assert apply_due(database, now=DUE) == 0
    with pytest.raises(LinkRefused, match=r"link\.unknown"):
        confirm(database, now=DUE)
    assert people.reread(database, anna).email == ANNA
    assert people.visitor(database, here)


def test_the_old_mailbox_takes_it_back_for_seven_days_more(
    database: Database, anna: Customer
) -> None:
    ask(database, proofs(database))
    confirm(database, now=DUE)
    secret = people.secret_from(database, ANNA, "/undo")
    undo.take_back(db=database, secret=secret, now=DUE + timedelta(days=6))
    assert people.reread(database, anna).email == ANNA


def test_whoever_has_the_password_outruns_a_stranger_with_a_bill(
    database: Database, anna: Customer
) -> None:
    ask(database, proofs(database))
    confirm(database, now=NOW)
    here = people.me(database, people.sign_in(database))
    mailboxes.request_change(
        db=database, paper=PAPER, me=here, email="own@example.ru", password=PASSWORD, now=NOW
    )
    own = people.secret_from(database, "own@example.ru", "/confirm-email")
    mailboxes.confirm(db=database, paper=PAPER, secret=own, now=NOW)
    assert apply_due(database, now=DUE) == 0
    assert people.reread(database, anna).email == "own@example.ru"


def test_a_new_password_cancels_what_the_profile_warns_of(
    database: Database, anna: Customer
) -> None:
    ask(database, proofs(database))
    confirm(database, now=NOW)
    assert recovery.pending(db=database, customer_id=anna.id, now=NOW) == DUE
    new = "утренний автобус 42"
    profile.change_password(
        db=database,
        paper=PAPER,
        me=people.me(database, people.sign_in(database)),
        current=PASSWORD,
        password=new,
        again=new,
        now=NOW,
    )
    assert recovery.pending(db=database, customer_id=anna.id, now=NOW) is None
    assert apply_due(database, now=DUE) == 0


@pytest.mark.parametrize(
    "wrong",
    [{"amount": "1,00"}, {"serial": "999999"}, {"account_number": "9999999999"}],
    ids=["sum", "serial", "account"],
)
def test_one_answer_for_every_mismatch(
    database: Database, anna: Customer, wrong: dict[str, str]
) -> None:
    with pytest.raises(RecoveryRefused) as refused:
        ask(database, changed(proofs(database), **wrong))
    assert (refused.value.code, refused.value.field) == ("recovery.mismatch", "")
    assert people.letters_to(database, ANNA) == people.letters_to(database, NEW_MAILBOX) == []


def test_guessing_makes_the_account_wait_whoever_guesses(
    database: Database, anna: Customer
) -> None:
    right = proofs(database)
    for n in range(5):
        with pytest.raises(RecoveryRefused, match="mismatch"):
            ask(database, changed(right, amount=f"{n},00"), address=f"10.0.0.{n}")
    with pytest.raises(RecoveryRefused) as paused:
        ask(database, right, address="10.9.9.9")
    assert paused.value.code == "recovery.paused"
    until = paused.value.facts["until"]
    assert isinstance(until, datetime)
    ask(database, right, now=until)


def test_guessing_makes_an_address_wait_whatever_the_account(
    database: Database, anna: Customer
) -> None:
    right = proofs(database)
    for n in range(10):
        with pytest.raises(RecoveryRefused, match="mismatch"):
            ask(database, changed(right, account_number=f"999999990{n}"))
    with pytest.raises(RecoveryRefused, match=r"recovery\.paused"):
        ask(database, right)


def test_guesses_sent_all_at_once_are_no_more_than_one_by_one(
    database: Database, anna: Customer
) -> None:
    at_once = RECOVERY_BY_ACCOUNT.free + 3
    right, start = proofs(database), Barrier(at_once)

    def guess(n: int) -> str:
        start.wait()
        with pytest.raises(RecoveryRefused) as refused:
            ask(database, changed(right, amount=f"{n},00"), address=f"10.0.0.{n}")
        return refused.value.code

    with ThreadPoolExecutor(at_once) as pool:
        said = Counter(pool.map(guess, range(at_once)))
    assert said == {"recovery.mismatch": RECOVERY_BY_ACCOUNT.free, "recovery.paused": 3}


def test_several_people_of_one_account_are_told_apart_by_their_former_login(
    database: Database, anna: Customer
) -> None:
    boris = linked(database, BORIS)
    with pytest.raises(RecoveryRefused) as refused:
        ask(database, proofs(database))
    assert (refused.value.code, refused.value.field) == ("recovery.which", "former")
    ask(database, changed(proofs(database), former=BORIS))
    confirm(database, now=DUE)
    assert people.reread(database, anna).email == ANNA
    assert people.reread(database, boris).email == NEW_MAILBOX


def test_a_mailbox_with_a_cabinet_of_its_own_gets_no_second_one(
    database: Database, anna: Customer
) -> None:
    people.confirmed(database, NEW_MAILBOX)
    ask(database, proofs(database))
    confirm(database, now=NOW)
    assert apply_due(database, now=DUE) == 0
    with pytest.raises(LinkRefused, match=r"email\.taken"):
        confirm(database, now=DUE)
    assert people.reread(database, anna).email == ANNA


def test_every_wrong_field_is_named_at_once(database: Database) -> None:
    with pytest.raises(FormRefused) as refused:
        ask(database, RecoveryForm("12", " ", "много", "@", "кто-то"))
    named = {reason.field for reason in reasons(refused.value)}
    assert named == {"account_number", "serial", "amount", "email", "former"}
