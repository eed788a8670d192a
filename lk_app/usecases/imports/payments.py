"""payments.csv: payments that banks took for the supplier, each counted in the ledger once.

A payment is known by its payment_id; `paid_on` is the value date, of the ledger entry too.
"""

from collections.abc import Sequence
from functools import partial

from sqlmodel import Session

from lk_app.domain.bank_registers import FILE, BankOperation
from lk_app.domain.imports import RowRefused
from lk_app.domain.periods import Period
from lk_app.usecases.imports import booking, files
from lk_app.usecases.imports.accounts import amount
from lk_app.usecases.imports.loading import (
    Books,
    Format,
    Item,
    Kept,
    each_row,
    load,
)

COLUMNS = ("payment_id", "account_number", "paid_on", "amount", "source")


def parse(row: files.Row, books: Books) -> BankOperation:
    """One row; raises a Refusal."""
    kopecks = amount(row, "amount")
    if kopecks == 0:
        raise RowRefused("import.amount", column="amount", value=row.cells["amount"])
    paid_on = files.day(row, "paid_on")
    files.not_ahead(paid_on, books.now, books.tz)
    named = row.cells.get("period")
    return BankOperation(
        bank=FILE,
        reference=files.text(row, "payment_id"),
        account_number=files.account_number(row, digits=books.account_number_digits),
        paid_on=paid_on,
        amount=kopecks,
        source=files.text(row, "source"),
        period=Period.parse(named) if named else None,
        line=row.line,
    )


def keep(session: Session, chunk: Sequence[Item[BankOperation]], books: Books, kept: Kept) -> None:
    """Count the payments nobody knew; one known with other facts is refused."""
    booking.keep(session, chunk, books, kept)


FORMAT = Format("payments", COLUMNS, ("period",), each_row(parse), keep, moves_money=True)
run = partial(load, FORMAT)
