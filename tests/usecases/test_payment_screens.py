"""What the payment form offers, and what the payment's own page and its paper say afterwards."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from lk_app.db import accounts
from lk_app.db.engine import Database
from lk_app.domain.consumption import Policy
from lk_app.domain.fiscal_receipts import receipt_lines
from lk_app.domain.payments import PaymentRefused, PaymentState, Posting, Step
from lk_app.domain.periods import Period
from lk_app.domain.settling import Covered
from lk_app.security import Signer
from lk_app.usecases import payment_receipts, payment_screens
from lk_app.usecases.payment_screens import Debt
from lk_app.usecases.payments import Wanted
from lk_app.wording.payments import covered, payment_steps, receipt_numbers
from tests.documents import papers
from tests.payers import NOW, account, balance
from tests.usecases.books import SARATOV
from tests.usecases.test_bills import DEBTOR, billed, linked
from tests.usecases.till import NUMBER, OTHER, Till
from tests.vendors import served
from tests.vendors.demo_bank import DemoBankMachine

SECOND = "6410900002"
SIGNER = Signer(b"a key of this test")


@pytest.fixture
def till(database: Database) -> Iterator[Till]:
    with served(DemoBankMachine()) as bank:
        yield Till(database, bank)


@pytest.fixture
def debtor(database: Database) -> Iterator[Till]:
    """A till whose payer has an account with bills and an old debt."""
    billed(database)
    with served(DemoBankMachine()) as bank:
        till = Till(database, bank, number="6410900001")
        till.customer = linked(database).id
        with database.read() as session:
            found = accounts.by_number(session, DEBTOR)
        assert found is not None
        till.account = found.id
        yield till


def owed(till: Till) -> Debt:
    debt, *_ = payment_screens.debts(
        db=till.db,
        customer_id=till.customer,
        policy=Policy.DECREE354,
        now=datetime(2026, 11, 20, 12, tzinfo=SARATOV),
        tz=SARATOV,
    )
    return debt


def pay(till: Till, amount: int, period: Period | None = None, key: str = "one") -> list[Posting]:
    payment = till.start(Wanted(DEBTOR, amount, period), key=key)
    till.bank.turn(payment.external_id, "paid")
    return till.come_back(payment).postings


def test_the_form_offers_the_debt_and_what_the_month_will_add(debtor: Till) -> None:
    debt = owed(debtor)
    assert debt.balance == balance(debtor.db, debtor.account) > 0
    assert debt.ahead is not None and debt.ahead > debt.balance
    assert sum(one.principal for one in debt.unpaid) <= debt.balance
    assert [one.period for one in debt.unpaid] == sorted(one.period for one in debt.unpaid)


def test_money_without_a_period_pays_the_oldest_bill_and_the_page_names_it(debtor: Till) -> None:
    oldest, following, *_ = owed(debtor).unpaid
    (posting,) = pay(debtor, oldest.principal + 1_00)
    assert posting.covered == Covered(
        bills=((oldest.period, oldest.principal), (following.period, 1_00)), fees=0, advance=0
    )


def test_a_named_period_is_paid_before_older_ones(debtor: Till) -> None:
    *_, latest = owed(debtor).unpaid
    (posting,) = pay(debtor, 5_00, latest.period)
    assert posting.covered == Covered(bills=((latest.period, 5_00),), fees=0, advance=0)


def test_case_37_one_payment_over_debt_fee_and_advance_is_exact_to_the_kopeck(
    debtor: Till,
) -> None:
    before = owed(debtor)
    principal = sum(one.principal for one in before.unpaid)
    fees = before.balance - principal
    assert fees > 0
    (posting,) = pay(debtor, before.balance + 1)
    assert posting.covered == Covered(
        bills=tuple((one.period, one.principal) for one in before.unpaid), fees=fees, advance=1
    )
    after = owed(debtor)
    assert (after.balance, after.unpaid) == (-1, ())


def test_case_37_a_kopeck_less_than_everything_is_left_of_the_fees(debtor: Till) -> None:
    before = owed(debtor)
    (posting,) = pay(debtor, before.balance - 1)
    assert posting.covered is not None
    assert sum(share for _, share in posting.covered.bills) + posting.covered.fees == (
        before.balance - 1
    )
    assert (owed(debtor).balance, owed(debtor).unpaid) == (1, ())


def test_case_37_several_accounts_each_get_their_sum_and_their_named_period(
    debtor: Till,
) -> None:
    account(debtor.db, SECOND, owner=debtor.customer, debt=5_00)
    *_, latest = owed(debtor).unpaid
    payment = debtor.start(Wanted(SECOND, 7_01), Wanted(DEBTOR, 3, latest.period), key="both")
    debtor.bank.turn(payment.external_id, "paid")
    trail = debtor.come_back(payment)
    assert {one.account_number: one.amount for one in trail.postings} == {SECOND: 7_01, DEBTOR: 3}
    named = next(one for one in trail.postings if one.account_number == DEBTOR)
    assert named.covered == Covered(bills=((latest.period, 3),), fees=0, advance=0)
    assert sum(one.amount for one in trail.postings) == payment.amount


def test_case_38_the_fiscal_receipt_comes_to_the_sum_of_the_payment(till: Till) -> None:
    account(till.db, OTHER, owner=till.customer, debt=5_00)
    payment = till.start(Wanted(NUMBER, 100_01), Wanted(OTHER, 1))
    lines = receipt_lines(payment.parts)
    assert sum(line.amount for line in lines) == payment.amount == 100_02
    till.bank.turn(payment.external_id, "paid")
    shown = till.come_back(payment).payment
    assert receipt_numbers(shown.receipt) == "ФД\u00a017"


def test_a_later_payment_changes_nothing_of_what_an_earlier_one_paid(debtor: Till) -> None:
    first = pay(debtor, 50_00)
    pay(debtor, 70_00, key="two")
    [payment] = [one for one in debtor.bank.checkouts.values() if one["amount"] == 50_00]
    again = payment_screens.trail(
        db=debtor.db, customer_id=debtor.customer, public_id=payment["reference"]
    )
    assert again.postings == first


def test_the_steps_end_with_where_the_money_went() -> None:
    one = Posting(
        NUMBER, 300, NOW, "261120-1/6410100101", Covered(((Period(2026, 9), 200),), 0, 100)
    )
    back = Step("refund_succeeded", NOW, "ref_1")
    steps = [Step("created", NOW), Step("succeeded", NOW, "chk_1"), back, back]
    created, confirmed, posted, returned = payment_steps(steps, [one], (5, 3, 2))
    assert (posted.at, posted.reference) == (NOW, "261120-1/6410100101")
    assert papers.flat(posted.what) == "Зачислен на счёт № 64101-001-01"
    assert papers.flat(posted.detail) == "за сентябрь 2026 — 2,00 ₽, вперёд — 1,00 ₽"
    assert (created.what, confirmed.what) == ("Платёж создан", "Банк подтвердил оплату")
    assert returned.what == "Деньги возвращены"
    assert covered(Covered((), 150, 0)) == "пени — 1,50\u00a0₽"


def confirmation(till: Till, public_id: str) -> bytes:
    return payment_receipts.receipt_pdf(
        db=till.db,
        supplier=papers.SUPPLIER,
        signer=SIGNER,
        customer_id=till.customer,
        public_id=public_id,
        zone=SARATOV,
        now=NOW,
    )


def test_the_paper_of_a_payment_is_known_by_its_code_and_its_state_then(till: Till) -> None:
    payment = till.start()
    before = confirmation(till, payment.public_id)
    till.bank.turn(payment.external_id, "paid")
    till.come_back(payment)
    after = confirmation(till, payment.public_id)
    for paper, state in ((before, PaymentState.PENDING), (after, PaymentState.SUCCEEDED)):
        words = papers.text_of(paper).split()
        printed = words[words.index("документа") + 1]
        checked, then = payment_receipts.check(
            db=till.db, signer=SIGNER, public_id=payment.public_id, typed=printed.lower()
        )
        assert (checked.state, then) == (PaymentState.SUCCEEDED, state)


def test_a_forged_paper_is_not_ours(till: Till) -> None:
    payment = till.start()
    _, state = payment_receipts.check(
        db=till.db, signer=SIGNER, public_id=payment.public_id, typed="0000-0000-0000"
    )
    assert state is None
    with pytest.raises(PaymentRefused, match=r"payment\.unknown"):
        payment_receipts.check(db=till.db, signer=SIGNER, public_id="1", typed="")


def test_the_due_day_is_that_of_the_oldest_unpaid_bill(debtor: Till) -> None:
    debt = owed(debtor)
    assert debt.due == min(one.due for one in debt.unpaid)
    assert debt.due < date(2026, 11, 20)
