"""Readings of files: those that came before looked up, new ones added, by the thousand."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from lk_app.db import batches
from lk_app.db.tables import ReadingRow
from lk_app.domain.readings import ReadingSet, ReadingSource


def supplier_sets(
    session: Session, meter_ids: Collection[int], first: date, last: date
) -> dict[tuple[int, date], dict[str, int]]:
    """The readings of these days that came in files before, by meter and day."""
    rows = session.connection().execute(
        select(col(ReadingRow.meter_id), col(ReadingRow.taken_on), col(ReadingRow.values)).where(
            col(ReadingRow.meter_id).in_(meter_ids),
            ReadingRow.source == ReadingSource.SUPPLIER,
            col(ReadingRow.taken_on).between(first, last),
        )
    )
    return {(meter_id, taken_on): values for meter_id, taken_on, values in rows}


def add_sets(session: Session, sets: Iterable[tuple[int, ReadingSet]], *, import_id: int) -> None:
    """Add sets of readings from a file to accounts by their ids."""
    rows = ({**_set_values(account_id, one), "import_id": import_id} for account_id, one in sets)
    batches.add_values(session, ReadingRow, rows)


def _set_values(account_id: int, one: ReadingSet) -> dict[str, Any]:
    return {
        "account_id": account_id,
        "meter_id": one.meter_id,
        "taken_on": one.taken_on,
        "received_at": one.received_at,
        "values": dict(one.values),
        "source": one.source,
        "state": one.state,
        "receipt_number": one.receipt_number,
        "idempotency_key": "file",
    }
