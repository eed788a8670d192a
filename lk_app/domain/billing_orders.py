"""The monthly run as it is ordered in the console, and how far it is."""

from dataclasses import dataclass
from datetime import datetime

from lk_app.domain.accounts import Account
from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class BillingOrder:
    """Who asked for the bills of `first`…`last`, and what came of it. `ordered_at` is real time,
    `business_at` what the bills are dated by; `failure` is a finished sentence, "" without one."""

    id: int
    first: Period
    last: Period
    early: bool
    by: str
    ordered_at: datetime
    business_at: datetime
    begun_at: datetime | None = None
    finished_at: datetime | None = None
    posted: int = 0
    refused: int = 0
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Going:
    """How far the run is: accounts gone through, accounts in all, bills posted."""

    done: int
    accounts: int
    posted: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An account without a bill from a period on, and why; the next run tries it again."""

    account: Account
    period: Period
    why: Refusal
