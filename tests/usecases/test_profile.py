"""What opens the cabinet is changed by its password only, ends other sessions and can be undone."""

from datetime import timedelta

import pytest

from lk_app.db.engine import Database
from lk_app.domain.customers import (
    REMEMBERED_LIFE,
    CustomerRefused,
    PasswordRefused,
    SignInRefused,
)
from lk_app.domain.one_time import LinkRefused
from lk_app.usecases import mailboxes, passwords, profile, sessions, undo
from lk_app.usecases.mailboxes import Confirmation
from tests.usecases import people
from tests.usecases.people import ANNA, BORIS, NOW, PAPER, PASSWORD

NEW_MAILBOX = "anna.new@example.ru"
NEW_PHONE = "+79379998877"
NEW_PASSWORD = "утренний автобус 42"
DAY = timedelta(days=1)


def change_phone(db: Database, secret: str, *, password: str = PASSWORD, now=NOW) -> str:
    return profile.change_phone(
        db=db,
        paper=PAPER,
        me=people.me(db, secret, now=now),
        phone="8 (937) 999-88-77",
        password=password,
        now=now,
    )


def change_password(db: Database, secret: str, *, current: str = PASSWORD, new=NEW_PASSWORD):
    profile.change_password(
        db=db,
        paper=PAPER,
        me=people.me(db, secret),
        current=current,
        password=new,
        again=new,
        now=NOW,
    )


def ask_for_mailbox(db: Database, secret: str, email: str = NEW_MAILBOX) -> str:
    return mailboxes.request_change(
        db=db, paper=PAPER, me=people.me(db, secret), email=email, password=PASSWORD, now=NOW
    )


def confirm_mailbox(db: Database, *, now=NOW, secret: str = "") -> Confirmation:
    secret = secret or people.secret_from(db, NEW_MAILBOX, "/confirm-email")
    return mailboxes.confirm(db=db, paper=PAPER, secret=secret, now=now)


def take_back(db: Database, mailbox: str = ANNA, *, now=NOW) -> undo.Undone:
    return undo.take_back(db=db, secret=people.secret_from(db, mailbox, "/undo"), now=now)


def test_a_name_is_tidied_and_checked(database: Database) -> None:
    anna = people.confirmed(database)
    profile.rename(db=database, customer_id=anna.id, last=" Петрова ", first="Анна", patronymic="")
    assert str(people.reread(database, anna).name) == "Петрова Анна"
    with pytest.raises(CustomerRefused) as refused:
        profile.rename(db=database, customer_id=anna.id, last="", first="Анна", patronymic="")
    assert refused.value.field == "last_name"


def test_a_new_phone_is_kept_in_one_spelling_and_told_with_a_way_back(database: Database) -> None:
    anna = people.confirmed(database)
    here, elsewhere = people.sign_in(database), people.sign_in(database)
    assert change_phone(database, here) == NEW_PHONE
    assert people.reread(database, anna).phone == NEW_PHONE
    assert people.visitor(database, here), "the browser where it was changed stays"
    assert people.visitor(database, elsewhere) is None, "the others are signed out"
    (letter,) = people.letters_to(database, ANNA)
    assert "•••-88-77" in letter.text
    assert "9379998877" not in letter.text


def test_the_same_phone_or_password_is_no_change(database: Database) -> None:
    people.confirmed(database, phone=NEW_PHONE)
    here = people.sign_in(database)
    with pytest.raises(CustomerRefused, match=r"phone\.same"):
        change_phone(database, here)
    with pytest.raises(CustomerRefused, match=r"password\.same"):
        change_password(database, here, new=PASSWORD)
    with pytest.raises(CustomerRefused, match=r"email\.same"):
        ask_for_mailbox(database, here, email=ANNA.upper())


def test_a_wrong_current_password_changes_nothing_and_a_few_make_it_wait(
    database: Database,
) -> None:
    anna = people.confirmed(database)
    here = people.sign_in(database)
    for _ in range(5):
        with pytest.raises(PasswordRefused, match=r"current_password\.wrong"):
            change_phone(database, here, password="не тот")
    with pytest.raises(PasswordRefused) as paused:
        change_phone(database, here)
    assert paused.value.code == "current_password.paused"
    assert people.reread(database, anna).phone == anna.phone
    until = paused.value.facts["until"]
    assert change_phone(database, here, now=until) == NEW_PHONE, "it says when it opens again"


def test_a_new_password_ends_other_sessions_and_the_old_one(database: Database) -> None:
    people.confirmed(database)
    here, elsewhere = people.sign_in(database), people.sign_in(database)
    change_password(database, here)
    assert people.visitor(database, here)
    assert people.visitor(database, elsewhere) is None
    with pytest.raises(SignInRefused):
        people.sign_in(database)
    assert people.sign_in(database, password=NEW_PASSWORD)


def test_a_new_mailbox_works_only_once_its_letter_was_opened(database: Database) -> None:
    anna = people.confirmed(database)
    here, elsewhere = people.sign_in(database), people.sign_in(database)
    ask_for_mailbox(database, here)
    assert people.reread(database, anna).email == ANNA
    assert mailboxes.awaited(db=database, customer_id=anna.id, now=NOW) == NEW_MAILBOX
    assert confirm_mailbox(database) is Confirmation.CHANGED
    assert people.reread(database, anna).email == NEW_MAILBOX
    assert mailboxes.awaited(db=database, customer_id=anna.id, now=NOW) == ""
    assert people.visitor(database, here)
    assert people.visitor(database, elsewhere) is None
    assert "an•••@example.ru" in people.letters_to(database, ANNA)[0].text
    assert confirm_mailbox(database) is Confirmation.ALREADY, "a mail scanner opened it first"


def test_a_link_to_a_new_mailbox_expires_and_can_be_called_off(database: Database) -> None:
    anna = people.confirmed(database)
    here = people.sign_in(database)
    ask_for_mailbox(database, here)
    with pytest.raises(LinkRefused, match=r"link\.expired"):
        confirm_mailbox(database, now=NOW + DAY)
    assert mailboxes.awaited(db=database, customer_id=anna.id, now=NOW + DAY) == ""
    mailboxes.call_off(db=database, customer_id=anna.id)
    with pytest.raises(LinkRefused, match=r"link\.unknown"):
        confirm_mailbox(database)


def test_a_taken_mailbox_gets_the_same_answer_and_stays_its_owners(database: Database) -> None:
    anna, boris = people.confirmed(database), people.confirmed(database, BORIS)
    here = people.sign_in(database)
    assert ask_for_mailbox(database, here, email=BORIS) == BORIS
    assert mailboxes.awaited(db=database, customer_id=anna.id, now=NOW) == BORIS
    (letter,) = people.letters_to(database, BORIS)
    assert letter.kind == "already_registered"
    assert people.reread(database, boris).email == BORIS


def test_a_mailbox_registered_meanwhile_is_not_taken_from_its_owner(database: Database) -> None:
    anna = people.confirmed(database)
    ask_for_mailbox(database, people.sign_in(database))
    people.confirmed(database, NEW_MAILBOX)
    with pytest.raises(LinkRefused, match=r"email\.taken"):
        confirm_mailbox(database)
    assert people.reread(database, anna).email == ANNA


def test_an_unconfirmed_registration_does_not_hold_a_mailbox(database: Database) -> None:
    people.unconfirmed(database, NEW_MAILBOX)
    anna = people.confirmed(database)
    ask_for_mailbox(database, people.sign_in(database))
    assert confirm_mailbox(database) is Confirmation.CHANGED
    assert people.reread(database, anna).email == NEW_MAILBOX


def test_a_new_password_calls_off_a_mailbox_a_stranger_asked_for(database: Database) -> None:
    people.confirmed(database)
    here = people.sign_in(database)
    ask_for_mailbox(database, here)
    change_password(database, here)
    with pytest.raises(LinkRefused, match=r"link\.unknown"):
        confirm_mailbox(database)


def test_a_password_by_letter_calls_off_a_mailbox_a_stranger_asked_for(database: Database) -> None:
    people.confirmed(database)
    ask_for_mailbox(database, people.sign_in(database))
    passwords.request_reset(db=database, paper=PAPER, email=ANNA, now=NOW)
    link = people.secret_from(database, ANNA, "/reset")
    passwords.reset(
        db=database, paper=PAPER, secret=link, password=NEW_PASSWORD, again=NEW_PASSWORD, now=NOW
    )
    with pytest.raises(LinkRefused):
        confirm_mailbox(database)


def test_a_new_mailbox_ends_the_reset_links_of_the_old_one(database: Database) -> None:
    people.confirmed(database)
    passwords.request_reset(db=database, paper=PAPER, email=ANNA, now=NOW)
    reset = people.secret_from(database, ANNA, "/reset")
    ask_for_mailbox(database, people.sign_in(database))
    confirm_mailbox(database)
    with pytest.raises(LinkRefused, match=r"link\.unknown"):
        passwords.check_link(db=database, secret=reset, now=NOW)


def test_not_me_puts_the_mailbox_back_and_leads_to_a_new_password(database: Database) -> None:
    anna = people.confirmed(database)
    thief = people.sign_in(database)
    ask_for_mailbox(database, thief)
    confirm_mailbox(database)
    undone = take_back(database, now=NOW + 7 * DAY - timedelta(seconds=1))
    assert undone.what == {"email"}
    assert people.reread(database, anna).email == ANNA
    assert people.visitor(database, thief) is None
    now = NOW + 7 * DAY
    passwords.check_link(db=database, secret=undone.reset_secret, now=now)


def test_not_me_takes_back_everything_the_thief_changed_since(database: Database) -> None:
    anna = people.confirmed(database)
    thief = people.sign_in(database)
    ask_for_mailbox(database, thief)
    confirm_mailbox(database)
    later = NOW + timedelta(minutes=1)
    change_phone(database, thief, now=later)
    undone = take_back(database, now=NOW + DAY)
    assert undone.what == {"email", "phone"}
    back = people.reread(database, anna)
    assert (back.email, back.phone) == (anna.email, anna.phone)
    with pytest.raises(LinkRefused, match=r"link\.used"):
        take_back(database, NEW_MAILBOX, now=NOW + DAY)


def test_not_me_calls_off_a_mailbox_the_thief_had_asked_for_before(database: Database) -> None:
    anna = people.confirmed(database)
    thief = people.sign_in(database)
    ask_for_mailbox(database, thief)
    change_phone(database, thief, now=NOW + timedelta(minutes=1))
    take_back(database, now=NOW + timedelta(minutes=2))
    with pytest.raises(LinkRefused):
        confirm_mailbox(database, now=NOW + timedelta(minutes=3))
    assert people.reread(database, anna).email == ANNA


def test_not_me_after_a_changed_password_leaves_only_the_way_to_a_new_one(
    database: Database,
) -> None:
    people.confirmed(database)
    thief = people.sign_in(database)
    change_password(database, thief)
    undone = take_back(database)
    assert undone.what == {"password_hash"}
    assert people.visitor(database, thief) is None
    with pytest.raises(SignInRefused, match="wrong"):
        people.sign_in(database)
    passwords.check_link(db=database, secret=undone.reset_secret, now=NOW)


def test_not_me_works_once_and_for_seven_days(database: Database) -> None:
    people.confirmed(database)
    change_phone(database, people.sign_in(database))
    with pytest.raises(LinkRefused, match=r"link\.expired"):
        take_back(database, now=NOW + 7 * DAY)
    take_back(database)
    with pytest.raises(LinkRefused, match=r"link\.used"):
        take_back(database)


def test_looking_at_a_link_changes_nothing(database: Database) -> None:
    anna = people.confirmed(database)
    change_phone(database, people.sign_in(database))
    secret = people.secret_from(database, ANNA, "/undo")
    assert undo.check_link(db=database, secret=secret, now=NOW) == {"phone"}
    assert people.reread(database, anna).phone == NEW_PHONE


def test_sessions_are_ended_one_by_one_or_all_but_this(database: Database) -> None:
    anna = people.confirmed(database)
    people.confirmed(database, BORIS)
    here, phone, library = (people.sign_in(database) for _ in range(3))
    stranger = people.sign_in(database, BORIS)
    end = people.me(database, phone).session.id
    sessions.end_one(db=database, customer_id=anna.id, session_id=end, now=NOW)
    assert people.visitor(database, phone) is None
    theirs = people.me(database, stranger).session.id
    for nobodys in (theirs, -1, 2**80):
        sessions.end_one(db=database, customer_id=anna.id, session_id=nobodys, now=NOW)
    sessions.end_others(db=database, me=people.me(database, here), now=NOW)
    assert people.visitor(database, library) is None
    assert people.visitor(database, here)
    assert people.visitor(database, stranger), "a stranger's session is not ours to end"


def test_a_remembered_device_stays_signed_in_for_sixty_days(database: Database) -> None:
    people.confirmed(database)
    here = people.sign_in(database, remember=True)
    assert people.visitor(database, here, now=NOW + REMEMBERED_LIFE - timedelta(seconds=1))
    assert people.visitor(database, here, now=NOW + REMEMBERED_LIFE) is None
    assert timedelta(days=60) == REMEMBERED_LIFE
