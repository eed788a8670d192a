"""What the console shows of readings that wait for an employee: the figures, what was before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlmodel import Session

from lk_app.db import (
    audit,
    guest_readings,
    late_readings,
    meters,
    photos,
    reading_checks,
    readings,
    windows,
)
from lk_app.db.engine import Database
from lk_app.domain.audit import Action, Actor, Deed
from lk_app.domain.doubts import Mark
from lk_app.domain.guest_readings import ProposalState
from lk_app.domain.meters import Meter, advance
from lk_app.domain.periods import Period
from lk_app.domain.reading_checks import CheckKind, Queue
from lk_app.domain.readings import ReadingState, marks_before
from lk_app.gateways.ports import PhotoStore
from lk_app.usecases.photos import PhotoFile


@dataclass(frozen=True, slots=True)
class Waiting:
    """One that waits. `place` is where the next page goes on; `since` is what it is held against,
    `kwh` how far each register went from there; `meant_for` the month it would be counted for."""

    place: int
    queue: Queue
    number: str
    account_id: int
    account_number: str
    meter_id: int
    values: Mapping[str, int]
    received_at: datetime
    meant_for: Period
    doubts: tuple[str, ...] = ()
    taken_at: datetime | None = None
    reading_id: int = 0
    counted_in: Period | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """The same with its meter, and with a photo where there is one."""

    waiting: Waiting
    meter: Meter
    since: Mark
    has_photo: bool

    @property
    def kwh(self) -> Mapping[str, int]:
        """kWh of each register since then, through zero if need be."""
        values, before = self.waiting.values, self.since.values
        return {r: advance(self.meter, r, before[r], values[r]) for r in self.meter.registers}


def page(
    *, db: Database, queue: Queue, typed: str = "", after: int, limit: int, tz: tzinfo
) -> tuple[list[Shown], bool]:
    """Some of a queue in the order it came, after a place; and whether there are more. Of this
    receipt or account, if asked."""
    with db.read() as session:
        found = _of_queue(session, queue, typed, after, limit + 1)
        return _shown(session, found[:limit], tz), len(found) > limit


def counts(*, db: Database) -> Mapping[Queue, int]:
    """How many wait in each queue."""
    with db.read() as session:
        checks = reading_checks.count(session)
        return {
            Queue.SUSPICIOUS: checks.get(CheckKind.SUSPICIOUS, 0),
            Queue.REFUSED: checks.get(CheckKind.REFUSED, 0),
            Queue.GUEST: guest_readings.count(session, ProposalState.REVIEW),
            Queue.LATE: late_readings.count(session),
        }


def photo(
    *, db: Database, store: PhotoStore, number: str, by: Actor, now: datetime
) -> PhotoFile | None:
    """The photo beside a reading, noted in the log; None when there is none or its file is gone."""
    with db.write() as session:
        found = readings.by_receipt(session, number)
        known = photos.of_readings(session, [found[1].id]).get(found[1].id) if found else None
        if found is None or known is None:
            return None
        account_id = readings.account_of(session, found[1].id)
        deed = Deed(Action.PHOTO_VIEWED, f"№ {number}", account_id=account_id)
        audit.note(session, by, deed, at=now)
    content = store.read(known.key)
    return PhotoFile(f"meter-{number}.jpg", content) if content else None


def _of_queue(session: Session, queue: Queue, typed: str, after: int, limit: int) -> list[Waiting]:
    if queue is Queue.GUEST:
        return _of_guests(session, typed, after, limit)
    if queue is Queue.LATE:
        return _of_late(session, typed, after, limit)
    return _of_checks(session, queue, typed, after, limit)


def _of_checks(session: Session, queue: Queue, typed: str, after: int, limit: int) -> list[Waiting]:
    found = reading_checks.waiting(
        session, CheckKind(queue.value), asked=typed, after=after, limit=limit
    )
    return [
        Waiting(
            place=one.reading.id,
            queue=queue,
            number=one.number,
            account_id=one.account_id,
            account_number=one.account_number,
            meter_id=one.reading.meter_id,
            values=one.reading.values,
            received_at=one.reading.received_at,
            meant_for=one.period,
            doubts=one.doubts,
            reading_id=one.reading.id,
            counted_in=one.reading.counted_in,
        )
        for one in found
    ]


def _of_guests(session: Session, typed: str, after: int, limit: int) -> list[Waiting]:
    found = guest_readings.of_state(
        session, ProposalState.REVIEW, asked=typed, after=after, limit=limit
    )
    return [
        Waiting(
            place=one.id,
            queue=Queue.GUEST,
            number=one.number,
            account_id=one.account_id,
            account_number=one.account_number,
            meter_id=one.meter_id,
            values=one.values,
            received_at=one.received_at,
            meant_for=one.counts_for,
            doubts=one.doubts,
        )
        for one in found
    ]


def _of_late(session: Session, typed: str, after: int, limit: int) -> list[Waiting]:
    return [
        Waiting(
            place=one.reading.id,
            queue=Queue.LATE,
            number=one.number,
            account_id=one.account_id,
            account_number=one.account_number,
            meter_id=one.reading.meter_id,
            values=one.reading.values,
            received_at=one.reading.received_at,
            meant_for=one.meant_for,
            taken_at=one.taken_at,
            reading_id=one.reading.id,
            counted_in=one.reading.counted_in,
        )
        for one in late_readings.waiting(session, asked=typed, after=after, limit=limit)
    ]


def _shown(session: Session, found: Sequence[Waiting], tz: tzinfo) -> list[Shown]:
    owned = meters.of_accounts(session, [one.account_id for one in found])
    fitted = {meter.id: meter for mine in owned.values() for meter in mine}
    sets = readings.of_meters(session, sorted({one.meter_id for one in found}))
    pictured = photos.of_readings(session, [one.reading_id for one in found])
    rows = windows.published(session)

    def one(waiting: Waiting) -> Shown:
        meter = fitted[waiting.meter_id]
        others = [
            each
            for each in sets[meter.id]
            if each.id != waiting.reading_id and each.state is not ReadingState.REFUSED
        ]
        since = marks_before(meter, others, waiting.meant_for, rows, tz)[-1]
        return Shown(waiting, meter, since, waiting.reading_id in pictured)

    return [one(each) for each in found]
