"""People in a test: registered and confirmed, without the ceremony of the forms."""

from datetime import UTC, datetime

from lk_app import security
from lk_app.db import customers
from lk_app.db.engine import Database
from lk_app.domain.customers import Customer, PersonName

PASSWORD = "Pokazaniya-2026"
SINCE = datetime(2026, 11, 1, tzinfo=UTC)


def confirmed(
    db: Database, email: str = "anna@lk.example", phone: str = "+79271234567"
) -> Customer:
    """A customer whose mailbox is confirmed."""
    with db.write() as session:
        return customers.add(
            session,
            Customer(
                id=0,
                name=PersonName("Иванова", "Анна", "Петровна"),
                email=email,
                phone=phone,
                password_hash=security.hash_password(PASSWORD),
                confirmed_at=SINCE,
                created_at=SINCE,
            ),
        )
