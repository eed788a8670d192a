"""People with accounts and debts, to pay in tests."""

from datetime import UTC, date, datetime
from itertools import count
from zoneinfo import ZoneInfo

from lk_app.db import accounts, customers, ledger
from lk_app.db.engine import Database
from lk_app.db.tables import AccountRow, HolderRow, HouseRow
from lk_app.domain.customers import Customer, PersonName
from lk_app.domain.ledger import EntryKind, owed
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period

SARATOV = ZoneInfo("Europe/Saratov")
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=SARATOV)
REAL_NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
LINKED_ON = date(2026, 1, 1)
_numbers = count(1)


def payer(db: Database) -> int:
    """A confirmed customer; returns the id."""
    email = f"payer{next(_numbers)}@example.ru"
    person = Customer(
        id=0,
        name=PersonName("Иванова", "Анна", "Петровна"),
        email=email,
        phone="+79271234567",
        password_hash="",
        confirmed_at=REAL_NOW,
        created_at=REAL_NOW,
    )
    with db.write() as session:
        return customers.add(session, person).id


def account(
    db: Database,
    number: str,
    *,
    owner: int,
    debt: Kopecks = 0,
    proven: bool = True,
    linked_on: date = LINKED_ON,
) -> int:
    """An account linked to a customer, with an opening debt; returns the id."""
    with db.write() as session:
        house = HouseRow(city="Саратов", street="ул. Плякина", house=number, has_apartments=True)
        session.add(house)
        session.flush()
        row = AccountRow(
            account_number=number,
            house_id=house.id,
            apartment="1",
            category="urban_gas",
            residents=2,
            norm_kwh=96,
            opened_on=date(2025, 1, 1),
        )
        session.add(row)
        session.flush()
        assert row.id is not None
        session.add(HolderRow(account_id=row.id, name="Иванова А. П.", valid_from=date(2025, 1, 1)))
        accounts.add_link(
            session,
            customer_id=owner,
            account_id=row.id,
            name="",
            linked_at=REAL_NOW,
            linked_on=linked_on,
            proven_at=REAL_NOW if proven else None,
        )
        opening = owed(
            EntryKind.OPENING,
            account_id=row.id,
            ref=number,
            change=debt,
            value_date=date(2025, 1, 1),
            booked_in=None,
            posted_at=REAL_NOW,
        )
        ledger.post(session, [opening])
        return row.id


def post(
    db: Database, account_id: int, kind: EntryKind, ref: str, change: Kopecks, day: date
) -> None:
    """Put one entry into the ledger."""
    entry = owed(
        kind,
        account_id=account_id,
        ref=ref,
        change=change,
        value_date=day,
        booked_in=Period.of(day),
        posted_at=REAL_NOW,
    )
    with db.write() as session:
        ledger.post(session, [entry])


def balance(db: Database, account_id: int) -> Kopecks:
    """What the account owes by the ledger."""
    with db.read() as session:
        return ledger.balance(session, account_id)
