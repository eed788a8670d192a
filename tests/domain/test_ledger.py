"""Transfers that undo others, and money that is nobody's yet."""

from datetime import UTC, date, datetime

from lk_app.domain.ledger import (
    NOBODY,
    EntryKind,
    LedgerAccount,
    LedgerEntry,
    from_suspense,
    held,
    owed,
    reversed_payment,
    unheld,
)
from lk_app.domain.periods import Period

AT = datetime(2026, 11, 20, tzinfo=UTC)
PAID_ON = date(2026, 9, 8)


def _payment() -> LedgerEntry:
    entry = owed(
        EntryKind.PAYMENT,
        account_id=7,
        ref="B-1/6410100101",
        change=-50_000,
        value_date=PAID_ON,
        booked_in=Period(2026, 9),
        posted_at=AT,
        named=Period(2026, 8),
    )
    assert entry is not None
    return entry


def test_an_undone_payment_raises_the_debt_again_on_its_own_day() -> None:
    payment = _payment()
    undone = reversed_payment(payment, booked_in=Period(2026, 11), posted_at=AT)
    assert (undone.kind, undone.ref) == (EntryKind.REVERSAL, payment.ref)
    assert undone.effect == -payment.effect
    assert (undone.value_date, undone.named) == (PAID_ON, Period(2026, 8))
    assert undone.booked_in == Period(2026, 11)


def test_money_of_an_unknown_account_comes_and_goes_without_touching_anybody() -> None:
    came = held("S-1", 100, value_date=PAID_ON, posted_at=AT)
    gone = unheld(came, posted_at=AT)
    assert came.account_id == gone.account_id == NOBODY
    assert (came.debit, came.credit) == (gone.credit, gone.debit)
    assert came.credit is LedgerAccount.SUSPENSE


def test_a_payment_found_on_suspense_takes_no_cash_again() -> None:
    settled = from_suspense(_payment())
    assert (settled.debit, settled.effect) == (LedgerAccount.SUSPENSE, -50_000)
