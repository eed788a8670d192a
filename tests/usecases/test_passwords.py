"""A forgotten password and «Это не я»: one link, one use, the mailbox always knows."""

from datetime import UTC, datetime, timedelta

import pytest

from lk_app.db import customers
from lk_app.db.engine import Database
from lk_app.domain.customers import CustomerRefused, SignInRefused
from lk_app.domain.letters import LettersPaused
from lk_app.domain.one_time import LinkRefused
from lk_app.usecases import passwords, sessions, undo
from tests.usecases import people
from tests.usecases.mail import PAPER, outbox, secret

NOW = datetime.now(UTC)
NEW = "зелёный трамвай едет"
ANNA = "anna@lk.example"


def ask(db: Database, email: str = ANNA, *, at: datetime = NOW) -> str:
    return passwords.request_reset(db=db, paper=PAPER, email=email, now=at)


def reset(db: Database, link: str, password: str = NEW, *, at: datetime = NOW) -> None:
    passwords.reset(db=db, paper=PAPER, secret=link, password=password, again=password, now=at)


def sign_in(db: Database, password: str) -> str:
    return sessions.sign_in(
        db=db, login=ANNA, password=password, remember=False, address="", user_agent="", now=NOW
    ).secret


def test_a_new_password_by_a_letter(database: Database) -> None:
    people.confirmed(database)
    before = sign_in(database, people.PASSWORD)
    ask(database)
    reset(database, secret(database, "/reset"))
    assert sessions.visitor(db=database, secret=before, now=NOW) is None, "other sessions end"
    assert sign_in(database, NEW)
    with pytest.raises(SignInRefused):
        sign_in(database, people.PASSWORD)
    assert outbox(database)[0].kind == "password_changed"


def test_unknown_and_known_mailboxes_get_the_same_answer(database: Database) -> None:
    people.confirmed(database)
    assert ask(database, "Anna@LK.example ") == ANNA
    assert ask(database, "nobody@lk.example") == "nobody@lk.example"
    assert [letter.recipient for letter in outbox(database)] == [ANNA]


@pytest.mark.parametrize("email", [ANNA, "nobody@lk.example"])
def test_asking_again_and_again_is_paused_alike(database: Database, email: str) -> None:
    people.confirmed(database)
    for _ in range(3):
        ask(database, email)
    with pytest.raises(LettersPaused) as refused:
        ask(database, email)
    assert refused.value.facts["until"] == NOW + timedelta(minutes=5)


def test_a_link_works_once_and_for_an_hour(database: Database) -> None:
    people.confirmed(database)
    ask(database)
    link = secret(database, "/reset")
    with pytest.raises(LinkRefused, match=r"link\.expired"):
        reset(database, link, at=NOW + timedelta(hours=1))
    reset(database, link)
    with pytest.raises(LinkRefused, match=r"link\.used"):
        reset(database, link)


def test_a_newer_letter_ends_the_older_link(database: Database) -> None:
    people.confirmed(database)
    ask(database)
    old = secret(database, "/reset")
    ask(database)
    with pytest.raises(LinkRefused, match=r"link\.unknown"):
        reset(database, old)


@pytest.mark.parametrize(
    ("password", "code"), [("короток", "short"), ("password1", "common"), ("я" * 257, "long")]
)
def test_a_bad_password_leaves_the_link_alive(database: Database, password: str, code: str) -> None:
    people.confirmed(database)
    ask(database)
    with pytest.raises(CustomerRefused, match=rf"password\.{code}"):
        reset(database, secret(database, "/reset"), password)
    reset(database, secret(database, "/reset"))


def test_it_was_not_me_leaves_no_password_that_somebody_may_know(database: Database) -> None:
    people.confirmed(database)
    ask(database)
    reset(database, secret(database, "/reset"))
    thief = sign_in(database, NEW)
    link, day = secret(database, "/undo"), NOW + timedelta(days=6)
    undone = undo.take_back(db=database, secret=link, now=day)
    assert sessions.visitor(db=database, secret=thief, now=NOW) is None
    for known in (people.PASSWORD, NEW):
        with pytest.raises(SignInRefused, match="wrong"):
            sign_in(database, known)
    reset(database, undone.reset_secret, "совсем другой пароль", at=day)
    assert sign_in(database, "совсем другой пароль")


def test_a_thief_cannot_push_the_owners_link_out_of_reach(database: Database) -> None:
    people.confirmed(database)
    ask(database)
    reset(database, secret(database, "/reset"))
    owners = secret(database, "/undo")
    ask(database)
    reset(database, secret(database, "/reset"), "второй пароль вора")
    thiefs = secret(database, "/undo")
    undone = undo.take_back(db=database, secret=owners, now=NOW)
    reset(database, undone.reset_secret, "третий, владельца")
    assert sign_in(database, "третий, владельца")
    with pytest.raises(LinkRefused, match=r"link\.used"):
        undo.take_back(db=database, secret=thiefs, now=NOW)


def test_it_was_not_me_ends_after_a_week(database: Database) -> None:
    people.confirmed(database)
    ask(database)
    reset(database, secret(database, "/reset"))
    with pytest.raises(LinkRefused, match=r"link\.expired"):
        undo.take_back(db=database, secret=secret(database, "/undo"), now=NOW + timedelta(days=7))


def test_an_old_mailbox_that_found_another_owner_is_not_taken(database: Database) -> None:
    person = people.confirmed(database)
    with database.write() as session:
        facts = undo.offer(session, PAPER, person, was={"email": person.email}, now=NOW)
        customers.change(session, person.id, email="new@lk.example")
    people.confirmed(database, ANNA)
    link = str(facts["undo_link"]).partition("token=")[2]
    with pytest.raises(LinkRefused, match=r"undo\.taken"):
        undo.take_back(db=database, secret=link, now=NOW)
