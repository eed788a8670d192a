"""Sending readings: decide, keep, and give a receipt. `now` is the business clock throughout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from sqlmodel import Session

from lk_app.db import late_readings, meters, readings
from lk_app.db.engine import Database
from lk_app.documents.reading_receipt import ReadingReceipt, ReceiptValue, reading_receipt_pdf
from lk_app.domain.accounts import Link, LinkRefused
from lk_app.domain.doubts import Question, ReadingRefused
from lk_app.domain.estimates import Estimate, values_now
from lk_app.domain.guest_readings import doubts_about
from lk_app.domain.late_readings import meant_for
from lk_app.domain.reading_checks import BELOW_LAST
from lk_app.domain.readings import (
    OWN,
    Doubtful,
    ReadingSet,
    ReadingSource,
    accept,
    parse_values,
)
from lk_app.domain.refusals import Refusal
from lk_app.security import Signer
from lk_app.settings import Supplier
from lk_app.usecases import reading_checks
from lk_app.usecases.accounts import require_link
from lk_app.usecases.paper_checks import reading_code
from lk_app.usecases.reading_cases import Case, Receipt, case_of, load, with_history
from lk_app.wording import READING_SOURCES, address

LONGEST_KEY = 80  # characters of an idempotency key; our own have 22


def attempt_key(customer_id: int, attempt: str) -> str:
    """The idempotency key of a person's attempt that their device numbered, however it arrives."""
    return f"{customer_id}:{attempt}"[:LONGEST_KEY]


@dataclass(frozen=True, slots=True)
class Asked:
    """Nothing was stored: ask the person, and submit again with the codes in `confirmed`."""

    questions: tuple[Question, ...]
    estimate: Estimate | None


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """A receipt as it is downloaded."""

    name: str
    content: bytes


def submit(
    *,
    db: Database,
    customer_id: int,
    account_number: str,
    values: Mapping[str, str | int],
    confirmed: frozenset[str],
    idempotency_key: str,
    now: datetime,
    zone: tzinfo,
    meter_id: int | None = None,
    taken_at: datetime | None = None,
) -> Receipt | Asked:
    """Take what a subscriber typed for the meter of their account, or ask about it first.

    The same key, or the same values for the same month, answers with the receipt already given.
    `meter_id` is the meter the form was filled in for, where that is known; `taken_at` when that
    was by the device's clock: it decides nothing, and one that came too late for its month goes to
    an operator, too. Raises LinkRefused
    (link.not_yours) and ReadingRefused: as `domain.readings.accept` and `.meter_to_read`, and
    reading.meter_replaced, reading.key_reused, reading.taken_back. What lies below the last one is
    kept for an employee to see.
    """
    case: Case | None = None
    try:
        with db.write() as session:
            case = case_of(session, customer_id, account_number, now, zone, meter_id)
            return _submitted(session, case, values, confirmed, idempotency_key, taken_at)
    except ReadingRefused as refused:
        if case is not None and refused.code == BELOW_LAST:
            with db.write() as session:
                reading_checks.keep_refused(session, case, parse_values(case.meter, values))
        raise


def _submitted(
    session: Session,
    case: Case,
    values: Mapping[str, str | int],
    confirmed: frozenset[str],
    idempotency_key: str,
    taken_at: datetime | None,
) -> Receipt | Asked:
    earlier = readings.sent_with(
        session,
        case.meter.id,
        sources=OWN,
        idempotency_key=idempotency_key[:LONGEST_KEY],
    )
    if earlier is not None:
        if parse_values(case.meter, values) != dict(earlier.values):
            raise ReadingRefused("reading.key_reused")
        if not earlier.is_usable:
            raise ReadingRefused("reading.taken_back")
        return _with_late(session, case.receipt(earlier, repeated=True))
    given = _decide(session, case, values, confirmed, idempotency_key[:LONGEST_KEY])
    if isinstance(given, Asked):
        return given
    if taken_at is not None and not given.repeated:
        _queue(session, case, given.reading, taken_at)
    return _with_late(session, given)


@dataclass(frozen=True, slots=True)
class Entry:
    """One account's row of «Все счета»: what was typed, and which questions are answered."""

    account_number: str
    values: Mapping[str, str | int]
    confirmed: frozenset[str] = frozenset()
    meter_id: int | None = None


def submit_each(
    *,
    db: Database,
    customer_id: int,
    entries: Sequence[Entry],
    idempotency_key: str,
    now: datetime,
    zone: tzinfo,
) -> dict[str, Receipt | Asked | Refusal]:
    """Every row on its own: one that is refused or asked about holds up no other."""
    answers: dict[str, Receipt | Asked | Refusal] = {}
    for entry in entries:
        try:
            answers[entry.account_number] = submit(
                db=db,
                customer_id=customer_id,
                account_number=entry.account_number,
                values=entry.values,
                confirmed=entry.confirmed,
                idempotency_key=idempotency_key,
                meter_id=entry.meter_id,
                now=now,
                zone=zone,
            )
        except (ReadingRefused, LinkRefused) as refused:
            answers[entry.account_number] = refused
    return answers


def unchanged(
    *,
    db: Database,
    customer_id: int,
    account_number: str,
    idempotency_key: str,
    now: datetime,
    zone: tzinfo,
    meter_id: int | None = None,
) -> Receipt | Asked:
    """«Показания не изменились»: the last known values once more; zeros must be sent, too.

    Raises as `submit`.
    """
    with db.write() as session:
        case = case_of(session, customer_id, account_number, now, zone, meter_id)
        values = values_now(case.meter, case.history, case.windows, zone)
        return _decide(session, case, values, frozenset(), idempotency_key[:LONGEST_KEY])


def preview(
    *,
    db: Database,
    customer_id: int,
    account_number: str,
    values: Mapping[str, str | int],
    now: datetime,
    zone: tzinfo,
) -> Estimate | None:
    """What these values would come to; None while they are no whole reading yet.

    Raises LinkRefused (link.not_yours).
    """
    with db.read() as session:
        link = require_link(session, customer_id, account_number)
        case = load(session, link, now, zone)
        if case is None:
            return None
        try:
            return case.estimate(session, parse_values(case.meter, values))
        except ReadingRefused:
            return None


def receipt(
    *, db: Database, customer_id: int, receipt_number: str, zone: tzinfo
) -> tuple[Link, Receipt] | None:
    """The receipt with this number, if it is of an account and a time the customer may see."""
    with db.read() as session:
        found = readings.by_receipt(session, receipt_number)
        if found is None:
            return None
        account_number, reading = found
        link = require_link(session, customer_id, account_number)
        if reading.received_on(zone) < link.visible_from or not reading.is_usable:
            return None
        known = meters.of_account(session, link.account.id)
        meter = next(meter for meter in known if meter.id == reading.meter_id)
        case = with_history(session, link, known, meter, reading.received_at, zone)
        return link, case.receipt(reading, repeated=True)


def receipt_file(
    *,
    db: Database,
    signer: Signer,
    customer_id: int,
    receipt_number: str,
    zone: tzinfo,
    supplier: Supplier,
) -> ReceiptFile | None:
    """The PDF of a receipt; None as `receipt`. Raises LinkRefused (link.not_yours)."""
    found = receipt(db=db, customer_id=customer_id, receipt_number=receipt_number, zone=zone)
    if found is None:
        return None
    link, given = found
    source = READING_SOURCES[given.reading.source]
    paper = ReadingReceipt(
        supplier=supplier,
        number=given.number,
        received_at=given.reading.received_at,
        zone=zone,
        account_number=given.account.account_number,
        address=address(given.account.address),
        meter_serial=given.meter.serial if link.is_proven else "",  # it is the proof itself
        meter_model=given.meter.model,
        digits=given.meter.digits,
        values=tuple(
            ReceiptValue(r, given.reading.values[r], given.previous[r], given.kwh[r])
            for r in given.meter.registers
        ),
        counts_for=given.counts_for,
        code=reading_code(signer, given.reading),
        sent_by=", ".join(filter(None, [link.holder, source])),
    )
    return ReceiptFile(paper.filename, reading_receipt_pdf(paper))


def _decide(
    session: Session,
    case: Case,
    values: Mapping[str, str | int],
    confirmed: frozenset[str],
    idempotency_key: str,
) -> Receipt | Asked:
    decided = accept(
        meter=case.meter,
        values=values,
        received_on=case.today,
        history=case.history,
        windows=case.windows,
        tz=case.zone,
        confirmed=confirmed,
    )
    if isinstance(decided, Doubtful):
        return Asked(decided.questions, case.estimate(session, decided.values))
    repeat = decided.repeat_of
    if repeat is not None and repeat.source in OWN:
        return case.receipt(repeat, repeated=True)
    stored = _store(session, case, decided.values, idempotency_key)
    doubts = _doubts(case, decided.values) if confirmed else ()
    reading_checks.note_taken(session, case, stored, doubts)
    return case.receipt(stored)


def _doubts(case: Case, values: Mapping[str, int]) -> tuple[str, ...]:
    """What was asked before the person confirmed it."""
    return doubts_about(
        meter=case.meter,
        values=values,
        received_on=case.today,
        history=case.history,
        windows=case.windows,
        tz=case.zone,
    )


def _queue(session: Session, case: Case, reading: ReadingSet, taken_at: datetime) -> None:
    """To the operator, when it was taken in time for a month that is over."""
    wanted = meant_for(taken_at, reading.received_at, case.meter, case.windows, case.zone)
    if wanted is not None:
        late_readings.add(session, reading.id, taken_at=taken_at, meant_for=wanted)


def _with_late(session: Session, given: Receipt) -> Receipt:
    found = late_readings.of_readings(session, [given.reading.id])
    return replace(given, late=found.get(given.reading.id))


def _store(
    session: Session, case: Case, values: Mapping[str, int], idempotency_key: str
) -> ReadingSet:
    reading = ReadingSet(
        id=0,
        meter_id=case.meter.id,
        taken_on=case.today,
        received_at=case.now,
        values=values,
        source=ReadingSource.SUBSCRIBER,
    )
    return readings.add(
        session,
        reading,
        account_id=case.link.account.id,
        customer_id=case.link.customer_id,
        idempotency_key=idempotency_key,
    )
