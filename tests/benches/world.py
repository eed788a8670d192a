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
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import text
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
    """Copies of all originals until there are so many accounts."""
    times = max(accounts_in_all // ORIGINALS, 1)
    with db.read() as session:
        standing = [tuple(row) for row in session.connection().execute(text(STANDING))]
    for start in range(1, times, COPIES_AT_ONCE):
        with db.write() as session:
            for number in range(start, min(start + COPIES_AT_ONCE, times)):
                _copy_once(session, number * ORIGINALS, standing)


STANDING = "SELECT account_id, after, state FROM positions ORDER BY account_id"
BOTH = {"account_id": "account_id + :by", "meter_id": "meter_id + :by"}
TABLES: Mapping[str, tuple[Mapping[str, str], str]] = {
    "accounts": (
        {
            "id": "id + :by",
            "account_number": "CAST(CAST(account_number AS BIGINT) + :by AS TEXT)",
        },
        "id <= :originals",
    ),
    "meters": ({"id": "id + :by", **BOTH}, "account_id <= :originals"),
    "bills": (BOTH, "period = '2026-09' AND account_id <= :originals"),
    "ledger_entries": (
        {
            **BOTH,
            "ref": "CAST(CAST(substr(ref, 1, 10) AS BIGINT) + :by AS TEXT) || substr(ref, 11)",
        },
        "booked_in = '2026-09' AND kind <> 'payment' AND account_id <= :originals",
    ),
}
PAID = (
    {**BOTH, "ref": "ref || '/' || CAST(:by AS TEXT)"},
    "booked_in = '2026-10' AND kind = 'payment' AND account_id <= :originals",
)
READ = {**BOTH, "receipt_number": "receipt_number || '/' || CAST(:by AS TEXT)"}
IN_SEPTEMBER = "taken_on BETWEEN '2026-09-01' AND '2026-09-30' AND account_id <= :originals"
IN_OCTOBER = "taken_on >= '2026-10-01' AND account_id <= :originals"


def _copy_once(session: Session, by: int, standing: Sequence[tuple[int, str, str]]) -> None:
    for table, (shifted, which) in TABLES.items():
        _copy_rows(session, table, shifted, which, by)
    _copy_rows(session, "ledger_entries", *PAID, by)
    known = dict(
        session.connection()
        .execute(
            text(f"SELECT account_id, count(*) FROM readings WHERE {IN_SEPTEMBER} GROUP BY 1"),
            {"originals": ORIGINALS},
        )
        .all()
    )
    _copy_rows(session, "readings", READ, IN_SEPTEMBER, by)
    read_from = session.connection().execute(text("SELECT max(id) FROM readings")).scalar()
    _copy_rows(session, "readings", READ, IN_OCTOBER, by)
    rows = [
        (key + by, after, _shifted(state, by), read_from, known.get(key, 0), "[]")
        for key, after, state in standing
    ]
    columns = ("account_id", "after", "state", "read_from", "before", "known")
    batches.add(session, PositionRow, columns, rows)


def _copy_rows(
    session: Session, table: str, shifted: Mapping[str, str], which: str, by: int
) -> None:
    given = "id" in shifted
    names = [c.name for c in SQLModel.metadata.tables[table].columns if given or c.name != "id"]
    quoted = ", ".join(f'"{name}"' for name in names)
    told = ", ".join(shifted.get(name, f'"{name}"') for name in names)
    session.connection().execute(
        text(
            f"INSERT INTO {table} ({quoted}) SELECT {told} FROM {table} WHERE {which} ORDER BY id"
        ),
        {"by": by, "originals": ORIGINALS},
    )


def _shifted(state: str, by: int) -> str:
    """A position as its copy has it: the ids of the meters are its own."""
    told = orjson.loads(state)
    for point in told[5]:
        point[1] += by
    return as_json(told)


def replayed(session: Session, account: AccountForBilling) -> Bill:
    """The last bill as it comes out of all facts, without a position and without that bill."""
    rules = Rules(
        book=stored_tariffs.book(session),
        windows=stored_windows.published(session),
        rates=stored_rates.published(session),
        norms=stored_norms.published(session),
        tz=ZONE,
    )
    known = replace(
        account,
        posted=[bill for bill in account.posted if bill.period < LAST],
        payments=[
            replace(one, booked_in=one.booked_in if one.booked_in != LAST else None)
            for one in account.payments
        ],
    )
    (bill,) = bill_on(known, LAST, rules).bills
    return bill
