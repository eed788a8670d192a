"""What a billing run reads: accounts in order, with everything their next bill depends on."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from sqlmodel import Session, col, func, select

from lk_app.db import bills, ledger, meters
from lk_app.db.tables import AccountRow, ReadingRow
from lk_app.domain.bills import AccountForBilling, Bill, PaymentForBilling
from lk_app.domain.ledger import MONEY
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSet, ReadingSource, ReadingState


def account_count(session: Session) -> int:
    """How many accounts a run goes through."""
    return session.exec(select(func.count()).select_from(AccountRow)).one()


def account_ids(session: Session, *, after: int, limit: int) -> list[int]:
    """The next accounts of a run, by id."""
    rows = session.exec(
        select(AccountRow.id)
        .where(col(AccountRow.id) > after)
        .order_by(col(AccountRow.id))
        .limit(limit)
    )
    return [row for row in rows if row is not None]


def lock(session: Session, ids: Sequence[int]) -> None:
    """Hold these accounts' money still until the transaction ends; SQLite has one writer anyway.

    Readings and payments that only refer to the accounts do not wait for it (`key_share`).
    """
    session.exec(
        select(AccountRow.id)
        .where(col(AccountRow.id).in_(ids))
        .order_by(col(AccountRow.id))
        .with_for_update(key_share=True)
    ).all()


def open_period(session: Session, account_id: int, day: date) -> Period:
    """The period a movement of this day is booked in: its own or, once billed, the first open one.

    Holds the account, as a run does, so that no bill is posted in between.
    """
    lock(session, [account_id])
    billed = bills.last_period(session, account_id)
    own = Period.of(day)
    return max(own, billed + 1) if billed else own


def snapshots(session: Session, ids: Sequence[int]) -> dict[int, AccountForBilling]:
    """Everything the next bills of these accounts depend on."""
    rows = session.exec(select(AccountRow).where(col(AccountRow.id).in_(ids)))
    posted = bills.of_accounts(session, ids)
    fitted = meters.of_accounts(session, ids)
    read = _readings(session, ids)
    paid = _payments(session, ids, posted)
    return {
        row.id: AccountForBilling(
            account_number=row.account_number,
            category=row.category,
            residents=row.residents,
            norm_kwh=Fraction(row.norm_kwh),
            meters=tuple(fitted.get(row.id, ())),
            readings=read[row.id],
            payments=paid[row.id],
            opening_balance=row.opening_balance,
            posted=posted.get(row.id, []),
            closed_on=row.closed_on,
        )
        for row in rows
        if row.id is not None
    }


def _readings(session: Session, ids: Sequence[int]) -> defaultdict[int, list[ReadingSet]]:
    found: defaultdict[int, list[ReadingSet]] = defaultdict(list)
    for row in session.exec(select(ReadingRow).where(col(ReadingRow.account_id).in_(ids))):
        assert row.id is not None
        found[row.account_id].append(
            ReadingSet(
                id=row.id,
                meter_id=row.meter_id,
                taken_on=row.taken_on,
                received_at=row.received_at,
                values=row.values,
                source=ReadingSource(row.source),
                state=ReadingState(row.state),
                receipt_number=row.receipt_number,
            )
        )
    return found


def _payments(
    session: Session, ids: Sequence[int], posted: dict[int, list[Bill]]
) -> defaultdict[int, list[PaymentForBilling]]:
    """Payments and refunds of the ledger; `booked_in` is set for those a posted bill showed."""
    found: defaultdict[int, list[PaymentForBilling]] = defaultdict(list)
    for entry in ledger.of_accounts(session, ids, kinds=MONEY):
        billed = posted.get(entry.account_id)
        shown = billed and entry.booked_in and entry.booked_in <= billed[-1].period
        found[entry.account_id].append(
            PaymentForBilling(
                value_date=entry.value_date,
                amount=-entry.effect,
                named=entry.named,
                booked_in=entry.booked_in if shown else None,
            )
        )
    return found
