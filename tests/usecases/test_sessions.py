"""Signing in: by mail or phone, in equal work, slowed for guessers, never locked for good."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import bcrypt
import pytest

from lk_app import security
from lk_app.db import customers, throttles
from lk_app.db.engine import Database
from lk_app.domain.customers import (
    REMEMBERED_LIFE,
    SESSION_LIFE,
    SIGN_IN_BY_ADDRESS,
    SignInRefused,
)
from lk_app.usecases import sessions
from lk_app.usecases.old_cabinet import NO_OLD_CABINET, OldCabinet
from lk_app.usecases.sessions import SignedIn
from tests.usecases import people

NOW = datetime.now(UTC)
ANNA = "anna@lk.example"


def sign_in(
    db: Database,
    login: str = ANNA,
    password: str = people.PASSWORD,
    *,
    at: datetime = NOW,
    remember: bool = False,
    address: str = "192.0.2.1",
    old: OldCabinet = NO_OLD_CABINET,
) -> SignedIn:
    return sessions.sign_in(
        db=db,
        login=login,
        password=password,
        remember=remember,
        address=address,
        user_agent="a browser",
        now=at,
        old=old,
    )


@pytest.mark.parametrize(
    "login",
    [" Anna@LK.example ", "+7 927 123-45-67", "8 (927) 123-45-67", "89271234567", "9271234567"],
)
def test_every_usual_spelling_opens(database: Database, login: str) -> None:
    anna = people.confirmed(database)
    opened = sign_in(database, login)
    found = sessions.visitor(db=database, secret=opened.secret, now=NOW)
    assert found
    assert found.customer.id == anna.id


def test_a_phone_of_two_people_opens_the_one_whose_password_it_is(database: Database) -> None:
    people.confirmed(database)
    boris = people.confirmed(database, "boris@lk.example")
    with database.write() as session:
        hashed = bcrypt.hashpw(people.security._prehash("другой пароль"), bcrypt.gensalt(4))
        customers.change(session, boris.id, password_hash=hashed.decode())
    opened = sign_in(database, "+79271234567", "другой пароль")
    assert opened.session.customer_id == boris.id


@pytest.mark.parametrize(
    ("logins", "verifications"),
    [
        ((ANNA, "nobody@lk.example", "not@a@name", "not a name"), 1),
        (("+79271234567", "+79990000000"), 3),  # two people have the first number
    ],
)
def test_a_wrong_password_and_an_unknown_name_cost_the_same_and_say_the_same(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    logins: tuple[str, ...],
    verifications: int,
) -> None:
    people.confirmed(database)
    people.confirmed(database, "boris@lk.example")
    sessions.security.spend_verification("warm")  # the hash of nobody is made once a process
    done: Counter[str] = Counter()
    said = set()
    check = bcrypt.checkpw
    for login in logins:

        def counted(password: bytes, hashed: bytes, login: str = login) -> bool:
            done[login] += 1
            return check(password, hashed)

        monkeypatch.setattr(bcrypt, "checkpw", counted)
        with pytest.raises(SignInRefused) as refused:
            sign_in(database, login, "wrong")
        said.add((refused.value.code, refused.value.field))
    assert set(done.values()) == {verifications}
    assert said == {("sign_in.wrong", "password")}


def test_guessing_is_paused_and_says_when_it_opens(database: Database) -> None:
    people.confirmed(database)
    for _ in range(5):
        with pytest.raises(SignInRefused, match="wrong"):
            sign_in(database, password="guess")
    with pytest.raises(SignInRefused, match="paused") as refused:
        sign_in(database)
    until = refused.value.facts["until"]
    assert until == NOW + timedelta(seconds=30)
    assert sign_in(database, at=NOW + timedelta(seconds=30)), "never for good"
    assert sign_in(database, at=NOW + timedelta(seconds=31)), "a success forgets the count"


def test_a_guesser_of_many_names_is_paused_by_address(database: Database) -> None:
    people.confirmed(database)
    for guess in range(30):
        with pytest.raises(SignInRefused, match="wrong"):
            sign_in(database, f"nobody{guess}@lk.example", "guess")
    with pytest.raises(SignInRefused, match="paused"):
        sign_in(database)
    assert sign_in(database, address="192.0.2.2"), "the owner's own address stays open"


def test_a_remembered_device_stays_sixty_days_others_half_a_day(database: Database) -> None:
    people.confirmed(database)
    for remember, life in ((True, REMEMBERED_LIFE), (False, SESSION_LIFE)):
        secret = sign_in(database, remember=remember).secret
        almost, over = NOW + life - timedelta(seconds=1), NOW + life
        assert sessions.visitor(db=database, secret=secret, now=almost)
        assert sessions.visitor(db=database, secret=secret, now=over) is None
    assert timedelta(days=60) == REMEMBERED_LIFE


def test_signing_out_ends_the_session_at_once(database: Database) -> None:
    people.confirmed(database)
    secret = sign_in(database).secret
    sessions.sign_out(db=database, secret=secret, now=NOW)
    sessions.sign_out(db=database, secret=secret, now=NOW)
    assert sessions.visitor(db=database, secret=secret, now=NOW) is None


def test_another_spelling_of_a_phone_is_no_fresh_set_of_guesses(database: Database) -> None:
    people.confirmed(database)
    for login in ("+79271234567", "89271234567", "8 927 1234567", "9271234567", "+7(927)123-45-67"):
        with pytest.raises(SignInRefused, match="wrong"):
            sign_in(database, login, "guess")
    with pytest.raises(SignInRefused, match="paused"):
        sign_in(database, "8-927-123-45-67")


def guess_at_once(db: Database, logins: list[str]) -> Counter[str]:
    """What guessers are told who all pass the first look together."""
    start = threading.Barrier(len(logins))

    def guess(login: str) -> str:
        start.wait()
        with pytest.raises(SignInRefused) as refused:
            sign_in(db, login, "guess")
        return refused.value.code

    with ThreadPoolExecutor(len(logins)) as pool:
        return Counter(pool.map(guess, logins))


def test_guesses_sent_all_at_once_are_no_more_than_one_by_one(database: Database) -> None:
    people.confirmed(database)
    said = guess_at_once(database, [ANNA] * 9)
    assert said == {"sign_in.wrong": 5, "sign_in.paused": 4}
    with pytest.raises(SignInRefused, match="paused"):
        sign_in(database)


def test_guesses_of_many_names_sent_all_at_once_are_no_more_either(database: Database) -> None:
    with database.write() as session:
        for _ in range(SIGN_IN_BY_ADDRESS.free - 5):
            throttles.fail(session, "sign_in:@192.0.2.1", SIGN_IN_BY_ADDRESS, now=NOW)
    said = guess_at_once(database, [f"nobody{number}@lk.example" for number in range(9)])
    assert said == {"sign_in.wrong": 5, "sign_in.paused": 4}


def test_a_password_replaced_while_it_was_verified_opens_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = people.confirmed(database)
    check = bcrypt.checkpw

    def meanwhile(password: bytes, hashed: bytes) -> bool:
        with database.write() as session:
            customers.change(session, anna.id, password_hash=security.hash_password("новый пароль"))
        return check(password, hashed)

    monkeypatch.setattr(bcrypt, "checkpw", meanwhile)
    with pytest.raises(SignInRefused, match="wrong"):
        sign_in(database)
