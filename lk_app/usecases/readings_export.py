"""Readings as a file for another system: those that count for one billing period."""

import csv
from datetime import datetime, timedelta, tzinfo
from io import StringIO

from lk_app.db import audit, readings_export, windows
from lk_app.db.engine import Database
from lk_app.db.readings_export import Exported
from lk_app.documents.spreadsheets import text_cell
from lk_app.domain.audit import Action, Actor, Deed
from lk_app.domain.periods import Period
from lk_app.domain.windows import counted_period

COLUMNS = (
    *("account_number", "taken_on", "register", "value"),
    *("serial", "source", "received_at", "receipt", "unified_account"),
)
# A device without a network may send a month later what was taken in time.
AROUND = timedelta(days=62)


def csv_file(*, db: Database, period: Period, tz: tzinfo) -> tuple[str, int]:
    """The text of the file, a row a register, and how many readings it has (docs/formats.md)."""
    text, many = StringIO(), 0
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    with db.read() as session:
        rules = windows.published(session)
        first, last = period.first_day - AROUND, period.last_day
        for one in readings_export.taken_between(session, first, last):
            if counted_period(one.reading.received_on(tz), rules) == period:
                writer.writerows(_rows(one, tz))
                many += 1
    return text.getvalue(), many


def _rows(one: Exported, tz: tzinfo) -> list[tuple[object, ...]]:
    said = one.reading
    at = said.received_at.astimezone(tz).isoformat(timespec="seconds")
    known = (text_cell(one.serial), str(said.source), at, text_cell(said.receipt_number or ""))
    rest = (*known, one.unified_account)
    return [
        (one.account_number, said.taken_on, register, value, *rest)
        for register, value in said.values.items()
    ]


def handed_out(
    *, db: Database, period: Period, tz: tzinfo, by: Actor, now: datetime
) -> tuple[str, int]:
    """The same for an employee, noted in the log: it names everybody's account."""
    text, many = csv_file(db=db, period=period, tz=tz)
    with db.write() as session:
        deed = Deed(Action.EXPORTED, f"показания, {period}", after={"rows": many})
        audit.note(session, by, deed, at=now)
    return text, many
