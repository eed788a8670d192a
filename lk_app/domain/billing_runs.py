"""A monthly run: which periods it bills by which rules, cut into chunks of accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from lk_app.domain.billing_facts import BillingRefused
from lk_app.domain.consumption import Policy
from lk_app.domain.periods import Period
from lk_app.domain.windows import SubmissionWindow, readings_until


@dataclass(frozen=True, slots=True)
class Order:
    """What an operator asks of a run; two of the same are one run."""

    first: Period
    last: Period
    policy: Policy


@dataclass(frozen=True, slots=True)
class BillingRun:
    """A run that goes on until its last chunk is done, whoever bills it.

    It keeps to the rows of `rules` (ids by table) that were in force when it began, so that what is
    published in the middle does not split it in two; `as_of` is the business time on its bills.
    """

    id: int
    order: Order
    as_of: datetime
    rules: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Accounts by id, both ends included, billed in one transaction."""

    number: int
    first_id: int
    last_id: int
    accounts: int


def check_order(
    order: Order, windows: Sequence[SubmissionWindow], now: datetime, tz: tzinfo, *, early: bool
) -> None:
    """Raises BillingRefused: billing.backwards, billing.ahead for a period that has not begun, and
    billing.window_open while readings that count for the last one are still being taken."""
    if order.last < order.first:
        raise BillingRefused("billing.backwards", field="until", first=order.first, last=order.last)
    if order.last > Period.at(now, tz):
        raise BillingRefused("billing.ahead", field="period", period=order.last)
    until: date = readings_until(order.last, windows)
    if not early and now.astimezone(tz).date() <= until:
        raise BillingRefused("billing.window_open", field="period", period=order.last, until=until)
