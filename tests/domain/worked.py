"""The seven worked accounts of tests/data, as the domain takes them."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from lk_app.domain.bills import AccountForBilling, PaymentForBilling, Rules
from lk_app.domain.meters import Meter, parse_registers
from lk_app.domain.money import parse_roubles
from lk_app.domain.readings import ReadingSet, ReadingSource
from lk_app.domain.tariffs import TariffBook, TariffRow, parse_price

DATA = Path(__file__).parent.parent / "data"
SARATOV = ZoneInfo("Europe/Saratov")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def tariff_rows() -> tuple[TariffRow, ...]:
    return tuple(
        TariffRow(
            id=number,
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            category=row["category"],
            zones=int(row["zones"]),
            register=row["register"],
            band=int(row["band"]),
            up_to_kwh=int(row["up_to_kwh"]) if row["up_to_kwh"] else None,
            price=parse_price(row["price"]),
            source=row["source"],
        )
        for number, row in enumerate(rows("tariffs.csv"), 1)
    )


@cache
def rules() -> Rules:
    return Rules(TariffBook.of(tariff_rows()), tz=SARATOV)


@cache
def accounts() -> dict[str, AccountForBilling]:
    return {row["account_number"]: _account(row) for row in rows("accounts.csv")}


def _account(row: dict[str, str]) -> AccountForBilling:
    number = row["account_number"]
    meter = Meter(
        id=1,
        serial=row["meter_serial"],
        model=row["meter_model"],
        digits=int(row["digits"]),
        ratio=int(row["ratio"]),
        zones=int(row["zones"]),
        installed_on=date.fromisoformat(row["installed_on"]),
        removed_on=None,
        verified_until=date.fromisoformat(row["verified_until"]),
        initial_readings=parse_registers(row["initial_readings"]),
    )
    return AccountForBilling(
        account_number=number,
        category=row["category"],
        residents=int(row["residents"]),
        norm_kwh=Fraction(row["norm_kwh"]),
        meters=(meter,),
        readings=tuple(_readings(number, meter)),
        payments=tuple(
            PaymentForBilling(date.fromisoformat(one["paid_on"]), parse_roubles(one["amount"]))
            for one in rows("payments.csv")
            if one["account_number"] == number
        ),
        opening_balance=parse_roubles(row["opening_balance"], signed=True),
    )


def _readings(number: str, meter: Meter) -> Iterator[ReadingSet]:
    mine = [row for row in rows("readings.csv") if row["account_number"] == number]
    days: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in mine:
        days[row["taken_on"]][row["register"]] = int(row["value"])
    whole = [one for one in sorted(days.items()) if len(one[1]) == len(meter.registers)]
    for index, (taken_on, of_day) in enumerate(whole, 1):
        day = date.fromisoformat(taken_on)
        received = datetime.combine(day, time(16), UTC)
        yield ReadingSet(index, meter.id, day, received, of_day, ReadingSource.SUPPLIER)


@cache
def expected() -> dict[str, list[dict[str, Any]]]:
    by_account: dict[str, list[dict[str, Any]]] = {}
    for line in (DATA / "expected_bills.jsonl").read_text(encoding="utf-8").splitlines():
        bill = json.loads(line)
        by_account.setdefault(bill["account_number"], []).append(bill)
    return by_account


def expected_late_payment() -> dict[str, Any]:
    text = (DATA / "expected_late_payment.json").read_text(encoding="utf-8")
    story: dict[str, Any] = json.loads(text)
    return story
