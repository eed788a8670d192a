"""The random world in a database: brought in, billed month by month, compared."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import text

from lk_app.db import bills, imports
from lk_app.db.engine import Database
from lk_app.domain.bills import as_record
from lk_app.domain.consumption import Policy
from lk_app.domain.imports import ImportRefused
from lk_app.usecases import billing
from lk_app.usecases.imports import accounts, closings, meters, payments, readings, refunds
from lk_app.usecases.imports.loading import Books
from lk_app.usecases.publishing import norms, rates, tariffs, windows
from tests.domain import random_world
from tests.domain.calculator import Calculator, written_month
from tests.domain.calculator.months import day_of
from tests.domain.plain_accounts import as_period
from tests.domain.random_accounts import FIRST, LAST, households

SARATOV = ZoneInfo("Europe/Saratov")
ANNOUNCED = {"tariffs": tariffs, "windows": windows, "norms": norms, "rates": rates}
BROUGHT = {
    "accounts": accounts,
    "meters": meters,
    "closings": closings,
    "meters-of-new": meters,
    "closings-of-new": closings,
    "readings": readings,
    "refunds": refunds,
    "payments": payments,
}
UNEQUAL_TO_LEDGER = """
SELECT count(*) FROM (
  SELECT account_id, sum(CASE WHEN debit = 'receivable' THEN amount ELSE -amount END) AS owed
  FROM ledger_entries GROUP BY account_id
) AS ledger JOIN (
  SELECT account_id, closing_balance FROM bills
  JOIN (SELECT account_id AS whose, max(period) AS latest FROM bills GROUP BY account_id) AS newest
  ON account_id = whose AND period = latest
) AS billed ON ledger.account_id = billed.account_id WHERE owed <> closing_balance
"""
CHARGED = "SELECT sum(charges), sum(adjustment_total), sum(late_fee) FROM bills"
POSTED = """
SELECT kind, sum(CASE WHEN debit = 'receivable' THEN amount ELSE -amount END)
FROM ledger_entries WHERE kind IN ('charge', 'adjustment', 'late_fee') GROUP BY kind
"""


def after(month: int) -> datetime:
    """When the run of a month is made: on the second day of the next one."""
    return datetime.combine(day_of(month + 1, 2), datetime.min.time(), SARATOV) + timedelta(hours=9)


def announce(db: Database, folder: Path) -> None:
    """Prices, windows, norms and rates."""
    for name, noun in ANNOUNCED.items():
        noun.run(db=db, path=folder / f"{name}.csv", books=Books(after(FIRST), SARATOV, 10))


def bring_in(db: Database, folder: Path, month: int, *, without: Sequence[str] = ()) -> None:
    """Everything that becomes known before a month's run."""
    for name, noun in BROUGHT.items():
        path = folder / written_month(month) / f"{name}.csv"
        if path.exists() and name not in without:
            try:
                noun.run(db=db, path=path, books=Books(after(month), SARATOV, 10), skip_bad=False)
            except ImportRefused as refused:
                rows = [(row.line, row.reason.code, row.reason.facts) for row in refused.rows[:3]]
                raise AssertionError(f"{path}: {rows}") from refused


def bill(db: Database, month: int, policy: Policy = Policy.DECREE354) -> int:
    """The run of a month, with whatever is not yet billed of earlier ones; how many bills."""
    report = billing.run(
        db=db,
        first=as_period(FIRST),
        last=as_period(month),
        policy=policy,
        tz=SARATOV,
        now=after(month),
    )
    assert not report.refused, [(one.code, one.facts) for one in report.refused[:5]]
    return report.posted


@dataclass
class Compared:
    """How many bills were held against each other, what differed, which rules were met."""

    bills: int = 0
    differences: list[str] = field(default_factory=list)
    hits: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Compared") -> None:
        self.bills += other.bills
        self.differences += other.differences
        self.hits.update(other.hits)


def compare(
    dbs: Sequence[Database],
    numbers: range,
    *,
    seed: object,
    policy: Policy = Policy.DECREE354,
) -> Compared:
    """Every field of every bill of these households, in each database, against the calculator."""
    found = Compared()
    judge, other = (Calculator(random_world.world(policy.value)) for _ in range(2))
    expected = {}
    for number in numbers:
        for account in households(seed, number, judge=judge):
            expected[account["number"]] = other.bills(account, LAST)
    for db in dbs:
        for number, ours in _posted(db, list(expected)):
            if ours != expected[number]:
                found.differences.append(f"{db.dialect} {number}: {_first(ours, expected[number])}")
    found.bills = sum(map(len, expected.values()))
    found.hits = other.hits
    return found


def _posted(db: Database, numbers: list[str]) -> Iterator[tuple[str, list[dict[str, object]]]]:
    with db.read() as session:
        known = imports.accounts(session, numbers)
        ids = {number: account.id for number, account in known.items()}
        posted = bills.of_accounts(session, list(ids.values()))
    for number in numbers:
        yield number, [as_record(bill) for bill in posted.get(ids.get(number, 0), [])]


def _first(ours: list[dict[str, object]], theirs: list[dict[str, object]]) -> str:
    for one, other in zip(ours, theirs, strict=False):
        if one != other:
            fields = [(name, one[name], other[name]) for name in one if one[name] != other[name]]
            return f"{one['period']} {fields}"
    return f"{len(ours)} bills instead of {len(theirs)}"


def check_ledger(db: Database) -> None:
    """The last balance of every account, and what was charged in all, is what the ledger says."""
    with db.read() as session:
        connection = session.connection()
        assert connection.execute(text(UNEQUAL_TO_LEDGER)).scalar_one() == 0
        charged = connection.execute(text(CHARGED)).one()
        posted = {row[0]: row[1] for row in connection.execute(text(POSTED))}
    kinds = ("charge", "adjustment", "late_fee")
    assert list(map(int, charged)) == [int(posted.get(kind, 0)) for kind in kinds]
