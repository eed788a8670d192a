"""readings.csv: registers of readings that the supplier collected; one row a register.

A reading is known by meter and day; a day without all registers is refused.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial

from sqlmodel import Session

from lk_app.db import imports, reading_files
from lk_app.db import meters as stored
from lk_app.domain.accounts import Account
from lk_app.domain.imports import BadRow, ReadingFacts, RowRefused
from lk_app.domain.meters import Meter
from lk_app.domain.readings import ReadingSet, ReadingSource, ReadingState, accept_imported
from lk_app.domain.refusals import Refusal
from lk_app.usecases.imports import files
from lk_app.usecases.imports.loading import (
    Books,
    Format,
    Item,
    Kept,
    load,
    unknown_account,
)
from lk_app.wording import REGISTERS

COLUMNS = ("account_number", "taken_on", "register", "value")
NOON = time(12)


@dataclass(slots=True)
class _Day:
    """The rows of one account and day, wherever they stand in the file."""

    lines: list[int] = field(default_factory=list)
    values: dict[str, int] = field(default_factory=dict)


def items(
    rows: Iterable[files.Row], books: Books, bad: list[BadRow]
) -> Iterator[Item[ReadingFacts]]:
    """Rows put together by account and day; the file is read to its end first."""
    days: dict[tuple[str, date], _Day] = {}
    for row in rows:
        try:
            _put(days, row, books)
        except Refusal as reason:
            bad.append(BadRow(row.line, reason))
    for (number, taken_on), one in days.items():
        yield Item(tuple(one.lines), ReadingFacts(number, taken_on, one.values))


def _put(days: dict[tuple[str, date], _Day], row: files.Row, books: Books) -> None:
    number = files.account_number(row, digits=books.account_number_digits)
    taken_on = files.day(row, "taken_on")
    files.not_ahead(taken_on, books.now, books.tz)
    register = files.one_of(row, "register", tuple(REGISTERS))
    value = files.whole(row, "value", least=0, most=9_999_999)
    one = days.setdefault((number, taken_on), _Day())
    if one.values.setdefault(register, value) != value:
        raise RowRefused("import.register_twice", register=register)
    if row.line not in one.lines:  # a line may tell every register of the day
        one.lines.append(row.line)


def keep(session: Session, chunk: Sequence[Item[ReadingFacts]], books: Books, kept: Kept) -> None:
    """Add the sets nobody knew; a day that was told otherwise before is refused."""
    ids = imports.accounts(session, {item.value.account_number for item in chunk})
    meters = stored.of_accounts(session, [account.id for account in ids.values()])
    days = [item.value.taken_on for item in chunk]
    known = reading_files.supplier_sets(
        session, [m.id for mine in meters.values() for m in mine], min(days), max(days)
    )
    new: list[tuple[int, ReadingSet]] = []
    for item in chunk:
        account = ids.get(item.value.account_number)
        try:
            meter = _meter_of(account, item.value, meters)
            values = _complete(meter, item.value)
        except Refusal as reason:
            kept.refuse(item, reason)
            continue
        before = known.get((meter.id, item.value.taken_on))
        if before is None and account is not None:
            new.append((account.id, _set(meter, item.value.taken_on, values, books)))
            kept.add(item)
        elif before == values:
            kept.recognise(item)
        else:
            kept.refuse(item, RowRefused("import.reading_differs"))
    reading_files.add_sets(session, new, import_id=kept.import_id)


def _meter_of(
    account: Account | None, facts: ReadingFacts, meters: Mapping[int, Sequence[Meter]]
) -> Meter:
    if account is None:
        raise unknown_account(facts.account_number)
    mine = meters.get(account.id, ())
    for meter in mine:
        gone = meter.removed_on is not None and facts.taken_on >= meter.removed_on
        if facts.taken_on >= meter.installed_on and not gone:
            return meter
    if len(mine) == 1:  # its own refusal says which day is wrong
        return mine[0]
    raise RowRefused("import.no_meter", account_number=account.account_number)


def _complete(meter: Meter, facts: ReadingFacts) -> dict[str, int]:
    if set(facts.values) != set(meter.registers):
        raise RowRefused("import.incomplete_set", registers=", ".join(meter.registers))
    return dict(accept_imported(meter, facts.taken_on, facts.values))


def _set(meter: Meter, taken_on: date, values: Mapping[str, int], books: Books) -> ReadingSet:
    """A supplier's register was received when it was taken (CONTRACT 1): at noon of that day."""
    return ReadingSet(
        id=0,
        meter_id=meter.id,
        taken_on=taken_on,
        received_at=datetime.combine(taken_on, NOON, books.tz),
        values=values,
        source=ReadingSource.SUPPLIER,
        state=ReadingState.RECEIVED,
        receipt_number=f"Р-{meter.id}-{taken_on:%Y%m%d}",
    )


FORMAT = Format("readings", COLUMNS, (), items, keep)
run = partial(load, FORMAT)
