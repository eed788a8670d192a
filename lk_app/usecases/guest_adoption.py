"""Readings sent without signing in, counted where nothing better came.

Apart from how they are sent: a billing run needs no letters.
"""

from datetime import datetime, tzinfo

from lk_app.db import bills, guest_readings, readings, windows
from lk_app.db.engine import Database
from lk_app.domain import guest_readings as rules
from lk_app.domain.guest_readings import Proposal, ProposalState
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSet, ReadingSource


def adopt(*, db: Database, last: Period, now: datetime, zone: tzinfo) -> int:
    """Before the bills up to `last`: proposals become readings where no other came; how many.

    Of several for one month the latest counts. Repeatable.
    """
    with db.read() as session:
        due = guest_readings.of_state(session, ProposalState.PROPOSED, up_to=last)
    return sum(_adopt(db, one, now, zone) for one in reversed(due))


def _adopt(db: Database, proposal: Proposal, now: datetime, zone: tzinfo) -> bool:
    with db.write() as session:
        readings.lock(session, proposal.meter_id)
        history = readings.of_meters(session, [proposal.meter_id])[proposal.meter_id]
        billed = bills.last_period(session, proposal.account_id)
        counts = rules.counts(proposal, history, windows.published(session), billed=billed, tz=zone)
        if not counts:
            gone = ProposalState.SUPERSEDED
            guest_readings.decide(session, proposal, state=gone, now=now)
            return False
        added = readings.add(
            session,
            ReadingSet(
                id=0,
                meter_id=proposal.meter_id,
                taken_on=proposal.received_at.astimezone(zone).date(),
                received_at=proposal.received_at,
                values=proposal.values,
                source=ReadingSource.GUEST,
            ),
            account_id=proposal.account_id,
            customer_id=None,
            idempotency_key=proposal.number,
        )
        return guest_readings.decide(
            session, proposal, state=ProposalState.ACCEPTED, now=now, reading_id=added.id
        )
