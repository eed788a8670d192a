"""A supplier of a million accounts: some thousands billed month by month, then copied by the rest.

The originals are brought in and billed by the product itself from January to September 2026; a
copy gets what October's run reads: the account, its meter, its position, its last bill and entries,
its last two readings and its payment. So October's bill of a copy has to equal its original's.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Result, text
from sqlmodel import Session, SQLModel

import lk_app.demo
from lk_app.db import batches
from lk_app.db import norms as stored_norms
from lk_app.db import rates as stored_rates
from lk_app.db import tariffs as stored_tariffs
from lk_app.db import windows as stored_windows
from lk_app.db.engine import Database, as_json
from lk_app.db.tables import PositionRow
from lk_app.domain.billing_facts import AccountForBilling, Bill, Rules
from lk_app.domain.bills import bill_on
from lk_app.domain.consumption import Policy
from lk_app.domain.meters import REGISTERS
from lk_app.domain.money import plain
from lk_app.domain.periods import Period, span
from lk_app.usecases import billing
from lk_app.usecases.imports import accounts, payments, readings
from lk_app.usecases.imports.loading import Books
from lk_app.usecases.publishing import norms, rates, tariffs, windows

SAMPLES = Path(lk_app.demo.__file__).parent / "data"
ZONE = ZoneInfo("Europe/Saratov")
FIRST, LAST = Period(2026, 1), Period(2026, 10)
ORIGINALS = 2_000
COPIES_AT_ONCE = 10
NUMBER = 6_410_000_000


class World:
    """The originals, told by a seed: who reads the meter in which months, and who pays."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        self.folder = folder
        self.random = Random(seed)
        self.zones = [self.random.choices((1, 2, 3), (60, 34, 6))[0] for _ in range(ORIGINALS)]
        kinds = ("read", "missed September", "one", "two", "three", "long ago")
        weights = (65, 5, 12, 6, 4, 8)  # 70 % metered, 22 % average, 8 % norm in October
        self.kinds = [self.random.choices(kinds, weights)[0] for _ in range(ORIGINALS)]
        self.pays_until = [10 if self.random.random() < 0.9 else 5 for _ in range(ORIGINALS)]
        self.values = [
            {register: self.random.randrange(1000, 9000) for register in REGISTERS[zones]}
            for zones in self.zones
        ]

    def reads(self, index: int, month: int) -> bool:
        missed = {
            "read": (), "missed September": (9,), "one": (10,), "two": (9, 10),
            "three": (8, 9, 10), "long ago": range(5, 11),
        }  # fmt: skip
        return month not in missed[self.kinds[index]]

    def live(self, db: Database) -> None:
        """Everything up to the evening before October's run."""
        books = Books(datetime(2026, 1, 5, 12, tzinfo=ZONE), ZONE, 10)
        for noun in (tariffs, norms, windows, rates):
            name = noun.__name__.rpartition(".")[2]
            noun.run(db=db, path=SAMPLES / f"{name}.csv", books=books)
        accounts.run(db=db, path=self._accounts(), books=books, skip_bad=False)
        owed: dict[int, int] = {}
        for period in span(FIRST, LAST):
            end = replace(books, now=datetime.combine(period.last_day, books.now.time(), ZONE))
            payments.run(db=db, path=self._payments(period, owed), books=end, skip_bad=False)
            readings.run(db=db, path=self._readings(period), books=end, skip_bad=False)
            if period < LAST:
                billing.run(
                    db=db, first=period, last=period, policy=Policy.DECREE354, tz=ZONE, now=end.now
                )
                with db.read() as session:
                    owed = _owed(session, period)

    def _accounts(self) -> Path:
        rows = (
            (
                NUMBER + n, "", "Саратов", f"Улица {n % 50}", n % 40 + 1, n, "Иванов Иван Иванович",
                ("urban_gas", "urban_electric", "rural")[n % 3], n % 4 + 1, 96, f"S{n:08d}", "СЕ",
                5, 1, self.zones[n - 1], "2026-01-03", "2040-01-01",
                ";".join(f"{r}:{v}" for r, v in self.values[n - 1].items()), 0,
            )
            for n in range(1, ORIGINALS + 1)
        )  # fmt: skip
        return self._write("accounts.csv", accounts.COLUMNS, rows)

    def _readings(self, period: Period) -> Path:
        return self._write(f"readings-{period}.csv", readings.COLUMNS, self._read(period))

    def _read(self, period: Period) -> Iterator[tuple[object, ...]]:
        for index, values in enumerate(self.values):
            for register in values:
                values[register] = (values[register] + self.random.randrange(30, 190)) % 10**5
                if self.reads(index, period.month):
                    yield NUMBER + index + 1, period.day(20), register, values[register]

    def _payments(self, period: Period, owed: dict[int, int]) -> Path:
        rows = (
            (f"{period}-{key}", NUMBER + key, period.day(12), plain(amount), "СБП")
            for key, amount in owed.items()
            if amount > 0 and period.month <= self.pays_until[key - 1]
        )
        return self._write(f"payments-{period}.csv", payments.COLUMNS, rows)

    def _write(self, name: str, columns: object, rows: Iterator[tuple[object, ...]]) -> Path:
        path = self.folder / name
        with path.open("w", newline="") as file:
            out = csv.writer(file)
            out.writerow(columns)  # type: ignore[arg-type]
            out.writerows(rows)
        return path


def _owed(session: Session, period: Period) -> dict[int, int]:
    rows = session.connection().execute(
        text("SELECT account_id, closing_balance FROM bills WHERE period = :period"),
        {"period": str(period)},
    )
    return {row[0]: row[1] for row in rows}


def copy(db: Database, accounts_in_all: int) -> None:
    """Copies of all originals until there are so many accounts.

    Every index grows at its end, and originals are looked up once: so a million takes ten times
    what a hundred thousand takes.
    """
    times = max(accounts_in_all // ORIGINALS, 1)
    with db.write() as session:
        for name, (table, which) in KINDS.items():
            _do(session, f"CREATE TABLE {name} AS SELECT * FROM {table} WHERE {which}")
        standing = _standing(session)
    for start in range(1, times, COPIES_AT_ONCE):
        with db.write() as session:
            numbers = range(start, min(start + COPIES_AT_ONCE, times))
            _copy(session, [number * ORIGINALS for number in numbers], standing)
    with db.write() as session:
        for name in KINDS:
            _do(session, f"DROP TABLE {name}")


ORIGINAL = f"account_id <= {ORIGINALS}"
KINDS = {  # what a copy gets of its original
    "the_accounts": ("accounts", f"id <= {ORIGINALS}"),
    "the_meters": ("meters", ORIGINAL),
    "the_bills": ("bills", f"period = '2026-09' AND {ORIGINAL}"),
    "the_entries": (
        "ledger_entries",
        f"booked_in = '2026-09' AND kind <> 'payment' AND {ORIGINAL}",
    ),
    "the_payments": (
        "ledger_entries",
        f"booked_in = '2026-10' AND kind = 'payment' AND {ORIGINAL}",
    ),
    "read_in_september": (
        "readings",
        f"taken_on BETWEEN '2026-09-01' AND '2026-09-30' AND {ORIGINAL}",
    ),
    "read_in_october": ("readings", f"taken_on >= '2026-10-01' AND {ORIGINAL}"),
}
BOTH = {"account_id": "o.account_id + c.shift", "meter_id": "o.meter_id + c.shift"}
ITS_OWN: Mapping[str, Mapping[str, str]] = {  # what a copy has otherwise than its original
    "the_accounts": {
        "id": "o.id + c.shift",
        "account_number": "CAST(CAST(account_number AS BIGINT) + c.shift AS TEXT)",
    },
    "the_meters": {"id": "o.id + c.shift", **BOTH},
    "the_bills": BOTH,
    "the_entries": {
        **BOTH,
        "ref": "CAST(CAST(substr(ref, 1, 10) AS BIGINT) + c.shift AS TEXT) || substr(ref, 11)",
    },
    "the_payments": {**BOTH, "ref": "CAST(2000000000 + c.shift AS TEXT) || '/' || ref"},
    "read_in_september": {
        **BOTH,
        "receipt_number": "CAST(2000000000 + c.shift AS TEXT) || '/' || receipt_number",
    },
    "read_in_october": {
        **BOTH,
        "receipt_number": "CAST(2000000000 + c.shift AS TEXT) || '/' || receipt_number",
    },
}


class Standing(NamedTuple):
    """An original's position, with a place for each meter's id, and its readings of September."""

    account_id: int
    after: str
    state: str
    meters: Sequence[int]
    read: int


def _standing(session: Session) -> list[Standing]:
    known = dict(
        _do(session, "SELECT account_id, count(*) FROM read_in_september GROUP BY 1").all()
    )
    rows = _do(session, "SELECT account_id, after, state FROM positions ORDER BY account_id")
    found = []
    for key, after, state in rows:
        told = orjson.loads(state)
        meters = [point[1] for point in told[5]]
        for point in told[5]:
            point[1] = "%d"
        written = as_json(told).replace('"%d"', "%d")
        found.append(Standing(key, after, written, meters, known.get(key, 0)))
    return found


def _copy(session: Session, shifts: Sequence[int], standing: Sequence[Standing]) -> None:
    _do(session, "CREATE TEMPORARY TABLE copies (shift INTEGER)")
    _do(session, "INSERT INTO copies VALUES " + ", ".join(f"({shift})" for shift in shifts))
    for name in KINDS:
        if name != "read_in_october":
            _copy_rows(session, name)
    read_from = _do(session, "SELECT max(id) FROM readings").scalar()
    _copy_rows(session, "read_in_october")
    rows = [
        (
            one.account_id + by,
            one.after,
            one.state % tuple([meter + by for meter in one.meters]),
            read_from,
            one.read,
            "[]",
        )
        for by in shifts
        for one in standing
    ]
    columns = ("account_id", "after", "state", "read_from", "before", "known")
    batches.add(session, PositionRow, columns, rows)
    _do(session, "DROP TABLE copies")


def _copy_rows(session: Session, name: str) -> None:
    table, shifted = KINDS[name][0], ITS_OWN[name]
    columns = SQLModel.metadata.tables[table].columns
    names = [one.name for one in columns if one.name != "id" or "id" in shifted]
    quoted = ", ".join(f'"{one}"' for one in names)
    told = ", ".join(shifted.get(one, f'o."{one}"') for one in names)
    # CROSS keeps SQLite to this order
    source = f"copies c CROSS JOIN {name} o ORDER BY c.shift, o.id"
    _do(session, f"INSERT INTO {table} ({quoted}) SELECT {told} FROM {source}")


def _do(session: Session, statement: str) -> Result[Any]:
    return session.connection().execute(text(statement))


def replayed(session: Session, account: AccountForBilling) -> Bill:
    """The last bill as it comes out of all facts, without a position and without that bill."""
    rules = Rules(
        book=stored_tariffs.book(session),
        windows=stored_windows.published(session),
        rates=stored_rates.published(session),
        norms=stored_norms.published(session),
        tz=ZONE,
    )
    known = account._replace(
        posted=[bill for bill in account.posted if bill.period < LAST],
        payments=[
            one._replace(booked_in=one.booked_in if one.booked_in != LAST else None)
            for one in account.payments
        ],
    )
    (bill,) = bill_on(known, LAST, rules).bills
    return bill
