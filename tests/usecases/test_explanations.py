"""Why a bill comes to what it does, told from what was posted, whatever is published since."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from lk_app.db.engine import Database
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.billing_facts import AdjustmentKind, BillingRefused
from lk_app.domain.customers import Customer
from lk_app.domain.explanation_facts import ByReadings, Explanation
from lk_app.domain.periods import Period, span
from lk_app.usecases import explanations
from lk_app.usecases.publishing import rates, tariffs
from lk_app.wording.explanations import reasons
from tests.usecases.books import BOOKS, NOW, SAMPLES, SARATOV
from tests.usecases.people import BORIS, confirmed
from tests.usecases.test_bills import billed, linked

LATE_READER, DEBTOR = "6410100105", "6410100106"
SEPTEMBER = Period(2026, 9)


def why(db: Database, person: Customer, period: Period, number: str = DEBTOR) -> Explanation:
    return explanations.explanation(
        db=db, customer_id=person.id, account_number=number, period=period, tz=SARATOV
    )


def everything_said(db: Database, person: Customer, number: str) -> Iterator[list[str]]:
    for period in span(Period(2025, 2), Period(2026, 10)):
        found = why(db, person, period, number)
        yield [line for one in reasons(found) for line in (one.title, *one.lines, one.law)]


def test_every_part_of_every_bill_is_explained(database: Database) -> None:
    billed(database)
    person = linked(database, number=LATE_READER)
    kinds = set()
    for period in span(Period(2025, 2), Period(2026, 10)):
        found = why(database, person, period, LATE_READER)
        kinds |= {found.bill.basis}
        assert found.use is not None
        assert all(one.row for one in found.lines)
        assert all(one.why for one in found.adjustments)
        assert sum(fee.amount for fee in found.fees or ()) == found.bill.late_fee
    assert len(kinds) == 3


@pytest.mark.parametrize(
    ("number", "moment"), [(LATE_READER, NOW), (DEBTOR, NOW + timedelta(days=1))]
)
def test_prices_and_rates_published_since_change_no_word(
    database: Database, tmp_path: Path, number: str, moment: datetime
) -> None:
    billed(database)
    person = linked(database, number=number)
    before = list(everything_said(database, person, number))
    publish_dearer(database, tmp_path, moment)
    assert list(everything_said(database, person, number)) == before


def test_the_bill_of_a_stranger_is_refused_like_none(database: Database) -> None:
    billed(database)
    linked(database)
    stranger = confirmed(database, BORIS, "+79270000009")
    with pytest.raises(LinkRefused, match="not_yours"):
        why(database, stranger, SEPTEMBER)


def test_an_unproven_link_learns_nothing_older_than_itself(database: Database) -> None:
    billed(database)
    person = linked(database, proven=False, on=date(2026, 10, 20))
    with pytest.raises(BillingRefused, match="no_bill"):
        why(database, person, SEPTEMBER)
    found = why(database, person, Period(2026, 10))
    assert isinstance(found.use, ByReadings)  # the last values hang on the meter anyway
    assert found.bill.late_fee
    assert found.fees is None  # but older debts are their holder's own
    assert all(
        one.why is None
        for one in found.adjustments
        if one.adjustment.kind is AdjustmentKind.READING
    )


def test_a_month_without_a_bill_has_no_explanation(database: Database) -> None:
    billed(database)
    with pytest.raises(BillingRefused, match="no_bill"):
        why(database, linked(database), Period(2027, 1))


def publish_dearer(db: Database, folder: Path, moment: datetime) -> None:
    """Every price of the samples doubled, and another rate, backdated over all bills."""
    books = replace(BOOKS, now=moment)
    with (SAMPLES / "tariffs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    path = folder / "tariffs.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, tariffs.COLUMNS)
        writer.writeheader()
        writer.writerows(row | {"price": str(Decimal(row["price"]) * 2)} for row in rows)
    assert tariffs.run(db=db, path=path, books=books).added == len(rows)
    path = folder / "rates.csv"
    path.write_text("valid_from,late_fee_rate\n2020-01-01,20\n", encoding="utf-8")
    assert rates.run(db=db, path=path, books=books).added == 1
