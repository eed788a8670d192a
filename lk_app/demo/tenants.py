"""The landlord's tenants in the last month of the samples: most read their meters, one meter was
replaced, and from a flat nearby a family moved out.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from lk_app.db import accounts, meters
from lk_app.db.engine import Database
from lk_app.demo import moving, people
from lk_app.domain.meters import Meter
from lk_app.domain.periods import Period
from lk_app.usecases.imports import closings as closing_files
from lk_app.usecases.imports import meters as meter_files
from lk_app.usecases.imports import readings as reading_files

TENANTS = tuple(number for number, _ in people.LANDLORD.accounts)
REPLACED = TENANTS[3]
SILENT = TENANTS[-1]  # sends nothing: what that costs is to be seen, too
((LEFT, _),) = people.MOVED_OUT.accounts
NEXT_NUMBER = "6410900001"
CHANGED_ON = 12
READ_ON = 24
USED = {"single": 118, "day": 84, "night": 37, "peak": 31, "half-peak": 42}  # kWh in a month


def write_meters(db: Database, month: Period, path: Path) -> None:
    """meters.csv: the act of removal, and the meter that was hung on the same day."""
    old, day = _first_meter(db, REPLACED), month.day(CHANGED_ON).isoformat()
    known = {
        "account_number": REPLACED,
        "model": old.model,
        "digits": str(old.digits),
        "ratio": str(old.ratio),
        "zones": str(old.zones),
        "remote": "no",
    }
    removed = {
        **known,
        "serial": old.serial,
        "installed_on": old.installed_on.isoformat(),
        "removed_on": day,
        "initial_readings": _said(old.initial_readings),
        "final_readings": _said(_after(old, 2)),
        "verified_until": old.verified_until.isoformat() if old.verified_until else "",
    }
    hung = {
        **known,
        "serial": f"9{old.serial[1:]}",
        "installed_on": day,
        "removed_on": "",
        "initial_readings": _said(dict.fromkeys(old.registers, 0)),
        "final_readings": "",
        "verified_until": (month + 16 * 12).last_day.isoformat(),
    }
    moving.write(path, list(meter_files.COLUMNS), [removed, hung])


def write_readings(db: Database, month: Period, path: Path) -> None:
    """readings.csv of the month, for the meters that hang there since."""
    rows = []
    day = month.day(READ_ON)
    for number in TENANTS:
        if number == SILENT:
            continue
        meter = _meters(db, number)[-1]
        for register, value in _after(meter, 2 if number == REPLACED else 1).items():
            rows.append(_row(number, day, register, value))
    moving.write(path, list(reading_files.COLUMNS), rows)


def write_closings(db: Database, month: Period, path: Path) -> None:
    """closings.csv: who moved out, and who moved in at once."""
    row = {
        "account_number": LEFT,
        "closed_on": month.day(CHANGED_ON).isoformat(),
        "final_readings": _said(_after(_first_meter(db, LEFT), 2)),
        "new_account_number": NEXT_NUMBER,
        "holder": "Петрова О. И.",
        "residents": "2",
    }
    moving.write(path, [*closing_files.COLUMNS, *closing_files.OF_SUCCESSOR], [row])


def _row(number: str, day: date, register: str, value: int) -> dict[str, str]:
    return {
        "account_number": number,
        "taken_on": day.isoformat(),
        "register": register,
        "value": str(value),
    }


def _meters(db: Database, number: str) -> list[Meter]:
    with db.read() as session:
        account = accounts.by_number(session, number)
        assert account is not None
        return meters.of_account(session, account.id)


def _first_meter(db: Database, number: str) -> Meter:
    return _meters(db, number)[0]


def _after(meter: Meter, part: int) -> dict[str, int]:
    """Where the registers stand after a month, or after that part of one."""
    return {r: meter.initial_readings[r] + USED[r] // part for r in meter.registers}


def _said(values: Mapping[str, int]) -> str:
    return ";".join(f"{register}:{value}" for register, value in values.items())
