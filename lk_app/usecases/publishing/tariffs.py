"""tariffs.csv: prices by date, category, zones, register and band; one file is one price list.

The whole file is judged together with the rows in force: bands must be whole and no two prices may
hold on one day. What it changes is superseded, and what it ends is closed, by new rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from sqlmodel import Session

from lk_app.db import changes, tariffs
from lk_app.domain.imports import BadRow, RowRefused
from lk_app.domain.meters import REGISTERS
from lk_app.domain.money import AmountRefused, Kopecks
from lk_app.domain.publishing import join
from lk_app.domain.refusals import Refusal
from lk_app.domain.tariffs import TariffRefused, TariffRow, parse_price
from lk_app.usecases.changes import TARIFFS
from lk_app.usecases.imports import files
from lk_app.usecases.imports.accounts import CATEGORIES
from lk_app.usecases.imports.loading import Books, Format, Item, Kept, load

COLUMNS = (
    *("valid_from", "valid_to", "category", "zones", "register", "band", "up_to_kwh"),
    *("price", "source"),
)
MOST_BANDS = 20
LARGEST_LIMIT = 1_000_000


def items(
    rows: Iterable[files.Row], books: Books, bad: list[BadRow]
) -> Iterator[Item[list[TariffRow]]]:
    """All rows as one item; none while any row is bad, for half a list means another thing."""
    lines: list[int] = []
    said: list[TariffRow] = []
    for row in rows:
        try:
            said.append(parse(row))
            lines.append(row.line)
        except Refusal as reason:
            bad.append(BadRow(row.line, reason))
    if said and not bad:
        yield Item(tuple(lines), said)


def parse(row: files.Row) -> TariffRow:
    """One row; raises RowRefused, or TariffRefused for dates that end before they begin."""
    zones = files.whole(row, "zones", least=1, most=3)
    one = TariffRow(
        id=0,
        valid_from=files.day(row, "valid_from"),
        valid_to=files.optional_day(row, "valid_to"),
        category=files.one_of(row, "category", CATEGORIES),
        zones=zones,
        register=files.one_of(row, "register", REGISTERS[zones]),
        band=files.whole(row, "band", least=1, most=MOST_BANDS),
        up_to_kwh=(
            files.whole(row, "up_to_kwh", least=1, most=LARGEST_LIMIT)
            if row.cells["up_to_kwh"]
            else None
        ),
        price=_price(row),
        source=files.text(row, "source"),
    )
    if one.ends <= one.valid_from:
        raise TariffRefused("tariff.dates", category=one.category, zones=zones, day=one.valid_from)
    return one


def _price(row: files.Row) -> Kopecks:
    written = files.text(row, "price")
    try:
        return parse_price(written)
    except AmountRefused:
        raise RowRefused("import.amount", column="price", value=written[:40]) from None


def keep(
    session: Session, chunk: Sequence[Item[list[TariffRow]]], books: Books, kept: Kept
) -> None:
    """Join the list with the rows in force, or refuse the lines that do not fit."""
    (item,) = chunk
    try:
        change = join(tariffs.current(session), item.value)
    except TariffRefused as reason:
        kept.refuse(Item(_culprits(item, reason), reason), reason)
        return
    tariffs.supersede(session, change.superseded, now=books.now)
    tariffs.add(session, change.added, now=books.now)
    new = sum(row in change.added for row in item.value)
    kept.added += new
    kept.known += len(item.value) - new
    if change.added:
        changes.announce(session, TARIFFS)


def _culprits(item: Item[list[TariffRow]], reason: TariffRefused) -> tuple[int, ...]:
    """Lines of the prices that hold on the day of the trouble; all lines when none does."""
    facts = reason.facts
    found = tuple(
        line
        for line, row in zip(item.lines, item.value, strict=True)
        if (row.category, row.zones) == (facts["category"], facts["zones"])
        and row.valid_from <= facts["day"] < row.ends  # type: ignore[operator]
    )
    return found or item.lines


FORMAT = Format("tariffs", COLUMNS, (), items, keep, every_time=True)
run = partial(load, FORMAT, skip_bad=False)
