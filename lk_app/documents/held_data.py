"""The file of everything held on a person: its lists, its JSON and the words at its door."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from lk_app import wording
from lk_app.documents.spreadsheets import table
from lk_app.domain.customers import Customer
from lk_app.settings import Supplier
from lk_app.wording.held_data import LISTS, README, TABLES

SECRET_IN_A_LINK = re.compile(r"(token=)[\w.~%-]+")  # a letter's link would still open something
Records = Mapping[str, Sequence[Mapping[str, Any]]]


def json_file(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """One table's rows, for programs: moments in UTC, money in kopecks."""
    said = json.dumps(rows, ensure_ascii=False, indent=1, default=_plain)
    return SECRET_IN_A_LINK.sub(r"\1…", said).encode()


def list_file(name: str, records: Records, zone: tzinfo) -> bytes:
    """One of LISTS as a table for a Russian spreadsheet."""
    source, columns = LISTS[name]
    rows = [[_said(row[key], zone) for key in columns] for row in records[source]]
    return table(list(columns.values()), rows)


def thread_file(number: str, messages: Iterable[Mapping[str, Any]], zone: tzinfo) -> bytes:
    """What was written to and fro under one appeal."""
    words = [
        f"{wording.moment(one['at'], zone)}, {_side(one['kind'])}\n\n{one['text']}\n"
        for one in messages
    ]
    return "\n".join([f"Обращение {number}\n", *words]).encode()


def readme(
    person: Customer,
    *,
    supplier: Supplier,
    left_out: Mapping[str, Iterable[str]],
    made_at: datetime,
    zone: tzinfo,
) -> bytes:
    """What is where in the file; `left_out` are names of columns by the reason."""
    tables = "\n".join(f"{name}.json — {words}" for name, words in TABLES.items())
    gone = "\n".join(f"— {', '.join(sorted(names))}: {why}." for why, names in left_out.items())
    said = README.format(
        supplier=supplier.name,
        made_at=wording.moment(made_at, zone),
        name=person.name,
        email=person.email,
        tables=tables,
        left_out=gone,
        contact=supplier.email,
    )
    return said.replace("\n", "\r\n").encode("utf-8-sig")  # Windows' Notepad reads it, too


def _side(kind: str) -> str:
    return "вы" if kind == "sent" else "поставщик"


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _register(name: str) -> str:
    return "" if name == "single" else f"{wording.name_of(wording.REGISTERS, name)} "


def _said(value: object, zone: tzinfo) -> str:
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%d.%m.%Y %H:%M:%S")
    if isinstance(value, date):
        return wording.short_date(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{_register(key)}{each}" for key, each in value.items())
    return "" if value is None else str(value)
