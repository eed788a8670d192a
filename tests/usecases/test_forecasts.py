"""The month that a reading sent now counts for, on an account's own figures."""

from datetime import date, datetime

import pytest

from lk_app.db.engine import Database
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.consumption import Policy
from lk_app.domain.forecasts import Forecast
from lk_app.domain.periods import Period
from lk_app.usecases import forecasts, readings
from tests.usecases.books import SARATOV, open_books
from tests.usecases.people import BORIS, confirmed
from tests.usecases.test_bills import DEBTOR, billed, linked


def ahead(db: Database, customer_id: int, day: int = 20) -> Forecast | None:
    return forecasts.forecast(
        db=db,
        customer_id=customer_id,
        account_number=DEBTOR,
        policy=Policy.DECREE354,
        now=datetime(2026, 11, day, 12, tzinfo=SARATOV),
        tz=SARATOV,
    )


def test_what_being_late_would_cost_and_what_a_reading_makes_of_it(database: Database) -> None:
    billed(database)
    me = linked(database).id
    before = ahead(database, me)
    assert before is not None
    assert (before.period, before.with_reading) == (Period(2026, 11), None)
    assert before.dearer_by == (39_798, 53_667)
    sent = readings.submit(
        db=database,
        customer_id=me,
        account_number=DEBTOR,
        values={"single": "15300"},
        confirmed=frozenset({"reading.jump"}),
        idempotency_key="once",
        now=datetime(2026, 11, 20, 11, tzinfo=SARATOV),
        zone=SARATOV,
    )
    assert sent
    after = ahead(database, me)
    assert after is not None
    assert after.with_reading is not None
    assert after.without == before.without


def test_after_the_cutoff_it_is_the_next_month(database: Database) -> None:
    billed(database)
    found = ahead(database, linked(database).id, day=26)
    assert found is not None
    assert found.period == Period(2026, 12)


def test_without_a_price_there_is_no_forecast(database: Database) -> None:
    open_books(database)
    assert ahead(database, linked(database).id) is None


def test_months_out_of_sight_make_no_forecast(database: Database) -> None:
    billed(database)
    me = linked(database, proven=False, on=date(2026, 10, 20))
    assert ahead(database, me.id) is None


def test_a_strangers_account_is_refused_like_none(database: Database) -> None:
    billed(database)
    linked(database)
    stranger = confirmed(database, BORIS, "+79270000009")
    with pytest.raises(LinkRefused, match="not_yours"):
        ahead(database, stranger.id)
