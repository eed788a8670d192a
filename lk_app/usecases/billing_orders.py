"""The monthly run from the console: ordered there, done by a job with the use case of `lk billing`.

An order outlives whoever is at work on it: a job that was killed goes on where it was, by the same
order, a minute later at most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from sqlmodel import Session

from lk_app.db import accounts, audit, billing_orders, billing_runs, bills, windows
from lk_app.db.engine import Database
from lk_app.domain.accounts import Account
from lk_app.domain.audit import Action, Actor, Deed
from lk_app.domain.billing_facts import Bill, BillingRefused
from lk_app.domain.billing_orders import BillingOrder, Going, LeftOut
from lk_app.domain.billing_runs import Order, check_order
from lk_app.domain.consumption import Policy
from lk_app.domain.periods import Period
from lk_app.domain.windows import readings_until
from lk_app.usecases import billing
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording import GENERAL, refusal

TOPIC = billing_orders.TOPIC


@dataclass(frozen=True, slots=True)
class BillingDesk:
    """The orders, the newest first; how far the unfinished one is; accounts without a bill."""

    orders: Sequence[BillingOrder]
    going: Going | None
    left_out: Sequence[LeftOut]
    how_many: int


def order(
    *,
    db: Database,
    first: Period,
    last: Period,
    early: bool,
    policy: Policy,
    tz: tzinfo,
    me: OnDuty,
    now: datetime,
    real_now: datetime,
) -> int:
    """Ask for the bills of these months; the order's number. `now` is business time.

    Raises BillingRefused as `billing.run` does, and billing.ordered while another is not finished.
    """
    with db.write() as session:
        billing.check_ours(session)
        check_order(Order(first, last, policy), windows.published(session), now, tz, early=early)
        billing_runs.decide_alone(session)
        if other := billing_orders.unfinished(session):
            raise BillingRefused("billing.ordered", number=other.id)
        wanted = BillingOrder(0, first, last, early, me.member.email, real_now, now)
        number = billing_orders.add(session, wanted, staff_id=me.member.id)
        after = {"early": "да"} if early else {}
        deed = Deed(Action.BILLING_ORDERED, f"№ {number}, {first} — {last}", after=after)
        audit.note(session, me.actor, deed, at=real_now)
    return number


def carry_out(
    *, db: Database, policy: Policy, tz: tzinfo, workers: int, real_now: datetime
) -> BillingOrder | None:
    """Do the oldest order that is not finished; None when there is none.

    Never raises for a run that cannot go on: the order says why. A run that was stopped from
    outside stays unfinished, for whoever comes next.
    """
    with db.write() as session:
        found = billing_orders.unfinished(session)
        if found is None:
            return None
        if found.begun_at is None:
            billing_orders.begin(session, found.id, at=real_now)
    try:
        report = billing.run(
            db=db, first=found.first, last=found.last, policy=policy, tz=tz,
            now=found.business_at, workers=workers, early=found.early,
        )  # fmt: skip
    except BillingRefused as refused:
        if refused.code != "billing.stopped":
            _finish(db, found, real_now, failure=refusal(refused))
    except Exception:
        _finish(db, found, real_now, failure=GENERAL)
        raise  # the job's log has it
    else:
        _finish(db, found, real_now, posted=report.posted, refused=len(report.refused))
    return found


def _finish(
    db: Database,
    found: BillingOrder,
    at: datetime,
    *,
    posted: int = 0,
    refused: int = 0,
    failure: str = "",
) -> None:
    with db.write() as session:
        billing_orders.finish(
            session, found.id, posted=posted, refused=refused, failure=failure, at=at
        )


def desk(*, db: Database, typed: str, limit: int, offset: int, orders: int) -> BillingDesk:
    """What was ordered lately, and a page of the accounts whose numbers begin like `typed`."""
    with db.read() as session:
        latest = billing_orders.latest(session, limit=orders)
        return BillingDesk(
            orders=latest,
            going=_going(session, latest),
            left_out=billing_orders.left_out(session, typed, limit=limit, offset=offset),
            how_many=billing_orders.how_many_left_out(session),
        )


def _going(session: Session, latest: Sequence[BillingOrder]) -> Going | None:
    """How far the run of an order is that somebody began and nobody finished."""
    begun = [one for one in latest if one.begun_at and not one.finished_at]
    run = billing_runs.running(session) if begun else None
    if run is None:
        return None
    done, accounts_in_all, posted = billing_runs.progress(session, run)
    return Going(done, accounts_in_all, posted)


def proposed(*, db: Database, now: datetime, tz: tzinfo) -> tuple[Period, Period] | None:
    """Which months should be billed next: from the first that lacks a bill to the last whose
    readings are all in. None while there are no accounts."""
    with db.read() as session:
        opened = billing_orders.first_opened(session)
        if opened is None:
            return None
        billed = billing_orders.last_billed(session)
        waiting = billing_orders.earliest_left_out(session)
        rules = windows.published(session)
    last = Period.at(now, tz)
    while now.astimezone(tz).date() <= readings_until(last, rules):
        last = Period.of(last.first_day - timedelta(days=1))
    first = waiting or (billed + 1 if billed else Period.of(opened))
    return min(first, last), last


def bill(
    *, db: Database, account_number: str, period: Period, by: Actor, now: datetime
) -> tuple[Account, Bill] | None:
    """A posted bill for an employee, noted in the log as a look into the account."""
    with db.write() as session:
        account = accounts.by_number(session, account_number)
        found = bills.of_period(session, account.id, period) if account else None
        if account is None or found is None:
            return None
        deed = Deed(Action.ACCOUNT_VIEWED, account_number, account_id=account.id)
        audit.note(session, by, deed, at=now)
    return account, found
