"""Attaching accounts: proof, guessing, letters, and what a link shows."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest

from lk_app.db import letters, throttles
from lk_app.db.engine import Database
from lk_app.domain.accounts import House, Link, LinkRefused
from lk_app.domain.customers import LINK_BY_ACCOUNT, LINK_BY_CUSTOMER
from lk_app.settings import DEMO_SUPPLIER, LinkProof, load_supplier
from lk_app.usecases import accounts, links
from lk_app.usecases.letters import Stationery
from lk_app.usecases.links import Claim, Claimant, LinkRules
from tests.usecases.books import NOW, open_books
from tests.usecases.people import confirmed

PAPER = Stationery(load_supplier(DEMO_SUPPLIER), ZoneInfo("Europe/Saratov"), "http://localhost")
HISTORY = LinkRules(LinkProof.HISTORY, digits=10)
TODAY = date(2026, 11, 20)
MINE = Claim(0, "Плякина 3", "21", "64101-001-05")


@pytest.fixture
def books(database: Database) -> Database:
    open_books(database)
    return database


@pytest.fixture
def me(books: Database) -> Claimant:
    return Claimant(confirmed(books).id, "203.0.113.7", NOW, TODAY)


def attach(db: Database, by: Claimant, *claims: Claim, rules: LinkRules = HISTORY):
    return links.attach(db=db, claims=claims, by=by, rules=rules, paper=PAPER)


def one(db: Database, by: Claimant, claim: Claim, rules: LinkRules = HISTORY) -> Link:
    (answer,) = attach(db, by, claim, rules=rules)
    if isinstance(answer, LinkRefused):
        raise answer
    return answer


def refused(db: Database, by: Claimant, claim: Claim, rules: LinkRules = HISTORY) -> str:
    with pytest.raises(LinkRefused) as caught:
        one(db, by, claim, rules)
    return caught.value.code


def search(db: Database, typed: str) -> list[str]:
    def said(house: House) -> str:
        return f"{house.street}, {house.house}"

    return [said(house) for house in links.find_houses(db=db, typed=typed)]


def test_houses_are_found_by_the_beginnings_of_words_in_any_case(books: Database) -> None:
    assert search(books, "плЯКи") == ["ул. Плякина, 3"]
    assert search(books, "Улица Плякина, дом 3") == ["ул. Плякина, 3"]
    assert search(books, "2 ОВСЯН 1")[:2] == ["2-й Овсяной проезд, 1", "2-й Овсяной проезд, 11"]
    assert search(books, "Пристан 4") == ["ул. Волжская, 4"]
    assert search(books, "вокзальная") == []
    assert len(search(books, "")) == links.HOUSES_SHOWN


def test_several_accounts_are_attached_each_on_its_own(books: Database, me: Claimant) -> None:
    wrong = replace(MINE, number="6410100101")
    private = Claim(0, "Пристанное Волжская 7", "", "6410400002", name="  Дача ")
    first, second, third = attach(books, me, MINE, wrong, private)
    assert isinstance(first, Link) and isinstance(third, Link)
    assert isinstance(second, LinkRefused) and second.field == "account_number"
    mine = accounts.linked(db=books, customer_id=me.customer_id)
    assert [link.account.account_number for link in mine] == ["6410100105", "6410400002"]
    assert [link.name for link in mine] == ["ул. Плякина, 3–21", "Дача"]


@pytest.mark.parametrize(
    "claim",
    [
        replace(MINE, number="6410100105"),
        replace(MINE, number=" 64101 001 05 "),
        replace(MINE, number="75АБ533304"),
        replace(MINE, number="75ab533304".replace("b", "Б")),
        replace(MINE, apartment="кв. 21"),
        replace(MINE, apartment="Квартира 21"),
        replace(MINE, house="Саратов, ул. Плякина, д. 3"),
    ],
)
def test_any_usual_spelling_attaches(books: Database, me: Claimant, claim: Claim) -> None:
    assert one(books, me, claim).account.account_number == "6410100105"


@pytest.mark.parametrize(
    "claim",
    [
        replace(MINE, apartment="22"),
        replace(MINE, number="6410100104"),
        replace(MINE, number="9999999999"),
        replace(MINE, number="75ЯЯ000000"),
        replace(MINE, house="Сакко и Ванцетти 59"),
    ],
)
def test_every_mismatch_is_answered_alike(books: Database, me: Claimant, claim: Claim) -> None:
    assert refused(books, me, claim) == "link.mismatch"


def test_what_is_missing_is_said_beside_its_field(books: Database, me: Claimant) -> None:
    assert refused(books, me, replace(MINE, house="Вокзальная 1")) == "link.house"
    assert refused(books, me, replace(MINE, house="Овсяной")) == "link.house"
    assert refused(books, me, replace(MINE, apartment=" ")) == "link.apartment"
    assert refused(books, me, replace(MINE, number="12")) == "account_number.length"
    assert refused(books, me, replace(MINE, name="я" * 41)) == "link_name.long"
    one(books, me, MINE)
    assert refused(books, me, MINE) == "link.already"


def test_history_and_holder_open_with_the_meters_serial(books: Database, me: Claimant) -> None:
    link = one(books, me, MINE)
    assert (link.visible_from, link.holder, link.is_proven) == (TODAY, "", False)
    with pytest.raises(LinkRefused, match=r"link\.serial_wrong"):
        links.prove(db=books, account_number="6410100105", serial="123", by=me)
    proven = links.prove(db=books, account_number="6410100105", serial="№ 1174548", by=me)
    assert (proven.visible_from, proven.holder) == (date(2025, 1, 1), "Смирнова Вера Андреевна")


def test_without_proof_everything_shows_at_once(books: Database, me: Claimant) -> None:
    link = one(books, me, MINE, LinkRules(LinkProof.NONE, digits=10))
    assert link.visible_from == date(2025, 1, 1)


def test_a_serial_may_be_demanded_before_attaching(books: Database, me: Claimant) -> None:
    rules = LinkRules(LinkProof.METER_SERIAL, digits=10)
    assert refused(books, me, MINE, rules) == "link.serial_empty"
    assert refused(books, me, replace(MINE, serial="5"), rules) == "link.mismatch_serial"
    assert one(books, me, replace(MINE, serial="01174548"), rules).is_proven


def test_who_has_the_account_already_gets_a_letter(books: Database, me: Claimant) -> None:
    one(books, me, MINE)
    stranger = replace(me, customer_id=confirmed(books, "oleg@lk.example").id)
    one(books, stranger, MINE)
    with books.read() as session:
        (letter,) = letters.latest(session, limit=5)
    assert (letter.recipient, letter.kind) == ("anna@lk.example", "account_linked_elsewhere")


def test_guessing_is_paused_per_person_and_opens_again(books: Database, me: Claimant) -> None:
    for guess in range(LINK_BY_CUSTOMER.free):
        assert refused(books, me, replace(MINE, number=f"64101009{guess:02}")) == "link.mismatch"
    assert refused(books, me, MINE) == "link.paused"
    later = replace(me, now=NOW + LINK_BY_CUSTOMER.first_pause + timedelta(seconds=1))
    assert one(books, later, MINE)


def test_guesses_sent_all_at_once_are_no_more_than_one_by_one(
    books: Database, me: Claimant
) -> None:
    at_once = LINK_BY_CUSTOMER.free + 3
    start = Barrier(at_once)

    def guess(number: int) -> str:
        start.wait()
        return refused(books, me, replace(MINE, number=f"64101009{number:02}"))

    with ThreadPoolExecutor(at_once) as pool:
        said = Counter(pool.map(guess, range(at_once)))
    assert said == {"link.mismatch": LINK_BY_CUSTOMER.free, "link.paused": 3}


def test_an_account_under_attack_is_paused_for_newcomers(books: Database, me: Claimant) -> None:
    with books.write() as session:
        for _ in range(LINK_BY_ACCOUNT.free):
            throttles.fail(session, "link:#6410100105", LINK_BY_ACCOUNT, now=NOW)
    assert refused(books, me, MINE) == "link.paused"
    assert one(
        books, me, replace(MINE, house="Сакко Ванцетти 59", apartment="6", number="6410100106")
    )


def test_guessing_a_serial_is_counted_too(books: Database, me: Claimant) -> None:
    one(books, me, MINE)
    for _ in range(LINK_BY_CUSTOMER.free):
        with pytest.raises(LinkRefused, match=r"link\.serial_wrong"):
            links.prove(db=books, account_number="6410100105", serial="1", by=me)
    with pytest.raises(LinkRefused, match=r"link\.paused"):
        links.prove(db=books, account_number="6410100105", serial="01174548", by=me)


def detach(db: Database, customer_id: int) -> None:
    links.detach(
        db=db,
        customer_id=customer_id,
        account_number="6410100105",
        paper=PAPER,
        now=NOW,
        real_now=NOW,
    )


def test_rename_and_detach_are_for_the_owner_alone(books: Database, me: Claimant) -> None:
    one(books, me, MINE)
    stranger = confirmed(books, "oleg@lk.example").id
    with pytest.raises(LinkRefused, match=r"link\.not_yours"):
        links.rename(db=books, customer_id=stranger, account_number="6410100105", name="Моё")
    detach(books, stranger)
    renamed = links.rename(
        db=books, customer_id=me.customer_id, account_number="6410100105", name="Мама"
    )
    assert renamed.name == "Мама"
    for _ in range(2):
        detach(books, me.customer_id)
    assert accounts.linked(db=books, customer_id=me.customer_id) == []
