"""One chunk of a monthly run: its accounts read, computed and posted in one transaction."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from sqlmodel import Session

from lk_app.db import batches, billing, billing_facts, billing_runs, bills, ledger, positions
from lk_app.db.billing_facts import Mark, Told
from lk_app.db.bills import Stop
from lk_app.db.engine import Database
from lk_app.domain.billing_facts import AccountForBilling, BillingRefused, Rules
from lk_app.domain.billing_runs import BillingRun, Chunk
from lk_app.domain.bills import Billed, bill_on, has_late_news
from lk_app.domain.ledger import of_bill


class Made(NamedTuple):
    """What became of one account."""

    told: Told
    billed: Billed


class Written(NamedTuple):
    """The same of a chunk, as rows that only have to be put in."""

    seen: Sequence[int]
    bills: list[batches.Row]
    entries: list[batches.Row]
    stops: Sequence[Stop]
    positions: list[batches.Row]


class Ahead(NamedTuple):
    """What was made before one's turn to write, by what was told until `mark`."""

    mark: Mark
    made: Sequence[Made]
    written: Written


def bill_chunk(*, db: Database, run: BillingRun, chunk: Chunk, rules: Rules) -> bool:
    """Post the bills of a chunk's accounts; False when the chunk is done or in other hands.

    Where one writer keeps all others waiting, everything is computed and written out before its
    turn comes, and accounts that got news meanwhile are computed again.
    """
    ahead = _ahead(db, run, chunk, rules) if db.has_one_writer else None
    with suppress(billing.Held), db.write() as session:
        if not billing_runs.claim(session, run, chunk):
            return False
        billing.lock_span(session, chunk.first_id, chunk.last_id)
        if ahead is None:
            made = _make(_facts(session, run, chunk, rules), run, rules)
            written = _written(made, run, rules, batches.moment(session, run.as_of))
        else:
            written = _brought_up_to_date(session, ahead, run, chunk, rules)
        _post(session, written, run)
        billing_runs.mark_done(session, run, chunk, posted=len(written.bills))
        return True
    return False


def _ahead(db: Database, run: BillingRun, chunk: Chunk, rules: Rules) -> Ahead:
    with db.read() as session:
        mark = billing_facts.mark(session)
        told = _facts(session, run, chunk, rules)
        at = batches.moment(session, run.as_of)
    made = _make(told, run, rules)
    return Ahead(mark, made, _written(made, run, rules, at))


def _facts(session: Session, run: BillingRun, chunk: Chunk, rules: Rules) -> Sequence[Told]:
    """Facts since each account's position; all of them where late news needs a whole replay."""
    told = billing_facts.news(session, chunk.first_id, chunk.last_id, run.order.last)
    late = [one.id for one in told if has_late_news(one.account, rules)]
    if not late:
        return told
    apart = set(late)
    return [
        *(one for one in told if one.id not in apart),
        *billing_facts.whole(session, late),
    ]


def _brought_up_to_date(
    session: Session, ahead: Ahead, run: BillingRun, chunk: Chunk, rules: Rules
) -> Written:
    """What was computed ahead, with accounts that were told something since computed anew."""
    told = billing_facts.told_since(session, ahead.mark, chunk.first_id, chunk.last_id)
    if told is None:
        made = _make(_facts(session, run, chunk, rules), run, rules)
    elif told:
        again = _make(billing_facts.whole(session, sorted(told)), run, rules)
        made = [*(one for one in ahead.made if one.told.id not in told), *again]
    else:
        return ahead.written
    return _written(made, run, rules, batches.moment(session, run.as_of))


def _make(told: Iterable[Told], run: BillingRun, rules: Rules) -> Sequence[Made]:
    return [Made(one, _bill(one.account, run, rules)) for one in told]


def _bill(account: AccountForBilling, run: BillingRun, rules: Rules) -> Billed:
    try:
        _check_turn(account, run)
    except BillingRefused as refusal:
        return Billed((), None, refusal)
    return bill_on(account, run.order.last, rules)


def _check_turn(account: AccountForBilling, run: BillingRun) -> None:
    """No month is left out; those in which people who moved out owed nothing need no bill."""
    final = account.final_period
    moved_out = final is not None and account.next_period > final
    if account.next_period < run.order.first and not moved_out:
        raise BillingRefused(
            "billing.not_next",
            account_number=account.account_number,
            period=run.order.first,
            expected=account.next_period,
        )


def _written(made: Sequence[Made], run: BillingRun, rules: Rules, at: str) -> Written:
    posted = [(one.told.id, bill) for one in made for bill in one.billed.bills]
    moved = [e for key, bill in posted for e in of_bill(key, bill, posted_at=run.as_of)]
    return Written(
        seen=[one.told.id for one in made],
        bills=bills.rows(posted, at),
        entries=ledger.rows(moved, at),
        stops=[_stop(one, run) for one in made if one.billed.refusal],
        positions=positions.rows(filter(None, [_kept(one, rules) for one in made])),
    )


def _post(session: Session, written: Written, run: BillingRun) -> None:
    bills.add_rows(session, written.bills)
    ledger.add_rows(session, written.entries)
    bills.put_stops(session, written.seen, written.stops, run_id=run.id, now=run.as_of)
    if billing_runs.keeps_positions(session, run):
        positions.put_rows(session, written.positions)
    else:
        positions.forget(session, written.seen)


def _stop(made: Made, run: BillingRun) -> Stop:
    assert made.billed.refusal is not None
    bills_made = made.billed.bills
    since = bills_made[-1].period + 1 if bills_made else run.order.first
    return Stop(made.told.id, since, made.billed.refusal)


def _kept(made: Made, rules: Rules) -> positions.Kept | None:
    """The position after the last bill, and which readings it knows: not those of later periods."""
    position, told = made.billed.position, made.told
    if position is None:
        return None
    ahead = {one.id for one in told.account.readings if rules.counted_period(one) > position.after}
    if not ahead:  # all that is told is inside
        newest = max(told.ids) if told.ids else told.read_from
        return positions.Kept(told.id, position, newest, told.before + len(told.ids), ())
    read_from = min(ahead) - 1
    return positions.Kept(
        account_id=told.id,
        position=position,
        read_from=read_from,
        before=told.before + sum(key <= read_from for key in told.ids),
        known=[key for key in told.ids if key > read_from and key not in ahead],
    )
