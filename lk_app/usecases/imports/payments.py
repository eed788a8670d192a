"""payments.csv: payments that banks took for the supplier, each counted in the ledger once."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

from sqlmodel import Session

from lk_app.db import billing, imports, ledger
from lk_app.db.engine import Database
from lk_app.domain.accounts import Account
from lk_app.domain.imports import Imported, PaymentFacts, RowRefused
from lk_app.domain.ledger import EntryKind, LedgerEntry, owed
from lk_app.domain.periods import Period
from lk_app.usecases.imports import files
from lk_app.usecases.imports.accounts import amount
from lk_app.usecases.imports.loading import (
    Books,
    Format,
    Item,
    Kept,
    Progress,
    each_row,
    load,
    unknown_account,
)

COLUMNS = ("payment_id", "account_number", "paid_on", "amount", "source")
NOON = time(12)


def run(
    *, db: Database, path: Path, books: Books, skip_bad: bool, progress: Progress | None = None
) -> Imported:
    """Bring payments in by payment_id; `paid_on` is the value date, of the ledger entry too."""
    return load(FORMAT, db=db, path=path, books=books, skip_bad=skip_bad, progress=progress)


def parse(row: files.Row, books: Books) -> PaymentFacts:
    """One row; raises a Refusal."""
    kopecks = amount(row, "amount")
    if kopecks == 0:
        raise RowRefused("import.amount", column="amount", value=row.cells["amount"])
    paid_on = files.day(row, "paid_on")
    files.not_ahead(paid_on, books.now, books.tz)
    named = row.cells.get("period")
    return PaymentFacts(
        payment_id=files.text(row, "payment_id"),
        account_number=files.account_number(row, digits=books.account_number_digits),
        paid_on=paid_on,
        amount=kopecks,
        source=files.text(row, "source"),
        period=Period.parse(named) if named else None,
    )


def keep(session: Session, chunk: Sequence[Item[PaymentFacts]], books: Books, kept: Kept) -> None:
    """Count the payments nobody knew; one known with other facts is refused."""
    ids = imports.accounts(session, {item.value.account_number for item in chunk})
    known = imports.payments(session, [_key(item.value) for item in chunk])
    new: dict[str, tuple[PaymentFacts, Account]] = {}
    for item in chunk:
        facts, account = item.value, ids.get(item.value.account_number)
        if account is None:
            kept.refuse(item, unknown_account(facts.account_number))
            continue
        before, twin = known.get(_key(facts)), new.get(_key(facts))
        named = str(facts.period) if facts.period else ""
        same = (account.id, facts.amount, facts.paid_on, named)
        if (before and before != same) or (twin and twin[0] != facts):
            kept.refuse(item, RowRefused("import.payment_differs", payment_id=facts.payment_id))
        elif before or twin:
            kept.recognise(item)
        else:
            new[_key(facts)] = (facts, account)
            kept.add(item)
    _count(session, list(new.values()), books)


def _count(session: Session, new: list[tuple[PaymentFacts, Account]], books: Books) -> None:
    rows = [(facts, account.id, _key(facts), _noon(facts, books)) for facts, account in new]
    ids = sorted({account.id for _, account in new})
    billing.lock(session, ids)  # no bill is posted between looking and booking
    imports.add_payments(session, rows, now=books.now)
    billed = imports.last_bills(session, ids)
    ledger.post(
        session,
        (_entry(facts, account, billed.get(account.id), books) for facts, account in new),
    )


def _entry(
    facts: PaymentFacts, account: Account, billed: Period | None, books: Books
) -> LedgerEntry | None:
    return owed(
        EntryKind.PAYMENT,
        account_id=account.id,
        ref=f"B-{facts.payment_id}/{account.account_number}",
        change=-facts.amount,
        value_date=facts.paid_on,
        booked_in=booked_in(facts.paid_on, account, billed),
        named=facts.period,
        posted_at=books.now,
    )


def booked_in(paid_on: date, account: Account, billed: Period | None) -> Period:
    """The period of the value date, not before the first one and not in a posted bill."""
    first_open = billed + 1 if billed else Period.of(account.opened_on)
    return max(Period.of(paid_on), first_open)


def _key(facts: PaymentFacts) -> str:
    return f"file:{facts.payment_id}"


def _noon(facts: PaymentFacts, books: Books) -> datetime:
    """When a register names only a day; at noon it is that day in every reader's zone here."""
    return datetime.combine(facts.paid_on, NOON, books.tz)


FORMAT = Format("payments", COLUMNS, ("period",), each_row(parse), keep)
