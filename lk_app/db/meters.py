"""Meters of accounts."""

from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import Session, col, select

from lk_app.db.tables import MeterRow
from lk_app.domain.meters import Meter


def of_account(session: Session, account_id: int) -> list[Meter]:
    """An account's meters, removed ones too, in the order they were installed."""
    return of_accounts(session, [account_id]).get(account_id, [])


def of_accounts(session: Session, account_ids: Sequence[int]) -> dict[int, list[Meter]]:
    """Meters by account; an account without a meter has no key."""
    rows = session.exec(
        select(MeterRow)
        .where(col(MeterRow.account_id).in_(account_ids))
        .order_by(col(MeterRow.installed_on), col(MeterRow.id))
    )
    found: defaultdict[int, list[Meter]] = defaultdict(list)
    for row in rows:
        found[row.account_id].append(meter_of(row))
    return dict(found)


def meter_of(row: MeterRow) -> Meter:
    """The meter of a row."""
    assert row.id is not None
    return Meter(
        id=row.id,
        serial=row.serial,
        model=row.model,
        digits=row.digits,
        ratio=row.ratio,
        zones=row.zones,
        installed_on=row.installed_on,
        removed_on=row.removed_on,
        verified_until=row.verified_until,
        initial_readings=row.initial_readings,
        remote=row.remote,
        final_readings=row.final_readings,
    )
