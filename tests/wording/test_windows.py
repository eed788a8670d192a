"""The open month in a sentence: with the reading that was sent, and without it."""

from lk_app.domain.forecasts import forecast
from lk_app.wording.windows import as_it_stands
from tests.domain import worked
from tests.domain.test_forecasts import DEBTOR, NOVEMBER, posted, sent


def test_a_sent_reading_shows_both_sums() -> None:
    ahead = forecast(sent(posted(DEBTOR), kwh=200), NOVEMBER, worked.rules())
    assert ahead.with_reading is not None
    said = as_it_stands(ahead).replace("\u00a0", " ")
    assert said.startswith("За ноябрь пока выходит ")
    assert said.endswith("без показаний начислили бы 1 863,27 ₽.")


def test_without_a_reading_there_is_nothing_to_hold_against() -> None:
    assert as_it_stands(forecast(posted(DEBTOR), NOVEMBER, worked.rules())) == ""
