"""The monthly billing: every account's next bills up to a period, posted with their ledger entries.

A run goes through the accounts by id in chunks, one transaction a chunk: stopped at any point and
run again, it finds each account where it was left and never bills twice (unique account + period).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from sqlmodel import Session

from lk_app.db import accounts, billing, bills, ledger, norms, rates, tariffs, windows
from lk_app.db.engine import Database
from lk_app.domain.bills import (
    AccountForBilling,
    Bill,
    BillingRefused,
    Rules,
    as_record,
    bills_in_order,
)
from lk_app.domain.consumption import Policy
from lk_app.domain.late_fees import RATES
from lk_app.domain.ledger import EntryKind, LedgerEntry, owed
from lk_app.domain.periods import Period

CHUNK = 500  # accounts a transaction: readings wait for the writer at most this long


@dataclass(slots=True)
class RunReport:
    """What a run did: bills posted, and the accounts left out with the reason."""

    posted: int = 0
    refused: list[BillingRefused] = field(default_factory=list)


def run(
    *,
    db: Database,
    first: Period,
    last: Period,
    policy: Policy,
    tz: tzinfo,
    now: datetime,
    progress: Callable[[int, int], None] = lambda done, accounts: None,
) -> RunReport:
    """Post the bills of `first`…`last` that are not posted yet; `now` is business time.

    Raises BillingRefused: billing.ahead for a period that has not begun, billing.backwards. An
    account that lacks bills before `first` is refused by itself, like one that cannot be computed.
    """
    if last < first:
        raise BillingRefused("billing.backwards", field="until", first=first, last=last)
    if last > Period.at(now, tz):
        raise BillingRefused("billing.ahead", field="period", period=last)
    report = RunReport()
    with db.read() as session:
        accounts_in_all = billing.account_count(session)
    after = done = 0
    while True:
        with db.write() as session:
            ids = billing.account_ids(session, after=after, limit=CHUNK)
            if not ids:
                return report
            billing.lock(session, ids)
            _bill_chunk(session, ids, first, last, _rules(session, policy, tz), now, report)
        after = ids[-1]
        done += len(ids)
        progress(done, max(done, accounts_in_all))


def _rules(session: Session, policy: Policy, tz: tzinfo) -> Rules:
    return Rules(
        book=tariffs.book(session),
        windows=windows.published(session),
        rates=rates.published(session) or RATES,
        norms=norms.published(session),
        policy=policy,
        tz=tz,
    )


def _bill_chunk(
    session: Session,
    ids: list[int],
    first: Period,
    last: Period,
    rules: Rules,
    now: datetime,
    report: RunReport,
) -> None:
    posted: list[tuple[int, Bill]] = []
    stopped: list[tuple[int, Period, BillingRefused]] = []
    for account_id, account in billing.snapshots(session, ids).items():
        try:
            _check_turn(account, first)
            for bill in bills_in_order(account, last, rules):
                posted.append((account_id, bill))
        except BillingRefused as refusal:
            made = [bill for owner, bill in posted if owner == account_id]
            stopped.append((account_id, made[-1].period + 1 if made else first, refusal))
    bills.add(session, posted, now=now)
    ledger.post(session, (e for account_id, b in posted for e in entries(account_id, b, now)))
    bills.put_stops(session, [account for account, _ in posted], stopped, now=now)
    report.posted += len(posted)
    report.refused += [refusal for _, _, refusal in stopped]


def _check_turn(account: AccountForBilling, first: Period) -> None:
    if account.next_period < first:
        raise BillingRefused(
            "billing.not_next",
            account_number=account.account_number,
            period=first,
            expected=account.next_period,
        )


def entries(account_id: int, bill: Bill, now: datetime) -> list[LedgerEntry | None]:
    """A bill's ledger entries, valued on the last day of its period (CONTRACT 6: posted then)."""
    ref = f"{bill.account_number}/{bill.period}"
    amounts = [(EntryKind.CHARGE, ref, bill.charges), (EntryKind.LATE_FEE, ref, bill.late_fee)]
    amounts += [
        (EntryKind.ADJUSTMENT, f"{ref}/{one.kind}/{one.period}/{index}", one.amount)
        for index, one in enumerate(bill.adjustments)
    ]
    return [
        owed(
            kind,
            account_id=account_id,
            ref=entry_ref,
            change=change,
            value_date=bill.period.last_day,
            booked_in=bill.period,
            posted_at=now,
        )
        for kind, entry_ref, change in amounts
    ]


def bill_record(*, db: Database, account_number: str, period: Period) -> dict[str, object]:
    """The object of `lk billing show --json`; raises BillingRefused("billing.no_bill")."""
    with db.read() as session:
        account = accounts.by_number(session, account_number)
        bill = bills.of_period(session, account.id, period) if account else None
    if bill is None:
        raise BillingRefused("billing.no_bill", account_number=account_number, period=period)
    return as_record(bill)
