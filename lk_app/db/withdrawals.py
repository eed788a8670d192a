"""What a file of accounts, meters or readings made, and the same taken back out of the books."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_
from sqlalchemy import select as select_columns
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, delete, select, update

from lk_app.db import batches
from lk_app.db.imports import ADDS
from lk_app.db.meters import meter_of
from lk_app.db.readings import reading_of
from lk_app.db.tables import (
    AccountRow,
    HolderRow,
    ImportRow,
    LedgerEntryRow,
    MeterChangeRow,
    MeterRow,
    ReadingRow,
)
from lk_app.domain.meters import Meter
from lk_app.domain.readings import ReadingSet

OWN = frozenset({"ledger_entries", "holders", "meters", "positions"})


class MadeMeter(NamedTuple):
    """A meter that a file brought, or told something new of."""

    meter_id: int
    account_id: int
    since: date  # the first day that is otherwise now


def note_changes(
    session: Session, import_id: int, was: Mapping[int, Meter], now: Mapping[int, Meter]
) -> None:
    """Keep what a file changed of meters that stood there already; an act by hand is no file."""
    if not import_id:
        return
    rows = (
        {
            "import_id": import_id,
            "meter_id": key,
            "before": _told(was[key]),
            "after": _told(meter),
        }
        for key, meter in now.items()
    )
    batches.add_values(session, MeterChangeRow, rows)


def _told(meter: Meter) -> dict[str, Any]:
    return {
        "removed_on": meter.removed_on.isoformat() if meter.removed_on else None,
        "final_readings": dict(meter.final_readings) if meter.final_readings else None,
        "verified_until": meter.verified_until.isoformat() if meter.verified_until else None,
        "remote": meter.remote,
    }


def made(session: Session, kind: str, import_id: int) -> ColumnElement[bool]:
    """Which rows of its table a file added; one that came before this was noted added none."""
    row = ADDS[kind]
    first, last = session.exec(
        select(ImportRow.first_id, ImportRow.last_id).where(ImportRow.id == import_id)
    ).one()
    return and_(col(row.id).between(first or 0, last or 0), col(row.import_id) == import_id)


def readings(session: Session, import_id: int) -> list[tuple[int, ReadingSet]]:
    """The sets of readings a file brought, with their accounts."""
    rows = session.exec(select(ReadingRow).where(made(session, "readings", import_id)))
    return [(row.account_id, reading_of(row)) for row in rows]


def accounts(session: Session, import_id: int) -> dict[int, str]:
    """The accounts a file opened: numbers by id."""
    rows = session.exec(
        select(AccountRow.id, AccountRow.account_number).where(made(session, "accounts", import_id))
    )
    return {int(key or 0): number for key, number in rows}


def meters(session: Session, import_id: int) -> list[MadeMeter]:
    """The meters a file brought."""
    rows = session.exec(select(MeterRow).where(made(session, "meters", import_id)))
    return [MadeMeter(row.id or 0, row.account_id, row.installed_on) for row in rows]


def changes(session: Session, import_id: int) -> tuple[list[MadeMeter], list[MadeMeter]]:
    """The meters a file told something new of: those that still say so, and those told more since.

    What became known of verification and remote reading alone changes no day that was billed.
    """
    rows = session.exec(
        select(MeterChangeRow, MeterRow)
        .join(MeterRow, col(MeterRow.id) == MeterChangeRow.meter_id)
        .where(MeterChangeRow.import_id == import_id)
    )
    same: list[MadeMeter] = []
    other: list[MadeMeter] = []
    for change, row in rows:
        act_is_new = change.before["removed_on"] != change.after["removed_on"]
        since = row.removed_on if act_is_new and row.removed_on else date.max
        stands = _told(meter_of(row)) == change.after
        (same if stands else other).append(MadeMeter(row.id or 0, row.account_id, since))
    return same, other


def numbers(session: Session, account_ids: Collection[int]) -> dict[int, str]:
    """Account numbers by id, to name those that stand in the way."""
    rows = session.exec(
        select(AccountRow.id, AccountRow.account_number).where(col(AccountRow.id).in_(account_ids))
    )
    return {int(key or 0): number for key, number in rows}


def remove_readings(session: Session, import_id: int) -> bool:
    """Take the readings of a file out; False when something else stands on one of them."""
    return _removed(session, delete(ReadingRow).where(made(session, "readings", import_id)))


def put_meters_back(session: Session, import_id: int) -> bool:
    """Take the meters of a file out and put back what it changed of others; as above."""
    gone = delete(MeterRow).where(made(session, "meters", import_id))
    kept = session.exec(select(MeterChangeRow).where(MeterChangeRow.import_id == import_id)).all()
    before = [{"id": one.meter_id, **_dated(one.before)} for one in kept]
    session.exec(delete(MeterChangeRow).where(col(MeterChangeRow.import_id) == import_id))
    if not _removed(session, gone):
        return False
    if before:
        session.execute(update(MeterRow), before)
    return True


def _dated(told: Mapping[str, Any]) -> dict[str, Any]:
    days = {
        name: date.fromisoformat(told[name]) if told[name] else None
        for name in ("removed_on", "verified_until")
    }
    return {**told, **days}


def in_use(session: Session, import_id: int, account_ids: Sequence[int]) -> int | None:
    """One of the accounts that something other than its own file and the ledger names."""
    for table in SQLModel.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table.name == "accounts" and table.name not in OWN:
                asked = select_columns(key.parent).where(key.parent.in_(account_ids)).limit(1)
                found = session.connection().execute(asked).scalar()
                if found is not None:
                    return int(found)
    others = select(MeterRow.account_id).where(
        col(MeterRow.account_id).in_(account_ids),
        col(MeterRow.import_id).is_distinct_from(import_id),
    )
    return session.exec(others.limit(1)).first()


def with_entries(session: Session, account_ids: Sequence[int]) -> set[int]:
    """Those of the accounts that the ledger names: their rows stay for ever."""
    rows = select(LedgerEntryRow.account_id).where(col(LedgerEntryRow.account_id).in_(account_ids))
    return {key for key in session.exec(rows.distinct()) if key is not None}


def remove_accounts(session: Session, account_ids: Sequence[int]) -> bool:
    """Take accounts out with their holders and meters; as above."""
    for row in (HolderRow, MeterRow):
        if not _removed(session, delete(row).where(col(row.account_id).in_(account_ids))):
            return False
    return _removed(session, delete(AccountRow).where(col(AccountRow.id).in_(account_ids)))


def shelve_accounts(session: Session, closed: Mapping[int, tuple[str, date]]) -> None:
    """Leave accounts that the ledger names as nobody's, under other numbers: opened and closed
    before anything was used, so no run bills them and their old numbers are free."""
    ids = list(closed)
    session.exec(delete(HolderRow).where(col(HolderRow.account_id).in_(ids)))
    rows = [
        {"id": key, "account_number": number, "unified_account": "", "opening_balance": 0,
         "closed_on": day}
        for key, (number, day) in closed.items()
    ]  # fmt: skip
    session.execute(update(AccountRow), rows)
    session.connection().execute(
        update(MeterRow)
        .where(col(MeterRow.account_id).in_(ids))
        .values(removed_on=MeterRow.installed_on, final_readings=MeterRow.initial_readings)
    )


def _removed(session: Session, statement: Any) -> bool:
    try:
        session.execute(statement)
    except IntegrityError:
        return False
    return True
