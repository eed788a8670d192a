"""Monthly runs and their chunks: what is billed, by which rows of rules, and how far it is."""

from datetime import datetime, tzinfo

from sqlalchemy import case
from sqlmodel import Session, col, func, insert, or_, select, update

from lk_app.db import norms, position_resets, rates, tariffs, windows
from lk_app.db.bills import RULE_VERSION
from lk_app.db.dated import ids_in_force
from lk_app.db.tables import (
    AccountRow,
    BillingChunkRow,
    BillingRunRow,
    NormRow,
    PositionRow,
    RateRow,
    TariffRow,
    WindowRow,
)
from lk_app.domain.billing_facts import Rules
from lk_app.domain.billing_runs import BillingRun, Chunk, Order
from lk_app.domain.consumption import Policy
from lk_app.domain.late_fees import RATES
from lk_app.domain.periods import Period
from lk_app.domain.tariffs import TariffBook

RUNNING, FINISHED, SUPERSEDED = "running", "finished", "superseded"
RULE_ROWS = (TariffRow, NormRow, WindowRow, RateRow)
SETTLED = "settled_rules"  # in `rules`: how often rules of posted months had changed until then
CHUNK = (
    col(BillingChunkRow.number),
    col(BillingChunkRow.first_id),
    col(BillingChunkRow.last_id),
    col(BillingChunkRow.accounts),
)
DECIDING = 7_210_301  # the advisory lock of whoever decides which run goes on (PostgreSQL)


def decide_alone(session: Session) -> None:
    """One command at a time decides which run goes on; SQLite has one writer anyway."""
    if session.connection().dialect.name == "postgresql":
        session.connection().execute(select(func.pg_advisory_xact_lock(DECIDING)))


def running(session: Session) -> BillingRun | None:
    """The run that has not come to its end, whether or not anybody works on it."""
    row = session.exec(select(BillingRunRow).where(BillingRunRow.state == RUNNING)).first()
    return _run(row) if row else None


def supersede(session: Session, run: BillingRun) -> None:
    """Give a run up: what it posted stays, its other chunks are billed by no one."""
    _set_state(session, run.id, SUPERSEDED)


def begin(session: Session, order: Order, *, as_of: datetime, chunk: int) -> BillingRun:
    """A new run over the accounts not yet billed up to its last period, in chunks of so many."""
    rows = {str(row.__tablename__): ids_in_force(session, row) for row in RULE_ROWS}
    row = BillingRunRow(
        first=str(order.first),
        last=str(order.last),
        policy=order.policy,
        rule_version=RULE_VERSION,
        rules=rows | {SETTLED: [position_resets.times(session, position_resets.RULES)]},
        as_of=as_of,
        state=RUNNING,
    )
    session.add(row)
    session.flush()
    run = _run(row)
    _cut(session, run, chunk)
    return run


def _cut(session: Session, run: BillingRun, size: int) -> None:
    behind = or_(col(PositionRow.after).is_(None), col(PositionRow.after) < str(run.order.last))
    ranked = (
        select(
            col(AccountRow.id).label("id"),
            ((func.row_number().over(order_by=col(AccountRow.id)) - 1) // size).label("number"),
        )
        .outerjoin(PositionRow, col(PositionRow.account_id) == col(AccountRow.id))
        .where(behind)
        .subquery()
    )
    ends = func.min(ranked.c.id), func.max(ranked.c.id), func.count()
    rows = session.connection().execute(
        select(ranked.c.number, *ends).group_by(ranked.c.number).order_by(ranked.c.number)
    )
    chunks = [
        {"run_id": run.id, "number": number, "first_id": first, "last_id": last, "accounts": many}
        for number, first, last, many in rows
    ]
    if chunks:
        session.connection().execute(insert(BillingChunkRow), chunks)


def undone(session: Session, run: BillingRun) -> list[Chunk]:
    """The chunks nobody has billed yet, in hand or not."""
    rows = session.connection().execute(
        select(*CHUNK)
        .where(col(BillingChunkRow.run_id) == run.id, col(BillingChunkRow.done).is_(False))
        .order_by(col(BillingChunkRow.number))
    )
    return [Chunk(*row) for row in rows]


def claim(session: Session, run: BillingRun, chunk: Chunk) -> bool:
    """Take a chunk until this transaction ends; False when it is done, in other hands, or its run
    was given up. Belongs in the transaction that bills it, so that a killed one gives it back."""
    found = session.connection().execute(
        select(col(BillingChunkRow.number))
        .join(BillingRunRow, col(BillingRunRow.id) == BillingChunkRow.run_id)
        .where(
            col(BillingChunkRow.run_id) == run.id,
            col(BillingChunkRow.number) == chunk.number,
            col(BillingChunkRow.done).is_(False),
            col(BillingRunRow.state) == RUNNING,
        )
        .with_for_update(of=BillingChunkRow, skip_locked=True)
    )
    return found.first() is not None


def mark_done(session: Session, run: BillingRun, chunk: Chunk, *, posted: int) -> None:
    """Note how many bills a chunk came to, in the transaction that posts them."""
    session.connection().execute(
        update(BillingChunkRow)
        .where(col(BillingChunkRow.run_id) == run.id, col(BillingChunkRow.number) == chunk.number)
        .values(done=True, posted=posted)
    )


def finish(session: Session, run: BillingRun, *, now: datetime) -> None:
    """The last chunk is done."""
    _set_state(session, run.id, FINISHED, now)


def progress(session: Session, run: BillingRun) -> tuple[int, int, int]:
    """Accounts gone through, accounts in all, bills posted."""
    done = func.sum(case((col(BillingChunkRow.done), col(BillingChunkRow.accounts)), else_=0))
    row = (
        session.connection()
        .execute(
            select(
                done, func.sum(col(BillingChunkRow.accounts)), func.sum(col(BillingChunkRow.posted))
            ).where(col(BillingChunkRow.run_id) == run.id)
        )
        .one()
    )
    gone, accounts, posted = (int(one or 0) for one in row)
    return gone, accounts, posted


def rules(session: Session, run: BillingRun, tz: tzinfo) -> Rules:
    """The rows of rules the run keeps to, whatever has been published since it began."""
    ids = {row: run.rules[str(row.__tablename__)] for row in RULE_ROWS}
    return Rules(
        book=TariffBook.of(tariffs.by_ids(session, ids[TariffRow]).values()),
        windows=windows.published(session, ids=ids[WindowRow]),
        rates=rates.published(session, ids=ids[RateRow]) or RATES,
        norms=norms.published(session, ids=ids[NormRow]),
        policy=run.order.policy,
        tz=tz,
    )


def keeps_positions(session: Session, run: BillingRun) -> bool:
    """Whether the rules of posted months are still those the run reckons with."""
    now = position_resets.times(session, position_resets.RULES, hold=True)
    return [now] == run.rules[SETTLED]


def _set_state(session: Session, run_id: int, state: str, now: datetime | None = None) -> None:
    session.connection().execute(
        update(BillingRunRow)
        .where(col(BillingRunRow.id) == run_id)
        .values(state=state, finished_at=now)
    )


def _run(row: BillingRunRow) -> BillingRun:
    assert row.id is not None
    order = Order(Period.parse(row.first), Period.parse(row.last), Policy(row.policy))
    return BillingRun(row.id, order, row.as_of, row.rules)
