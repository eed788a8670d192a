"""What anyone may read of prices on a day."""

from datetime import date, timedelta

from lk_app.db.engine import Database
from lk_app.usecases import tariffs
from tests.usecases.books import publish


def price(found: tariffs.Announced, category: str, zones: int) -> int | None:
    (one,) = (p for p in found.prices if (p.category, p.zones) == (category, zones))
    return one.on_the_day.bands[0].rows["single"].price if one.on_the_day else None


def test_the_day_decides_which_prices_hold(database: Database) -> None:
    publish(database)
    autumn = date(2026, 10, 1)
    before = tariffs.announced(db=database, day=autumn - timedelta(days=1))
    after = tariffs.announced(db=database, day=autumn)
    assert price(before, "urban_gas", 1) != price(after, "urban_gas", 1) == 603
    assert (before.changes_on, after.changes_on) == (autumn, None)
    assert len(after.prices) == 9  # three categories by three kinds of meter


def test_before_the_first_list_there_are_no_prices(database: Database) -> None:
    publish(database)
    found = tariffs.announced(db=database, day=date(2018, 12, 31))
    assert all(one.on_the_day is None for one in found.prices)
    assert found.changes_on == date(2019, 1, 1)


def test_without_any_publication_there_is_nothing_to_show(database: Database) -> None:
    assert tariffs.announced(db=database, day=date(2026, 10, 1)).prices == ()
