"""meters.csv: meters that were set, removed, verified or connected to remote reading.

A meter is known by account, serial and day of installation. A known one may learn its removal, its
verification and remote reading; nothing else changes.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from sqlmodel import Session

from lk_app.db import imports, positions, readings, withdrawals
from lk_app.db import meters as stored
from lk_app.domain.accounts import Account
from lk_app.domain.imports import MeterFacts, RowRefused
from lk_app.domain.meters import Meter
from lk_app.domain.readings import ReadingSet
from lk_app.domain.refusals import Refusal
from lk_app.domain.removals import check_act
from lk_app.usecases.imports import accounts, files
from lk_app.usecases.imports.loading import (
    Books,
    Format,
    Item,
    Kept,
    each_row,
    load,
    unknown_account,
)

COLUMNS = (
    *("account_number", "serial", "model", "digits", "ratio", "zones", "installed_on"),
    *("removed_on", "initial_readings", "final_readings", "verified_until", "remote"),
)


def parse(row: files.Row, books: Books) -> MeterFacts:
    """One row; raises a Refusal."""
    files.one_of(row, "remote", ("yes", "no"))
    meter = accounts.meter(row, serial="serial", model="model")
    check_act(meter, (), books.tz)
    if meter.removed_on is not None:
        files.not_ahead(meter.removed_on, books.now, books.tz)
    return MeterFacts(files.account_number(row, digits=books.account_number_digits), meter)


def keep(session: Session, chunk: Sequence[Item[MeterFacts]], books: Books, kept: Kept) -> None:
    """Add the meters nobody knew and note what is new of the others."""
    known = imports.accounts(session, {item.value.account_number for item in chunk})
    standing = stored.of_accounts(session, [account.id for account in known.values()])
    read = readings.received(session, _told_removed(chunk, standing))
    new: list[tuple[int, Meter]] = []
    was = {meter.id: meter for mine in standing.values() for meter in mine}
    old: dict[int, Meter] = {}
    replayed: set[int] = set()
    # removals first, the oldest meter's before others, so that rows may come in any order
    for item in sorted(chunk, key=_turn):
        try:
            account = _account(known, item.value.account_number)
            mine = standing.setdefault(account.id, [])
            changed = _changed(account, mine, item.value.meter, read, books)
        except Refusal as reason:
            kept.refuse(item, reason)
            continue
        if changed is None:
            kept.recognise(item)
            continue
        kept.add(item)
        replayed.add(account.id)
        if changed.id:
            mine[:] = [changed if one.id == changed.id else one for one in mine]
            old[changed.id] = changed
        else:
            mine.append(changed)
            new.append((account.id, changed))
    withdrawals.note_changes(session, kept.import_id, was, old)
    imports.change_meters(session, old.values())
    imports.add_meters(session, new, import_id=kept.import_id)
    positions.forget(session, sorted(replayed))


def _told_removed(
    chunk: Sequence[Item[MeterFacts]], standing: Mapping[int, Sequence[Meter]]
) -> list[int]:
    """The known meters that some row of the chunk says are gone."""
    gone = {_key(item.value.meter) for item in chunk if item.value.meter.removed_on is not None}
    return [meter.id for mine in standing.values() for meter in mine if _key(meter) in gone]


def _turn(item: Item[MeterFacts]) -> tuple[bool, date]:
    meter = item.value.meter
    return meter.removed_on is None, meter.installed_on


def _account(known: Mapping[str, Account], number: str) -> Account:
    if number not in known:
        raise unknown_account(number)
    return known[number]


def _changed(
    account: Account,
    standing: Sequence[Meter],
    told: Meter,
    read: Mapping[int, Sequence[ReadingSet]],
    books: Books,
) -> Meter | None:
    """The meter as it is from now on, its id 0 while nobody knew it; None if nothing is new.

    Raises RowRefused: import.meter_differs, .meter_overlaps, .meter_early, .account_closed, and
    RemovalRefused.
    """
    old = _same(standing, told)
    meter = told._replace(id=old.id if old else 0)
    if meter == old:
        return None
    if account.closed_on is not None:
        raise RowRefused(
            "import.account_closed",
            account_number=account.account_number,
            closed_on=account.closed_on,
        )
    if old is None:
        _check_place(account, standing, meter)
    else:
        _check_nature(old, meter)
    check_act(meter, read.get(meter.id, ()), books.tz)
    return meter


def _same(standing: Sequence[Meter], told: Meter) -> Meter | None:
    return next((old for old in standing if _key(old) == _key(told)), None)


def _key(meter: Meter) -> tuple[str, date]:
    return meter.serial, meter.installed_on


def _check_place(account: Account, standing: Sequence[Meter], meter: Meter) -> None:
    """A new meter hangs alone, on an account that is already there."""
    number = account.account_number
    if meter.installed_on < account.opened_on:
        raise RowRefused("import.meter_early", account_number=number, opened_on=account.opened_on)
    for old in standing:
        if _overlap(old, meter):
            raise RowRefused("import.meter_overlaps", account_number=number, serial=old.serial)


def _check_nature(old: Meter, told: Meter) -> None:
    """What never changes while a meter hangs there, and an act once it is signed."""
    act = (old.removed_on, old.final_readings)
    signed = old.removed_on is not None and act != (told.removed_on, told.final_readings)
    if old.id == 0 or signed or _nature(old) != _nature(told):
        raise RowRefused("import.meter_differs", serial=old.serial)


def _nature(meter: Meter) -> tuple[object, ...]:
    return (meter.model, meter.digits, meter.ratio, meter.zones, dict(meter.initial_readings))


def _overlap(one: Meter, other: Meter) -> bool:
    starts_before_end = other.removed_on is None or one.installed_on < other.removed_on
    return starts_before_end and (one.removed_on is None or other.installed_on < one.removed_on)


FORMAT = Format("meters", COLUMNS, (), each_row(parse), keep)
run = partial(load, FORMAT)
