"""The calculator's plain accounts as the domain takes them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lk_app.domain.bills import AccountForBilling, CorrectionForBilling, PaymentForBilling
from lk_app.domain.meters import Meter
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSet, ReadingSource
from tests.domain.worked import SARATOV

Plain = dict[str, Any]


def for_billing(account: Plain, shown: Mapping[str, Period] | None = None) -> AccountForBilling:
    """All that the dictionary holds; `shown` names the posted period of money by its id."""
    shown = shown or {}
    meters = tuple(_for_billing(number, meter) for number, meter in enumerate(account["meters"], 1))
    return AccountForBilling(
        account_number=account["number"],
        category=account["category"],
        residents=account["residents"],
        norm_kwh=account["norm_kwh"],
        meters=meters,
        readings=tuple(
            ReadingSet(
                number,
                one["meter"] + 1,
                one["on"],
                dt.datetime.combine(one["on"], dt.time(12), SARATOV).astimezone(dt.UTC),
                one["values"],
                ReadingSource.SUPPLIER,
            )
            for number, one in enumerate(account["readings"], 1)
        ),
        payments=tuple(
            PaymentForBilling(
                value_date=one["on"],
                amount=one["amount"],
                named=one["period"] and as_period(one["period"]),
                booked_in=shown.get(one["id"]),
            )
            for one in account["payments"]
        ),
        corrections=tuple(
            CorrectionForBilling(
                one["on"], as_period(one["about"]), one["amount"], shown.get(one["id"])
            )
            for one in account["corrections"]
        ),
        opening_balance=account["opening"],
        closed_on=account["closed_on"],
    )


def _for_billing(number: int, meter: Plain) -> Meter:
    return Meter(
        id=number,
        serial=meter["serial"],
        model="",
        digits=meter["digits"],
        ratio=meter["ratio"],
        zones=meter["zones"],
        installed_on=meter["installed_on"],
        removed_on=meter["removed_on"],
        verified_until=None,
        initial_readings=meter["initial"],
        final_readings=None if meter["removed_on"] is None else meter["final"],
    )


def as_period(month: int) -> Period:
    """A month of the calculator as the domain writes it."""
    return Period(month // 12, month % 12 + 1)
