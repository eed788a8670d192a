"""Months that passed since the demonstration was loaded: it goes on as its people used to.

Each household uses what it used a year before and pays what its last bill asked; what a visitor
sent or paid in the meantime is theirs and stays.
"""

from collections.abc import Iterable
from datetime import tzinfo
from pathlib import Path

from lk_app.db import accounts, ledger, meters, readings
from lk_app.db.engine import Database
from lk_app.demo import moving
from lk_app.domain.meters import Meter, advance
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSet

HOUSEHOLDS = tuple(f"64101001{n:02}" for n in range(1, 8))
PAYING = tuple(number for number in HOUSEHOLDS if number != "6410100106")  # it stays in debt
READ_ON = 24
PAID_ON = 9
YEAR = 12


def write_readings(db: Database, period: Period, path: Path, tz: tzinfo) -> None:
    """readings.csv of one month for every household that sent none itself."""
    rows = []
    with db.read() as session:
        for number in HOUSEHOLDS:
            account = accounts.by_number(session, number)
            assert account is not None
            meter = meters.of_account(session, account.id)[-1]
            sets = readings.of_meters(session, [meter.id])[meter.id]
            for register, value in _next(meter, sets, period, tz).items():
                day = period.day(READ_ON).isoformat()
                rows.append(
                    {
                        "account_number": number,
                        "taken_on": day,
                        "register": register,
                        "value": str(value),
                    }
                )
    moving.write(path, ["account_number", "taken_on", "register", "value"], rows)


def _next(meter: Meter, sets: Iterable[ReadingSet], period: Period, tz: tzinfo) -> dict[str, int]:
    """The last values and what the same month took a year ago; nothing if the month has a set."""
    months = {Period.of(one.received_on(tz)): dict(one.values) for one in sets}
    if period in months or not months:
        return {}
    last = max(months)
    before, after = months.get(period - YEAR - 1), months.get(period - YEAR)
    if not before or not after:  # a gap a year ago: as much as the last month that is known
        earlier = sorted(months)[-2:]
        before, after = months[earlier[0]], months[earlier[-1]]
    return {
        register: (
            months[last][register]
            + advance(meter, register, before[register], after[register]) // meter.ratio
        )
        % meter.dial
        for register in meter.registers
    }


def write_payments(db: Database, period: Period, path: Path) -> None:
    """payments.csv of one month: whatever the households that pay still owe."""
    rows = []
    with db.read() as session:
        for number in PAYING:
            account = accounts.by_number(session, number)
            assert account is not None
            owed = ledger.balance(session, account.id)
            if owed > 0:
                rows.append(
                    {
                        "payment_id": f"D{period}-{number}",
                        "account_number": number,
                        "paid_on": period.day(PAID_ON).isoformat(),
                        "amount": f"{owed // 100}.{owed % 100:02}",
                        "source": "bank",
                    }
                )
    moving.write(path, ["payment_id", "account_number", "paid_on", "amount", "source"], rows)
