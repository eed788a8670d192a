"""Sets of readings: added, taken or not; which bill counted one is read off the bills."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select, update

from lk_app.db.tables import AccountRow, BillRow, MeterRow, ReadingRow
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSet, ReadingSource, ReadingState


def lock(session: Session, meter_id: int) -> None:
    """Let one submission of a meter at a time through, until the transaction ends."""
    session.exec(select(MeterRow.id).where(MeterRow.id == meter_id).with_for_update()).first()


def of_meters(session: Session, meter_ids: Sequence[int]) -> dict[int, list[ReadingSet]]:
    """Sets by meter in the order they were received; a meter without any has an empty list."""
    rows = session.exec(
        select(ReadingRow)
        .where(col(ReadingRow.meter_id).in_(meter_ids))
        .order_by(col(ReadingRow.received_at), col(ReadingRow.id))
    )
    found: defaultdict[int, list[ReadingSet]] = defaultdict(list)
    billed = _billed(session, meter_ids)
    for row in rows:
        found[row.meter_id].append(reading_of(row, billed.get(row.id or 0)))
    return {meter_id: found[meter_id] for meter_id in meter_ids}


def received(session: Session, meter_ids: Sequence[int]) -> dict[int, list[ReadingSet]]:
    """The same of many meters, without asking which bills counted them; one without has no key."""
    rows = session.exec(select(ReadingRow).where(col(ReadingRow.meter_id).in_(meter_ids)))
    found: defaultdict[int, list[ReadingSet]] = defaultdict(list)
    for row in rows:
        found[row.meter_id].append(reading_of(row, None))
    return found


def by_id(session: Session, meter_ids: Collection[int]) -> dict[int, ReadingSet]:
    """All sets of these meters by their ids."""
    stored = of_meters(session, sorted(set(meter_ids)))
    return {one.id: one for mine in stored.values() for one in mine}


def sent_with(
    session: Session, meter_id: int, *, sources: Collection[ReadingSource], idempotency_key: str
) -> ReadingSet | None:
    """The set that an earlier attempt with this key stored."""
    row = session.exec(
        select(ReadingRow).where(
            ReadingRow.meter_id == meter_id,
            col(ReadingRow.source).in_(sources),
            ReadingRow.idempotency_key == idempotency_key,
        )
    ).first()
    return reading_of(row, None) if row else None


def by_receipt(session: Session, receipt_number: str) -> tuple[str, ReadingSet] | None:
    """The account number and the set behind a receipt."""
    found = session.exec(
        select(AccountRow.account_number, ReadingRow)
        .join(AccountRow, col(AccountRow.id) == ReadingRow.account_id)
        .where(ReadingRow.receipt_number == receipt_number)
    ).first()
    return (found[0], reading_of(found[1], None)) if found else None


def account_of(session: Session, reading_id: int) -> int | None:
    """Whose account a set belongs to."""
    return session.exec(select(ReadingRow.account_id).where(ReadingRow.id == reading_id)).first()


def add(
    session: Session,
    reading: ReadingSet,
    *,
    account_id: int,
    customer_id: int | None,
    idempotency_key: str,
) -> ReadingSet:
    """Store a set and number its receipt; the id and number given are ignored."""
    row = ReadingRow(
        account_id=account_id,
        meter_id=reading.meter_id,
        taken_on=reading.taken_on,
        received_at=reading.received_at,
        values=dict(reading.values),
        source=reading.source,
        state=reading.state,
        customer_id=customer_id,
        receipt_number=f"{reading.meter_id}/{reading.source}/{reading.taken_on}/{idempotency_key}",
        idempotency_key=idempotency_key,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    # the key is the only number both engines give out once; digits and hyphens survive a telephone
    row.receipt_number = f"{reading.taken_on:%Y-%m}-{row.id:06d}"
    session.flush()
    return reading._replace(id=row.id, receipt_number=row.receipt_number)


def set_state(session: Session, reading_id: int, state: ReadingState) -> None:
    """Take a set, or take it back; its account is to be replayed."""
    session.exec(update(ReadingRow).where(col(ReadingRow.id) == reading_id).values(state=state))


def _billed(session: Session, meter_ids: Sequence[int]) -> dict[int, Period]:
    """The period of the bill that counted a set, by the set's id."""
    bills = session.exec(
        select(BillRow.period, BillRow.reading_ids)
        .join(MeterRow, col(MeterRow.account_id) == BillRow.account_id)
        .where(col(MeterRow.id).in_(meter_ids))
    )
    return {reading_id: Period.parse(period) for period, ids in bills for reading_id in ids}


def reading_of(row: ReadingRow, counted_in: Period | None = None) -> ReadingSet:
    """The set that a row keeps."""
    assert row.id is not None
    return ReadingSet(
        id=row.id,
        meter_id=row.meter_id,
        taken_on=row.taken_on,
        received_at=row.received_at,
        values=row.values,
        source=ReadingSource(row.source),
        state=_state(row, counted_in),
        receipt_number=row.receipt_number,
        counted_in=counted_in,
    )


def _state(row: ReadingRow, counted_in: Period | None) -> ReadingState:
    """What an employee took back stays so, also when a bill has counted it."""
    stored = ReadingState(row.state)
    return ReadingState.COUNTED if counted_in and stored is ReadingState.RECEIVED else stored
