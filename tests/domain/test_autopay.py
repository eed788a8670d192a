"""Autopay's rules: when, how much, once, and never more than was agreed."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from lk_app.domain import autopay as rules
from lk_app.domain.autopay import (
    Autopay,
    AutopayRefused,
    ChargeState,
    Ending,
    Ground,
    LatestBill,
    Reason,
    Terms,
    Trigger,
)
from lk_app.domain.periods import Period
from tests.payers import SARATOV

BY_BILL, ON_THE_TENTH = Terms(Trigger.BILL, None, 200_000), Terms(Trigger.DAY, 10, 200_000)


def at(day: int, month: int = 11, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SARATOV)


def autopay(terms: Terms, *, since: int = 1) -> Autopay:
    return Autopay(1, 1, 1, "6410100101", 1, terms, "anna@example.ru", at(since))


@pytest.mark.parametrize(
    ("trigger", "day", "cap", "code"),
    [
        ("sometimes", "", 100_00, "autopay.trigger"),
        ("day", "29", 100_00, "autopay.day"),
        ("day", "0", 100_00, "autopay.day"),
        ("day", "１０", 100_00, "autopay.day"),
        ("day", "", 100_00, "autopay.day"),
        ("bill", "", 99, "autopay.cap"),
        ("bill", "", 1_000_000_01, "autopay.cap"),
    ],
)
def test_terms_that_cannot_be_kept_are_refused(trigger: str, day: str, cap: int, code: str) -> None:
    with pytest.raises(AutopayRefused) as refusal:
        rules.terms(trigger, day, cap)
    assert refusal.value.code == code


def test_a_bill_is_charged_for_once_it_was_posted_after_autopay_was_turned_on() -> None:
    mine = autopay(BY_BILL, since=5)
    assert rules.reason(mine, at(6), None) is None
    assert rules.reason(mine, at(6), LatestBill(Period(2026, 10), at(4))) is None
    assert rules.reason(mine, at(6), LatestBill(Period(2026, 10), at(6, hour=9))) == Reason(
        "bill:2026-10", date(2026, 11, 7)
    )


@pytest.mark.parametrize(
    ("today", "month", "chosen"),
    [(8, 11, None), (9, 11, 11), (10, 11, 11), (14, 11, 11), (15, 11, None), (9, 12, 12)],
)
def test_the_chosen_day_is_announced_the_day_before_and_not_long_after(
    today: int, month: int, chosen: int | None
) -> None:
    found = rules.reason(autopay(ON_THE_TENTH), at(today, month), None)
    assert (found.charge_on if found else None) == (date(2026, chosen, 10) if chosen else None)


def test_a_day_before_autopay_was_turned_on_is_not_charged() -> None:
    assert rules.reason(autopay(ON_THE_TENTH, since=10), at(11), None) is None


def test_the_first_day_of_next_month_is_announced_on_the_last_of_this() -> None:
    first = Terms(Trigger.DAY, 1, 200_000)
    found = rules.reason(autopay(first), at(30), None)
    assert found == Reason("day:2026-12-01", date(2026, 12, 1))


@pytest.mark.parametrize(
    ("balance", "state"),
    [
        (134_469, ChargeState.PLANNED),
        (200_000, ChargeState.PLANNED),
        (200_001, ChargeState.OVER_CAP),
        (99, ChargeState.NOTHING_DUE),
        (0, ChargeState.NOTHING_DUE),
        (-500, ChargeState.NOTHING_DUE),
    ],
)
def test_what_is_owed_is_charged_up_to_the_cap(balance: int, state: ChargeState) -> None:
    planned = rules.planned(autopay(BY_BILL), Reason("k", date(2026, 11, 7)), balance, at(6))
    assert (planned.state, planned.amount) == (state, max(balance, 0))


def test_nothing_is_charged_sooner_than_a_day_after_the_notice() -> None:
    planned = rules.planned(autopay(BY_BILL), Reason("k", date(2026, 11, 7)), 500_00, at(6))
    assert not rules.is_due(planned, at(6, hour=23))
    assert not rules.is_due(planned, at(7, hour=11))
    assert rules.is_due(planned, at(7))
    late = replace(planned, charge_on=date(2026, 11, 10))
    assert not rules.is_due(late, at(9, hour=23))


@pytest.mark.parametrize(
    ("balance", "charged"), [(50_000, 50_000), (90_000, 50_000), (300_00, 300_00), (99, 0), (-1, 0)]
)
def test_never_more_than_announced_and_only_what_is_left(balance: int, charged: int) -> None:
    planned = rules.planned(autopay(BY_BILL), Reason("k", date(2026, 11, 7)), 500_00, at(6))
    assert rules.amount_now(planned, balance) == charged


def test_a_charge_that_could_not_be_made_for_days_is_left_to_the_person() -> None:
    planned = rules.planned(autopay(BY_BILL), Reason("k", date(2026, 11, 7)), 500_00, at(6))
    assert not rules.has_lapsed(planned, at(11))
    assert rules.has_lapsed(planned, at(12))


def test_the_next_chosen_day_is_one_that_can_still_be_announced() -> None:
    assert rules.next_day(ON_THE_TENTH, at(9)) == date(2026, 11, 10)
    assert rules.next_day(ON_THE_TENTH, at(10)) == date(2026, 12, 10)
    assert rules.next_day(BY_BILL, at(10)) is None


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, None),
        ({"linked": False}, Ending.DETACHED),
        ({"closed": True}, Ending.CLOSED),
        ({"remembered": False}, Ending.FORGOTTEN),
        ({"gateway": "gone"}, Ending.UNSUPPORTED),
    ],
)
def test_autopay_ends_with_what_it_stands_on(
    changed: dict[str, object], why: Ending | None
) -> None:
    ground = Ground(linked=True, closed=False, remembered=True, gateway="demo_bank")
    assert rules.ending(replace(ground, **changed), ["demo_bank"]) is why  # type: ignore[arg-type]


def test_the_notice_is_a_day() -> None:
    assert timedelta(days=1) == rules.NOTICE
