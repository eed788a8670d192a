"""A letter about bills is due once a person's accounts are billed, or were waited for."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from lk_app.domain.ebills import NEWS_PERIODS, SETTLING, Subscription, is_settled
from lk_app.domain.periods import Period

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
TODAY, OCTOBER, SEPTEMBER = Period(2026, 11), Period(2026, 10), Period(2026, 9)
BILLED = Subscription(1, SEPTEMBER, OCTOBER, date(2026, 1, 1), None)
WAITING = Subscription(2, SEPTEMBER, SEPTEMBER, date(2026, 1, 1), None)


def settled(*mine: Subscription, now: datetime = NOW) -> bool:
    return is_settled(mine, today=TODAY, now=now)


def test_a_bill_is_news_once() -> None:
    assert BILLED.has_news
    assert not replace(BILLED, told=OCTOBER).has_news
    assert replace(BILLED, told=None).has_news
    assert not replace(BILLED, newest=None, told=None).has_news


def test_what_the_reader_may_not_see_and_old_months_are_passed_over() -> None:
    assert BILLED.is_told_about(TODAY)
    assert not replace(BILLED, visible_from=date(2026, 11, 1)).is_told_about(TODAY)
    assert replace(BILLED, visible_from=date(2026, 10, 31)).is_told_about(TODAY)
    assert not replace(BILLED, visible_from=None).is_told_about(TODAY)
    assert BILLED.is_told_about(OCTOBER + NEWS_PERIODS)
    assert not BILLED.is_told_about(OCTOBER + NEWS_PERIODS + 1)


def test_one_letter_waits_for_all_accounts_of_the_run() -> None:
    assert settled(BILLED)
    assert settled(BILLED, replace(BILLED, account_id=2))
    assert not settled(BILLED, WAITING)
    seen = replace(BILLED, noticed_at=NOW)
    assert not settled(seen, WAITING, now=NOW + SETTLING - timedelta(seconds=1))
    assert settled(seen, WAITING, now=NOW + SETTLING)


def test_an_account_without_any_bill_keeps_nobody_waiting() -> None:
    assert settled(BILLED, replace(WAITING, told=None, newest=None))
