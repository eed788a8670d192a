"""The journal of imported files, and their rows looked up and added by the thousand."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, func, select, tuple_, update

from lk_app.db import batches, typed
from lk_app.db.tables import (
    AccountRow,
    BillRow,
    HolderRow,
    HouseRow,
    ImportRow,
    MeterRow,
    ReadingRow,
)
from lk_app.domain.accounts import Account, ServiceAddress, search_line
from lk_app.domain.bank_registers import JournalEntry
from lk_app.domain.imports import AccountFacts, Imported
from lk_app.domain.meters import Meter
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period

IMPORTING = 7_210_401  # the advisory lock of whoever brings a file in or takes one back
HouseKey = tuple[str, str, str]
ACCOUNT: tuple[Any, ...] = (
    *(col(AccountRow.id), col(AccountRow.account_number), col(AccountRow.unified_account)),
    *(col(AccountRow.category), col(AccountRow.residents), col(AccountRow.norm_kwh)),
    *(col(AccountRow.opened_on), col(AccountRow.opening_balance), col(AccountRow.closed_on)),
    *(col(HouseRow.city), col(HouseRow.street), col(HouseRow.house), col(AccountRow.apartment)),
)


def one_at_a_time(session: Session) -> None:
    """Files are brought in and undone one after another: two people with one file bring it once.

    SQLite has one writer anyway.
    """
    if session.connection().dialect.name == "postgresql":
        session.connection().execute(select(func.pg_advisory_xact_lock(IMPORTING)))


def complete(session: Session, kind: str, sha256: str, *, bank: str = "") -> int | None:
    """How many rows this very file had when it was brought in whole, or None; undone ones aside."""
    query = select(ImportRow.rows).where(
        ImportRow.kind == kind,
        ImportRow.sha256 == sha256,
        ImportRow.bank == bank,
        ImportRow.refused == 0,
        col(ImportRow.undone_at).is_(None),
    )
    return session.exec(query).first()


def begin(
    session: Session, kind: str, *, file_name: str, sha256: str, at: datetime, bank: str = ""
) -> int:
    """Open a line of the journal; its number, which the rows of the file are kept under."""
    row = ImportRow(
        kind=kind,
        file_name=file_name,
        sha256=sha256,
        rows=0,
        added=0,
        skipped=0,
        imported_at=at,
        bank=bank,
        first_id=_highest(session, kind),
    )
    session.add(row)
    session.flush()
    return row.id or 0


# What a kind of file adds rows to, and nothing of it moves money
ADDS: Mapping[str, type[AccountRow | MeterRow | ReadingRow]] = {
    "accounts": AccountRow,
    "meters": MeterRow,
    "readings": ReadingRow,
}


def _highest(session: Session, kind: str) -> int | None:
    if kind not in ADDS:
        return None
    return session.exec(select(func.coalesce(func.max(ADDS[kind].id), 0))).one()


def finish(session: Session, done: Imported, *, total: Kopecks = 0) -> None:
    """Complete the line of the journal: what came of the file, and kopecks in all."""
    session.exec(
        update(ImportRow)
        .where(col(ImportRow.id) == done.number)
        .values(
            rows=done.rows,
            added=done.added,
            skipped=done.known,
            held=done.held,
            refused=len(done.refused),
            total=total,
            last_id=_highest(session, done.kind),
        )
    )


def journal(
    session: Session, asked: str = "", *, limit: int, offset: int = 0
) -> list[JournalEntry]:
    """The latest files, newest first; those with such a name, if asked."""
    rows = session.exec(
        select(ImportRow)
        .where(*typed.said(asked, col(ImportRow.file_name)))
        .order_by(col(ImportRow.id).desc())
        .limit(limit)
        .offset(offset)
    )
    return [_journal_entry(row) for row in rows]


def have_added(session: Session, kind: str) -> bool:
    """Whether any file of this kind brought something in."""
    found = select(ImportRow.id).where(ImportRow.kind == kind, ImportRow.added > 0).limit(1)
    return session.exec(found).first() is not None


def locked(session: Session, number: int) -> JournalEntry | None:
    """One line of the journal, held until the transaction ends: two people undo it once."""
    row = session.exec(select(ImportRow).where(ImportRow.id == number).with_for_update()).first()
    return _journal_entry(row) if row else None


def mark_undone(session: Session, number: int, *, at: datetime) -> None:
    """Note that nothing of a file counts any more."""
    session.exec(update(ImportRow).where(col(ImportRow.id) == number).values(undone_at=at))


def accounts(session: Session, numbers: Collection[str]) -> dict[str, Account]:
    """The known accounts among these numbers."""
    rows = session.connection().execute(
        select(*ACCOUNT)
        .join(HouseRow, col(HouseRow.id) == AccountRow.house_id)
        .where(col(AccountRow.account_number).in_(numbers))
    )
    return {row.account_number: _account(*row) for row in rows}


def _account(
    key: int,
    number: str,
    unified: str,
    category: str,
    residents: int,
    norm_kwh: int,
    opened_on: date,
    opening_balance: Kopecks,
    closed_on: date | None,
    *place: str,
) -> Account:
    return Account(
        id=key,
        account_number=number,
        unified_account=unified,
        address=ServiceAddress(*place),
        category=category,
        residents=residents,
        norm_kwh=norm_kwh,
        opened_on=opened_on,
        opening_balance=opening_balance,
        closed_on=closed_on,
    )


def add_accounts(
    session: Session, facts: Sequence[AccountFacts], *, import_id: int | None = None
) -> dict[str, int]:
    """Add accounts with their houses, holders and first meters; ids by account number."""
    houses = _houses(session, facts)
    rows = ({**_account_values(one, houses), "import_id": import_id} for one in facts)
    batches.add_values(session, AccountRow, rows)
    numbers = [one.account_number for one in facts]
    found = select(AccountRow.account_number, AccountRow.id).where(
        col(AccountRow.account_number).in_(numbers)
    )
    ids = {number: int(key or 0) for number, key in session.exec(found)}
    batches.add_values(
        session,
        HolderRow,
        (
            {
                "account_id": ids[one.account_number],
                "name": one.holder,
                "words": search_line(one.holder),
                "valid_from": one.meter.installed_on,
            }
            for one in facts
        ),
    )
    meters = [(ids[one.account_number], one.meter) for one in facts]
    add_meters(session, meters, import_id=import_id)
    return ids


def _houses(session: Session, facts: Sequence[AccountFacts]) -> dict[HouseKey, int]:
    """Ids of the houses these accounts lie in, added where they are new."""
    with_flats: dict[HouseKey, bool] = {}
    for one in facts:
        key = _house_key(one.address)
        with_flats[key] = with_flats.get(key, False) or bool(one.address.apartment)
    known = _known_houses(session, with_flats)
    new = [key for key in with_flats if key not in known]
    added = (_house_values(key, with_flats[key]) for key in new)
    batches.add_values(session, HouseRow, added)
    grown = [row.id for key, row in known.items() if with_flats[key] and not row.has_apartments]
    if grown:
        session.exec(
            update(HouseRow).where(col(HouseRow.id).in_(grown)).values(has_apartments=True)
        )
    return {key: int(row.id or 0) for key, row in _known_houses(session, with_flats).items()}


def _known_houses(session: Session, keys: Collection[HouseKey]) -> dict[HouseKey, HouseRow]:
    at = tuple_(col(HouseRow.city), col(HouseRow.street), col(HouseRow.house))
    rows = session.exec(select(HouseRow).where(at.in_(list(keys))))
    return {(row.city, row.street, row.house): row for row in rows}


def add_meters(
    session: Session, meters: Iterable[tuple[int, Meter]], *, import_id: int | None = None
) -> None:
    """Add meters to accounts by their ids; a meter's own id is ignored."""
    rows = (
        {**_meter_values(account_id, meter), "import_id": import_id} for account_id, meter in meters
    )
    batches.add_values(session, MeterRow, rows)


def change_meters(session: Session, meters: Iterable[Meter]) -> None:
    """What may become known of a meter later: removal, verification, remote reading."""
    changed = [
        {
            "id": meter.id,
            "removed_on": meter.removed_on,
            "final_readings": dict(meter.final_readings) if meter.final_readings else None,
            "verified_until": meter.verified_until,
            "remote": meter.remote,
        }
        for meter in meters
    ]
    if changed:
        session.execute(update(MeterRow), changed)


def close_accounts(session: Session, closed: Mapping[int, date]) -> None:
    """Their holders moved out on these days, by account; nobody holds them from then on."""
    if not closed:
        return
    rows = [{"id": account_id, "closed_on": day} for account_id, day in closed.items()]
    session.execute(update(AccountRow), rows)
    day_of_its_account = (
        select(col(AccountRow.closed_on))
        .where(col(AccountRow.id) == col(HolderRow.account_id))
        .scalar_subquery()
    )
    session.connection().execute(
        update(HolderRow)
        .where(col(HolderRow.account_id).in_(closed), col(HolderRow.valid_to).is_(None))
        .values(valid_to=day_of_its_account)
    )


def last_bills(session: Session, account_ids: Collection[int]) -> dict[int, Period]:
    """The last posted period of each account; one never billed has no key."""
    latest = session.exec(
        select(BillRow.account_id, func.max(BillRow.period))
        .where(col(BillRow.account_id).in_(account_ids))
        .group_by(col(BillRow.account_id))
    )
    return {account_id: Period.parse(period) for account_id, period in latest}


def _journal_entry(row: ImportRow) -> JournalEntry:
    return JournalEntry(
        id=row.id or 0,
        kind=row.kind,
        bank=row.bank,
        file_name=row.file_name,
        rows=row.rows,
        added=row.added,
        known=row.skipped,
        held=row.held,
        refused=row.refused,
        total=row.total,
        imported_at=row.imported_at,
        undone_at=row.undone_at,
    )


def _house_key(at: ServiceAddress) -> HouseKey:
    return at.city, at.street, at.house


def _house_values(key: HouseKey, has_apartments: bool) -> dict[str, Any]:
    city, street, house = key
    return {
        "city": city,
        "street": street,
        "house": house,
        "has_apartments": has_apartments,
        "words": search_line(" ".join(key)),
    }


def _account_values(facts: AccountFacts, houses: dict[HouseKey, int]) -> dict[str, Any]:
    return {
        "account_number": facts.account_number,
        "unified_account": facts.unified_account,
        "house_id": houses[_house_key(facts.address)],
        "apartment": facts.address.apartment,
        "category": facts.category,
        "residents": facts.residents,
        "norm_kwh": facts.norm_kwh,
        "opened_on": facts.meter.installed_on,
        "opening_balance": facts.opening_balance,
    }


def _meter_values(account_id: int, meter: Meter) -> dict[str, Any]:
    return {
        "account_id": account_id,
        "serial": meter.serial,
        "model": meter.model,
        "digits": meter.digits,
        "ratio": meter.ratio,
        "zones": meter.zones,
        "installed_on": meter.installed_on,
        "removed_on": meter.removed_on,
        "verified_until": meter.verified_until,
        "remote": meter.remote,
        "initial_readings": dict(meter.initial_readings),
        "final_readings": dict(meter.final_readings) if meter.final_readings else None,
    }
