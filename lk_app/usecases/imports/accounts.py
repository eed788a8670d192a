"""accounts.csv: accounts with their houses, holders, meters and opening balances.

An account is known by its number; one that is known with other facts is refused.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import partial

from sqlmodel import Session

from lk_app.db import imports, ledger
from lk_app.domain.accounts import (
    ServiceAddress,
    normalise_apartment,
    normalise_unified_account,
)
from lk_app.domain.imports import AccountFacts, RowRefused
from lk_app.domain.ledger import EntryKind, LedgerEntry, owed
from lk_app.domain.meters import LONGEST_DIAL, SHORTEST_DIAL, Meter, parse_registers
from lk_app.domain.money import AmountRefused, Kopecks, parse_roubles
from lk_app.domain.periods import Period
from lk_app.domain.readings import parse_values
from lk_app.usecases.imports import files
from lk_app.usecases.imports.loading import (
    Books,
    Format,
    Item,
    Kept,
    each_row,
    load,
)

CATEGORIES = ("urban_gas", "urban_electric", "rural")
COLUMNS = (
    *("account_number", "unified_account", "city", "street", "house", "apartment", "holder"),
    *("category", "residents", "norm_kwh", "meter_serial", "meter_model", "digits", "ratio"),
    *("zones", "installed_on", "verified_until", "initial_readings", "opening_balance"),
)


def parse(row: files.Row, books: Books) -> AccountFacts:
    """One row; raises a Refusal with the column in its facts."""
    unified = row.cells["unified_account"]
    return AccountFacts(
        account_number=files.account_number(row, digits=books.account_number_digits),
        unified_account=normalise_unified_account(unified) if unified else "",
        address=ServiceAddress(
            files.text(row, "city"),
            files.text(row, "street"),
            files.text(row, "house"),
            normalise_apartment(row.cells["apartment"]),
        ),
        holder=files.text(row, "holder"),
        category=files.one_of(row, "category", CATEGORIES),
        residents=files.whole(row, "residents", least=0, most=1000),
        norm_kwh=files.whole(row, "norm_kwh", least=0, most=100_000),
        opening_balance=amount(row, "opening_balance", signed=True),
        meter=meter(row, serial="meter_serial", model="meter_model"),
    )


def meter(row: files.Row, *, serial: str, model: str) -> Meter:
    """The meter of a row of accounts.csv or meters.csv."""
    blank = Meter(
        id=0,
        serial=files.text(row, serial),
        model=files.text(row, model),
        digits=files.whole(row, "digits", least=SHORTEST_DIAL, most=LONGEST_DIAL),
        ratio=files.whole(row, "ratio", least=1, most=100_000),
        zones=files.whole(row, "zones", least=1, most=3),
        installed_on=files.day(row, "installed_on"),
        removed_on=files.optional_day(row, "removed_on"),
        verified_until=files.optional_day(row, "verified_until"),
        initial_readings={},
        remote=row.cells.get("remote") == "yes",
    )
    final = row.cells.get("final_readings")
    return blank._replace(
        initial_readings=registers(row, "initial_readings", blank),
        final_readings=registers(row, "final_readings", blank) if final else None,
    )


def registers(row: files.Row, column: str, of: Meter) -> dict[str, int]:
    """`day:10320;night:5120`, every register of the meter within its digits."""
    written = files.text(row, column)
    try:
        return parse_values(of, parse_registers(written))
    except ValueError:
        raise RowRefused(
            "import.registers", field=column, column=column, value=written[:40]
        ) from None


def amount(row: files.Row, column: str, *, signed: bool = False) -> Kopecks:
    """Roubles and kopecks of a cell."""
    written = files.text(row, column)
    try:
        return parse_roubles(written, field=column, signed=signed)
    except AmountRefused:
        raise RowRefused("import.amount", field=column, column=column, value=written[:40]) from None


def keep(session: Session, chunk: Sequence[Item[AccountFacts]], books: Books, kept: Kept) -> None:
    """Add the accounts nobody knew; the others must say what is known already."""
    known = imports.accounts(session, [item.value.account_number for item in chunk])
    new: dict[str, AccountFacts] = {}
    for item in chunk:
        facts = item.value
        old, twin = known.get(facts.account_number), new.get(facts.account_number)
        if (old and facts.contradicts(old)) or (twin and twin != facts):
            number = facts.account_number
            kept.refuse(item, RowRefused("import.account_differs", account_number=number))
        elif old or twin:
            kept.recognise(item)
        else:
            new[facts.account_number] = facts
            kept.add(item)
    if new:
        ids = imports.add_accounts(session, list(new.values()), import_id=kept.import_id)
        used = {one.ref for one in ledger.by_refs(session, EntryKind.OPENING, [*new])}
        ledger.post(session, (_opening(one, ids, used, kept, books) for one in new.values()))


def _opening(
    facts: AccountFacts, ids: dict[str, int], used: AbstractSet[str], kept: Kept, books: Books
) -> LedgerEntry | None:
    """An opening debt is due as if billed for the period before the first (CONTRACT 5).

    A number whose file was taken back leaves its entry: the account comes again under another.
    """
    number = facts.account_number
    return owed(
        EntryKind.OPENING,
        account_id=ids[number],
        ref=f"{number}@{kept.import_id}" if number in used else number,
        change=facts.opening_balance,
        value_date=Period.of(facts.meter.installed_on).first_day,
        booked_in=None,
        posted_at=books.now,
    )


FORMAT = Format("accounts", COLUMNS, (), each_row(parse), keep)
run = partial(load, FORMAT)
