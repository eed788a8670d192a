"""Who may sign in to the demonstration at once; the login page shows the first of them."""

from dataclasses import dataclass
from datetime import datetime

from lk_app import security
from lk_app.db import accounts, customers
from lk_app.db.engine import Database
from lk_app.domain.accounts import link_name
from lk_app.domain.customers import Customer, PersonName
from lk_app.settings import DEMO_LOGIN, DEMO_PASSWORD

PASSWORD = DEMO_PASSWORD


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A ready sign-in: the accounts by number with the names the person gave them."""

    email: str
    phone: str
    name: PersonName
    accounts: tuple[tuple[str, str], ...]


SUBSCRIBER = DemoPerson(
    email=DEMO_LOGIN,
    phone="+79270000001",
    name=PersonName("Иванова", "Анна", "Петровна"),
    accounts=(
        ("6410100101", "Квартира"),
        ("6410100102", "Мама"),
        ("6410100105", "Дом на Плякина"),
        ("6410100106", "Сдаю"),
    ),
)
LANDLORD = DemoPerson(
    email="landlord@lk.example",
    phone="+79270000002",
    name=PersonName("Орлов", "Борис", "Андреевич"),
    accounts=tuple((f"64103000{n:02}", "") for n in range(1, 13)),
)
MOVED_OUT = DemoPerson(
    email="moved@lk.example",
    phone="+79270000003",
    name=PersonName("Соколова", "Елена", "Павловна"),
    accounts=(("6410300013", ""),),
)
PEOPLE = (SUBSCRIBER, LANDLORD, MOVED_OUT)


def welcome(db: Database, person: DemoPerson, *, now: datetime) -> None:
    """Create the person with their accounts, once; what they change later is theirs."""
    with db.read() as session:
        if customers.by_email(session, person.email):
            return
    password_hash = security.hash_password(DEMO_PASSWORD)
    with db.write() as session:
        customer = customers.add(
            session,
            Customer(
                id=0,
                name=person.name,
                email=person.email,
                phone=person.phone,
                password_hash=password_hash,
                confirmed_at=now,
                created_at=now,
            ),
        )
        for number, name in person.accounts:
            account = accounts.by_number(session, number)
            assert account is not None
            accounts.add_link(
                session,
                customer_id=customer.id,
                account_id=account.id,
                name=link_name(name, account=account),
                linked_at=now,
                linked_on=max(account.opened_on, now.date()),
                proven_at=now,
            )
