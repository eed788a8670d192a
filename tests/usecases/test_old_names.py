"""Signing in with what the old cabinet knew: its login, the account number, its password."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from lk_app import old_passwords
from lk_app.db import customers
from lk_app.db import moving as moved
from lk_app.db.engine import Database
from lk_app.domain.customers import SignInRefused
from lk_app.usecases import links as attaching
from lk_app.usecases import old_passwords as weak_passwords
from lk_app.usecases.imports import customers as noun
from tests.proofs import old_people
from tests.proofs.old_people import CHEAP, KINDS, OldBase
from tests.usecases import people
from tests.usecases.old_cabinet import (
    BOOKS,
    MD5,
    MOVER,
    NOW,
    OLD,
    PASSWORD,
    ROW,
    UNTIL,
    VAULT,
    bring,
    bring_accounts,
)
from tests.usecases.test_sessions import sign_in

ANNA = ROW["email"]
NUMBER = "64000-000-01"


@pytest.fixture
def anna(database: Database, tmp_path: Path) -> Iterator[Database]:
    """Anna of the old cabinet, whose password is a salted MD5."""
    bring_accounts(database, tmp_path)
    bring(database, tmp_path, {})
    yield database


def stored(db: Database, email: str = ANNA) -> str:
    with db.read() as session:
        found = customers.by_email(session, email)
    assert found is not None
    return found.password_hash


@pytest.mark.parametrize("login", [" aNNa64 ", NUMBER, "6400000001", ANNA, "+7 927 765 4321"])
def test_every_name_opens_with_the_old_password_which_becomes_ours(
    anna: Database, login: str
) -> None:
    opened = sign_in(anna, login, PASSWORD, old=OLD)
    assert old_passwords.is_ours(stored(anna))
    assert sign_in(anna, ANNA, PASSWORD).session.customer_id == opened.session.customer_id


@pytest.mark.parametrize("login", ["anna64", NUMBER])
def test_old_names_hold_until_the_old_cabinet_is_switched_off(anna: Database, login: str) -> None:
    assert sign_in(anna, login, PASSWORD, old=OLD, at=UNTIL - timedelta(seconds=1))
    with pytest.raises(SignInRefused, match="wrong"):
        sign_in(anna, login, PASSWORD, old=OLD, at=UNTIL)
    assert sign_in(anna, ANNA, PASSWORD, old=OLD, at=UNTIL), "the mailbox stays a name"


@pytest.mark.parametrize("spellings", [["anna64", "ANNA64", " Anna64"], [NUMBER, "6400000001"]])
def test_guesses_by_an_old_name_are_paused_whatever_the_spelling(
    anna: Database, spellings: list[str]
) -> None:
    for guess in range(5):
        with pytest.raises(SignInRefused, match="wrong"):
            sign_in(anna, spellings[guess % len(spellings)], "guess", old=OLD)
    with pytest.raises(SignInRefused, match="paused"):
        sign_in(anna, spellings[0], PASSWORD, old=OLD)


@pytest.mark.parametrize(
    "names", [("anna64", "boris65"), (NUMBER, "64000-000-05"), (ANNA, "nobody@old.example")]
)
def test_a_known_and_an_unknown_old_name_cost_the_same(
    anna: Database, monkeypatch: pytest.MonkeyPatch, names: tuple[str, str]
) -> None:
    verified: dict[str, int] = {}
    for name in names:

        def counted(*_: object, name: str = name) -> bool:
            verified[name] = verified.get(name, 0) + 1
            return False

        monkeypatch.setattr(old_passwords, "verify", counted)
        with pytest.raises(SignInRefused, match="wrong"):
            sign_in(anna, name, "guess", old=OLD)
    assert verified[names[0]] == verified[names[1]]


def test_of_several_owners_the_account_opens_the_one_whose_password_it_is(
    anna: Database, tmp_path: Path
) -> None:
    boris = {
        "old_id": "18", "login": "boris", "email": "boris@old.example",
        "password_hash": old_passwords.digest("пароль Бориса", "sha256", "", False),
    }  # fmt: skip
    bring(anna, tmp_path, {}, boris)
    opened = sign_in(anna, NUMBER, "пароль Бориса", old=OLD)
    assert (
        opened.session.customer_id
        == sign_in(anna, "boris@old.example", "пароль Бориса").session.customer_id
    )


def test_one_password_of_two_owners_opens_neither_by_the_account(
    anna: Database, tmp_path: Path
) -> None:
    twin = {"old_id": "18", "login": "boris", "email": "boris@old.example", "password_hash": MD5}
    bring(anna, tmp_path, {}, twin)
    with pytest.raises(SignInRefused, match="wrong"):
        sign_in(anna, NUMBER, PASSWORD, old=OLD)
    assert sign_in(anna, "anna64", PASSWORD, old=OLD)


def test_an_account_that_many_see_is_nobodys_name(anna: Database, tmp_path: Path) -> None:
    rows = [
        {"old_id": str(n), "login": f"p{n}", "email": f"p{n}@old.example", "password_hash": ""}
        for n in range(3)
    ]
    bring(anna, tmp_path, {}, *rows)
    with pytest.raises(SignInRefused, match="wrong"):
        sign_in(anna, NUMBER, PASSWORD, old=OLD)


def test_an_account_let_go_is_no_name_any_more(anna: Database) -> None:
    with anna.read() as session:
        found = customers.by_email(session, ANNA)
    assert found is not None
    attaching.detach(
        db=anna, customer_id=found.id, account_number="6400000001",
        paper=people.PAPER, now=NOW, real_now=NOW,
    )  # fmt: skip
    with pytest.raises(SignInRefused, match="wrong"):
        sign_in(anna, NUMBER, PASSWORD, old=OLD)


def test_weak_hashes_are_wrapped_bit_by_bit_and_still_open(anna: Database) -> None:
    assert stored(anna).startswith("sealed:")
    assert weak_passwords.wrap(db=anna, vault=VAULT, seconds=-1) == 0, "no time left"
    assert weak_passwords.wrap(db=anna, vault=old_passwords.Vault(b"x" * 32), seconds=9) == 0
    assert weak_passwords.wrap(db=anna, vault=VAULT, seconds=9) == 1
    assert weak_passwords.wrap(db=anna, vault=VAULT, seconds=9) == 0
    assert stored(anna).startswith("wrapped:")
    assert sign_in(anna, "anna64", PASSWORD, old=OLD)


def test_wrapping_is_not_a_change_by_the_person(anna: Database, tmp_path: Path) -> None:
    weak_passwords.wrap(db=anna, vault=VAULT, seconds=9)
    newer = old_passwords.digest("новый там", "md5", "", False)
    bring(anna, tmp_path, {"password_hash": newer})
    assert sign_in(anna, "anna64", "новый там", old=OLD)


def test_a_password_set_here_is_left_alone_by_the_wrapping(anna: Database) -> None:
    with anna.write() as session:
        found = customers.by_email(session, ANNA)
        assert found is not None
        customers.change(session, found.id, password_hash=old_passwords.NONE)
    assert weak_passwords.wrap(db=anna, vault=VAULT, seconds=9) == 0
    with anna.read() as session:
        assert moved.count_weak(session) == 0
    assert stored(anna) == old_passwords.NONE


def test_a_hash_wrapped_while_it_was_verified_still_opens(
    anna: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = old_passwords.verify

    def meanwhile(*facts: object) -> bool:
        monkeypatch.setattr(old_passwords, "verify", verify)
        right = verify(*facts)  # type: ignore[arg-type]
        worker = Thread(
            target=weak_passwords.wrap, kwargs={"db": anna, "vault": VAULT, "seconds": 9}
        )
        worker.start()
        worker.join()
        return right

    monkeypatch.setattr(old_passwords, "verify", meanwhile)
    assert sign_in(anna, "anna64", PASSWORD, old=OLD)


def test_people_of_every_kind_of_hash_sign_in(database: Database, tmp_path: Path) -> None:
    """A part of docs/proofs/exchange.md, by the same files."""
    base = OldBase("sample", people=60, true=4, costs=CHEAP, households=60)
    bring_accounts(database, tmp_path, 60)
    hashes = [old_people.hash_of(one, CHEAP) for one in base.who_sign_in()]
    assert base.write(tmp_path / "old.csv", hashes) == 78
    noun.run(db=database, path=tmp_path / "old.csv", books=BOOKS, mover=MOVER, skip_bad=False)
    who = base.who_sign_in()
    for one in who[: len(who) // 2]:
        assert sign_in(database, one.login, one.password, old=OLD)
    weak_passwords.wrap(db=database, vault=VAULT, seconds=60)
    for one in who[len(who) // 2 :]:
        assert sign_in(database, one.login, one.password, old=OLD)
    assert {one.kind for one in who[: len(who) // 2]} == set(KINDS)
    assert all(sign_in(database, one.email, one.password) for one in who)
