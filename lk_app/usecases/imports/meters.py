"""meters.csv: meters that were set, removed, verified or connected to remote reading."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlmodel import Session

from lk_app.db import imports
from lk_app.db import meters as stored
from lk_app.db.engine import Database
from lk_app.domain.imports import Imported, MeterFacts, RowRefused
from lk_app.domain.meters import Meter
from lk_app.domain.refusals import Refusal
from lk_app.usecases.imports import accounts, files
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

COLUMNS = (
    *("account_number", "serial", "model", "digits", "ratio", "zones", "installed_on"),
    *("removed_on", "initial_readings", "final_readings", "verified_until", "remote"),
)


def run(
    *, db: Database, path: Path, books: Books, skip_bad: bool, progress: Progress | None = None
) -> Imported:
    """Bring meters in by account, serial and day of installation.

    A known meter may learn its removal, its verification and remote reading; nothing else changes.
    """
    return load(FORMAT, db=db, path=path, books=books, skip_bad=skip_bad, progress=progress)


def parse(row: files.Row, books: Books) -> MeterFacts:
    """One row; raises a Refusal."""
    files.one_of(row, "remote", ("yes", "no"))
    meter = accounts.meter(row, serial="serial", model="model")
    if meter.removed_on is not None and meter.removed_on <= meter.installed_on:
        raise RowRefused("import.removed_before")
    return MeterFacts(files.account_number(row, digits=books.account_number_digits), meter)


def keep(session: Session, chunk: Sequence[Item[MeterFacts]], books: Books, kept: Kept) -> None:
    """Add the meters nobody knew and note what is new of the others."""
    ids = imports.accounts(session, {item.value.account_number for item in chunk})
    standing = stored.of_accounts(session, [account.id for account in ids.values()])
    new: list[tuple[int, Meter]] = []
    # removals first, so that a file may replace a meter in any order of its rows
    for item in sorted(chunk, key=lambda item: item.value.meter.removed_on is None):
        account = ids.get(item.value.account_number)
        if account is None:
            kept.refuse(item, unknown_account(item.value.account_number))
            continue
        mine = standing.setdefault(account.id, [])
        try:
            old = _same(mine, item.value)
        except Refusal as reason:
            kept.refuse(item, reason)
            continue
        if old is None:
            mine.append(item.value.meter)
            new.append((account.id, item.value.meter))
            kept.add(item)
        else:
            _learn(session, mine, old, item, kept)
    imports.add_meters(session, new)


def _same(standing: Sequence[Meter], facts: MeterFacts) -> Meter | None:
    """The meter as it is known; None for a new one. Raises RowRefused when they contradict."""
    meter = facts.meter
    for old in standing:
        if (old.serial, old.installed_on) == (meter.serial, meter.installed_on):
            if _nature(old) != _nature(meter):
                raise RowRefused("import.meter_differs", serial=meter.serial)
            return old
    for old in standing:
        if _overlap(old, meter):
            number = facts.account_number
            raise RowRefused("import.meter_overlaps", account_number=number, serial=old.serial)
    return None


def _nature(meter: Meter) -> tuple[object, ...]:
    """What never changes while a meter hangs there."""
    return (meter.model, meter.digits, meter.ratio, meter.zones, dict(meter.initial_readings))


def _overlap(one: Meter, other: Meter) -> bool:
    starts_before_end = other.removed_on is None or one.installed_on < other.removed_on
    return starts_before_end and (one.removed_on is None or other.installed_on < one.removed_on)


def _learn(
    session: Session, mine: list[Meter], old: Meter, item: Item[MeterFacts], kept: Kept
) -> None:
    told = replace(item.value.meter, id=old.id)
    if told == old:
        kept.recognise(item)
    elif old.id == 0 or (old.removed_on is not None and told.removed_on != old.removed_on):
        kept.refuse(item, RowRefused("import.meter_differs", serial=old.serial))
    else:
        mine[mine.index(old)] = told
        imports.change_meter(session, told)
        kept.add(item)


FORMAT = Format("meters", COLUMNS, (), each_row(parse), keep)
