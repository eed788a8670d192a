"""refunds.csv: credits that the supplier paid back, each counted in the ledger once.

A refund is known by its refund_id; `paid_on` is the value date of the ledger entry.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from sqlmodel import Session

from lk_app.db import billing, imports, ledger
from lk_app.db import refunds as stored
from lk_app.domain.accounts import Account
from lk_app.domain.imports import RefundFacts, RowRefused
from lk_app.domain.ledger import EntryKind, LedgerEntry, booking, owed
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal
from lk_app.usecases.imports import files
from lk_app.usecases.imports.accounts import amount
from lk_app.usecases.imports.loading import (
    Books,
    Format,
    Item,
    Kept,
    each_row,
    load,
    unknown_account,
)

COLUMNS = ("refund_id", "account_number", "paid_on", "amount", "reference")


def parse(row: files.Row, books: Books) -> RefundFacts:
    """One row; raises a Refusal."""
    kopecks = amount(row, "amount")
    if kopecks == 0:
        raise RowRefused("import.amount", column="amount", value=row.cells["amount"])
    paid_on = files.day(row, "paid_on")
    files.not_ahead(paid_on, books.now, books.tz)
    return RefundFacts(
        refund_id=files.text(row, "refund_id"),
        account_number=files.account_number(row, digits=books.account_number_digits),
        paid_on=paid_on,
        amount=kopecks,
        reference=files.text(row, "reference"),
    )


def keep(session: Session, chunk: Sequence[Item[RefundFacts]], books: Books, kept: Kept) -> None:
    """Book the refunds nobody knew against their accounts' credit; no more than there is of it."""
    known = imports.accounts(session, {item.value.account_number for item in chunk})
    ids = [account.id for account in known.values()]
    billing.lock(session, ids)  # no bill is posted and no credit spent between looking and booking
    seen = stored.by_ids(session, [item.value.refund_id for item in chunk])
    balances = ledger.balances(session, ids)
    billed = imports.last_bills(session, ids)
    new: list[tuple[Account, RefundFacts]] = []
    for item in chunk:
        facts = item.value
        try:
            account = _account(known, facts)
            if facts.refund_id in seen:
                _check_same(facts, seen[facts.refund_id])
                kept.recognise(item)
                continue
            _check_credit(facts, account, balances[account.id], billed.get(account.id))
        except Refusal as reason:
            kept.refuse(item, reason)
            continue
        new.append((account, facts))
        seen[facts.refund_id] = facts
        balances[account.id] += facts.amount
        kept.add(item)
    stored.add(session, ((account.id, facts) for account, facts in new), at=books.now)
    ledger.post(
        session,
        (_entry(facts, account, billed.get(account.id), books) for account, facts in new),
    )


def _account(known: Mapping[str, Account], facts: RefundFacts) -> Account:
    if facts.account_number not in known:
        raise unknown_account(facts.account_number)
    return known[facts.account_number]


def _check_same(facts: RefundFacts, before: RefundFacts) -> None:
    if facts != before:
        raise RowRefused("import.refund_differs", refund_id=facts.refund_id)


def _check_credit(
    facts: RefundFacts, account: Account, balance: Kopecks, billed: Period | None
) -> None:
    """No more than was overpaid; of a closed account, once its final bill has said how much."""
    if account.final_bill_awaited(billed):
        raise RowRefused("import.refund_early", account_number=facts.account_number)
    credit = max(-balance, 0)
    if facts.amount > credit:
        raise RowRefused("import.refund_over", account_number=facts.account_number, credit=credit)


def _entry(
    facts: RefundFacts, account: Account, billed: Period | None, books: Books
) -> LedgerEntry | None:
    return owed(
        EntryKind.REFUND,
        account_id=account.id,
        ref=f"{facts.refund_id}/{account.account_number}",
        change=facts.amount,
        value_date=facts.paid_on,
        booked_in=booking(facts.paid_on, account.opened_on, billed),
        posted_at=books.now,
    )


FORMAT = Format("refunds", COLUMNS, (), each_row(parse), keep, moves_money=True)
run = partial(load, FORMAT)
