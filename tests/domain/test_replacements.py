"""Replaced meters and moving out, worked by hand from docs/decisions/0007.

Rural prices of these bills: one zone 5.00 up to 150 kWh a month, then 7.00; day 6.00 and 8.00,
night 2.00 and 3.00. Two people, 50 kWh each: the norm is 100 kWh, 500.00. The cut-off is the 25th.
"""

import datetime as dt
from fractions import Fraction
from typing import Any

from lk_app.domain.bills import Rules, as_record, bill_on
from lk_app.domain.tariffs import TariffBook, TariffRow
from tests.domain.calculator import Calculator, month_of
from tests.domain.plain_accounts import as_period, for_billing
from tests.domain.worked import SARATOV

PRICES = [
    (1, "single", 1, 150, 500),
    (1, "single", 2, None, 700),
    (2, "day", 1, 150, 600),
    (2, "night", 1, 150, 200),
    (2, "day", 2, None, 800),
    (2, "night", 2, None, 300),
]
COLUMNS = ("zones", "register", "band", "up_to_kwh", "price")
TARIFFS = [
    {
        "valid_from": dt.date(2025, 1, 1),
        "valid_to": None,
        "category": "rural",
        **dict(zip(COLUMNS, row, strict=True)),
    }
    for row in PRICES
]
RULES = Rules(
    TariffBook.of(TariffRow(n, source="", **row) for n, row in enumerate(TARIFFS)), SARATOV
)
WORLD = {
    "tariffs": TARIFFS,
    "windows": [],
    "norms": [],
    "rates": [(dt.date(2019, 1, 1), 950)],
    "policy": "decree354",
}
Values = dict[str, int]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def meter(installed: str, initial: Values, removed: str = "", final: Values | None = None) -> Any:
    gone = day(removed) if removed else None
    return {
        "serial": "1",
        "zones": len(initial),
        "digits": 5,
        "ratio": 1,
        "installed_on": day(installed),
        "initial": initial,
        "removed_on": gone,
        "final": final,
        "known": month_of(day(installed)),
        "removal_known": gone and month_of(gone),
    }


def single(value: int) -> Values:
    return {"single": value}


def bills(
    meters: list[Any],
    readings: list[tuple[str, int, Values]],
    last: str,
    *,
    closed: str = "",
    money: tuple[tuple[str, int], ...] = (),
) -> dict[str, Any]:
    """The bills by month; the other calculator says the same, or this test fails."""
    account = {
        "number": "6400000001",
        "category": "rural",
        "residents": 2,
        "norm_kwh": Fraction(50),
        "opening": 0,
        "known": month_of(meters[0]["installed_on"]),
        "closed_on": day(closed) if closed else None,
        "closing_known": month_of(day(closed)) if closed else None,
        "meters": meters,
        "readings": [
            {"on": day(on), "meter": number, "values": values, "known": month_of(day(on))}
            for on, number, values in readings
        ],
        "payments": [
            {"id": on, "on": day(on), "amount": amount, "period": None, "known": month_of(day(on))}
            for on, amount in money
        ],
        "corrections": [],
    }
    until = month_of(day(f"{last}-01"))
    billed = bill_on(for_billing(account), as_period(until), RULES)
    records = [as_record(bill) for bill in billed.bills]
    assert records == Calculator(WORLD).bills(account, until)
    return {str(record["period"]): record for record in records}


def lines(bill: Any) -> list[tuple[str, int, int, str, str]]:
    return [
        (one["register"], one["band"], one["kwh"], one["amount"], one["basis"])
        for one in bill["lines"]
    ]


def adjustments(bill: Any) -> list[tuple[str, str, str]]:
    return [(one["kind"], one["period"], one["amount"]) for one in bill["adjustments"]]


OLD = meter("2026-01-01", single(1000), "2026-02-10", single(1160))
JANUARY = ("2026-01-20", 0, single(1100))  # 100 kWh, 500.00


def test_the_new_meter_read_in_the_same_month_adds_its_kwh() -> None:
    """February: 1160 − 1100 = 60 by the act, 45 − 5 = 40 beside it; 100 × 5.00.

    What the old meter showed on the 5th counts for February too, but the act is the later set.
    """
    read = [JANUARY, ("2026-02-05", 0, single(1150)), ("2026-02-24", 1, single(45))]
    february = bills([OLD, meter("2026-02-10", single(5))], read, "2026-02")["2026-02"]
    assert lines(february) == [("single", 1, 100, "500.00", "METERED")]
    assert february["adjustments"] == []


def test_unread_the_new_meter_leaves_the_rest_of_the_month_to_its_next_set() -> None:
    """February: the act alone, 60 × 5.00; March: 95 − 5 = 90 × 5.00, nothing settled."""
    read = [JANUARY, ("2026-03-24", 1, single(95))]
    made = bills([OLD, meter("2026-02-10", single(5))], read, "2026-03")
    assert lines(made["2026-02"]) == [("single", 1, 60, "300.00", "METERED")]
    assert lines(made["2026-03"]) == [("single", 1, 90, "450.00", "METERED")]
    assert made["2026-03"]["adjustments"] == []


def test_a_meter_hung_and_removed_on_one_day_counts_what_it_took() -> None:
    """February: 60 by the first act, 3 by the second, 45 − 5 = 40 of the third meter."""
    broken = meter("2026-02-10", single(0), "2026-02-10", single(3))
    read = [JANUARY, ("2026-02-24", 2, single(45))]
    made = bills([OLD, broken, meter("2026-02-10", single(5))], read, "2026-03")
    assert lines(made["2026-02"]) == [("single", 1, 103, "515.00", "METERED")]
    assert made["2026-03"]["adjustments"] == []


def test_a_removal_after_the_25th_counts_for_the_next_month() -> None:
    """January: 100. February: 1130 − 1100 = 30 by the act of the 28th, and 50 of the new one."""
    old = meter("2026-01-01", single(1000), "2026-01-28", single(1130))
    read = [JANUARY, ("2026-02-20", 1, single(50))]
    made = bills([old, meter("2026-01-28", single(0))], read, "2026-02")
    assert lines(made["2026-01"]) == [("single", 1, 100, "500.00", "METERED")]
    assert lines(made["2026-02"]) == [("single", 1, 80, "400.00", "METERED")]


def test_the_act_settles_the_months_missed_before_it() -> None:
    """February and March by the norm: 500.00 each. 1281 − 1100 = 181 over three months: 60, 60, 61.

    April: 61 + (27 − 7) = 81 × 5.00; each missed month 60 × 5.00 − 500.00 = −200.00.
    """
    old = meter("2026-01-01", single(1000), "2026-04-12", single(1281))
    read = [JANUARY, ("2026-04-24", 1, single(27))]
    made = bills([old, meter("2026-04-12", single(7))], read, "2026-04")
    assert lines(made["2026-03"]) == [("single", 1, 100, "500.00", "NORM")]
    assert lines(made["2026-04"]) == [("single", 1, 81, "405.00", "METERED")]
    assert adjustments(made["2026-04"]) == [
        ("reading", "2026-02", "-200.00"),
        ("reading", "2026-03", "-200.00"),
    ]


def test_other_zones_are_priced_beside_the_old_ones_with_bands_of_their_own() -> None:
    """The removed meter: 200 kWh, 150 × 5.00 and 50 × 7.00.

    The new one: 120 by day, 60 by night; of the first 150 kWh day takes 100, night 50, 600.00 and
    100.00; the other 20 and 10 cost 160.00 and 30.00. March is missed: the new history is too short
    for an average, so the norm. In June the averaging base is the set of 24 February, not the act:
    (390 − 120) / 3 = 90 by day, (240 − 60) / 3 = 60 by night.
    """
    old = meter("2026-01-01", single(1000), "2026-02-10", single(1300))
    new = meter("2026-02-10", {"day": 0, "night": 0})
    read = [
        JANUARY,
        ("2026-02-24", 1, {"day": 120, "night": 60}),
        ("2026-05-24", 1, {"day": 390, "night": 240}),
    ]
    made = bills([old, new], read, "2026-06")
    assert lines(made["2026-02"]) == [
        ("single", 1, 150, "750.00", "METERED"),
        ("single", 2, 50, "350.00", "METERED"),
        ("day", 1, 100, "600.00", "METERED"),
        ("night", 1, 50, "100.00", "METERED"),
        ("day", 2, 20, "160.00", "METERED"),
        ("night", 2, 10, "30.00", "METERED"),
    ]
    assert made["2026-02"]["charges"] == "1990.00"
    assert lines(made["2026-03"]) == [("single", 1, 100, "500.00", "NORM")]
    assert lines(made["2026-06"]) == [
        ("day", 1, 90, "540.00", "AVERAGE"),
        ("night", 1, 60, "120.00", "AVERAGE"),
    ]


AUTUMN = [
    ("2025-10-24", 0, single(800)),
    ("2025-11-24", 0, single(900)),
    ("2025-12-24", 0, single(1000)),
    ("2026-01-24", 0, single(1100)),
]


def test_a_gap_between_meters_is_estimated_and_never_settled() -> None:
    """March without a meter: from September to the act (1160 − 700) / 5 = 92 kWh, 460.00.

    The next meter begins with March, so April is 40 − 0 alone. May is missed, and the new history
    is one month long: the norm.
    """
    old = meter("2025-10-01", single(700), "2026-02-10", single(1160))
    read = [*AUTUMN, ("2026-04-24", 1, single(40))]
    made = bills([old, meter("2026-04-07", single(0))], read, "2026-05")
    assert lines(made["2026-02"]) == [("single", 1, 60, "300.00", "METERED")]
    assert lines(made["2026-03"]) == [("single", 1, 92, "460.00", "AVERAGE")]
    assert lines(made["2026-04"]) == [("single", 1, 40, "200.00", "METERED")]
    assert made["2026-04"]["adjustments"] == []
    assert lines(made["2026-05"]) == [("single", 1, 100, "500.00", "NORM")]


def test_an_average_reaches_back_through_a_replacement() -> None:
    """February: 60 + 20. March: (460 of the old meter + 20 of the new one) / 5 = 96 kWh."""
    old = meter("2025-10-01", single(700), "2026-02-10", single(1160))
    read = [*AUTUMN, ("2026-02-24", 1, single(70))]
    made = bills([old, meter("2026-02-10", single(50))], read, "2026-03")
    assert lines(made["2026-02"]) == [("single", 1, 80, "400.00", "METERED")]
    assert lines(made["2026-03"]) == [("single", 1, 96, "480.00", "AVERAGE")]


def test_moving_out_with_a_credit_that_is_paid_back() -> None:
    """January 500.00 less 2000.00 paid. The final readings of 27 February count for February though
    the 25th is over: 80 × 5.00. The credit of 1100.00 goes back in March; April has nothing to say.
    """
    gone = meter("2026-01-01", single(1000), "2026-02-27", single(1180))
    money = (("2026-01-30", 200_000), ("2026-03-12", -110_000))
    made = bills([gone], [JANUARY], "2026-05", closed="2026-02-27", money=money)
    assert list(made) == ["2026-01", "2026-02", "2026-03"]
    assert lines(made["2026-02"]) == [("single", 1, 80, "400.00", "METERED")]
    assert made["2026-02"]["closing_balance"] == "-1100.00"
    assert (made["2026-03"]["charges"], made["2026-03"]["payments"]) == ("0.00", "-1100.00")
    assert made["2026-03"]["closing_balance"] == "0.00"


def test_a_debt_left_behind_bears_its_fees_until_it_is_paid_and_then_no_bill_comes() -> None:
    """January's 500.00 is due on 10 February; day 31 is 13 March. February's 400.00 is due on
    15 March; day 31 is 15 April. March: 19 days × 500.00 × 0.095 / 300 = 3.0083. April to the 19th,
    paid on the 20th: 19 days on 500.00 and 5 days on 400.00 (0.6333). 906.65 pays it all.
    """
    gone = meter("2026-01-01", single(1000), "2026-02-27", single(1180))
    money = (("2026-04-20", 90_665),)
    made = bills([gone], [JANUARY], "2026-07", closed="2026-02-27", money=money)
    assert made["2026-03"]["late_fee"] == "3.01"
    assert made["2026-04"]["late_fee"] == "3.64"
    assert made["2026-04"]["closing_balance"] == "0.00"
    assert list(made)[-1] == "2026-04"
