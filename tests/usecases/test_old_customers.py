"""People of the old cabinet: brought in, brought in again, changed on either side, deleted here."""

from dataclasses import replace
from pathlib import Path

import pytest

from lk_app import old_passwords
from lk_app.db import accounts, consents, customers, old_customers
from lk_app.db.engine import Database
from lk_app.domain.accounts import Link
from lk_app.domain.customers import Customer, PasswordRefused
from lk_app.domain.imports import ImportRefused
from lk_app.settings import LinkProof
from lk_app.usecases import links, passwords, profile
from lk_app.usecases.imports import closings, undoing
from lk_app.wording import refusal
from tests.usecases import old_cabinet, people
from tests.usecases.old_cabinet import NOW, OLD, PASSWORD, ROW, bring, bring_accounts
from tests.usecases.test_sessions import sign_in

ANNA = ROW["email"]


@pytest.fixture(autouse=True)
def furnished(database: Database, tmp_path: Path) -> None:
    bring_accounts(database, tmp_path)


def found(db: Database, email: str = ANNA) -> Customer:
    with db.read() as session:
        customer = customers.by_email(session, email)
    assert customer is not None
    return customer


def links_of(db: Database, email: str = ANNA) -> dict[str, Link]:
    with db.read() as session:
        customer = customers.by_email(session, email)
        assert customer is not None
        return {one.account.account_number: one for one in accounts.links(session, customer.id)}


def test_a_person_comes_with_phone_consents_and_accounts(
    database: Database, tmp_path: Path
) -> None:
    second = {"account_number": "64000-000-02", "apartment": "3", "link_name": ""}
    news = {"news_version": "2019-03", "news_at": "2020-01-31"}
    done = bring(database, tmp_path, news, {**news, **second})
    assert (done.rows, done.added, done.known) == (2, 2, 0)
    anna = found(database)
    assert (str(anna.name), anna.phone) == ("Иванова Анна Петровна", "+79277654321")
    with database.read() as session:
        given = {one.kind: one for one in consents.of_customer(session, anna.id)}
    assert given["personal_data"].version == "2018-05"
    assert given["personal_data"].given_at.isoformat() == "2019-03-14T06:22:05+00:00"
    assert given["news"].version == "2019-03"
    made = links_of(database)
    assert [(one.name, one.visible_from.isoformat()) for one in made.values()] == [
        ("Дом", "2025-11-02"),
        ("ул. Овсяная 0, 1–3", "2025-11-02"),
    ]
    assert not made["6400000001"].is_proven


def test_the_same_file_again_changes_nothing(database: Database, tmp_path: Path) -> None:
    bring(database, tmp_path, {})
    again = bring(database, tmp_path, {})
    assert (again.added, again.known) == (0, 1)
    journal = undoing.journal(db=database, limit=5)
    assert [(one.kind, one.added, one.known) for one in journal[:2]] == [
        ("customers", 0, 1),
        ("customers", 1, 0),
    ]


def test_a_dry_run_tells_and_keeps_nothing(database: Database, tmp_path: Path) -> None:
    done = bring(database, tmp_path, {}, dry_run=True)
    assert (done.rows, done.added) == (1, 1)
    with database.read() as session:
        assert customers.by_email(session, ANNA) is None
    assert [one.kind for one in undoing.journal(db=database, limit=5)] == ["accounts"]


BAD = {
    "phone": ({"phone": "12-34"}, "Телефон (phone) «12-34» — не мобильный"),
    "email": ({"email": "anna"}, "Почта (email) «anna» — не адрес"),
    "hash": ({"password_hash": "qwerty"}, "Вид пароля (password_hash) не известен"),
    "bomb": ({"password_hash": "$2b$31$" + "a" * 53}, "31, можно до 13"),
    "consent": ({"consent_at": ""}, "consent_at: пустая ячейка"),
    "moment": ({"consent_at": "вчера"}, "consent_at: «вчера» — не дата и не время"),
    "account": ({"account_number": "6499999999"}, "Лицевого счёта 6499999999 нет"),
    "house": ({"house": "2"}, "дом или квартира не те"),
    "flat": ({"apartment": "20"}, "дом или квартира не те"),
    "meter": ({"meter_serial": "999"}, "нет счётчика с таким номером"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_row_is_named_and_nothing_of_the_file_kept(
    database: Database, tmp_path: Path, what: str
) -> None:
    row, said = BAD[what]
    good = {"old_id": "18", "login": "boris", "email": "boris@old.example", "apartment": "2"}
    with pytest.raises(ImportRefused) as refused:
        bring(database, tmp_path, good, row)
    ((line, reason),) = [(bad.line, refusal(bad.reason)) for bad in refused.value.rows]
    assert line == 3
    assert said in reason
    with database.read() as session:
        assert customers.by_email(session, "boris@old.example") is None


def test_skipping_a_bad_account_keeps_its_person(database: Database, tmp_path: Path) -> None:
    wrong = {"account_number": "6400000003", "apartment": "77"}
    done = bring(database, tmp_path, {}, wrong, skip_bad=True)
    assert (done.added, len(done.refused)) == (1, 1)
    assert list(links_of(database)) == ["6400000001"]
    mended = bring(database, tmp_path, {}, {**wrong, "apartment": "4"})
    assert mended.added == 2
    assert list(links_of(database)) == ["6400000001", "6400000003"]


def test_two_people_with_one_name_are_told_apart_by_a_person(
    database: Database, tmp_path: Path
) -> None:
    same = {"old_id": "18", "login": "other"}
    with pytest.raises(ImportRefused) as refused:
        bring(database, tmp_path, {}, same)
    assert "в строке 2" in refusal(refused.value.rows[0].reason)


@pytest.mark.parametrize(
    ("proof", "serial", "proven"),
    [
        (LinkProof.HISTORY, "", False),
        (LinkProof.HISTORY, "m 0000001", True),
        (LinkProof.METER_SERIAL, "", False),
        (LinkProof.NONE, "", True),
    ],
)
def test_what_was_before_the_link_shows_by_the_suppliers_proof(
    database: Database, tmp_path: Path, proof: LinkProof, serial: str, proven: bool
) -> None:
    bring(database, tmp_path, {"meter_serial": serial}, mover=old_cabinet.under(proof))
    assert links_of(database)["6400000001"].is_proven is proven


def test_what_changed_there_is_taken_over_and_what_was_changed_here_stays(
    database: Database, tmp_path: Path
) -> None:
    bring(database, tmp_path, {})
    anna = found(database)
    profile.rename(
        db=database, customer_id=anna.id, last="Смирнова", first="Анна", patronymic="Петровна"
    )
    newer = {"phone": "89170000001", "last_name": "Иванова-Петрова", "first_name": "Анна-Мария"}
    bring(database, tmp_path, newer)
    now = found(database)
    assert now.phone == "+79170000001"
    assert str(now.name) == "Смирнова Анна-Мария Петровна"
    bring(database, tmp_path, {**newer, "phone": "89170000002"})
    assert (found(database).phone, found(database).name.last) == ("+79170000002", "Смирнова")


def test_accounts_follow_unless_they_were_touched_here(database: Database, tmp_path: Path) -> None:
    rows = [{"account_number": f"640000000{n}", "apartment": n + 1, "link_name": f"№ {n}"}
            for n in range(1, 5)]  # fmt: skip
    bring(database, tmp_path, *rows[:3])
    anna = found(database)
    links.rename(db=database, customer_id=anna.id, account_number="6400000001", name="Мой")
    links.detach(
        db=database, customer_id=anna.id, account_number="6400000003",
        paper=people.PAPER, now=NOW, real_now=NOW,
    )  # fmt: skip
    bring(database, tmp_path, rows[2], {**rows[3], "link_name": "Новый"})
    assert {number: one.name for number, one in links_of(database).items()} == {
        "6400000001": "Мой",  # named here: kept, though it is gone there
        "6400000004": "Новый",
    }  # № 2 is gone there, № 3 was detached here


def test_a_password_changed_there_follows_until_it_is_changed_here(
    database: Database, tmp_path: Path
) -> None:
    bring(database, tmp_path, {})
    sign_in(database, ANNA, PASSWORD, old=OLD)
    newer = {"password_hash": old_passwords.digest("новый там", "sha1", "", False)}
    bring(database, tmp_path, newer)
    sign_in(database, ANNA, "новый там", old=OLD)
    me = people.me(database, people.sign_in(database, ANNA, password="новый там"))
    profile.change_password(
        db=database, paper=people.PAPER, me=me, current="новый там",
        password="сменён уже здесь", again="сменён уже здесь", now=NOW,
    )  # fmt: skip
    bring(database, tmp_path, {"password_hash": old_cabinet.MD5})
    assert sign_in(database, ANNA, "сменён уже здесь", old=OLD)


def test_who_registered_here_before_gets_what_is_missing(
    database: Database, tmp_path: Path
) -> None:
    people.confirmed(database, ANNA)
    bring(database, tmp_path, {})
    assert list(links_of(database)) == ["6400000001"]
    assert sign_in(database, "anna64", people.PASSWORD, old=OLD), "the password is that of here"
    assert found(database).phone == "+79271234567"


def test_an_unconfirmed_registration_makes_room(database: Database, tmp_path: Path) -> None:
    people.unconfirmed(database, ANNA)
    bring(database, tmp_path, {})
    assert sign_in(database, ANNA, PASSWORD, old=OLD)


def test_who_never_signed_in_sets_a_password_by_letter(database: Database, tmp_path: Path) -> None:
    bring(database, tmp_path, {"password_hash": ""})
    passwords.request_reset(db=database, paper=people.PAPER, email=ANNA, now=NOW)
    secret = people.secret_from(database, ANNA, "/reset")
    passwords.reset(
        db=database, paper=people.PAPER, secret=secret, password="совсем новый",
        again="совсем новый", now=NOW,
    )  # fmt: skip
    assert sign_in(database, "Anna64", "совсем новый", old=OLD)


def test_a_login_deleted_here_comes_back_by_no_file(database: Database, tmp_path: Path) -> None:
    bring(database, tmp_path, {})
    with database.write() as session:
        old_customers.forget(session, found(database).id)
        customers.change(session, found(database).id, confirmed_at=None)
        customers.remove(session, found(database).id)
    done = bring(database, tmp_path, {"phone": "89170000009"})
    assert (done.added, done.known) == (0, 1)
    with database.read() as session:
        assert customers.by_email(session, ANNA) is None


@pytest.mark.parametrize(("linked_on", "comes"), [("", False), ("2025-11-02", True)])
def test_who_moved_out_sees_the_past_if_the_file_knows_since_when(
    database: Database, tmp_path: Path, linked_on: str, comes: bool
) -> None:
    path = tmp_path / "closings.csv"
    path.write_text(
        "account_number,closed_on,final_readings\n6400000001,2026-11-12,single:900\n",
        encoding="utf-8",
    )
    herald = closings.Herald(people.PAPER, NOW)
    closings.run(db=database, path=path, books=old_cabinet.BOOKS, skip_bad=False, herald=herald)
    done = bring(database, tmp_path, {"linked_on": linked_on}, skip_bad=True)
    assert list(links_of(database)) == (["6400000001"] if comes else [])
    assert [refusal(one.reason)[:23] for one in done.refused] == (
        [] if comes else ["Счёт 6400000001 закрыт."]
    )


def test_a_password_asked_again_after_a_newer_file_is_merely_wrong(
    database: Database, tmp_path: Path
) -> None:
    bring(database, tmp_path, {})
    sign_in(database, ANNA, PASSWORD, old=OLD)
    me = people.me(database, people.sign_in(database, ANNA, password=PASSWORD))
    bring(database, tmp_path, {"password_hash": "5f4dcc3b5aa765d61d8327deb882cf99"})
    stale = replace(me, customer=found(database))
    with pytest.raises(PasswordRefused, match="wrong"):
        passwords.prove(db=database, me=stale, password="password", now=NOW)
