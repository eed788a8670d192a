"""Readings that an employee looks at: put into the queue as they come, then accepted or refused.

`now` is the business clock, `real_now` that of notices.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from sqlmodel import Session

from lk_app import security
from lk_app.db import (
    accounts,
    audit,
    late_readings,
    meters,
    positions,
    reading_checks,
    readings,
    windows,
)
from lk_app.db.engine import Database
from lk_app.domain.audit import COMMAND_LINE, Action, Actor, Deed
from lk_app.domain.doubts import ReadingRefused
from lk_app.domain.late_readings import LateState
from lk_app.domain.reading_checks import (
    BELOW_LAST,
    EVERY_DOUBT,
    Check,
    CheckKind,
    CheckRefused,
    CheckState,
    check_reason,
    check_waiting,
    check_withdrawable,
    is_kept,
)
from lk_app.domain.readings import (
    ReadingSet,
    ReadingSource,
    ReadingState,
    parse_values,
)
from lk_app.domain.readings import accept as taken
from lk_app.domain.windows import counted_period
from lk_app.usecases import reading_notices
from lk_app.usecases.reading_cases import Case


@dataclass(frozen=True, slots=True)
class Desk:
    """Where an employee decides: the books, who, and when by both clocks."""

    db: Database
    now: datetime
    real_now: datetime
    tz: tzinfo
    by: Actor = COMMAND_LINE


def keep_refused(session: Session, case: Case, values: dict[str, int]) -> None:
    """Keep what lay below the last reading: an employee may see that the dial shows just that."""
    readings.lock(session, case.meter.id)
    period = counted_period(case.today, case.windows)
    if not is_kept(reading_checks.of_meter(session, case.meter.id, period), values):
        return
    attempt = ReadingSet(
        id=0,
        meter_id=case.meter.id,
        taken_on=case.today,
        received_at=case.now,
        values=values,
        source=ReadingSource.SUBSCRIBER,
        state=ReadingState.REFUSED,
    )
    stored = readings.add(
        session,
        attempt,
        account_id=case.link.account.id,
        customer_id=case.link.customer_id,
        idempotency_key=f"refused:{security.new_secret()}"[:80],  # no attempt of a device's own
    )
    reading_checks.add(session, stored, kind=CheckKind.REFUSED, period=period, doubts=[BELOW_LAST])


def note_taken(session: Session, case: Case, reading: ReadingSet, doubts: tuple[str, ...]) -> None:
    """Queue what was taken in spite of these doubts; what was refused before it is forgotten."""
    period = counted_period(case.today, case.windows)
    reading_checks.drop_refused(session, case.meter.id, period)
    if doubts:
        reading_checks.add(
            session, reading, kind=CheckKind.SUSPICIOUS, period=period, doubts=doubts
        )


def accept(desk: Desk, number: str) -> Check:
    """Have the reading of this receipt count; what was only doubted counts already.

    Raises CheckRefused: check.unknown, check.decided, check.still_below; ReadingRefused where the
    meter takes no reading any more.
    """

    def decided(session: Session, check: Check) -> Check:
        if check.kind is CheckKind.REFUSED:
            _check_takeable(session, check, desk.tz)
            readings.set_state(session, check.reading.id, ReadingState.RECEIVED)
        return replace(check, state=CheckState.ACCEPTED, decided_at=desk.now)

    return _decide(desk, number, decided, Action.READING_ACCEPTED)


def refuse(desk: Desk, number: str, reason: str) -> Check:
    """Have it not count; the subscriber reads why, and sends another one.

    A reading that nobody doubted is taken back the same way. What a posted bill has counted is
    corrected by the next. Raises CheckRefused: check.unknown, check.decided, check.reason,
    check.supplier.
    """
    why = check_reason(reason)

    def decided(session: Session, check: Check) -> Check:
        readings.set_state(session, check.reading.id, ReadingState.REFUSED)
        late = late_readings.locked(session, number)
        if late is not None and late.state is LateState.WAITING:
            late_readings.decide(
                session, replace(late, state=LateState.REFUSED, reason=why, decided_at=desk.now)
            )
        _tell(session, check, why, desk.real_now)
        return replace(check, state=CheckState.REFUSED, reason=why, decided_at=desk.now)

    return _decide(desk, number, decided, Action.READING_REFUSED)


def _decide(
    desk: Desk, number: str, decided: Callable[[Session, Check], Check], action: Action
) -> Check:
    with desk.db.write() as session:
        account_id = _account_of(session, number)
        positions.forget(session, [account_id])  # waits for a run that bills this account
        before = _held(session, number, desk.tz, withdraws=action is Action.READING_REFUSED)
        after = decided(session, before)
        reading_checks.decide(session, after)
        audit.note(session, desk.by, _deed(action, before, after), at=desk.now)
    return after


def _account_of(session: Session, number: str) -> int:
    found = readings.by_receipt(session, number)
    account = accounts.by_number(session, found[0]) if found else None
    if account is None:
        raise CheckRefused("check.unknown", number=number)
    return account.id


def _held(session: Session, number: str, tz: tzinfo, *, withdraws: bool) -> Check:
    """The check, held; one that was never asked for, or was answered by yes, is begun anew."""
    found = reading_checks.locked(session, number)
    if withdraws and (found is None or found.state is CheckState.ACCEPTED):
        return _withdrawal(session, number, found, tz)
    return check_waiting(found, number)


def _withdrawal(session: Session, number: str, known: Check | None, tz: tzinfo) -> Check:
    if known is not None:
        check_withdrawable(known.reading)
        return known
    found = readings.by_receipt(session, number)
    assert found is not None
    check_withdrawable(found[1])
    period = counted_period(found[1].received_on(tz), windows.published(session))
    reading_checks.add(session, found[1], kind=CheckKind.WITHDRAWN, period=period)
    return check_waiting(reading_checks.locked(session, number), number)


def _check_takeable(session: Session, check: Check, tz: tzinfo) -> None:
    """Whether it may count beside what is known now; raises CheckRefused, ReadingRefused."""
    reading = check.reading
    fitted = meters.of_account(session, check.account_id)
    meter = next(one for one in fitted if one.id == reading.meter_id)
    try:
        taken(
            meter=meter,
            values=parse_values(meter, dict(reading.values)),
            received_on=reading.received_on(tz),
            history=readings.of_meters(session, [meter.id])[meter.id],
            windows=windows.published(session),
            tz=tz,
            confirmed=EVERY_DOUBT,
        )
    except ReadingRefused as refused:
        if refused.code != BELOW_LAST:
            raise
        last, last_on = refused.facts["last"], refused.facts["last_on"]
        raise CheckRefused("check.still_below", last=last, last_on=last_on) from None


def _tell(session: Session, check: Check, why: str, real_now: datetime) -> None:
    """To who sent it; of a controller's or a guest's, to everybody who has the account."""
    reference = f"checked:{check.number}"
    if check.customer_id is None:
        reading_notices.to_everybody(
            session,
            account_id=check.account_id,
            account_number=check.account_number,
            reference=reference,
            why=why,
            period=check.period,
            real_now=real_now,
        )
        return
    reading_notices.of_refusal(
        session,
        customer_id=check.customer_id,
        account_number=check.account_number,
        reference=reference,
        why=why,
        period=check.period,
        real_now=real_now,
    )


def _deed(action: Action, before: Check, after: Check) -> Deed:
    values = dict(before.reading.values)
    said = {"note": after.reason} if after.reason else {}
    counted = {"period": str(before.reading.counted_in)} if before.reading.counted_in else {}
    was = {"state": str(before.reading.state), "values": values, **counted}
    return Deed(action, f"№ {before.number}", was, said, before.account_id)
