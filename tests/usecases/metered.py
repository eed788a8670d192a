"""People with metered accounts, written straight into a database."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from lk_app.db.engine import Database
from lk_app.db.tables import (
    AccountLinkRow,
    AccountRow,
    CustomerRow,
    HolderRow,
    HouseRow,
    MeterRow,
    ReadingRow,
    TariffRow,
)

ZONE = ZoneInfo("Europe/Saratov")
INSTALLED = date(2026, 8, 1)


def at(day: int, hour: int = 12, *, month: int = 11, minute: int = 0) -> datetime:
    """A moment of 2026 by the supplier's clock."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def customer(database: Database, email: str = "anna@example.ru") -> int:
    """A confirmed person."""
    row = CustomerRow(
        last_name="Иванова",
        first_name="Анна",
        email=email,
        phone="+79271234567",
        password_hash="",
        confirmed_at=datetime(2026, 1, 1, tzinfo=UTC),
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return _add(database, row)


def account(
    database: Database,
    account_number: str = "6410100101",
    *,
    owner: int,
    initial: dict[str, int] | None = None,
    linked_on: date = INSTALLED,
    digits: int = 5,
    ratio: int = 1,
    remote: bool = False,
    removed_on: date | None = None,
    metered: bool = True,
    category: str = "urban_gas",
) -> int:
    """An account of `owner`, its meter of as many zones as `initial` has; gives the meter's id."""
    initial = initial or {"single": 4210}
    account_id = _linked(database, account_number, owner, linked_on, category)
    if not metered:
        return 0
    return _add(
        database,
        MeterRow(
            account_id=account_id,
            serial=f"S{account_number}",
            model="Меркурий 201.5",
            digits=digits,
            ratio=ratio,
            zones=len(initial),
            installed_on=INSTALLED,
            removed_on=removed_on,
            remote=remote,
            initial_readings=initial,
        ),
    )


def _linked(
    database: Database, account_number: str, owner: int, linked_on: date, category: str
) -> int:
    house = HouseRow(
        city="Саратов",
        street="ул. Плякина",
        house=account_number[-3:],
        has_apartments=True,
        words=f" саратов ул плякина {account_number[-3:]} ",
    )
    account = AccountRow(
        account_number=account_number,
        house_id=_add(database, house),
        apartment="12",
        category=category,
        residents=2,
        norm_kwh=96,
        opened_on=INSTALLED,
    )
    account_id = _add(database, account)
    _add(database, HolderRow(account_id=account_id, name="Иванова А. П.", valid_from=INSTALLED))
    link = AccountLinkRow(
        customer_id=owner,
        account_id=account_id,
        name="",
        linked_at=datetime(2026, 8, 1, tzinfo=UTC),
        linked_on=linked_on,
    )
    _add(database, link)
    return account_id


def imported(database: Database, meter_id: int, day: date, values: dict[str, int]) -> None:
    """A set from the supplier's register."""
    with database.read() as session:
        meter = session.get_one(MeterRow, meter_id)
    _add(
        database,
        ReadingRow(
            account_id=meter.account_id,
            meter_id=meter_id,
            taken_on=day,
            received_at=datetime(2026, 11, 1, tzinfo=UTC),
            values=values,
            source="supplier",
            state="received",
            receipt_number=f"import-{meter_id}-{day}",
            idempotency_key=f"import-{day}",
        ),
    )


def tariff(database: Database, category: str = "urban_gas") -> None:
    """4.75 roubles a kWh of a one-zone meter, without bands."""
    row = TariffRow(
        valid_from=date(2026, 1, 1),
        category=category,
        zones=1,
        register_name="single",
        band=1,
        price=475,
        source="demo",
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    _add(database, row)


def _add(database: Database, row: object) -> int:
    with database.write() as session:
        session.add(row)
        session.flush()
        return row.id  # type: ignore[attr-defined, no-any-return]
