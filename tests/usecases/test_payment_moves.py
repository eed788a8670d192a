"""A register's payment on the wrong account is moved by two people and by new entries alone."""

from datetime import date, timedelta

import pytest

from lk_app.db.engine import Database
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.audit import Action
from lk_app.domain.bank_registers import BankRefused, KeptOperation
from lk_app.domain.proposals import ProposalRefused
from lk_app.domain.staff import Role
from lk_app.domain.statements import OperationKind
from lk_app.usecases import payment_moves, statements, unknown_payments
from lk_app.usecases.imports import undoing
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording import refusal
from tests.documents import papers
from tests.usecases.books import NOW, SARATOV
from tests.usecases.colleagues import at_work, log
from tests.usecases.registers import FIRST, SBER, SECOND, THIRD, bring_in, entries, paid, suspense

WAITED, BOSS = "SBER-740000002", "boss@lk.example"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def settled(books: Database) -> Database:
    """A payment that had waited, counted on the wrong account."""
    bring_in(books, SBER)
    unknown_payments.settle(db=books, number=WAITED, account_number=SECOND, now=NOW, tz=SARATOV)
    return books


@pytest.fixture
def two(settled: Database) -> tuple[OnDuty, OnDuty]:
    return at_work(settled), at_work(settled, BOSS, Role.ADMIN)


def propose(db: Database, me: OnDuty, number: str = WAITED, to: str = THIRD, why: str = "Опечатка"):
    return payment_moves.propose(
        db=db, number=number, account_number=to, reason=why, me=me, now=NOW
    )


def accept(db: Database, me: OnDuty, proposal_id: int) -> KeptOperation:
    return payment_moves.accept(
        db=db, proposal_id=proposal_id, me=me, tz=SARATOV, now=LATER, real_now=LATER
    )


def test_a_payment_moves_on_its_own_day_and_both_accounts_tell_of_it(
    settled: Database, two: tuple[OnDuty, OnDuty]
) -> None:
    olga, boss = two
    before, other = paid(settled, SECOND), paid(settled, THIRD)
    moved = accept(settled, boss, propose(settled, olga))
    assert sorted(paid(settled, SECOND)) == sorted([*before, -1200_50])
    assert sorted(paid(settled, THIRD)) == sorted([*other, 1200_50])
    days = {one.value_date for one in entries(settled, SECOND) if abs(one.effect) == 1200_50}
    assert days == {date(2026, 11, 8)}
    assert suspense(settled) == 0
    assert (moved.paid_to, moved.number) == (THIRD, f"{WAITED}@move1")
    assert OperationKind.REVERSAL in told(settled, SECOND)
    assert OperationKind.PAYMENT in told(settled, THIRD)
    deeds = [one.deed for one in log(settled) if one.deed.action is Action.PAYMENT_MOVED]
    assert [one.before["account"] for one in deeds] == [SECOND, SECOND]
    assert len({one.account_id for one in deeds}) == 2


def told(db: Database, number: str) -> list[OperationKind]:
    """What «Детализация» of an account lists."""
    document = statements.supplier_statement(
        db=db, supplier=papers.SUPPLIER, account_number=number, first_day=None, last_day=None,
        now=LATER.astimezone(SARATOV),
    )  # fmt: skip
    return [one.entry.kind for one in document.statement.operations]


def test_one_person_moves_nothing_and_two_only_once(
    settled: Database, two: tuple[OnDuty, OnDuty]
) -> None:
    olga, boss = two
    number = propose(settled, olga)
    with pytest.raises(ProposalRefused, match=r"proposal\.own"):
        accept(settled, olga, number)
    assert paid(settled, THIRD) == []
    accept(settled, boss, number)
    with pytest.raises(ProposalRefused, match=r"proposal\.decided"):
        accept(settled, boss, number)
    assert paid(settled, THIRD) == [1200_50]


def test_it_moves_back_and_goes_with_its_register(
    settled: Database, two: tuple[OnDuty, OnDuty]
) -> None:
    olga, boss = two
    before = sum(paid(settled, SECOND))
    there = accept(settled, boss, propose(settled, olga))
    back = accept(settled, olga, propose(settled, boss, there.number, SECOND))
    assert (sum(paid(settled, SECOND)), sum(paid(settled, THIRD))) == (before, 0)
    again = accept(settled, boss, propose(settled, olga, back.number, FIRST))
    undoing.undo(db=settled, number=again.import_id, now=LATER)
    assert [sum(paid(settled, one)) for one in (FIRST, SECOND, THIRD)] == [0, 0, 0]
    assert suspense(settled) == 0
    bring_in(settled, SBER)
    assert suspense(settled) == 1200_50, "the file may come again, and waits as it did"


def test_a_register_taken_back_meanwhile_moves_nothing(
    settled: Database, two: tuple[OnDuty, OnDuty]
) -> None:
    olga, boss = two
    number = propose(settled, olga)
    undoing.undo(db=settled, number=1 + 1, now=LATER)
    with pytest.raises(BankRefused, match=r"bank\.unknown"):
        accept(settled, boss, number)
    assert sum(paid(settled, THIRD)) == 0


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"number": "261120-100009-737644"}, "bank.unknown"),
        ({"to": SECOND}, "bank.there"),
        ({"to": "6410109999"}, "account.unknown"),
        ({"why": " "}, "proposal.reason"),
    ],
)
def test_what_cannot_move_is_said(
    settled: Database, two: tuple[OnDuty, OnDuty], asked: dict[str, str], code: str
) -> None:
    with pytest.raises((BankRefused, LinkRefused, ProposalRefused)) as caught:
        propose(settled, two[0], **asked)
    assert caught.value.code == code
    assert refusal(caught.value) != refusal(BankRefused("?"))


def test_what_waits_is_settled_and_not_moved(books: Database) -> None:
    bring_in(books, SBER)
    with pytest.raises(BankRefused, match=r"bank\.waits"):
        propose(books, at_work(books))
