"""People move out and others in: the act closes one account, opens the next; credit goes back."""

from datetime import date

import pytest

from lk_app.db import accounts as stored
from lk_app.db import ledger
from lk_app.db import meters as fitted
from lk_app.db.engine import Database
from lk_app.domain.accounts import Account, Link, LinkRefused
from lk_app.domain.meters import Meter
from lk_app.domain.money import plain as roubles
from lk_app.settings import LinkProof
from lk_app.usecases import links
from lk_app.usecases.imports import closings, meters, payments, refunds
from lk_app.usecases.links import Claim, Claimant, LinkRules
from tests.documents.papers import SUPPLIER
from tests.usecases.books import NOW, bring, open_books, refused
from tests.usecases.people import ANNA, BORIS, PAPER, confirmed, letters_to

OLD, NEW = "6410100101", "6410900001"
CLOSED = f"{OLD},2026-11-12,single:10990,,,"
MOVED = f"{OLD},2026-11-12,single:10990,{NEW},Петров П. П.,3"


@pytest.fixture(autouse=True)
def _accounts(database: Database) -> None:
    open_books(database)


def account(db: Database, number: str) -> Account:
    with db.read() as session:
        found = stored.by_number(session, number)
    assert found is not None
    return found


def _meters(db: Database, number: str) -> list[Meter]:
    with db.read() as session:
        return fitted.of_account(session, account(db, number).id)


def attach(db: Database, customer_id: int, number: str) -> Link | LinkRefused:
    at = account(db, OLD).address
    (answer,) = links.attach(
        db=db,
        claims=[Claim(0, f"{at.city} {at.street} {at.house}", at.apartment, number)],
        by=Claimant(customer_id, "10.0.0.7", NOW, date(2026, 11, 20)),
        rules=LinkRules(LinkProof.HISTORY, SUPPLIER.account_number_digits),
        paper=PAPER,
    )
    return answer


def seen(db: Database, customer_id: int) -> list[str]:
    with db.read() as session:
        return [link.account.account_number for link in stored.links(session, customer_id)]


def balance(db: Database, number: str) -> int:
    found = account(db, number)
    with db.read() as session:
        return ledger.balance(session, found.id)


def test_the_meter_goes_on_under_a_new_number_and_holder(database: Database) -> None:
    done = bring(database, closings, MOVED)
    assert (done.rows, done.added) == (1, 1)
    old, new = account(database, OLD), account(database, NEW)
    assert (old.closed_on, new.opened_on) == (date(2026, 11, 12), date(2026, 11, 12))
    assert (new.address, new.category, new.residents) == (old.address, old.category, 3)
    (left,), (hung,) = _meters(database, OLD), _meters(database, NEW)
    assert (left.removed_on, left.final_readings) == (old.closed_on, {"single": 10_990})
    assert (hung.serial, hung.initial_readings) == (left.serial, {"single": 10_990})
    assert (hung.installed_on, hung.removed_on) == (date(2026, 11, 12), None)
    assert balance(database, NEW) == 0


def test_nobody_need_move_in(database: Database) -> None:
    bring(database, closings, CLOSED)
    assert account(database, OLD).closed_on == date(2026, 11, 12)


def test_the_same_closing_again_changes_nothing(database: Database) -> None:
    bring(database, closings, MOVED)
    again = bring(database, closings, MOVED, MOVED)
    assert (again.added, again.known) == (0, 2)
    others = (
        MOVED.replace("-12", "-13"),
        MOVED.replace("10990", "10991"),
        MOVED.replace(",3", ",4"),
        MOVED.replace(NEW, "6410900002"),
    )
    for other in others:
        assert refused(database, closings, other) == ["import.closing_differs"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (CLOSED.replace(OLD, "9999999999"), "import.unknown_account"),
        (CLOSED.replace("-12,", "-21,"), "import.future"),
        (CLOSED.replace("2026-11-12", "2024-09-30"), "removal.before_installation"),
        (CLOSED.replace("10990", "9000"), "removal.backwards"),
        (CLOSED.replace("single:10990", "day:1;night:2"), "reading.registers"),
        (CLOSED.replace("single:10990", "10990"), "import.registers"),
        (CLOSED.replace("single:10990", ""), "import.empty"),
        (MOVED.replace("Петров П. П.", ""), "import.successor"),
        (MOVED.replace(",3", ","), "import.successor"),
        (MOVED.replace(NEW, ""), "import.successor"),
        (MOVED.replace(NEW, "6410100102"), "import.account_differs"),
        (MOVED.replace(NEW, "641"), "import.account_number"),
    ],
)
def test_a_closing_that_cannot_be_is_refused(database: Database, row: str, code: str) -> None:
    assert refused(database, closings, row) == [code]
    assert account(database, OLD).closed_on is None


def test_one_number_is_given_to_one_family(database: Database) -> None:
    other = f"6410300004,2026-11-12,single:4300,{NEW},Сидоров С. С.,1"
    codes = refused(database, closings, MOVED, other)
    assert codes == ["import.account_differs"]


def test_who_moved_in_may_move_out_in_the_same_file(database: Database) -> None:
    out_again = f"{NEW},2026-11-18,single:11010,6410900002,Сидоров С. С.,1"
    assert bring(database, closings, MOVED, out_again).added == 2
    (meter,) = _meters(database, "6410900002")
    assert (meter.installed_on, meter.initial_readings) == (date(2026, 11, 18), {"single": 11_010})
    again = bring(database, closings, out_again, MOVED)
    assert (again.added, again.known) == (0, 2)


def test_a_meter_whose_removal_came_first_closes_with_the_same_act(database: Database) -> None:
    removal = (
        f"{OLD},01174000,Меркурий 201.5,5,1,1,2024-10-01,2026-11-12,"
        "single:4210,single:10990,2034-10-01,no"
    )
    bring(database, meters, removal)
    assert refused(database, closings, CLOSED.replace("10990", "10995")) == [
        "import.closing_differs"
    ]
    bring(database, closings, CLOSED)
    hanging = f"{OLD},77,Нева,5,1,1,2026-11-12,,single:0,,2042-11-12,no"
    assert refused(database, meters, hanging) == ["import.account_closed"]


def test_who_moved_out_keeps_the_account_and_who_moved_in_attaches_the_new_one(
    database: Database,
) -> None:
    anna, boris = confirmed(database, ANNA).id, confirmed(database, BORIS).id
    assert isinstance(attach(database, anna, OLD), Link)
    bring(database, closings, MOVED)
    assert seen(database, anna) == [OLD]
    assert isinstance(attach(database, boris, OLD), LinkRefused)
    made = attach(database, boris, NEW)
    assert isinstance(made, Link)
    assert made.visible_from >= date(2026, 11, 12)
    assert seen(database, boris) == [NEW]
    assert seen(database, anna) == [OLD]


def test_who_moved_out_is_told_by_letter_once(database: Database) -> None:
    anna = confirmed(database, ANNA).id
    attach(database, anna, OLD)
    herald = closings.Herald(PAPER, NOW)
    for _ in range(2):
        bring(database, closings, MOVED, herald=herald)
    (letter,) = letters_to(database, ANNA)
    assert letter.subject == "Ваш лицевой счёт закрыт"
    for said in ("12\u00a0ноября 2026", "10990", "ноябрь 2026"):
        assert said in letter.text


def test_a_credit_is_paid_back_once_and_never_more_than_it(database: Database) -> None:
    bring(database, payments, f"P9,{OLD},2026-11-14,500.00,bank,")
    credit = -balance(database, OLD)
    half = f"R1,{OLD},2026-11-18,{roubles(credit // 2)},п/п 481"
    assert bring(database, refunds, half).added == 1
    assert bring(database, refunds, half, half).known == 2
    assert balance(database, OLD) == credit // 2 - credit
    assert refused(database, refunds, half.replace("п/п 481", "п/п 482")) == [
        "import.refund_differs"
    ]
    rest = -balance(database, OLD)
    too_much = f"R2,{OLD},2026-11-19,{roubles(rest + 1)},п/п 490"
    assert refused(database, refunds, too_much) == ["import.refund_over"]
    bring(database, refunds, f"R2,{OLD},2026-11-19,{roubles(rest)},п/п 490")
    assert balance(database, OLD) == 0
    assert refused(database, refunds, f"R3,{OLD},2026-11-19,0.01,п/п 491") == ["import.refund_over"]


def test_two_refunds_of_one_file_share_the_credit(database: Database) -> None:
    bring(database, payments, f"P9,{OLD},2026-11-14,500.00,bank,")
    credit = -balance(database, OLD)
    rows = [f"R{n},{OLD},2026-11-18,{roubles(credit)},п/п {n}" for n in (1, 2)]
    assert refused(database, refunds, *rows) == ["import.refund_over"]
    assert balance(database, OLD) == -credit


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (f"R1,{OLD},2026-11-21,1.00,п/п", "import.future"),
        (f"R1,{OLD},2026-11-18,0.00,п/п", "import.amount"),
        (f"R1,{OLD},2026-11-18,-1.00,п/п", "import.amount"),
        (f"R1,{OLD},2026-11-18,1.00,", "import.empty"),
        ("R1,9999999999,2026-11-18,1.00,п/п", "import.unknown_account"),
    ],
)
def test_a_refund_that_cannot_be_is_refused(database: Database, row: str, code: str) -> None:
    assert refused(database, refunds, row) == [code]


def test_of_a_closed_account_the_final_bill_says_first_how_much(database: Database) -> None:
    bring(database, payments, f"P9,{OLD},2026-11-14,500.00,bank,")
    bring(database, closings, CLOSED)
    refund = f"R1,{OLD},2026-11-18,10.00,п/п 481"
    assert refused(database, refunds, refund) == ["import.refund_early"]
