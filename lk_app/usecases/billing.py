"""The monthly billing: every account's next bills up to a period, posted with their ledger entries.

A run is cut into chunks of accounts, one transaction each: stopped or killed at any point and
started again, it goes on with the chunks nobody has done. Several commands share one run.
"""

import secrets
import time
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlmodel import Session

from lk_app.db import accounts, billing_runs, bills, imports, windows
from lk_app.db.billing_presence import Presence, presence
from lk_app.db.engine import Database
from lk_app.domain.billing_facts import BillingRefused
from lk_app.domain.billing_runs import BillingRun, Chunk, Order, check_order
from lk_app.domain.bills import as_record
from lk_app.domain.consumption import Policy
from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal
from lk_app.usecases import guest_adoption
from lk_app.usecases.billing_workers import at_work, get_ready

CHARGES = "charges"  # files of bills that another system made
CHUNK = 2_000  # accounts a transaction: readings wait for the writer at most this long
LOOK_AGAIN_SECONDS = 0.2  # while the last chunks are in other hands

Progress = Callable[[int, int], None]  # accounts gone through, accounts in all


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did, whoever took part: bills posted, and why accounts were left out."""

    posted: int
    refused: Sequence[Refusal]


def run(
    *,
    db: Database,
    first: Period,
    last: Period,
    policy: Policy,
    tz: tzinfo,
    now: datetime,
    workers: int = 1,
    early: bool = False,
    chunk: int = CHUNK,
    progress: Progress = lambda done, accounts: None,
    stop: Callable[[], bool] = lambda: False,
) -> RunReport:
    """Post the bills of `first`…`last` that are not posted yet; `now` is business time.

    Takes part in the run of the same order if there is one, however that was cut into chunks, so
    that an interrupted run goes on by the rules it began with. Raises BillingRefused: as
    `check_order` and `check_ours`, billing.other_run while a run of another order is at work, and
    billing.stopped when `stop` said so. An account that lacks bills before `first` is refused by
    itself, like one that cannot be computed.
    """
    get_ready(workers)
    order = Order(first, last, policy)
    with db.read() as session:
        check_ours(session)
        check_order(order, windows.published(session), now, tz, early=early)
    guest_adoption.adopt(db=db, last=last, now=now, zone=tz)
    with presence(db) as me:
        current = _take_part(db, me, order, now, chunk)
        _work(db, current, tz, workers, progress, stop)
        with db.write() as session:
            billing_runs.finish(session, current, now=now)
            _, _, posted = billing_runs.progress(session, current)
            return RunReport(posted, bills.of_run(session, current.id))


def check_ours(session: Session) -> None:
    """Raises BillingRefused("billing.told_before") once bills of another system came in: a replay
    of their months would find a difference in each (docs/decisions/0027)."""
    if imports.have_added(session, CHARGES):
        raise BillingRefused("billing.told_before")


def _take_part(db: Database, me: Presence, order: Order, now: datetime, chunk: int) -> BillingRun:
    with db.write() as session:
        billing_runs.decide_alone(session)
        current = billing_runs.running(session)
        if current is not None and current.order != order:
            if not me.is_alone():
                other = current.order
                raise BillingRefused("billing.other_run", first=other.first, last=other.last)
            billing_runs.supersede(session, current)
            current = None
        if current is None:
            current = billing_runs.begin(session, order, as_of=now, chunk=chunk)
        me.come_in()
    return current


def _work(
    db: Database,
    run: BillingRun,
    tz: tzinfo,
    workers: int,
    progress: Progress,
    stop: Callable[[], bool],
) -> None:
    """Go through the chunks until all are done; those in other hands may come free again."""
    todo, done, accounts = _look(db, run)
    if not todo:
        return
    with at_work(db, run, tz, min(workers, len(todo))) as bill:
        while todo:
            before = done
            try:
                for chunk, mine in bill(todo):
                    done += chunk.accounts if mine else 0
                    progress(done, accounts)
                    if stop():
                        raise BillingRefused("billing.stopped", done=done, accounts=accounts)
            except BrokenProcessPool as killed:  # one of the processes was ended from outside
                raise BillingRefused("billing.stopped", done=done, accounts=accounts) from killed
            if done == before:
                time.sleep(LOOK_AGAIN_SECONDS)
            todo, done, accounts = _look(db, run)


def _look(db: Database, run: BillingRun) -> tuple[Sequence[Chunk], int, int]:
    """The chunks to do, from anywhere on: commands that share a run should not meet at each."""
    with db.read() as session:
        todo = billing_runs.undone(session, run)
        done, accounts, _ = billing_runs.progress(session, run)
    start = secrets.randbelow(len(todo)) if todo else 0
    return [*todo[start:], *todo[:start]], done, accounts


def bill_record(*, db: Database, account_number: str, period: Period) -> dict[str, object]:
    """The object of `lk billing show --json`; raises BillingRefused("billing.no_bill")."""
    with db.read() as session:
        account = accounts.by_number(session, account_number)
        bill = bills.of_period(session, account.id, period) if account else None
    if bill is None:
        raise BillingRefused("billing.no_bill", account_number=account_number, period=period)
    return as_record(bill)
