"""What the screen of readings, its estimate and its papers say."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from lk_app.db.engine import Database
from lk_app.domain.periods import Period
from lk_app.domain.windows import WindowStatus
from lk_app.security import Signer
from lk_app.settings import DEMO_SUPPLIER, load_supplier
from lk_app.usecases import reading_screens, readings
from lk_app.usecases.paper_checks import reading_code
from tests.usecases import metered
from tests.usecases.metered import ZONE, at
from tests.usecases.sent_readings import (
    INSIDE,
    NUMBER,
    meter,
    own_sets,
    screen,
    send,
    taken,
)


def test_a_correction_counts_and_history_keeps_both(
    database: Database, anna: int, flat: int
) -> None:
    send(database, anna, "4760")
    taken(send(database, anna, "4660", key="second", now=at(21)))
    now = meter(screen(database, anna, at(21, 13)))
    assert now.sent is not None
    assert now.sent.values == {"single": 4660}
    assert [(line.reading.values["single"], line.superseded) for line in now.history[:2]] == [
        (4660, False),
        (4760, True),
    ]


@pytest.mark.parametrize(
    ("now", "status", "period"),
    [
        (at(3), WindowStatus.BEFORE, Period(2026, 11)),
        (at(25, 23, minute=59), WindowStatus.OPEN, Period(2026, 11)),
        (at(26, 0), WindowStatus.CLOSED, Period(2026, 12)),
    ],
)
def test_before_inside_and_after_the_window(
    database: Database, anna: int, flat: int, now: datetime, status: WindowStatus, period: Period
) -> None:
    window = screen(database, anna, now).window
    assert (window.status, window.counts_for) == (status, period)
    receipt = taken(send(database, anna, "4600", now=now))
    assert receipt.counts_for == period
    assert meter(screen(database, anna, now)).sent == receipt.reading


def test_what_was_before_the_link_stays_hidden(database: Database, anna: int) -> None:
    meter_id = metered.account(database, owner=anna, linked_on=date(2026, 10, 1))
    metered.imported(database, meter_id, date(2026, 9, 24), {"single": 4300})
    metered.imported(database, meter_id, date(2026, 10, 24), {"single": 4400})
    shown = meter(screen(database, anna))
    assert [line.reading.values["single"] for line in shown.history] == [4400]
    hidden = f"import-{meter_id}-2026-09-24"
    assert readings.receipt(db=database, customer_id=anna, receipt_number=hidden, zone=ZONE) is None


def test_the_estimate_is_what_the_bill_will_say(database: Database, anna: int, flat: int) -> None:
    metered.tariff(database)
    kwh_and_money = readings.preview(
        db=database, customer_id=anna, account_number=NUMBER,
        values={"single": "4660"}, now=INSIDE, zone=ZONE,
    )  # fmt: skip
    assert kwh_and_money is not None
    assert (kwh_and_money.kwh, kwh_and_money.amount, kwh_and_money.periods) == (123, 123 * 475, 1)


@pytest.mark.parametrize("typed", ["", "46", "abc", None, "466000"])
def test_an_estimate_of_half_a_number_is_silence(
    database: Database, anna: int, flat: int, typed: Any
) -> None:
    metered.tariff(database)
    assert (
        readings.preview(
            db=database, customer_id=anna, account_number=NUMBER,
            values={"single": typed}, now=INSIDE, zone=ZONE,
        )
        is None
    )  # fmt: skip


def test_missed_months_are_counted(database: Database, anna: int) -> None:
    meter_id = metered.account(database, owner=anna)
    metered.imported(database, meter_id, date(2026, 8, 24), {"single": 4300})
    shown = meter(screen(database, anna))
    assert (shown.missed, shown.last.values, shown.last.day) == (
        2,
        {"single": 4300},
        date(2026, 8, 24),
    )


def test_all_accounts_come_in_one_go(database: Database, anna: int) -> None:
    for index in range(12):
        metered.account(database, f"64101003{index:02d}", owner=anna)
    shown = reading_screens.screens(db=database, customer_id=anna, now=INSIDE, zone=ZONE)
    assert [s.link.account.account_number for s in shown] == [
        f"64101003{index:02d}" for index in range(12)
    ]


def test_the_receipt_can_be_printed(database: Database, anna: int, flat: int) -> None:
    number = taken(send(database, anna, "4660")).number
    signer = Signer(b"a key of this installation")
    file = readings.receipt_file(
        db=database,
        signer=signer,
        customer_id=anna,
        receipt_number=number,
        zone=ZONE,
        supplier=load_supplier(DEMO_SUPPLIER),
    )
    assert file is not None
    assert file.name.endswith(".pdf")
    paper = PdfReader(BytesIO(file.content)).pages[0].extract_text()
    assert number in paper
    assert reading_code(signer, own_sets(database, anna)[0].reading) in paper
    assert "Меркурий 201.5" in paper
    assert "S6410100101" not in paper  # the serial is the proof, and this link has not given it
